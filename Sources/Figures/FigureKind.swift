import Diagnostics
import Markup
import Tables

/// What a kind of figure draws from its numbers.
public struct Drawing: Sendable {
  /// Words in HTML, marks in SVG; no style attribute.
  public let markup: HTML
  /// One sentence made from the numbers.
  public let reading: HTML

  init(markup: HTML, reading: HTML) { (self.markup, self.reading) = (markup, reading) }
}

/// A form of figure: its columns, and how it is drawn.
public struct FigureKind: Sendable {
  public let name: String
  /// Columns that the numbers must have.
  public let columns: [String]
  /// Columns that a background file must have; nil where the kind has none.
  public let background: [String]?
  let draw: @Sendable (FigureContext) -> Drawing
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
  /// The whole figure: number, headline, subtitle, drawing, reading, twin table.
  /// Throws where a column is missing or the kind is unknown.
  public static func figure(
    _ data: FigureData, id: String, number: Int, background: TextTable?,
    link: (String) -> String?
  ) throws(Problems) -> HTML {
    guard let kind = FigureRegistry.all.first(where: { $0.name == data.kind }) else {
      throw Problems([
        Diagnostic(
          at: data.place, "unknown kind of figure '\(data.kind)'",
          hint: Suggestion.hint(for: data.kind, among: FigureRegistry.all.map(\.name)))
      ])
    }
    var problems = Problems()
    for column in kind.columns where !data.columns.contains(column) {
      problems.error(
        at: data.place, "a figure of kind '\(kind.name)' has a column '\(column)'",
        hint: "its columns: " + kind.columns.joined(separator: ", "))
    }
    for column in kind.background ?? [] {
      if let background, background.index(of: column) == nil {
        problems.error(at: data.place, "the background has no column '\(column)'")
      }
    }
    if data["title"] == nil { problems.error(at: data.place, "a figure without a title") }
    try problems.throwIfAny()
    return withoutActuallyEscaping(link) { link in
      let context = FigureContext(data: data, background: background, link: link)
      return FigureFrame(id: id, number: number, context: context).markup(kind.draw(context))
    }
  }
}

/// The frame around every drawing.
private struct FigureFrame {
  let id: String
  let number: Int
  let context: FigureContext

  func markup(_ drawing: Drawing) -> HTML {
    let data = context.data
    let subtitle: HTML = data["subtitle"].map { "<p class=\"sub\">\($0)</p>" } ?? ""
    return """
      <figure id="\(id)" aria-labelledby="\(id)-t"><figcaption><p class="fig-n">Figure \(number)</p>\
      <h3 id="\(id)-t">\(data["title"] ?? "")</h3>\(subtitle)</figcaption>
      \(drawing.markup)
      <p class="reading">\(drawing.reading)</p><div class="fig-foot">\(twin)</div></figure>

      """
  }

  /// The numbers as a table.
  private var twin: HTML {
    let data = context.data
    let hidden: Set = ["link"]
    let shown = data.columns.indices.filter { !hidden.contains(data.columns[$0]) }
    let header = HTML.joined(
      shown.map { "<th scope=\"col\">\(data.columns[$0].replacing("_", with: " "))</th>" })
    let rows = HTML.joined(
      data.rows.map { row in
        HTML.joined(
          ["<tr>"]
            + shown.enumerated().map { position, index -> HTML in
              let isNumber = row[index].number != nil
              let cell: HTML = "\(row[index].prose)"
              if position == 0 { return "<th scope=\"row\">\(cell)</th>" }
              return isNumber ? "<td class=\"n\">\(cell)</td>" : "<td>\(cell)</td>"
            } + ["</tr>"])
      })
    return """
      <details><summary>Numbers as a table</summary><div class="scroll" tabindex="0" role="region" \
      aria-label="Numbers of figure \(number)"><table><caption class="vh">\(data["title"] ?? "")</caption>\
      <thead><tr>\(header)</tr></thead><tbody>\(rows)</tbody></table></div></details>
      """
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
