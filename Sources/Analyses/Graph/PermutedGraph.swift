import Knowledge
import Numerics

/// Rows of some ways, in flat arrays. A pair of nodes stands once a way, however many statements of
/// the kind there are between them: two of opposite sign are one edge to whoever counts paths.
struct PairRows: WayRows {
  let nodeCount: Int
  /// By way of the graph: its place among the wanted ones.
  private let slots: [Int]
  private let isSymmetric: [Bool]
  /// By wanted way and node, where the row begins; a wanted way has one more than nodes.
  private var offsets: [Int] = []
  private var neighbours: [Int32] = []

  /// `ways`: those that will be asked for; the ways back come with them.
  fileprivate init(_ graph: KnowledgeGraph, ways: some Sequence<Int>) {
    let wanted = Self.wanted(graph, ways)
    self.init(empty: graph, wanted)
    for way in wanted {
      for node in 0..<nodeCount {
        offsets.append(neighbours.count)
        var last: Int32 = -1
        // A row is sorted by neighbour.
        for place in graph.row(node, way) where graph.neighbours[place] != last {
          last = graph.neighbours[place]
          neighbours.append(last)
        }
      }
      offsets.append(neighbours.count)
    }
  }

  /// Rows of pairs, kind by kind: the neighbours as subjects, then as objects, in the pairs' order.
  fileprivate init(_ graph: KnowledgeGraph, _ kinds: [KindPairs]) {
    let wanted = Self.wanted(graph, kinds.map { $0.kind * 2 })
    self.init(empty: graph, wanted)
    offsets.reserveCapacity(wanted.count * (nodeCount + 1))
    for way in wanted {
      guard let own = kinds.first(where: { $0.kind == way >> 1 }) else { continue }
      add(own.pairs, isBackward: way & 1 == 1, isBoth: isSymmetric[own.kind])
    }
  }

  private init(empty graph: KnowledgeGraph, _ wanted: [Int]) {
    nodeCount = graph.nodeCount
    isSymmetric = graph.kinds.map(\.isSymmetric)
    var slots = [Int](repeating: -1, count: graph.kinds.count * 2)
    for (slot, way) in wanted.enumerated() { slots[way] = slot }
    self.slots = slots
  }

  private static func wanted(_ graph: KnowledgeGraph, _ ways: some Sequence<Int>) -> [Int] {
    Set(
      ways.flatMap { way in
        graph.kinds[way >> 1].isSymmetric ? [way & ~1] : [way & ~1, way | 1]
      }
    ).sorted()
  }

  private mutating func add(_ pairs: [UInt64], isBackward: Bool, isBoth: Bool) {
    let begin = neighbours.count
    var next = [Int](repeating: 0, count: nodeCount + 1)
    func from(_ pair: UInt64) -> Int { Int(isBackward ? pair & 0xFFFF_FFFF : pair >> 32) }
    func to(_ pair: UInt64) -> Int { Int(isBackward ? pair >> 32 : pair & 0xFFFF_FFFF) }
    for pair in pairs {
      next[from(pair) + 1] += 1
      if isBoth { next[to(pair) + 1] += 1 }
    }
    for node in 0..<nodeCount { next[node + 1] += next[node] }
    offsets += next.map { $0 + begin }
    neighbours += repeatElement(0, count: next[nodeCount])
    neighbours.withUnsafeMutableBufferPointer { neighbours in
      func put(_ node: Int, _ other: Int) {
        neighbours[begin + next[node]] = Int32(truncatingIfNeeded: other)
        next[node] += 1
      }
      for pair in pairs { put(from(pair), to(pair)) }
      if isBoth { for pair in pairs { put(to(pair), from(pair)) } }
    }
  }

  @inline(__always) func row(_ node: Int, _ way: Int) -> Range<Int> {
    let slot = slots[way]
    guard slot >= 0 else { return 0..<0 }
    let at = slot * (nodeCount + 1) + node
    return offsets[at]..<offsets[at + 1]
  }

  @inline(__always) func neighbour(_ place: Int) -> Int { Int(neighbours[place]) }

  @inline(__always) func reverse(_ way: Int) -> Int { isSymmetric[way >> 1] ? way : way ^ 1 }
}

/// A graph's own rows, but of kinds that may state a pair twice, with other signs, each pair once.
struct DistinctRows: WayRows {
  private let graph: KnowledgeGraph
  /// By way: whether its kind is of that sort.
  private let isRepeated: [Bool]
  private let pairs: PairRows

  /// `ways`: those that will be asked for.
  init(_ graph: KnowledgeGraph, ways: some Sequence<Int>) {
    self.graph = graph
    var signs = [Int](repeating: 0, count: graph.kinds.count)
    for (kind, sign) in zip(graph.edgeKinds, graph.signs) {
      signs[Int(kind)] |= 1 << (Int(sign) + 1)
    }
    let isRepeated = (0..<graph.kinds.count * 2).map { signs[$0 >> 1].nonzeroBitCount > 1 }
    self.isRepeated = isRepeated
    pairs = PairRows(graph, ways: ways.filter { isRepeated[$0] })
  }

  var nodeCount: Int { graph.nodeCount }

  @inline(__always) func row(_ node: Int, _ way: Int) -> Range<Int> {
    guard isRepeated[way] else { return graph.row(node, way) }
    // Places of the pairs come behind those of the graph.
    let row = pairs.row(node, way), shift = graph.neighbours.count
    return row.lowerBound + shift..<row.upperBound + shift
  }

  @inline(__always) func neighbour(_ place: Int) -> Int {
    let shift = graph.neighbours.count
    return place < shift ? Int(graph.neighbours[place]) : pairs.neighbour(place - shift)
  }

  @inline(__always) func reverse(_ way: Int) -> Int { graph.reverse(way) }
}

/// The edges of one kind, each pair of nodes once.
private struct KindPairs {
  let kind: Int
  let isWithin: Bool
  var pairs: [UInt64]
}

/// A graph in which edges of some kinds are exchanged at random, so that every node keeps its
/// degrees: the null of degree-weighted path counts.
struct PermutedGraph {
  private let graph: KnowledgeGraph
  private var kinds: [KindPairs]
  private(set) var rows: PairRows

  /// `ways`: those of the metapaths that will be asked for; other kinds stay out of it.
  init(_ graph: KnowledgeGraph, ways: some Sequence<Int>) {
    self.graph = graph
    kinds = Set(ways.map { $0 >> 1 }).sorted().map { Self.pairs(graph, kind: $0) }
    rows = PairRows(graph, kinds)
  }

  private static func pairs(_ graph: KnowledgeGraph, kind: Int) -> KindPairs {
    let isSymmetric = graph.kinds[kind].isSymmetric
    var seen: Set<UInt64> = []
    // Statements that contradict one another are rare: only signed kinds can hold a pair twice.
    let edges = (0..<graph.edgeCount).filter { Int(graph.edgeKinds[$0]) == kind }
    let isSigned = Set(edges.lazy.map { graph.signs[$0] }).count > 1
    let pairs = edges.compactMap { edge -> UInt64? in
      let (a, b) = (graph.subjects[edge], graph.objects[edge])
      if isSigned {
        let key =
          isSymmetric && a > b ? EdgeExchange.pair(b, a) : EdgeExchange.pair(a, b)
        guard seen.insert(key).inserted else { return nil }
      }
      return EdgeExchange.pair(a, b)
    }
    return KindPairs(
      kind: kind, isWithin: graph.kinds[kind].subject == graph.kinds[kind].object, pairs: pairs)
  }

  /// Tries ten exchanges an edge (as hetnetpy's permutations do) and rebuilds the rows.
  mutating func permute(_ random: inout Random) {
    for index in kinds.indices {
      EdgeExchange.exchange(
        &kinds[index].pairs, tries: kinds[index].pairs.count * 10,
        isSymmetric: graph.kinds[kinds[index].kind].isSymmetric, isWithin: kinds[index].isWithin,
        &random)
    }
    rows = PairRows(graph, kinds)
  }
}
