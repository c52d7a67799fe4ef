/// The markup of a table: as a table, or as a description list where the caption says so.
struct TableMarkup {
  let caption: String
  let options: Options
  let header: [[Fragment.Piece]]
  let labels: [String]
  let rows: [[[Fragment.Piece]]]
  let isNumber: [Bool]

  var pieces: [Fragment.Piece] {
    var out = PieceBuffer()
    switch options["as"] {
    case "facts": descriptions(into: &out, list: "facts")
    case "strip": descriptions(into: &out, list: "strip")
    case "tiles": descriptions(into: &out, list: "tiles")
    case "sum": summary(into: &out)
    default: table(into: &out)
    }
    out.flush()
    return out.pieces
  }

  /// A table of one row: headings are terms. A cell `value · note` has its note small.
  private func descriptions(into out: inout PieceBuffer, list: HTML) {
    out.html("<dl class=\"\(list)\"\(idAttribute)>")
    for row in rows {
      for (index, cell) in row.enumerated() where index < header.count {
        out.html("<div><dt>")
        out.pieces(header[index])
        out.html("</dt><dd>")
        out.pieces(Self.withSmallNote(cell))
        out.html("</dd></div>")
      }
    }
    out.html("</dl>\n")
  }

  /// A table of two columns: the first holds terms.
  private func summary(into out: inout PieceBuffer) {
    out.html("<dl class=\"sum\"\(idAttribute)>")
    for row in rows where row.count == 2 {
      out.html("<div><dt>")
      out.pieces(row[0])
      out.html("</dt><dd>")
      out.pieces(row[1])
      out.html("</dd></div>")
    }
    out.html("</dl>\n")
  }

  private func table(into out: inout PieceBuffer) {
    let name = caption.isEmpty ? labels.joined(separator: ", ") : caption
    out.html(
      "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"\(name)\"\(idAttribute)><table class=\"stackable\" role=\"table\">"
    )
    if !caption.isEmpty { out.html("<caption>\(caption)</caption>") }
    out.html("<thead role=\"rowgroup\"><tr role=\"row\">")
    for (index, cell) in header.enumerated() {
      out.html("<th scope=\"col\" role=\"columnheader\"\(numberClass(index))>")
      out.pieces(cell)
      out.html("</th>")
    }
    out.html("</tr></thead><tbody role=\"rowgroup\">\n")
    for row in rows {
      out.html("<tr role=\"row\">")
      for (index, cell) in row.enumerated() {
        if index == 0 {
          out.html("<th scope=\"row\" role=\"rowheader\">")
        } else {
          out.html("<td role=\"cell\" data-label=\"\(labels[index])\"\(numberClass(index))>")
        }
        if index > 0 { out.html("<span>") }
        out.pieces(Self.marked(cell))
        out.html(index == 0 ? "</th>" : "</span></td>")
      }
      out.html("</tr>\n")
    }
    out.html("</tbody></table></div>\n")
    if let data = options["data"] {
      out.html("<p class=\"shown\">")
      out.html(options["shown"].map { "Shown \($0). " } ?? "")
      out.html("<a href=\"")
      out.piece(.link(data, .init("")))
      out.html("\" download>All rows and columns (TSV)</a></p>\n")
    }
  }

  private var idAttribute: HTML { options.id.map { " id=\"\($0)\"" } ?? "" }

  private func numberClass(_ index: Int) -> HTML {
    index < isNumber.count && isNumber[index] ? " class=\"n\"" : ""
  }

  /// "suppressed" gets its mark, so that no colour speaks alone and the word stands out.
  private static func marked(_ cell: [Fragment.Piece]) -> [Fragment.Piece] {
    guard cell == [.html("suppressed")] else { return cell }
    return [.html("<span class=\"hidden-cell\">suppressed</span>")]
  }

  private static func withSmallNote(_ cell: [Fragment.Piece]) -> [Fragment.Piece] {
    guard case .html(let html)? = cell.last else { return cell }
    let parts = html.text.split(separator: " · ", maxSplits: 1)
    guard parts.count == 2 else { return cell }
    let small = HTML(trusted: Array((parts[0] + "<small>" + parts[1] + "</small>").utf8))
    return cell.dropLast() + [.html(small)]
  }
}
