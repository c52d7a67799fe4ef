/// The markup of a table: as a table, or as a description list where the caption says so.
struct TableMarkup {
  private let caption: String
  private let options: Options
  private let labels: [String]
  private let isNumber: [Bool]
  /// What stands before each cell of a row.
  private let openings: [HTML]

  init(caption: String, options: Options, labels: [String] = [], isNumber: [Bool] = []) {
    (self.caption, self.options) = (caption, options)
    (self.labels, self.isNumber) = (labels, isNumber)
    openings = labels.enumerated().map { index, label in
      guard index > 0 else { return "<th scope=\"row\" role=\"rowheader\">" }
      let kind: HTML = index < isNumber.count && isNumber[index] ? " class=\"n\"" : ""
      return "<td role=\"cell\" data-label=\"\(label)\"\(kind)><span>"
    }
  }

  // MARK: - As a table

  func open(_ out: inout PieceBuffer) {
    let name = caption.isEmpty ? labels.joined(separator: ", ") : caption
    let kind: HTML = options["sort"] == "yes" ? "stackable sortable" : "stackable"
    out.html(
      "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"\(name)\"\(idAttribute)><table class=\"\(kind)\" role=\"table\">"
    )
    if !caption.isEmpty {
      out.add("<caption><span>")
      out.piece(.word("table"))
      out.html(" \(options["number"] ?? "").</span> \(caption)</caption>")
    }
    out.add("<thead role=\"rowgroup\"><tr role=\"row\">")
  }

  func openHeading(_ index: Int, _ out: inout PieceBuffer) {
    out.add("<th scope=\"col\" role=\"columnheader\"")
    if hasNumbers(index) { out.add(" class=\"n\"") }
    out.add(">")
  }

  func openCell(_ index: Int, _ out: inout PieceBuffer) {
    if index < openings.count { out.html(openings[index]) }
  }

  func closeCell(_ index: Int, _ out: inout PieceBuffer) {
    if index == 0 { out.add("</th>") } else { out.add("</span></td>") }
  }

  func close(_ out: inout PieceBuffer) {
    out.add("</table></div>\n")
    guard let data = options["data"] else { return }
    out.add("<p class=\"shown\">")
    if let shown = options["shown"] {
      out.piece(.word("shown"))
      out.html(" \(shown). ")
    }
    out.add("<a href=\"")
    out.piece(.link(data, .init("")))
    out.add("\" download>")
    out.piece(.word("all_rows"))
    out.add("</a></p>\n")
  }

  private func hasNumbers(_ index: Int) -> Bool { index < isNumber.count && isNumber[index] }

  // MARK: - As a list

  /// Terms and descriptions; nil for a form that there is not.
  func list(
    _ form: String, header: [[Fragment.Piece]], rows: [[[Fragment.Piece]]]
  ) -> [Fragment.Piece]? {
    var out = PieceBuffer()
    switch form {
    case "facts", "strip", "tiles": descriptions(form, header, rows, into: &out)
    case "sum": summary(rows, into: &out)
    default: return nil
    }
    out.flush()
    return out.pieces
  }

  /// A table of one row: headings are terms. A cell `value · note` has its note small.
  private func descriptions(
    _ form: String, _ header: [[Fragment.Piece]], _ rows: [[[Fragment.Piece]]],
    into out: inout PieceBuffer
  ) {
    out.html("<dl class=\"\(form)\"\(idAttribute)>")
    for row in rows {
      for (index, cell) in row.enumerated() where index < header.count {
        out.add("<div><dt>")
        out.pieces(header[index])
        out.add("</dt><dd>")
        out.pieces(Self.withSmallNote(cell))
        out.add("</dd></div>")
      }
    }
    out.add("</dl>\n")
  }

  /// A table of two columns: the first holds terms.
  private func summary(_ rows: [[[Fragment.Piece]]], into out: inout PieceBuffer) {
    out.html("<dl class=\"sum\"\(idAttribute)>")
    for row in rows where row.count == 2 {
      out.add("<div><dt>")
      out.pieces(row[0])
      out.add("</dt><dd>")
      out.pieces(row[1])
      out.add("</dd></div>")
    }
    out.add("</dl>\n")
  }

  private var idAttribute: HTML { options.id.map { " id=\"\($0)\"" } ?? "" }

  private static func withSmallNote(_ cell: [Fragment.Piece]) -> [Fragment.Piece] {
    guard case .html(let html)? = cell.last else { return cell }
    let parts = html.text.split(separator: " · ", maxSplits: 1)
    guard parts.count == 2 else { return cell }
    let small = HTML(trusted: Array((parts[0] + "<small>" + parts[1] + "</small>").utf8))
    return cell.dropLast() + [.html(small)]
  }
}
