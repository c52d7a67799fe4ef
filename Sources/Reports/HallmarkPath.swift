import Ethics
import Knowledge
import Markup
import Tables

/// The path that experiments and instruments draw through a hallmark: variant, gene, hallmark, drug;
/// what speaks against it; what would follow for a carrier.
enum HallmarkPath {
  static func write(_ text: inout MarkdownText, _ context: PageContext, _ hallmark: Hallmark) {
    let table = context.table("genes")
    let rows = (0..<table.rowCount).filter {
      table[$0, "decides"].prose == "yes" && hallmark.genes.contains(table[$0, "gene"].prose)
        && table[$0, "wanted"].prose != "unknown"
    }
    guard !rows.isEmpty else { return }
    text.heading(2, "What instruments say")
    let genes = Set(rows.map { table[$0, "gene"].prose }).sorted()
    text.paragraph(
      "Alleles that are known to change the activity of a gene of this hallmark, and what they do to a trait. From the two follows what a treatment would have to do to the gene's product."
    )
    figure(&text, context, hallmark, table, rows)
    DrugEvidence.table(
      &text, table, rows, id: "instruments", caption: "Instruments of the hallmark's genes",
      namesGene: true)
    text.ledger(
      rows.count, of: table.rowCount,
      leftOut: [(table.rowCount - rows.count, "other genes, or no recorded effect on the product")],
      table: "../data/genes.tsv")
    text.paragraph(
      "Genes with a page: \(genes.map { GenePage.link($0, table, from: "../") }.joined(separator: ", "))."
    )
    carrier(&text, context, hallmark)
  }

  private static func figure(
    _ text: inout MarkdownText, _ context: PageContext, _ hallmark: Hallmark, _ table: Released,
    _ rows: [Int]
  ) {
    let lines = rows.prefix(5).flatMap { row in
      let gene = table[row, "gene"].prose
      let drugs = context.knowledge.drugs.filter {
        $0.trait == hallmark.trait && $0.targets.contains(gene)
      }
      return DirectionPath.instrument(table, row, gene: gene, layer: "Gene")
        + drugs.prefix(2).compactMap { drug in
          drug.actionSign.map {
            DirectionPath.drug(drug.name, raises: $0 > 0, gene: gene, layer: "Gene")
          }
        }
    }
    text.figure(
      "instruments-path", kind: "path",
      head: [
        "title": "From variant to gene to trait, and the drugs that act on the gene",
        "subtitle": DirectionPath.subtitle,
      ], columns: DirectionPath.columns, rows: Array(lines.uniqued().prefix(14)))
  }

  /// Where experiments on a variant of the hallmark are recorded: for, against, and what would follow.
  private static func carrier(
    _ text: inout MarkdownText, _ context: PageContext, _ hallmark: Hallmark
  ) {
    let models = context.knowledge.cellModels.filter {
      $0.trait == hallmark.trait && $0.hallmark == hallmark.id && $0.variant.hasPrefix("rs")
    }
    let against = models.filter { $0.standing == .against }
    let with = models.filter { $0.standing != .against }
    guard !against.isEmpty, !with.isEmpty else { return }
    text.heading(2, "What would follow for a carrier")
    text.paragraph(
      "Hypotheses, not advice. **For the path:** \(list(with)). **Against it:** \(list(against)). Experiments that disagree are both kept: the answer may depend on species, cell and stage."
    )
    text.list([
      "If the path holds in a carrier's own cells, cells with the allele should differ from the same cells with the allele exchanged, and less of the gene's product should remove the difference: that is what to test.",
      "If it does not hold, the difference should be missing, or run the other way: then nothing follows from the variant for this mechanism.",
      "Neither outcome says anything about a treatment. One common variant moves the trait a little, and most carriers do not have the condition.",
    ])
  }

  private static func list(_ models: [CellModel]) -> String {
    models.map { model in
      let sources = Words.references(model.pmids)
      return
        "\(MarkdownText.escaped(model.experiment)) ([row](#models)\(sources.isEmpty ? "" : " " + sources))"
    }.joined(separator: "; ")
  }
}
