import Knowledge

/// A path from a source to a target, with what it says and how well it is held.
public struct RankedPath: Sendable, Equatable {
  public let nodes: [Int]
  /// By step: edge and way of the graph.
  public let edges: [Int]
  public let ways: [Int]
  /// The source's weight times the weakest link: what paths are ranked by.
  public let score: Double
  /// Product of the edges' signs and the source weight's; 0 where one of them is not known.
  public let sign: Int
  /// The weakest link's, with its interval.
  public let strength: LinkStrength
  /// The step of the weakest link; the first of equals.
  public let weakest: Int
  /// Product of degree^-w over both ends of each edge.
  public let pathWeight: Double

  public var metapath: Metapath { Metapath(ways) }
}

/// Where paths begin: a node, and for one person how much it weighs (dosage times effect); the
/// weight's sign is the first sign of every path.
public struct PathSource: Sendable, Hashable {
  public let node: Int
  public let weight: Double

  public init(node: Int, weight: Double = 1) { (self.node, self.weight) = (node, weight) }
}

/// What paths are looked for.
public enum PathPattern: Sendable, Equatable {
  /// Along one of these metapaths.
  case along([Metapath])
  /// Along any edges, in either direction, so many at most.
  case upTo(Int)
}

extension RankedPath {
  init(
    _ graph: KnowledgeGraph, source: PathSource, places: [Int], pathWeight: Double
  ) {
    nodes = [source.node] + places.map { Int(graph.neighbours[$0]) }
    let edges = places.map { Int(graph.edges[$0]) }
    self.edges = edges
    ways = places.map { Int(graph.ways[$0]) }
    let strengths = edges.map { graph.strengths[$0] }
    weakest = strengths.indices.min { strengths[$0] < strengths[$1] } ?? 0
    // Weakest of the low ends to weakest of the high ends: another link may be the weakest there.
    let links = edges.map { graph.edge($0).strength }
    strength = LinkStrength(
      strengths.min() ?? 0, low: links.map(\.low).min(), high: links.map(\.high).min())
    sign = edges.reduce(source.weight < 0 ? -1 : 1) { $0 * Int(graph.signs[$1]) }
    score = abs(source.weight) * strength.value
    self.pathWeight = pathWeight
  }
}

/// Paths of opposite sign between the same two nodes: both are kept.
public enum PathConflict {
  /// By path: whether another one between the same ends has the opposite sign.
  public static func marks(_ paths: [RankedPath]) -> [Bool] {
    struct Ends: Hashable {
      let source: Int?
      let target: Int?
    }
    let ends = paths.map { Ends(source: $0.nodes.first, target: $0.nodes.last) }
    let signs = Dictionary(
      zip(ends, paths.map { Set([$0.sign]) }), uniquingKeysWith: { $0.union($1) })
    return zip(ends, paths).map { $1.sign != 0 && signs[$0]?.contains(-$1.sign) == true }
  }
}
