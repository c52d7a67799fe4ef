import Diagnostics
import Formats
import Knowledge
import Testing

@Suite struct KGXTests {
  private static let edges = """
    id\tsubject\tpredicate\tobject\tprimary_knowledge_source\tpublications\tstrength\tsign
    1\tHGNC:1\tbiolink:positively_regulates\tHGNC:2\tinfores:a\tPMID:1|PMID:2\t0.5\t
    2\tHGNC:1\tbiolink:positively_regulates\tHGNC:2\tinfores:b\tPMID:3\t0.75\t

    3\tHGNC:2\tbiolink:interacts_with\tHGNC:3\t\t\t\t-1\r
    4\tHGNC:3\tbiolink:interacts_with\tHGNC:2\t\t\t\t-1
    5\tHGNC:3\tbiolink:interacts_with\tHGNC:2\t\t\t\t+1
    6\tHGNC:3\tbiolink:interacts_with\tHGNC:3\t\t\t\t
    7\tHGNC:3\tbiolink:related_to\tMONDO:9\t\t\t\t
    """

  private static func graph(_ text: String, nodes: [GraphNode] = []) throws -> KnowledgeGraph {
    let file = try KGXEdges(Array(text.utf8), file: "e.tsv")
    var draft = GraphDraft()
    for node in nodes { draft.add(node) }
    for part in file.portions(3) {
      let (more, problems) = file.read(part)
      try problems.throwIfAny()
      draft.append(more)
    }
    return KnowledgeGraph(draft)
  }

  @Test func edgesAreReadAndEqualStatementsMerged() throws {
    let graph = try Self.graph(
      Self.edges, nodes: [GraphNode(id: "HGNC:1", name: "A1BG", category: "Gene")])
    #expect(graph.edgeCount == 4 && graph.mergedCount == 2 && graph.loopCount == 1)
    // The strongest of the two is kept; the predicate states the sign.
    let first = graph.edge(0)
    #expect(first.strength.value == 0.75 && first.source == "infores:b" && first.sign == 1)
    #expect(first.citation == "PMID:3" && first.predicate == "positively_regulates")
    // A symmetric statement turned round is the same one, but not with the other sign.
    #expect((0..<4).map { graph.edge($0).sign } == [1, -1, 1, 0])
    #expect(graph.node(0) == GraphNode(id: "HGNC:1", name: "A1BG", category: "Gene"))
    #expect(graph.node(graph.ids.find("MONDO:9") ?? 0).category == "MONDO")
  }

  static let faults = [
    ("a\tp\n", "e.tsv:2: error: 2 fields where the header has 4"),
    ("a\tp\t\t1\n", "e.tsv:2: error: an edge without a subject, predicate or object"),
    ("a\tp\tb\t1\na\tp\tc\t1.5\n", "e.tsv:3: error: a strength that is not between 0 and 1"),
    ("a\tp\tb\tx\n", "e.tsv:2: error: a strength that is not between 0 and 1"),
  ]

  @Test(arguments: faults) func faultsHaveTheirLines(_ c: (text: String, error: String)) throws {
    let text = "subject\tpredicate\tobject\tstrength\n" + c.text
    do {
      _ = try Self.graph(text)
      Issue.record("read")
    } catch let problems as Problems {
      #expect(problems.description.contains(c.error))
    }
  }

  @Test func aHeaderWithoutEndsIsRefused() {
    #expect(throws: Problems.self) { try KGXEdges(Array("a\tb\n1\t2\n".utf8), file: "e.tsv") }
  }
}
