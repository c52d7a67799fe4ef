import Ethics
import Markup
import Tables

/// All drugs of the project's traits, with genetics and trials side by side.
enum DrugIndexPage {
  static func document(_ context: PageContext) -> ReportDocument {
    let drugs = context.table("drugs")
    var text = MarkdownText()
    text.page(
      kind: "drugs", kicker: "Drugs",
      description: "Drugs of the project's traits: genetic direction and trial evidence.",
      more: [("menu", "Drugs"), ("menu_order", "4")])
    text.heading(1, "Drugs")
    text.paragraph(
      "What alleles in a drug's target do to a disease can point the same way as the drug, the other way, or say nothing. That is computed here from instruments. What trials found is another column, curated and cited; neither is copied from the other."
    )
    text.inset("caution", "**\(Words.hypothesis)**")
    tally(&text, drugs)
    for id in ids(drugs) { table(&text, drugs, id) }
    more(&text, context)
    return ReportDocument(path: "reports/drugs/index.md", text: text.text)
  }

  /// Pages that stand only where their tables have rows.
  private static func more(_ text: inout MarkdownText, _ context: PageContext) {
    let pages = [
      (
        "drug-ranking",
        "[Ranking](ranking.md) of all drugs on the curated genes by genetic evidence, with every part of a score."
      ),
      ("genes", "[Genes](../genes/index.md) that have an instrument, and what it says."),
      ("known-variants", "[Variants](../variants.md) of the project's traits."),
      ("pathways", "[Pathways](../pathways.md): gene sets that hold the genes of the scores."),
      ("kgx-edges", "[Knowledge graph](../graph.md): all of it as nodes and edges."),
      ("cell-types", "[Cell types](../celltypes.md) that the hallmarks name."),
    ].filter { context.table($0.0).rowCount > 0 }
    guard !pages.isEmpty else { return }
    text.heading(2, "More")
    text.list(pages.map(\.1))
  }

  private static func ids(_ drugs: Released) -> [String] {
    (0..<drugs.rowCount).map { drugs[$0, "trait_id"].prose }.uniqued()
  }

  private static func tally(_ text: inout MarkdownText, _ drugs: Released) {
    text.heading(2, "In short")
    text.table(
      "Drugs by genetic direction and trials", options: "#tally",
      header: ["Genetic direction", "Drugs", "Failed, neutral or not filed", "Which"],
      alignRight: [false, true, true, false],
      rows: ["concordant", "discordant", "conflicting", "unknown"].map { verdict in
        let own = (0..<drugs.rowCount).filter { drugs[$0, "match"].prose == verdict }
        let failed = own.filter { drugs[$0, "failed"].prose == "yes" }
        return [
          verdict.capitalizedFirst, String(own.count), String(failed.count),
          failed.isEmpty ? "–" : failed.map { link(drugs, $0) }.joined(separator: ", "),
        ]
      })
    text.ledger(4, of: 4, table: "../data/drugs.tsv")
    let elsewhere = (0..<drugs.rowCount).filter { drugs[$0, "against"].prose != "none" }
    guard !elsewhere.isEmpty else { return }
    let names = elsewhere.map { row in
      "\(link(drugs, row)) (\(MarkdownText.escaped(drugs[row, "against"].prose)))"
    }
    text.paragraph(
      "**Discordant on another trait** than the one a drug is listed for: \(names.joined(separator: ", ")). Alleles that act as it does go with worse values there."
    )
  }

  private static func table(_ text: inout MarkdownText, _ drugs: Released, _ trait: String) {
    let rows = (0..<drugs.rowCount).filter { drugs[$0, "trait_id"].prose == trait }
    text.heading(2, drugs[rows[0], "trait"].prose)
    text.table(
      "Drugs listed for \(MarkdownText.escaped(drugs[rows[0], "trait"].prose.lowercasedFirst))",
      options: "#drugs-\(trait)",
      header: [
        "Drug", "Target", "Does to it", "Genetic direction", "By", "Tier", "Status, for what",
      ],
      alignRight: Array(repeating: false, count: 7),
      rows: rows.map { row in
        [
          link(drugs, row), "*\(MarkdownText.escaped(drugs[row, "target"].prose))*",
          MarkdownText.escaped(drugs[row, "recorded"].prose),
          drugs[row, "match"].prose
            + (drugs[row, "against"].prose == "none"
              ? "" : "; **discordant** on \(MarkdownText.escaped(drugs[row, "against"].prose))"),
          MarkdownText.escaped(drugs[row, "route"].prose), drugs[row, "tier"].prose,
          MarkdownText.escaped(
            "\(drugs[row, "status"].prose), for \(drugs[row, "indication"].prose)")
            + (drugs[row, "failed"].prose == "yes" ? " · **\(Words.failed)**" : ""),
        ]
      })
    text.ledger(rows.count, of: rows.count, table: "../data/drugs.tsv")
  }

  private static func link(_ drugs: Released, _ row: Int) -> String {
    "[\(MarkdownText.escaped(drugs[row, "drug"].prose))](\(drugs[row, "id"].prose).md)"
  }
}
