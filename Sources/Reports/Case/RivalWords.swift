import Ethics
import Markup
import Tables

/// How far a person's places depend on which score of a trait was chosen.
enum RivalWords {
  static let file = "../reports/data/case-rivals.tsv"

  static func write(_ text: inout MarkdownText, _ input: CaseInput) {
    let placed = rows(input)
    guard !placed.isEmpty else { return }
    let names = placed.map { name(input, $0) }.uniqued()
    let turned = placed.filter { input.rivals[$0, "sides"].prose == "other side" }
    let equal =
      names.contains("equal weights")
      ? " Equal weights count each copy of the same variants alike." : ""
    let verdict =
      turned.isEmpty
      ? "On the [90th percentile](../reports/methods.md#parameters) all agree with the scores shown: none is on its other side."
      : "**Scores disagree** about the [90th percentile](../reports/methods.md#parameters) for \(turned.map { trait(input, $0) }.uniqued().joined(separator: ", ")): where they do, the place says as much of the score as of the person."
    text.paragraph(
      "**Other scores of the same traits:** \(places(input, placed)). \(verdict)\(equal)")
  }

  /// Traits whose other scores stand on the other side of the threshold.
  static func disagrees(_ input: CaseInput, _ trait: String) -> Bool {
    rows(input).contains {
      input.rivals[$0, "id"].prose == trait && input.rivals[$0, "sides"].prose == "other side"
    }
  }

  private static func rows(_ input: CaseInput) -> [Int] {
    (0..<input.rivals.rowCount).filter {
      input.rivals[$0, "percentile"].number != nil && input.rivals[$0, "sides"] != .missing
    }
  }

  private static func places(_ input: CaseInput, _ rows: [Int]) -> String {
    let rivals = input.rivals
    return rows.map { name(input, $0) }.uniqued().map { name in
      let own = rows.filter { self.name(input, $0) == name }.map { row in
        "\(trait(input, row)) [\(Digits.ordinal(Int(rivals[row, "percentile"].number ?? 50)))](\(file))"
      }
      return "with \(MarkdownText.escaped(name)) \(own.joined(separator: ", "))"
    }.joined(separator: "; ")
  }

  private static func name(_ input: CaseInput, _ row: Int) -> String {
    input.rivals[row, "score"].prose
  }

  private static func trait(_ input: CaseInput, _ row: Int) -> String {
    MarkdownText.escaped(input.rivals[row, "trait"].prose.lowercasedFirst)
  }
}
