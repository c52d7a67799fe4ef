import Knowledge
import Numerics
import Testing

@testable import Analyses

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Figure 2 of Himmelstein and Baranzini, PLoS Comput Biol 2015 (hetnetpy's example graph).
private let figure: KnowledgeGraph = {
  let genes = ["STAT3", "IRF1", "SUMO1", "IL2RA", "IRF8", "ITCH", "CXCR4"]
  let nodes =
    genes.map { GraphNode(id: $0, name: "", category: "Gene") }
    + ["Lung", "Leukocyte"].map { GraphNode(id: $0, name: "", category: "Tissue") }
    + ["Crohn", "MS"].map { GraphNode(id: $0, name: "", category: "Disease") }
  let links = [
    ("IRF1", "interacts_with", "SUMO1"), ("IRF1", "interacts_with", "IL2RA"),
    ("IRF1", "interacts_with", "IRF8"), ("IRF1", "interacts_with", "CXCR4"),
    ("ITCH", "interacts_with", "CXCR4"), ("IRF1", "associated_with", "Crohn"),
    ("STAT3", "associated_with", "Crohn"), ("STAT3", "associated_with", "MS"),
    ("IL2RA", "associated_with", "MS"), ("IRF8", "associated_with", "MS"),
    ("CXCR4", "associated_with", "MS"), ("IRF1", "expressed_in", "Lung"),
    ("IRF1", "expressed_in", "Leukocyte"), ("MS", "localizes_to", "Leukocyte"),
  ]
  return KnowledgeGraph(nodes: nodes, edges: links.map { GraphEdge($0.0, $0.1, $0.2) })
}()

private func node(_ id: String, _ graph: KnowledgeGraph = figure) -> Int {
  graph.ids.find(id) ?? -1
}

@Suite struct PathCountTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let metapath: String
    let source: String
    let target: String
    let count: Int
    let weighted: Double
    var testDescription: String { "\(source) \(metapath) \(target)" }
  }

  // Values: PLoS CB 2015 figure 2D, and hetmatpy's test_degree_weight.py.
  static let cases = [
    Case(
      metapath: "Gene,interacts_with,Gene,associated_with,Disease", source: "IRF1", target: "MS",
      count: 3, weighted: 0.25 + 0.25 + pow(32, -0.5)),
    Case(
      metapath: "Gene,interacts_with,Gene,interacts_with,Gene", source: "CXCR4", target: "IL2RA",
      count: 1, weighted: pow(32, -0.5)),
    Case(
      metapath: "Gene,interacts_with,Gene,interacts_with,Gene", source: "IL2RA", target: "IRF8",
      count: 1, weighted: 0.25),
    Case(
      metapath: "Gene,interacts_with,Gene,interacts_with,Gene", source: "CXCR4", target: "CXCR4",
      count: 0, weighted: 0),
    Case(
      metapath: "Gene,associated_with,Disease,associated_with,Gene", source: "STAT3",
      target: "IRF1", count: 1, weighted: pow(8, -0.5)),
    Case(
      metapath: "biolink:Gene,associated_with,Disease,localizes_to,Tissue", source: "STAT3",
      target: "Leukocyte", count: 1, weighted: pow(8, -0.5)),
  ]

  @Test(arguments: cases) func counts(_ c: Case) throws {
    let metapath = try Metapath(c.metapath, in: figure)
    let found = PathCount(
      metapath, from: node(c.source), to: node(c.target), in: figure, damping: 0.5)
    #expect(found.count == c.count)
    #expect(abs(found.weighted - c.weighted) < 1e-12)
  }

  static let unreadable = [
    ("Gene,interacts_with", "Gene,interacts_with"), ("Gene,binds,Gene", "binds"),
    ("Gene,interacts_with,Gen", "Gen"), ("Disease,expressed_in,Tissue", "expressed_in"),
  ]

  @Test(arguments: unreadable) func aWrongMetapathNamesTheWord(_ c: (String, String)) {
    do throws(Metapath.Unreadable) {
      _ = try Metapath(c.0, in: figure)
      Issue.record("read")
    } catch {
      #expect(error.word == c.1)
    }
  }

  @Test func anEdgeWithinACategoryHasTwoWays() throws {
    let graph = KnowledgeGraph(
      nodes: ["a", "b", "c"].map { GraphNode(id: $0, name: "", category: "Gene") },
      edges: [GraphEdge("a", "regulates", "b"), GraphEdge("c", "regulates", "b")])
    let back = try Metapath("Gene,regulates,Gene,^regulates,Gene", in: graph)
    #expect(PathCount(back, from: 0, to: 2, in: graph, damping: 0).count == 1)
    let on = try Metapath("Gene,regulates,Gene,regulates,Gene", in: graph)
    #expect(PathCount(on, from: 0, to: 2, in: graph, damping: 0).count == 0)
    #expect(back.text(in: graph) == "Gene,regulates,Gene,^regulates,Gene")
  }

  /// Statements of opposite sign are two edges of the graph, but one step of a count.
  @Test func contradictingStatementsCountOnce() throws {
    let nodes = ["a", "b", "c", "d"].map { GraphNode(id: $0, name: "", category: "Gene") }
    let edges = [
      GraphEdge("a", "regulates", "b", sign: 1), GraphEdge("b", "regulates", "c", sign: 1),
      GraphEdge("b", "regulates", "d", sign: 1),
    ]
    let metapath = "Gene,regulates,Gene,regulates,Gene"
    let plain = KnowledgeGraph(nodes: nodes, edges: edges)
    let disputed = KnowledgeGraph(
      nodes: nodes,
      edges: edges + [
        GraphEdge("a", "regulates", "b", sign: -1), GraphEdge("b", "regulates", "d", sign: -1),
      ])
    #expect(disputed.edgeCount == 5)
    for target in [2, 3] {
      let counts = try [plain, disputed].map { graph in
        PathCount(
          try Metapath(metapath, in: graph), from: 0, to: target, in: graph, damping: 0.5)
      }
      #expect(counts[0] == counts[1] && counts[0].count == 1)
    }
    let weights = [plain, disputed].map { graph in
      Set(
        PathSearch(graph).best(9, from: [PathSource(node: 0)], to: [2], .upTo(2)).paths
          .map(\.pathWeight))
    }
    #expect(weights[0] == weights[1])
    var permuted = PermutedGraph(disputed, ways: [0, 1])
    var random = Random(seed: 1)
    permuted.permute(&random)
    #expect(permuted.rows.row(1, 0).count == 2)
  }
}

@Suite struct RandomWalkTests {
  private static let graph = KnowledgeGraph(
    nodes: (0..<5).map { GraphNode(id: "\($0)", name: "", category: "n") },
    edges: [(0, 1), (0, 2), (1, 2), (2, 3), (3, 4)].map {
      GraphEdge("\($0.0)", "interacts_with", "\($0.1)")
    })

  @Test func scoresAreThoseOfTheLinearSystem() {
    // science.md section 10; solved as (I - 0.7 W) p = 0.3 e0, and by hand to eight digits there.
    let column = RandomWalk(Self.graph, restart: 0.3).scores([PathSource(node: 0)])
    let printed = [0.43240903, 0.21018681, 0.25218705, 0.0779386, 0.02727851]
    for (found, value) in zip(column, printed) { #expect(abs(found - value) < 5.1e-9) }
    #expect(abs(column.reduce(0, +) - 1) < 1e-12)
    let symmetric = RandomWalk(Self.graph, restart: 0.3, normalisation: .symmetric)
      .scores([PathSource(node: 0)])
    let other = [0.43240903, 0.21018681, 0.20590987, 0.0779386, 0.03857764]
    for (found, value) in zip(symmetric, other) { #expect(abs(found - value) < 5.1e-9) }
  }

  @Test func theSolutionHolds() {
    let p = RandomWalk(Self.graph, restart: 0.3).scores([PathSource(node: 0)])
    // Each equation of p = 0.7 W p + 0.3 p0, with degrees 2 2 3 2 1.
    let right = [
      0.7 * (p[1] / 2 + p[2] / 3) + 0.3, 0.7 * (p[0] / 2 + p[2] / 3),
      0.7 * (p[0] / 2 + p[1] / 2 + p[3] / 2), 0.7 * (p[2] / 3 + p[4]), 0.7 * p[3] / 2,
    ]
    for (left, right) in zip(p, right) { #expect(abs(left - right) < 1e-12) }
  }

  @Test func reachFromTheTargetIsTheScoreFromTheSeed() {
    let walk = RandomWalk(Self.graph, restart: 0.3)
    let reach = walk.reach([0, 1, 2, 3, 4], tolerance: 1e-13)
    for seed in 0..<5 {
      let scores = walk.scores([PathSource(node: seed)], tolerance: 1e-13)
      for target in 0..<5 { #expect(abs(reach[target][seed] - scores[target]) < 1e-12) }
    }
  }

  @Test func aSeedWithoutEdgesKeepsItsWalkers() {
    let graph = KnowledgeGraph(
      nodes: [GraphNode(id: "alone", name: "", category: "n")],
      edges: [GraphEdge("a", "interacts_with", "b")])
    let scores = RandomWalk(graph, restart: 0.3).scores([PathSource(node: 0)])
    #expect(abs(scores[0] - 1) < 1e-12)
  }
}

@Suite struct RankedPathTests {
  // Two routes of opposite sign, one held more weakly than the other.
  private static let graph = KnowledgeGraph(
    nodes: ["v", "g", "h", "d"].map { GraphNode(id: $0, name: "", category: $0) },
    edges: [
      GraphEdge("v", "raises", "g", sign: 1, strength: LinkStrength(0.9, low: 0.5, high: 0.95)),
      GraphEdge("g", "raises", "d", sign: 1, strength: LinkStrength(0.6, low: 0.55, high: 0.7)),
      GraphEdge("v", "lowers", "h", sign: -1, strength: LinkStrength(0.4)),
      GraphEdge("h", "raises", "d", sign: 1, strength: LinkStrength(0.8)),
      GraphEdge("g", "touches", "h"),
    ])

  @Test func theWeakestLinkAndTheSignAreThePaths() throws {
    let sources = [PathSource(node: node("v", Self.graph), weight: -2)]
    let paths = PathSearch(Self.graph).best(
      10, from: sources, to: [node("d", Self.graph)], .upTo(2)
    ).paths
    #expect(paths.count == 2)
    let (best, other) = (try #require(paths.first), try #require(paths.last))
    #expect(best.nodes.map { Self.graph.ids[$0] } == ["v", "g", "d"])
    // The interval's low end is another link's than the weakest.
    #expect(best.strength == LinkStrength(0.6, low: 0.5, high: 0.7))
    #expect(best.weakest == 1 && best.score == 1.2 && best.sign == -1)
    #expect(other.strength.value == 0.4 && other.sign == 1)
    #expect(PathConflict.marks(paths) == [true, true])
  }

  @Test func anUnknownSignMakesThePathsUnknown() {
    let paths = PathSearch(Self.graph).best(
      10, from: [PathSource(node: node("v", Self.graph))], to: [node("d", Self.graph)], .upTo(3)
    ).paths
    #expect(paths.count == 4)
    #expect(paths.filter { $0.nodes.count == 4 }.map(\.sign) == [0, 0])
  }

  /// All paths by brute force, against the search with its bounds.
  @Test(arguments: 1...4) func theSearchIsExact(_ length: Int) {
    var random = Random(seed: 7)
    let edges = (0..<60).map { _ in
      GraphEdge(
        "\(random.integer(below: 14))", ["p", "interacts_with"][random.integer(below: 2)],
        "\(random.integer(below: 14))",
        strength: LinkStrength(Double(1 + random.integer(below: 4)) / 4))
    }
    let graph = KnowledgeGraph(
      nodes: (0..<14).map { GraphNode(id: "\($0)", name: "", category: "n") }, edges: edges)
    let sources = [PathSource(node: 0, weight: 1), PathSource(node: 1, weight: -0.5)]
    let search = PathSearch(graph)
    let found = search.best(12, from: sources, to: [12, 13], .upTo(length)).paths
    let all = sources.flatMap { Self.everyPath(search, $0, [12, 13], length) }
      .sorted(by: PathSearch.precedes)
    #expect(found.map(\.score) == all.prefix(12).map(\.score))
    for (a, b) in zip(found, all) { #expect(abs(a.pathWeight - b.pathWeight) < 1e-12) }
  }

  private static func everyPath(
    _ search: PathSearch, _ source: PathSource, _ targets: Set<Int>, _ length: Int
  ) -> [RankedPath] {
    var found: [RankedPath] = []
    func walk(_ nodes: [Int], _ places: [Int], _ weight: Double) {
      let node = nodes[nodes.count - 1]
      if !places.isEmpty, targets.contains(node) {
        found.append(
          RankedPath(search.graph, source: source, places: places, pathWeight: weight))
      }
      guard places.count < length else { return }
      for place in search.graph.offsets[node]..<search.graph.offsets[node + 1] {
        let next = Int(search.graph.neighbours[place])
        if !nodes.contains(next) {
          walk(nodes + [next], places + [place], weight * search.weights[place])
        }
      }
    }
    walk([source.node], [], 1)
    return found
  }
}

@Suite struct PermutationTests {
  @Test func everyNodeKeepsItsDegrees() {
    let ways = Set(figure.ways.map { Int($0) }).sorted()
    var permuted = PermutedGraph(figure, ways: ways)
    var random = Random(seed: 3)
    var moved = false
    for _ in 0..<20 {
      permuted.permute(&random)
      for way in ways {
        for node in 0..<figure.nodeCount {
          let row = permuted.rows.row(node, way).map(permuted.rows.neighbour)
          #expect(row.count == figure.degree(node, way))
          #expect(Set(row).count == row.count && !row.contains(node))
          let own = figure.row(node, way).map { Int(figure.neighbours[$0]) }
          moved = moved || Set(row) != Set(own)
        }
      }
    }
    #expect(moved)
  }

  @Test func theNullIsSeeded() throws {
    let metapath = try Metapath("Gene,interacts_with,Gene,associated_with,Disease", in: figure)
    let question = PathNull.Question(source: node("IRF1"), target: node("MS"), metapath: metapath)
    func draws(_ seed: UInt64) -> [Double] {
      PathNull.draws(
        [question], in: figure, damping: 0.5, permutations: 30, chain: 0, seed: seed)[0]
    }
    #expect(draws(1) == draws(1))
    #expect(draws(1) != draws(2))
    let null = PathNull(observed: 10, draws: draws(1))
    #expect(null.p == 1 / Double(null.draws + 1))
  }
}

@Suite struct BookGraphTests {
  @Test func aDrugMeetsAVariantAtItsGene() throws {
    let trait = Trait(
      id: "cad", label: "CAD", isDisease: true, mondo: "MONDO:1", mondoAncestors: [], efo: "",
      variantTraits: ["CAD"], scoreTrait: "cad", isAdultOnset: true)
    let variant = KnownVariant(
      rsid: "rs1", chromosome: "1", position37: nil, effect: "A", other: "G", beta: -0.2,
      standardError: nil, p: nil,
      studyFrequency: nil, groupFrequencies: [:], traitText: "CAD", unit: "log odds",
      disease: "cad", hallmark: "ldl", gene: "PCSK9/FTO", pmid: "7", confidence: "recalled")
    let drug = Drug(
      name: "x", target: "PCSK9", mechanism: "inhibitor", effect: "decrease", indication: "",
      trait: "cad", hallmark: "ldl", note: "", pmids: ["8"], confidence: "verified", status: "")
    let graph = KnowledgeGraph(
      KnowledgeBook(
        traits: [trait], hallmarks: [], variants: [variant], drugs: [drug], cellModels: [],
        references: [], exclusions: []), sets: [("SET1", ["PCSK9", "LDLR"])])
    let metapath = try Metapath(
      "ChemicalEntity,decreases_activity_of,Gene,affects,SequenceVariant,associated_with,Disease",
      in: graph)
    let paths = PathSearch(graph).best(
      5, from: [PathSource(node: node("DRUG:x", graph))], to: [node("MONDO:1", graph)],
      .along([metapath])
    ).paths
    #expect(paths.count == 1 && paths.first?.strength.value == 0.5)
    // The drug lowers the gene; how the variant acts on it is not known.
    #expect(paths.first?.sign == 0)
    #expect(graph.edge(paths.first?.edges.last ?? 0).sign == -1)
    #expect(graph.node(node("SET:SET1", graph)).category == "Pathway")
  }
}
