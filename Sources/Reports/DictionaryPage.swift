import Ethics
import Markup
import Tables

/// The data dictionary: made from the columns of every table of the edition.
public enum DictionaryPage {
  public static func document(_ tables: [Released]) -> ReportDocument {
    var text = MarkdownText()
    text.page(
      kind: "dictionary", kicker: "Data dictionary",
      description: "Every table of this edition, column by column.")
    text.heading(1, "Data dictionary")
    text.paragraph(
      "Each table is a tab-separated file. Empty means missing; {suppressed} a number of people too small to show, or computed from one; {withheld: …} a value that is not given, with the reason."
        .replacing("{", with: "\\{"))
    let ordered = tables.sorted { $0.name < $1.name }
    text.heading(2, "Tables")
    text.list(
      ordered.map {
        "[\(MarkdownText.escaped($0.title))](data/\($0.name).tsv), \($0.rowCount) rows"
      })
    text.heading(2, "Columns")
    for table in ordered {
      text.table(
        MarkdownText.escaped(table.title) + " (\(table.name))", options: "#\(table.name)",
        header: ["Column", "Meaning", "Tells of"], alignRight: [false, false, false],
        rows: table.columns.map { column in
          [
            "`\(column.name)`", MarkdownText.escaped(column.meaning), subject(column.subject),
          ]
        })
    }
    return ReportDocument(path: "reports/dictionary.md", text: text.text)
  }

  private static func subject(_ subject: Column.Subject) -> String {
    switch subject {
    case .people: "people, counted"
    case .derived(let from): "people of " + from.map { "`\($0)`" }.joined(separator: ", ")
    case .person: "one person"
    case .variant: "one variant in this cohort"
    case .nobody: "nobody"
    }
  }
}
