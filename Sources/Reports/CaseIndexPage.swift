import CohortModel
import Ethics
import Markup

/// The list of case reports of an edition.
public enum CaseIndexPage {
  /// One report: its name, and what its own first screen says.
  public struct Entry: Sendable {
    let slug: String
    let facts: Released
    let scores: Released

    public init(slug: String, facts: Released, scores: Released) {
      (self.slug, self.facts, self.scores) = (slug, facts, scores)
    }
  }

  /// Entries in any order: the page sorts them by name, which tells nothing.
  public static func document(_ entries: [Entry], audience: Audience) -> ReportDocument {
    var text = MarkdownText()
    text.page(
      kind: "cases", kicker: "Cases", description: "The case reports of this edition.",
      more: [("menu", "Cases"), ("menu_order", "4")])
    text.heading(1, "Case reports")
    guard !entries.isEmpty else {
      text.paragraph("No case report stands in this edition.")
      return ReportDocument(path: "cases/index.md", text: text.text)
    }
    text.paragraph(
      audience == .public
        ? "[\(entries.count) people](#reports) chose to have an open report. The names are pseudonyms of this edition; their order tells nothing."
        : "[\(entries.count) people](#reports) have a report for the care team. The names are pseudonyms of this edition; their order tells nothing."
    )
    text.heading(2, "All reports")
    text.table(
      "Reports by name", options: "#reports sort=yes",
      header: ["Case", "Age band", "Sex", "Scores", "Above the 90th", "Withheld"]
        + (audience == .clinic ? ["Sign-off"] : []),
      alignRight: [false, false, false, true, false, true]
        + (audience == .clinic ? [false] : []),
      rows: entries.sorted { $0.slug < $1.slug }.map {
        row($0) + (audience == .clinic ? ["{{ review.\($0.slug) }}"] : [])
      })
    return ReportDocument(path: "cases/index.md", text: text.text)
  }

  private static func row(_ entry: Entry) -> [String] {
    let scores = entry.scores
    let rows = 0..<scores.rowCount
    let high = rows.filter { (scores[$0, "percentile"].number ?? 0) > 90 }
    let withheld = rows.filter { scores[$0, "percentile"].number == nil }
    return [
      "[\(entry.slug)](\(entry.slug).md)", entry.facts[0, "age"].prose, entry.facts[0, "sex"].prose,
      String(rows.count),
      high.isEmpty
        ? "–"
        : high.map { MarkdownText.escaped(scores[$0, "trait"].prose) }.joined(separator: ", "),
      withheld.isEmpty ? "–" : String(withheld.count),
    ]
  }
}
