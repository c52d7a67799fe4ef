import Ethics
import Markup
import Tables

/// Drugs ranked by the genetic evidence of their targets, trait by trait, with every part of a score.
enum DrugRankingPage {
  /// Rows of a trait's table.
  private static let most = 10

  static func documents(_ context: PageContext) -> [ReportDocument] {
    let table = context.table("drug-ranking")
    guard table.rowCount > 0 else { return [] }
    var text = MarkdownText()
    text.page(
      kind: "drugs", kicker: "Drugs",
      description: "Drugs ranked by the genetic evidence of their targets, with every part.")
    text.heading(1, "Drugs by genetic evidence")
    text.paragraph(
      "All drugs that databases or this project name for a curated gene, ordered by how strongly genetics ties their targets to a trait and whether their direction fits. The order says where to look in research; it says nothing about who should take what."
    )
    text.inset(
      "caution",
      "**\(Words.hypothesis)** A high place is no evidence that a drug works or is safe; most drugs here were never tried for the trait."
    )
    for trait in (0..<table.rowCount).map({ table[$0, "trait_id"].prose }).uniqued() {
      ranked(&text, table, (0..<table.rowCount).filter { table[$0, "trait_id"].prose == trait })
    }
    method(&text)
    return [ReportDocument(path: "reports/drugs/ranking.md", text: text.text)]
  }

  private static func ranked(_ text: inout MarkdownText, _ table: Released, _ rows: [Int]) {
    let trait = table[rows[0], "trait"].prose
    text.heading(2, trait)
    let sure = rows.count { (table[$0, "q"].number ?? 1) < 0.05 }
    text.paragraph(
      "[\(rows.count) drugs](../data/drug-ranking.tsv) act on a gene with evidence; \(sure == 0 ? "none" : String(sure)) of them at q below 0.05 after [correction for all drugs tried](#how-this-is-computed)."
    )
    text.table(
      "Highest for \(trait.lowercasedFirst)",
      options: "#ranking-\(table[rows[0], "trait_id"].prose)",
      header: [
        "Rank", "Drug", "Best gene", "Its direction", "Score", "Weakest part", "Acts against", "p",
        "q",
      ], alignRight: [true, false, false, false, true, false, false, true, true],
      rows: rows.prefix(most).map { row in
        [
          table[row, "rank"].prose, name(table, row),
          "*\(MarkdownText.escaped(table[row, "gene"].prose))*", table[row, "direction"].prose,
          "**\(table[row, "score"].prose)**", weakest(table, row),
          MarkdownText.escaped(table[row, "against"].prose), table[row, "p"].prose,
          table[row, "q"].prose,
        ]
      })
    text.ledger(
      min(most, rows.count), of: rows.count,
      leftOut: [(rows.count - most, "they rank lower; the file has them")],
      table: "../data/drug-ranking.tsv")
  }

  private static func name(_ table: Released, _ row: Int) -> String {
    let full = table[row, "drug"].prose
    let words = MarkdownText.escaped(full.count > 40 ? full.prefix(39) + "…" : full)
    return table[row, "page"] == .missing ? words : "[\(words)](\(table[row, "page"].prose).md)"
  }

  /// The part that holds least, with its number.
  private static func weakest(_ table: Released, _ row: Int) -> String {
    switch table[row, "weakest"].prose {
    case "gene-disease": "gene to disease, \(table[row, "strength"].prose)"
    case "drug-gene":
      "drug to gene, \(table[row, "support"].prose) (databases: \(table[row, "sources"].prose))"
    default: "direction, \(table[row, "factor"].prose)"
    }
  }

  private static func method(_ text: inout MarkdownText) {
    text.heading(2, "How this is computed")
    text.list([
      "**Score** of a drug = Σ over its genes of (genetic strength × direction × support) × (its genes)^−0.5; all parts are in the [file](../data/drug-ranking.tsv).",
      "**Genetic strength**: −log10 p of the gene's best variant of the trait, against that of the strongest gene; where the trait has none, half of that of its best instrument on an exposure, such as LDL cholesterol.",
      "**Direction**: 1 where the drug's action is the one that [instruments](index.md) want, −1 where it is the other one, 0.5 where either is unknown.",
      "**Support**: 1 − 2^−n for n databases of [DGIdb](../data/interactions.tsv), the curated table counted as one.",
      "**p**: the share of [1,000 draws](../data/drug-ranking.tsv), evidence dealt anew among genes that about as many drugs act on, in which the drug scores as high; **q**: Benjamini-Hochberg over all drugs of the table, those without evidence included.",
      "**Not evaluated here**: whether such an order finds drugs that work is measured with `casebook run drugrank --indications`, for diseases that have enough of them.",
    ])
  }
}
