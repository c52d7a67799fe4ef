import Ethics
import Markup
import Tables

/// The knowledge graph: what it holds, and its files.
public enum GraphPage {
  public static func documents(_ context: PageContext) -> [ReportDocument] {
    let nodes = context.table("kgx-nodes"), edges = context.table("kgx-edges")
    guard edges.rowCount > 0 else { return [] }
    var text = MarkdownText()
    text.page(
      kind: "graph", kicker: "Knowledge graph",
      description: "Variants, genes, hallmarks, drugs, pathways and cell types as one graph.")
    text.heading(1, "Knowledge graph")
    text.paragraph(
      "What the curated tables state, as statements of subject, predicate and object, each with its source: [\(Digits.grouped(nodes.rowCount)) nodes](data/kgx-nodes.tsv) and [\(Digits.grouped(edges.rowCount)) edges](data/kgx-edges.tsv) in KGX columns. `casebook run paths` ranks paths in such files, with signs, weakest links and nulls that keep degrees."
    )
    count(&text, nodes, "category", "Nodes by kind", "nodes", "Kind")
    count(&text, edges, "predicate", "Edges by predicate", "edges", "Predicate")
    text.paragraph(
      "The graph holds what people wrote about: much-studied genes have more edges. That no edge stands between two things is no evidence that they have nothing to do with each other."
    )
    return [ReportDocument(path: "reports/graph.md", text: text.text)]
  }

  private static func count(
    _ text: inout MarkdownText, _ table: Released, _ column: String, _ caption: String,
    _ id: String, _ head: String
  ) {
    var counts: [String: Int] = [:]
    for row in 0..<table.rowCount { counts[table[row, column].prose, default: 0] += 1 }
    text.table(
      caption, options: "#\(id)", header: [head, "Number"], alignRight: [false, true],
      rows: counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map {
        [MarkdownText.escaped($0.key), Digits.grouped($0.value)]
      })
    text.ledger(counts.count, of: counts.count, table: "data/\(table.name).tsv")
  }
}
