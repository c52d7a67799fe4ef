import Ethics
import Knowledge
import Markup
import Tables

/// Gene sets, and cell types.
public enum PathwayPage {
  public static func documents(_ context: PageContext) -> [ReportDocument] {
    [pathways(context), cellTypes(context)].compactMap { $0 }
  }

  private static func pathways(_ context: PageContext) -> ReportDocument? {
    let table = context.table("pathways")
    guard table.rowCount > 0 else { return nil }
    var text = MarkdownText()
    text.page(
      kind: "pathways", kicker: "Pathways",
      description: "Gene sets of the project, and people whose score lies much in them.")
    text.heading(1, "Pathways")
    text.paragraph(
      "A pathway is a published set of genes. For each person the burden of a score at the genes of a set is compared with similar people of the reference. The sets were chosen for the genes that they hold, so that nothing follows from a set being here."
    )
    for score in context.scores {
      section(&text, context, table, score.trait.id, score.trait.label)
    }
    text.heading(2, "How this is computed")
    text.list([
      "**Burden** of a gene: Σ weight × (copies − 2 × frequency among similar people) over the score's variants with that likely gene; of a set: the sum over its genes.",
      "**High**: burden divided by its standard deviation among similar people above 1.645, the 95th percentile. Variants are taken as independent.",
      "In a case report the set is also compared with as many other genes of the same score, drawn \(Digits.grouped(999)) times with a seed, and the p-values of a trait's sets are adjusted together (Benjamini and Hochberg).",
      "Sets with fewer than two genes of a score are left out.",
    ])
    return ReportDocument(path: "reports/pathways.md", text: text.text)
  }

  private static func section(
    _ text: inout MarkdownText, _ context: PageContext, _ table: Released, _ trait: String,
    _ label: String
  ) {
    let rows = (0..<table.rowCount).filter { table[$0, "trait_id"].prose == trait }
    text.heading(2, label)
    guard !rows.isEmpty else {
      return text.paragraph("No set holds two genes of this score.")
    }
    text.table(
      "Sets with genes of the score", options: "#pathways-\(trait) sort=yes",
      header: ["Pathway", "Genes of the score", "Of", "High", "Share, %", "Drugs on its genes"],
      alignRight: [false, false, true, true, true, false],
      rows: rows.map { row in
        [
          "\(MarkdownText.escaped(table[row, "pathway"].prose)) (\(table[row, "id"].prose))",
          "*\(MarkdownText.escaped(table[row, "genes"].prose))*", table[row, "size"].prose,
          table[row, "high"].prose, table[row, "share"].prose,
          drugs(context, table[row, "genes"].prose, trait),
        ]
      })
    text.ledger(
      rows.count, of: context.knowledge.sets.count,
      leftOut: [
        (context.knowledge.sets.count - rows.count, "fewer than two genes of this score")
      ], table: "data/pathways.tsv")
  }

  private static func drugs(_ context: PageContext, _ genes: String, _ trait: String) -> String {
    let drugs = context.table("drugs")
    let names = Set(genes.split(separator: ", ").map(String.init))
    let own = (0..<drugs.rowCount).filter {
      drugs[$0, "trait_id"].prose == trait
        && GeneSymbols.named(in: drugs[$0, "target"].prose).contains(where: names.contains)
    }
    return own.isEmpty
      ? "–"
      : own.map {
        "[\(MarkdownText.escaped(drugs[$0, "drug"].prose))](drugs/\(drugs[$0, "id"].prose).md) (\(drugs[$0, "match"].prose))"
      }.joined(separator: ", ")
  }

  private static func cellTypes(_ context: PageContext) -> ReportDocument? {
    let table = context.table("cell-types")
    guard table.rowCount > 0 else { return nil }
    var text = MarkdownText()
    text.page(
      kind: "cell-types", kicker: "Cell types", description: "Cell types that the hallmarks name.")
    text.heading(1, "Cell types")
    text.paragraph(
      "The cells in which a hallmark is thought to act, as curated. **No specificity data yet:** no expression by cell type is in this project, so no person's burden is read out by cell type, and a cell type here is a statement about a mechanism and not a finding."
    )
    let names = Set((0..<table.rowCount).map { table[$0, "cell_type"].prose }).sorted()
    text.table(
      "Cell types and the hallmarks that name them", options: "#cell-types sort=yes",
      header: ["Cell type", "Id", "Hallmarks", "Specificity"],
      alignRight: Array(repeating: false, count: 4),
      rows: names.map { name in
        let own = (0..<table.rowCount).filter { table[$0, "cell_type"].prose == name }
        let links = own.map { row in
          "[\(MarkdownText.escaped(table[row, "hallmark"].prose))](hallmarks/\(table[row, "trait_id"].prose)-\(table[row, "hallmark_id"].prose).md)"
        }
        return [
          MarkdownText.escaped(name), table[own[0], "id"].prose, links.joined(separator: ", "),
          table[own[0], "specificity"].prose,
        ]
      })
    text.ledger(names.count, of: names.count, table: "data/cell-types.tsv")
    return ReportDocument(path: "reports/celltypes.md", text: text.text)
  }
}
