import Ethics
import Markup
import Tables

/// The curated variants, trait by trait, and those with an experiment behind them.
public enum VariantPage {
  public static func documents(_ context: PageContext) -> [ReportDocument] {
    let table = context.table("known-variants")
    guard table.rowCount > 0 else { return [] }
    var text = MarkdownText()
    text.page(
      kind: "variants", kicker: "Variants", description: "The curated variants of this project.")
    text.heading(1, "Variants")
    text.paragraph(
      "Published effects of common variants on the project's diseases and on what leads to them. Rows of different traits never go into one score. \(Words.assignment)"
    )
    mechanisms(&text, context)
    let traits = Set((0..<table.rowCount).map { table[$0, "trait"].prose })
    for (index, trait) in traits.sorted().enumerated() {
      section(&text, context, table, trait, index + 1)
    }
    return [ReportDocument(path: "reports/variants.md", text: text.text)]
  }

  private static func section(
    _ text: inout MarkdownText, _ context: PageContext, _ table: Released, _ trait: String,
    _ number: Int
  ) {
    let rows = (0..<table.rowCount).filter { table[$0, "trait"].prose == trait }
    let shown = rows.prefix(60)
    text.heading(2, trait)
    text.table(
      "Variants of \(MarkdownText.escaped(trait.lowercasedFirst))",
      options: "#trait-\(number) sort=yes",
      header: ["Variant", "Gene", "Allele", "Effect", "SE", "p", "Hallmark", "Source"],
      alignRight: [false, false, false, true, true, true, false, false],
      rows: shown.map { row in
        let unit = table[row, "unit"]
        return [
          table[row, "variant"].prose, "*\(MarkdownText.escaped(table[row, "gene"].prose))*",
          table[row, "allele"].prose,
          table[row, "effect"] == .missing
            ? "not printed"
            : table[row, "effect"].prose
              + (unit == .missing ? "" : " " + MarkdownText.escaped(unit.prose)),
          table[row, "se"].prose, DrugEvidence.p(table[row, "p"]), hallmark(context, table, row),
          Words.references([table[row, "pmid"].prose].filter { !$0.isEmpty && $0 != "–" })
            + (table[row, "source"].prose == "read" ? "" : " (citation to be checked)"),
        ]
      })
    text.ledger(
      shown.count, of: rows.count,
      leftOut: [(rows.count - shown.count, "more rows than a page shows; the file has them")],
      table: "data/known-variants.tsv")
  }

  private static func hallmark(
    _ context: PageContext, _ table: Released, _ row: Int
  ) -> String {
    let id = table[row, "hallmark"]
    guard id != .missing,
      context.knowledge.hallmarks(of: table[row, "disease"].prose).contains(where: {
        $0.id == id.prose
      })
    else { return "–" }
    return
      "[\(MarkdownText.escaped(id.prose))](hallmarks/\(table[row, "disease"].prose)-\(id.prose).md)"
  }

  /// Variants whose mechanism was tried in cells or animals.
  private static func mechanisms(_ text: inout MarkdownText, _ context: PageContext) {
    let traits = Set(context.scores.map(\.trait.id))
    let own = context.knowledge.cellModels.filter {
      $0.variant.hasPrefix("rs") && traits.contains($0.trait)
    }
    guard !own.isEmpty else { return }
    text.heading(2, "Mechanisms tried in cells and animals")
    text.inset("caution", "**A cell model is not a patient.** \(Words.editing)")
    text.table(
      "Experiments by variant", options: "#mechanisms",
      header: ["Variant", "Experiment", "Gene", "Result", "Sources"],
      alignRight: Array(repeating: false, count: 5),
      rows: own.sorted { ($0.variant, $0.experiment) < ($1.variant, $1.experiment) }.map { model in
        [
          MarkdownText.escaped(model.variant),
          "[\(MarkdownText.escaped(model.experiment))](hallmarks/\(model.trait)-\(model.hallmark).md#models)",
          "*\(MarkdownText.escaped(model.gene))*", MarkdownText.escaped(model.result),
          Words.sources(model.pmids, model.confidence),
        ]
      })
    let all = context.table("cellmodels").rowCount
    text.ledger(
      own.count, of: all, leftOut: [(all - own.count, "they are about no single variant")],
      table: "data/cellmodels.tsv")
  }
}
