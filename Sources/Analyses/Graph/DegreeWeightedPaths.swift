import Knowledge

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Rows by way: what counting paths along a metapath needs of a graph, or of a permuted one.
protocol WayRows {
  /// Places of a node's neighbours along a way.
  func row(_ node: Int, _ way: Int) -> Range<Int>
  func neighbour(_ place: Int) -> Int
  func reverse(_ way: Int) -> Int
  var nodeCount: Int { get }
}

/// Paths between two nodes along a metapath: how many, and their degree-weighted count (DWPC,
/// Himmelstein and Baranzini 2015): over paths without a repeated node, the sum of products of
/// degree^-w over both ends of each edge, with degrees counted along the edge's own way. A path is
/// a row of nodes here: statements of one kind between two nodes count once.
public struct PathCount: Sendable, Equatable {
  public let count: Int
  public let weighted: Double

  /// Counts paths of the graph. `damping` is w.
  public init(
    _ metapath: Metapath, from source: Int, to target: Int, in graph: KnowledgeGraph,
    damping: Double
  ) {
    var counter = PathCounter(
      rows: DistinctRows(graph, ways: metapath.ways), ways: metapath.ways, damping: damping)
    self = counter.count(from: source, to: target)
  }

  /// As ``init(_:from:to:in:damping:)`` for many pairs, in their order.
  public static func counts(
    _ questions: [PathNull.Question], in graph: KnowledgeGraph, damping: Double
  ) -> [PathCount] {
    let rows = DistinctRows(graph, ways: questions.flatMap(\.metapath.ways))
    return questions.map { question in
      var counter = PathCounter(rows: rows, ways: question.metapath.ways, damping: damping)
      return counter.count(from: question.source, to: question.target)
    }
  }

  init(count: Int, weighted: Double) { (self.count, self.weighted) = (count, weighted) }
}

/// Counts along one metapath; what it holds is used again from pair to pair.
struct PathCounter<Rows: WayRows> {
  private let rows: Rows
  private let ways: [Int]
  private let damping: Double
  /// By node: its factor at the last step's start where the target is one step away, else 0.
  private var last: [Double]
  private var path: [Int] = []

  init(rows: Rows, ways: [Int], damping: Double) {
    (self.rows, self.ways, self.damping) = (rows, ways, damping)
    last = Array(repeating: 0, count: rows.nodeCount)
  }

  mutating func count(from source: Int, to target: Int) -> PathCount {
    guard source != target, let final = ways.last else { return PathCount(count: 0, weighted: 0) }
    let back = rows.reverse(final)
    let ends = rows.row(target, back)
    guard !ends.isEmpty else { return PathCount(count: 0, weighted: 0) }
    let arrival = factor(ends.count)
    for place in ends {
      let node = rows.neighbour(place)
      last[node] = factor(rows.row(node, final).count) * arrival
    }
    var sum = 0.0, count = 0
    path = [source]
    walk(source, step: 0, product: 1, target, &sum, &count)
    for place in ends { last[rows.neighbour(place)] = 0 }
    return PathCount(count: count, weighted: sum)
  }

  private func factor(_ degree: Int) -> Double { degree == 1 ? 1 : pow(Double(degree), -damping) }

  private mutating func walk(
    _ node: Int, step: Int, product: Double, _ target: Int, _ sum: inout Double, _ count: inout Int
  ) {
    if step == ways.count - 1 {
      guard last[node] > 0 else { return }
      sum += product * last[node]
      count += 1
      return
    }
    let way = ways[step], back = rows.reverse(way)
    let places = rows.row(node, way)
    let leaving = product * factor(places.count)
    for place in places {
      let next = rows.neighbour(place)
      if next == target || path.contains(next) { continue }
      // One step from the end, only what touches the target is worth its degree.
      if step == ways.count - 2, last[next] == 0 { continue }
      path.append(next)
      walk(
        next, step: step + 1, product: leaving * factor(rows.row(next, back).count), target, &sum,
        &count)
      path.removeLast()
    }
  }
}
