import Diagnostics
import Markup
import Tables

/// What a kind of figure draws from its numbers.
public struct Drawing {
  /// Words in HTML, marks in SVG; no style attribute.
  let markup: HTML
  /// One sentence made from the numbers.
  let reading: HTML
  /// The same drawing to stand alone; made only where it becomes a file.
  let picture: () -> Picture
  /// Rows of the numbers that the page shows; all of them stand in the file.
  let twin: [Int]?
  /// What was left out of the drawing, to be said below it.
  let note: HTML

  init(
    markup: HTML, reading: HTML, picture: @autoclosure @escaping () -> Picture,
    twin: [Int]? = nil, note: HTML = ""
  ) {
    (self.markup, self.reading, self.picture) = (markup, reading, picture)
    (self.twin, self.note) = (twin, note)
  }
}

/// A form of figure: its columns, and how it is drawn.
public struct FigureKind: Sendable {
  public let name: String
  /// Columns that the numbers must have.
  public let columns: [String]
  /// Columns that a background file must have; nil where the kind has none.
  public let background: [String]?
  /// Numbers that show the form, for documentation and tests.
  public let example: String
  let draw: @Sendable (FigureContext) -> Drawing
  init(
    name: String, columns: [String], background: [String]? = nil, example: String,
    draw: @escaping @Sendable (FigureContext) -> Drawing
  ) {
    (self.name, self.columns, self.background) = (name, columns, background)
    (self.example, self.draw) = (example, draw)
  }
}

/// All that a drawing is made from.
struct FigureContext {
  let data: FigureData
  let background: TextTable?
  /// The address of a page, or nil where there is none.
  let link: (String) -> String?

  /// A label, linked where the row names a page.
  func label(_ row: Int, _ column: String) -> HTML {
    let words = data.text(row, column)
    let target = data.text(row, "link")
    guard !target.isEmpty, let address = link(target) else { return "\(words)" }
    return "<a href=\"\(address)\">\(words)</a>"
  }
}

extension FigureKind {
  /// A figure for a page, and its picture as a file.
  public struct Figure: Sendable {
    public let markup: HTML
    public let svg: [UInt8]
  }

  /// The whole figure: number, headline, subtitle, drawing, reading, twin table, links to its
  /// files, which begin with `fileName`. Throws where a column is missing or the kind is unknown.
  public static func figure(
    _ data: FigureData, id: String, number: String, background: TextTable?, words: Words,
    fileName: String?, link: (String) -> String?
  ) throws(Problems) -> Figure {
    guard let kind = FigureRegistry.all.first(where: { $0.name == data.kind }) else {
      throw Problems([
        Diagnostic(
          at: data.place, "unknown kind of figure '\(data.kind)'",
          hint: Suggestion.hint(for: data.kind, among: FigureRegistry.all.map(\.name)))
      ])
    }
    try kind.check(data, background)
    return withoutActuallyEscaping(link) { link in
      let context = FigureContext(data: data, background: background, link: link)
      let drawing = kind.draw(context)
      let frame = FigureFrame(
        id: id, number: number, context: context, words: words, fileName: fileName)
      return Figure(
        markup: frame.markup(drawing),
        svg: fileName == nil
          ? []
          : drawing.picture().svg(
            title: data["title"] ?? "", subtitle: data["subtitle"] ?? "",
            reading: drawing.reading))
    }
  }
}

/// The frame around every drawing.
private struct FigureFrame {
  let id: String
  let number: String
  let context: FigureContext
  let words: Words
  let fileName: String?

  /// Rows of a twin table on the page; the file has all.
  private static let twinRows = 60

  func markup(_ drawing: Drawing) -> HTML {
    let data = context.data
    let subtitle: HTML = data["subtitle"].map { "<p class=\"sub\">\($0)</p>" } ?? ""
    let files: HTML =
      fileName.map { name in
        "<a href=\"\(name).csv\" download>\(words["csv"])</a><a href=\"\(name).svg\" download>\(words["svg"])</a>"
      } ?? ""
    return """
      <figure id="\(id)" aria-labelledby="\(id)-t"><figcaption><p class="fig-n">\(words["figure"]) \(number)</p>\
      <h3 id="\(id)-t">\(data["title"] ?? "")</h3>\(subtitle)</figcaption>
      \(drawing.markup)
      <p class="reading">\(drawing.reading)\(drawing.note)</p><div class="fig-foot">\(twin(drawing))\(files)</div></figure>

      """
  }

  /// The numbers as a table.
  private func twin(_ drawing: Drawing) -> HTML {
    let data = context.data
    let hidden: Set = ["link"]
    let shown = data.columns.indices.filter { !hidden.contains(data.columns[$0]) }
    let chosen = drawing.twin ?? Array(data.rows.indices)
    let listed = chosen.prefix(Self.twinRows)
    var out: HTML = """
      <details><summary>\(words["numbers"])</summary><div class="scroll" tabindex="0" role="region" \
      aria-label="\(words["numbers"]), \(words["figure"]) \(number)"><table><caption class="vh">\(data["title"] ?? "")</caption>\
      <thead><tr>
      """
    for column in shown {
      out.add("<th scope=\"col\">")
      out.add(text: data.columns[column].replacing("_", with: " "))
      out.add("</th>")
    }
    out.add("</tr></thead><tbody>")
    for row in listed { add(row, shown, to: &out) }
    out.add("</tbody></table></div>")
    if listed.count != data.rows.count {
      out +=
        "<p class=\"shown\">\(words["shown"]) \(listed.count) \(words["of"]) \(data.rows.count).</p>"
    }
    out.add("</details>")
    return out
  }

  private func add(_ row: Int, _ columns: [Int], to out: inout HTML) {
    let entries = context.data.rows[row]
    out.add("<tr>")
    for column in columns {
      let isFirst = column == columns.first
      if isFirst {
        out.add("<th scope=\"row\">")
      } else {
        out.add(entries[column].isNumber ? "<td class=\"n\">" : "<td>")
      }
      out.add(text: entries[column].prose)
      out.add(isFirst ? "</th>" : "</td>")
    }
    out.add("</tr>")
  }
}

/// SVG numbers: whole pixels and tenths.
enum Pixels {
  static func text(_ value: Double) -> String {
    let rounded = (value * 10).rounded() / 10
    return rounded == rounded.rounded()
      ? Digits.text(rounded, .integer) : Digits.text(rounded, .fixed(1))
  }
}
