import Knowledge
import Numerics

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// How a degree-weighted path count stands among those of permuted graphs, between nodes of the
/// same degrees.
public struct PathNull: Sendable, Equatable {
  /// Counts that were compared with.
  public let draws: Int
  public let mean: Double
  /// (1 + how many are as high) / (1 + draws).
  public let p: Double
  /// Tail of a gamma law fitted to the counts above zero, times their share (Himmelstein 2023);
  /// nil where fewer than two differ.
  public let gammaP: Double?

  /// A pair to be judged.
  public struct Question: Sendable, Hashable {
    public let source: Int
    public let target: Int
    public let metapath: Metapath

    public init(source: Int, target: Int, metapath: Metapath) {
      (self.source, self.target, self.metapath) = (source, target, metapath)
    }
  }

  /// Permutations are made in so many chains, which can run side by side.
  public static let chains = 4

  /// By question: its counts in one chain of permuted graphs; each follows from the one before.
  /// Beside the pair itself, up to `peers` nodes of its degree stand in for each end.
  /// `advance` is called after each permutation.
  public static func draws(
    _ questions: [Question], in graph: KnowledgeGraph, damping: Double, permutations: Int,
    chain: Int, seed: UInt64, peers: Int = 4, advance: () -> Void = {}
  ) -> [[Double]] {
    guard permutations > 0 else { return questions.map { _ in [] } }
    var choice = Random(seed: seed, stream: "peers")
    let rows = DistinctRows(graph, ways: questions.flatMap(\.metapath.ways))
    let pairs = questions.map { Self.pairs($0, graph, rows, peers, &choice) }
    var random = Random(seed: seed, stream: "xswap \(chain)")
    var permuted = PermutedGraph(graph, ways: questions.flatMap(\.metapath.ways))
    var draws = questions.map { _ in [Double]() }
    for _ in 0..<permutations {
      permuted.permute(&random)
      for (index, question) in questions.enumerated() {
        var counter = PathCounter(
          rows: permuted.rows, ways: question.metapath.ways, damping: damping)
        for (source, target) in pairs[index] where source != target {
          draws[index].append(counter.count(from: source, to: target).weighted)
        }
      }
      advance()
    }
    return draws
  }

  public init(observed: Double, draws: [Double]) {
    self.draws = draws.count
    mean = draws.isEmpty ? 0 : draws.reduce(0, +) / Double(draws.count)
    // Sums of the same terms in another order differ in the last bits.
    let high = draws.count { $0 >= observed * (1 - 1e-12) }
    p = Double(1 + high) / Double(1 + draws.count)
    gammaP = Self.gammaTail(observed, draws)
  }

  private static func gammaTail(_ observed: Double, _ draws: [Double]) -> Double? {
    let positive = draws.filter { $0 > 0 }
    guard observed > 0, positive.count > 1 else { return nil }
    let n = Double(positive.count)
    let mean = positive.reduce(0, +) / n
    let variance = positive.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (n - 1)
    guard variance > 1e-24 * mean * mean else { return nil }
    let tail = Tails.chiSquare(2 * observed * mean / variance, 2 * mean * mean / variance)
    return n / Double(draws.count) * tail
  }

  /// The pair, and pairs of nodes with the same degrees at the metapath's ends.
  private static func pairs(
    _ question: Question, _ graph: KnowledgeGraph, _ rows: DistinctRows, _ peers: Int,
    _ random: inout Random
  ) -> [(Int, Int)] {
    guard let first = question.metapath.ways.first, let last = question.metapath.ways.last else {
      return []
    }
    let sources = alike(question.source, along: first, graph, rows, peers, &random)
    let targets = alike(
      question.target, along: graph.reverse(last), graph, rows, peers, &random)
    return sources.flatMap { source in targets.map { (source, $0) } }
  }

  private static func alike(
    _ node: Int, along way: Int, _ graph: KnowledgeGraph, _ rows: DistinctRows, _ peers: Int,
    _ random: inout Random
  ) -> [Int] {
    let degree = rows.row(node, way).count, category = graph.categories[node]
    var others = (0..<graph.nodeCount).filter {
      $0 != node && graph.categories[$0] == category && rows.row($0, way).count == degree
    }
    for place in 0..<min(peers, others.count) {
      others.swapAt(place, place + random.integer(below: others.count - place))
    }
    return [node] + others.prefix(peers)
  }
}
