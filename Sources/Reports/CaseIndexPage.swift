import CohortModel
import Ethics
import Markup

/// The list of case reports of an edition.
public enum CaseIndexPage {
  /// `slugs` in any order: the page sorts them.
  public static func document(slugs: [String], audience: Audience) -> ReportDocument {
    var text = MarkdownText()
    text.page(
      kind: "cases", kicker: "Cases", description: "The case reports of this edition.",
      more: [("menu", "Cases"), ("menu_order", "4")])
    text.heading(1, "Case reports")
    text.paragraph(
      audience == .public
        ? "\(slugs.count) people chose to have an open report. The names are pseudonyms of this edition; their order tells nothing."
        : "\(slugs.count) people have a report for the care team. The names are pseudonyms of this edition; their order tells nothing."
    )
    text.heading(2, "All reports")
    text.list(slugs.sorted().map { "[\($0)](\($0).md)" })
    return ReportDocument(path: "cases/index.md", text: text.text)
  }
}
