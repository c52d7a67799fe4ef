import Knowledge

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A graph made ready for ranking paths: the degree weight and strength of each place.
public struct PathSearch: Sendable {
  public let graph: KnowledgeGraph
  public let damping: Double
  /// By place in the graph's rows.
  let strengths: [Double]
  let weights: [Double]

  /// Once a graph; the searches after it read rows from end to end. `damping` is the w of
  /// degree^-w.
  public init(_ graph: KnowledgeGraph, damping: Double = 0.5) {
    (self.graph, self.damping) = (graph, damping)
    strengths = graph.edges.map { graph.strengths[Int($0)] }
    weights = Self.weights(graph, damping)
  }

  /// What was found.
  public struct Answer: Sendable {
    public let paths: [RankedPath]
    /// Whether the search ended before the ranking was proven: too many paths were equal.
    public let isCutShort: Bool
  }

  /// The `count` best paths: by the source's weight times the weakest link, then by degree weight,
  /// then shorter ones first. Exact: best-first search with the best that is still reachable as
  /// the bound (A*), unless `limit` partial paths were not enough.
  public func best(
    _ count: Int, from sources: [PathSource], to targets: [Int], _ pattern: PathPattern,
    limit: Int = 4_000_000
  ) -> Answer {
    guard count > 0 else { return Answer(paths: [], isCutShort: false) }
    var isTarget = [Bool](repeating: false, count: graph.nodeCount)
    for target in targets { isTarget[target] = true }
    let runs: [[Int?]] =
      switch pattern {
      case .upTo(let length): [Array(repeating: nil, count: length)]
      case .along(let metapaths): metapaths.map(\.ways)
      }
    var found: [RankedPath] = []
    var isCutShort = false
    for ways in runs {
      var front = PathFront(
        search: self, ways: ways, isTarget: isTarget, targets: targets, count: count, limit: limit)
      found += front.run(sources)
      isCutShort = isCutShort || front.isCutShort
    }
    return Answer(
      paths: Array(found.sorted(by: Self.precedes).prefix(count)), isCutShort: isCutShort)
  }

  /// Total: ties end at the nodes' order in the input.
  static func precedes(_ a: RankedPath, _ b: RankedPath) -> Bool {
    if a.score != b.score { return a.score > b.score }
    if a.pathWeight != b.pathWeight { return a.pathWeight > b.pathWeight }
    if a.nodes.count != b.nodes.count { return a.nodes.count < b.nodes.count }
    if a.nodes != b.nodes { return a.nodes.lexicographicallyPrecedes(b.nodes) }
    return a.edges.lexicographicallyPrecedes(b.edges)
  }

  /// degree^-w of both ends, each along its own way.
  private static func weights(_ graph: KnowledgeGraph, _ damping: Double) -> [Double] {
    // Factors of small degrees are asked for millions of times.
    let table = (0..<4096).map { $0 == 0 ? 0 : pow(Double($0), -damping) }
    func factor(_ degree: Int) -> Double {
      degree < table.count ? table[degree] : pow(Double(degree), -damping)
    }
    // By place: the factor of the row's owner; an edge's two places then meet.
    var own = [Float64](repeating: 0, count: graph.neighbours.count)
    var product = [Double](repeating: 1, count: graph.edgeCount)
    for node in 0..<graph.nodeCount {
      var begin = graph.offsets[node]
      let end = graph.offsets[node + 1]
      while begin < end {
        var next = begin
        while next < end, graph.ways[next] == graph.ways[begin] { next += 1 }
        // Statements of one kind with the same neighbour are one edge of the degree.
        var degree = 1
        for place in begin + 1..<max(next, begin + 1)
        where graph.neighbours[place] != graph.neighbours[place - 1] { degree += 1 }
        let value = factor(degree)
        for place in begin..<next {
          own[place] = value
          product[Int(graph.edges[place])] *= value
        }
        begin = next
      }
    }
    for place in own.indices { own[place] = product[Int(graph.edges[place])] }
    return own
  }
}
