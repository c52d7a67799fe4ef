import Analyses
import Ethics
import Knowledge
import Markup
import Tables

/// One page a gene whose direction is known, and the index of all that have an instrument.
public enum GenePage {
  public static func documents(_ context: PageContext) -> [ReportDocument] {
    let table = context.table("genes")
    guard table.rowCount > 0 else { return [] }
    var seen: Set<String> = ["index"]
    let genes = names(table)
    return [index(context, table, genes)]
      + genes.filter { hasDirection(table, $0) && seen.insert(DrugTables.slug($0)).inserted }
      .map { page(context, table, $0) }
  }

  /// The way to a gene's page, where it has one.
  static func link(_ gene: String, _ table: Released, from folder: String) -> String {
    hasDirection(table, gene)
      ? "[*\(MarkdownText.escaped(gene))*](\(folder)genes/\(DrugTables.slug(gene)).md)"
      : "*\(MarkdownText.escaped(gene))*"
  }

  private static func names(_ table: Released) -> [String] {
    Set((0..<table.rowCount).map { table[$0, "gene"].prose }).sorted()
  }

  private static func rows(_ table: Released, _ gene: String) -> [Int] {
    (0..<table.rowCount).filter { table[$0, "gene"].prose == gene }
  }

  private static func hasDirection(_ table: Released, _ gene: String) -> Bool {
    rows(table, gene).contains { table[$0, "decides"].prose == "yes" }
  }

  private static func index(
    _ context: PageContext, _ table: Released, _ genes: [String]
  ) -> ReportDocument {
    var text = MarkdownText()
    text.page(
      kind: "genes", kicker: "Genes", description: "Genes with an instrument in this project.")
    text.heading(1, "Genes with an instrument")
    text.paragraph(
      "An instrument is a variant, or a group of mutations, with a known effect on a trait. Where it is also known what it does to the gene's product, a direction follows: whether less or more of the product would be wanted."
    )
    text.table(
      "Genes, alphabetically", options: "#genes sort=yes",
      header: ["Gene", "Instruments", "Traits", "Wanted"],
      alignRight: [false, false, false, false],
      rows: genes.map { gene in
        let own = rows(table, gene)
        func list(_ column: String) -> String {
          MarkdownText.escaped(
            Set(own.map { table[$0, column].prose }).sorted().joined(separator: ", "))
        }
        return [link(gene, table, from: "../"), list("instrument"), list("trait"), list("wanted")]
      })
    text.ledger(genes.count, of: genes.count, table: "../data/genes.tsv")
    return ReportDocument(path: "reports/genes/index.md", text: text.text)
  }

  private static func page(
    _ context: PageContext, _ table: Released, _ gene: String
  ) -> ReportDocument {
    let own = rows(table, gene)
    let known = own.filter { table[$0, "decides"].prose == "yes" }
    var text = MarkdownText()
    text.page(kind: "gene", kicker: "Gene", description: "What the instruments of \(gene) say.")
    text.heading(1, gene)
    let wanted = Set(known.map { table[$0, "wanted"].prose }).sorted()
    let drugs = drugRows(context, gene)
    text.paragraph(
      wanted.count == 1
        ? "Alleles with a known effect on its product point one way: \(wanted[0] == "decrease" ? "less" : "more") activity goes with a better value of \(MarkdownText.escaped(Set(known.map { table[$0, "trait"].prose }).sorted().joined(separator: ", "))). Whether acting on it helps is another question: see the drugs below."
        : "Alleles with a known effect on its product point different ways for different traits.")
    text.strip(
      [
        ("Instruments", String(Set(own.map { table[$0, "instrument"].prose }).count)),
        ("Traits", String(Set(own.map { table[$0, "trait"].prose }).count)),
        ("Wanted", wanted.joined(separator: " or ")),
        ("Drugs listed", String(drugs.count)),
      ], id: "state")
    text.heading(2, "Instruments")
    DrugEvidence.table(&text, table, own, id: "instruments", caption: "Effects of its alleles")
    text.ledger(own.count, of: own.count, table: "../data/genes.tsv")
    listed(&text, context, gene, drugs)
    databases(&text, context, gene)
    hallmarks(&text, context, gene)
    text.paragraph(
      "A likely gene is an assignment, not a finding: LD spreads one signal over neighbours. A direction is no evidence that acting on the gene helps, or is safe."
    )
    return ReportDocument(path: "reports/genes/\(DrugTables.slug(gene)).md", text: text.text)
  }

  private static func drugRows(_ context: PageContext, _ gene: String) -> [Int] {
    let drugs = context.table("drugs")
    return (0..<drugs.rowCount).filter {
      GeneSymbols.named(in: drugs[$0, "target"].prose).contains(gene)
    }
  }

  private static func listed(
    _ text: inout MarkdownText, _ context: PageContext, _ gene: String, _ rows: [Int]
  ) {
    let drugs = context.table("drugs")
    text.heading(2, "Drugs that act on it")
    guard !rows.isEmpty else { return text.paragraph("No drug of the curated table acts on it.") }
    text.inset("caution", "**\(Words.hypothesis)**")
    text.table(
      "Drugs", options: "#drugs",
      header: ["Drug", "Does to it", "Listed for", "Genetic direction", "Status"],
      alignRight: Array(repeating: false, count: 5),
      rows: rows.map { row in
        [
          "[\(MarkdownText.escaped(drugs[row, "drug"].prose))](../drugs/\(drugs[row, "id"].prose).md)",
          drugs[row, "action"].prose, MarkdownText.escaped(drugs[row, "trait"].prose),
          drugs[row, "match"].prose, MarkdownText.escaped(drugs[row, "status"].prose),
        ]
      })
    text.ledger(rows.count, of: rows.count, table: "../data/drugs.tsv")
  }

  /// What databases say acts on the gene, those that most of them state first.
  private static func databases(
    _ text: inout MarkdownText, _ context: PageContext, _ gene: String
  ) {
    let table = context.table("interactions")
    let own = (0..<table.rowCount).filter { table[$0, "gene"].prose == gene }
    guard !own.isEmpty else { return }
    func count(_ row: Int) -> Int { table[row, "sources"].prose.split(separator: ",").count }
    text.heading(2, "In drug databases")
    text.paragraph(
      "Drugs that DGIdb's sources name for the gene: what they do to it, not whether they help."
    )
    text.table(
      "Interactions", options: "#interactions",
      header: ["Drug", "What it does", "Direction", "Databases"],
      alignRight: Array(repeating: false, count: 4),
      rows: own.sorted { (-count($0), $0) < (-count($1), $1) }.prefix(8).map { row in
        ["drug", "types", "action", "sources"].map { MarkdownText.escaped(table[row, $0].prose) }
      })
    text.ledger(
      min(8, own.count), of: own.count,
      leftOut: [(own.count - 8, "fewer databases state them")], table: "../data/interactions.tsv")
  }

  private static func hallmarks(_ text: inout MarkdownText, _ context: PageContext, _ gene: String)
  {
    let traits = Set(context.scores.map(\.trait.id))
    let own = context.knowledge.hallmarks.filter {
      traits.contains($0.trait) && $0.genes.contains(gene)
    }
    guard !own.isEmpty else { return }
    text.heading(2, "Hallmarks that name it")
    text.list(
      own.map {
        "[\(MarkdownText.escaped($0.name))](../hallmarks/\($0.trait)-\($0.id).md)"
      })
  }
}
