import Knowledge
import Tables

/// The project's knowledge as a graph in KGX columns, for other programs.
public enum GraphTables {
  public static func tables(_ view: CohortView) -> [Table] {
    tables(of: graph(view.knowledge))
  }

  /// Nodes and edges in KGX columns.
  public static func tables(of graph: KnowledgeGraph) -> [Table] { [nodes(graph), edges(graph)] }

  /// Curated tables and gene sets; of a set, the genes that the curated tables name.
  public static func graph(_ book: KnowledgeBook) -> KnowledgeGraph {
    var known = Set(book.variants.flatMap(\.genes)).union(book.hallmarks.flatMap(\.genes))
    known.formUnion(book.drugs.flatMap(\.targets))
    return KnowledgeGraph(
      book, sets: book.sets.map { ($0.name, $0.genes.filter(known.contains)) })
  }

  private static func nodes(_ graph: KnowledgeGraph) -> Table {
    var table = Table(
      "kgx-nodes", "Nodes of the knowledge graph",
      [
        Column("id", "Id", "CURIE"), Column("category", "Category", "Biolink class"),
        Column("name", "Name", ""), Column("xref", "Other ids", "none are recorded"),
      ])
    for index in 0..<graph.nodeCount {
      let node = graph.node(index)
      table.add([.text(node.id), .text("biolink:" + node.category), .text(node.name), .missing])
    }
    return table
  }

  private static func edges(_ graph: KnowledgeGraph) -> Table {
    var table = Table(
      "kgx-edges", "Edges of the knowledge graph",
      [
        Column("id", "Id", ""), Column("subject", "Subject", "CURIE"),
        Column("predicate", "Predicate", "Biolink"), Column("object", "Object", "CURIE"),
        Column("primary_knowledge_source", "Source", "table"),
        Column("knowledge_level", "Knowledge level", "Biolink"),
        Column("agent_type", "Agent", "Biolink"),
        Column("publications", "Publications", "with | between them"),
        Column("sign", "Sign", format: .integer, "1 raises, -1 lowers, 0 not known"),
      ])
    for index in 0..<graph.edgeCount {
      let edge = graph.edge(index)
      table.add([
        .text("e\(index + 1)"), .text(edge.subject), .text("biolink:" + edge.predicate),
        .text(edge.object), .text(edge.source), .text("knowledge_assertion"),
        .text("manual_agent"), edge.citation.isEmpty ? .missing : .text(edge.citation),
        .number(Double(edge.sign)),
      ])
    }
    return table
  }
}
