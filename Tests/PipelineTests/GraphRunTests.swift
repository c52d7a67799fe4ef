import Analyses
import Diagnostics
import Knowledge
import Store
import TestSupport
import Testing

@testable import Pipeline

/// Graphs as they are written and read, and where paths begin.
@Suite struct GraphRunTests {
  private let folder = Fixtures.scratch("graph")

  private func tables(_ inputs: [String]) -> RunTables {
    RunTables(inputs: inputs, columns: [], out: folder + "/o", jobs: 1)
  }

  private static let nodes = [
    GraphNode(id: "HGNC:1", name: "one, and more", category: "Gene"),
    GraphNode(id: "HGNC:2", name: "", category: "Gene"),
    GraphNode(id: "MONDO:9", name: "nine", category: "Disease"),
  ]

  /// The tables that a build writes for other programs.
  @Test func whatIsWrittenReadsBackAsTheSameGraph() throws {
    let graph = KnowledgeGraph(
      nodes: Self.nodes,
      edges: [
        GraphEdge(
          "HGNC:1", "positively_regulates", "HGNC:2", sign: 1, source: "a",
          citation: "PMID:1|PMID:2"),
        GraphEdge("HGNC:2", "interacts_with", "HGNC:1", sign: -1, source: "b"),
        GraphEdge("HGNC:2", "related_to", "MONDO:9"),
      ])
    let files = try tables([]).write(GraphTables.tables(of: graph), as: "kgx", []).files
    let again = try GraphFiles.read(tables([files[1], files[0]]), .silent)
    #expect((0..<graph.edgeCount).map(graph.edge) == (0..<again.edgeCount).map(again.edge))
    #expect((0..<graph.nodeCount).map(graph.node) == (0..<again.nodeCount).map(again.node))
    #expect(graph.ways == again.ways && graph.neighbours == again.neighbours)
  }

  /// A node on two rows weighs their sum: for the ranking as for the table.
  @Test func weightsOfANodeAreSummed() throws {
    let weights = folder + "/w.tsv"
    try Files.write(Array("node\tweight\nGENE:IRF1\t2\nGENE:IRF1\t3\n".utf8), to: weights)
    var settings = RunPaths.Settings()
    (settings.to, settings.weights, settings.permutations) = (["Disease"], weights, 0)
    let inputs = ["hetnet.edges.tsv", "hetnet.nodes.tsv"].map { Fixtures.path("run/" + $0) }
    let summary = try RunPaths(tables: tables(inputs), settings: settings).run(.silent).summary
    #expect(summary.contains("1 sources, "), "\(summary)")
    let text = String(decoding: try Files.read(folder + "/o.paths.tsv"), as: UTF8.self)
    let lines = text.split(separator: "\n").map {
      $0.split(separator: "\t", omittingEmptySubsequences: false)
    }
    let places = ["source_weight", "score", "strength", "nodes"].compactMap {
      lines[0].firstIndex(of: $0[...])
    }
    let rows = lines.dropFirst().map { line in places.map { line[$0] } }
    #expect(!rows.isEmpty && Set(rows.map { $0[3] }).count == rows.count)
    for row in rows {
      #expect(row[0] == "5")
      #expect(Double(row[1]) == 5 * (Double(row[2]) ?? .nan))
    }
  }
}
