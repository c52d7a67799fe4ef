import Knowledge
import Numerics

/// Random walk with restart over all edges, in either direction: p = (1 - c) W p + c p0.
public struct RandomWalk: Sendable {
  /// How a step's probability is shared.
  public enum Normalisation: Sendable {
    /// Over a node's edges: W's columns sum to one, and so does p.
    case column
    /// By both ends, D^-1/2 A D^-1/2; p then does not sum to one.
    case symmetric
  }

  private let graph: KnowledgeGraph
  /// By node: 1 / degree, and its root; 0 without an edge.
  private let inverse: [Double]
  private let restart: Double
  private let normalisation: Normalisation

  /// `restart` is c, above 0 and at most 1.
  public init(_ graph: KnowledgeGraph, restart: Double, normalisation: Normalisation = .column) {
    (self.graph, self.restart, self.normalisation) = (graph, restart, normalisation)
    inverse = (0..<graph.nodeCount).map { node in
      let degree = graph.offsets[node + 1] - graph.offsets[node]
      return degree == 0 ? 0 : 1 / Double(degree)
    }
  }

  /// Scores by node, until two rounds differ by less than `tolerance` in sum. Seeds' weights are
  /// scaled to one; a negative weight counts by its size.
  public func scores(_ seeds: [PathSource], tolerance: Double = 1e-12) -> [Double] {
    var start = [Double](repeating: 0, count: graph.nodeCount)
    let total = seeds.reduce(0) { $0 + abs($1.weight) }
    guard total > 0 else { return start }
    for seed in seeds { start[seed.node] += abs(seed.weight) / total }
    var p = start
    while true {
      let next = step(p, start)
      var change = 0.0
      for node in p.indices { change += abs(next[node] - p[node]) }
      p = next
      if change < tolerance { return p }
    }
  }

  private func step(_ p: [Double], _ start: [Double]) -> [Double] {
    let isColumn = normalisation == .column
    var sent = p
    for node in p.indices { sent[node] *= isColumn ? inverse[node] : inverse[node].squareRoot() }
    return sent.withUnsafeBufferPointer { sent in
      graph.neighbours.withUnsafeBufferPointer { neighbours in
        graph.offsets.withUnsafeBufferPointer { offsets in
          (0..<p.count).map { node in
            var sum = 0.0
            for place in offsets[node]..<offsets[node + 1] { sum += sent[Int(neighbours[place])] }
            let share = isColumn ? sum : sum * inverse[node].squareRoot()
            // A seed without an edge sends its walkers back to where they began.
            let lost = inverse[node] == 0 && start[node] > 0 ? (1 - restart) * p[node] : 0
            return (1 - restart) * share + restart * start[node] + lost
          }
        }
      }
    }
  }
}

// MARK: - The null of degrees

extension RandomWalk {
  /// A node's score against those that random seeds of the same degrees give it.
  public struct Rank: Sendable, Equatable {
    public let node: Int
    public let mean: Double
    public let deviation: Double
    /// (score - mean) / deviation; nil without a deviation.
    public let z: Double?
    /// (1 + draws as high) / (1 + draws).
    public let p: Double
  }

  /// For eight nodes at most: by node, then by seed, what a walk from that seed alone gives the
  /// node, to a relative `tolerance` in sum. One sweep for all eight: the rows are read once.
  public func reach(_ nodes: [Int], tolerance: Double = 1e-9) -> [[Double]] {
    precondition(nodes.count <= 8, "eight nodes a sweep")
    // p(v; seed) = c [(I - (1-c) W)^-1]_(v, seed): a row, so the transposed walk from v.
    var start = [SIMD8<Double>](repeating: .zero, count: graph.nodeCount)
    for (lane, node) in nodes.enumerated() { start[node][lane] = restart }
    var p = start, guess = start
    while true {
      let next = transposed(p, start)
      // Steps that shrink by 1-c are the head of a geometric series, whose sum is known.
      let tail = (1 - restart) / restart
      var change = SIMD8<Double>.zero, size = change
      for node in p.indices {
        let better = next[node] + (next[node] - p[node]) * tail
        let moved = better - guess[node]
        change += moved.replacing(with: -moved, where: moved .< 0)
        size += better
        guess[node] = better
      }
      p = next
      if nodes.indices.allSatisfy({ change[$0] <= tolerance * size[$0] }) { break }
    }
    return nodes.indices.map { lane in guess.map { $0[lane] } }
  }

  private func transposed(
    _ p: [SIMD8<Double>], _ start: [SIMD8<Double>]
  ) -> [SIMD8<Double>] {
    p.withUnsafeBufferPointer { p in
      graph.neighbours.withUnsafeBufferPointer { neighbours in
        graph.offsets.withUnsafeBufferPointer { offsets in
          (0..<p.count).map { node in
            var sum = SIMD8<Double>.zero
            for place in offsets[node]..<offsets[node + 1] { sum += p[Int(neighbours[place])] }
            let kept = inverse[node] == 0 ? p[node] : sum * inverse[node]
            return start[node] + kept * (1 - restart)
          }
        }
      }
    }
  }

  /// Seeds of random draws: each real seed is replaced by a node of its category and of about its
  /// degree, with its weight. Degrees are alike within a group of at least `groupSize` nodes.
  public func draws(
    _ seeds: [PathSource], count: Int, seed: UInt64, groupSize: Int = 20
  ) -> [[PathSource]] {
    var random = Random(seed: seed, stream: "degree-matched seeds")
    let groups = seeds.map { peers($0.node, groupSize) }
    return (0..<count).map { _ in
      zip(seeds, groups).map { seed, group in
        PathSource(node: group[random.integer(below: group.count)], weight: abs(seed.weight))
      }
    }
  }

  /// Nodes of the same category, those nearest in degree; all that are as near as the last.
  private func peers(_ node: Int, _ size: Int) -> [Int] {
    func degree(_ node: Int) -> Int { graph.offsets[node + 1] - graph.offsets[node] }
    let own = degree(node)
    let all = (0..<graph.nodeCount).filter { graph.categories[$0] == graph.categories[node] }
    let gaps = all.map { abs(degree($0) - own) }
    let widest = gaps.sorted()[min(size, gaps.count) - 1]
    return zip(all, gaps).filter { $1 <= widest }.map(\.0)
  }

  /// Ranks a node by its row of ``reach(_:tolerance:)``.
  public func rank(
    _ node: Int, reach: [Double], seeds: [PathSource], draws: [[PathSource]]
  ) -> Rank {
    func score(_ seeds: [PathSource]) -> Double {
      let total = seeds.reduce(0) { $0 + abs($1.weight) }
      return total > 0 ? seeds.reduce(0) { $0 + abs($1.weight) * reach[$1.node] } / total : 0
    }
    let own = score(seeds)
    let values = draws.map(score)
    let n = Double(max(values.count, 1))
    let mean = values.reduce(0, +) / n
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let deviation = values.count > 1 ? (squares / (n - 1)).squareRoot() : 0
    let high = values.count { $0 >= own * (1 - 1e-12) }
    return Rank(
      node: node, mean: mean, deviation: deviation,
      z: deviation > 1e-12 * mean ? (own - mean) / deviation : nil,
      p: Double(1 + high) / Double(1 + values.count))
  }
}
