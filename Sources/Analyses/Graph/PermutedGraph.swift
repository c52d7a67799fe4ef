import Knowledge
import Numerics

/// A graph in which edges of some kinds are exchanged at random, so that every node keeps its
/// degrees: XSwap (Hanhijärvi 2009), the null of degree-weighted path counts.
struct PermutedGraph: WayRows {
  private var kinds: [KindEdges]
  /// By kind of the graph: which of `kinds`.
  private let number: [Int: Int]
  private let isSymmetric: [Int: Bool]
  let nodeCount: Int

  /// `ways`: those of the metapaths that will be asked for.
  init(_ graph: KnowledgeGraph, ways: some Sequence<Int>) {
    let wanted = Set(ways.map { $0 >> 1 }).sorted()
    nodeCount = graph.nodeCount
    number = Dictionary(uniqueKeysWithValues: wanted.enumerated().map { ($1, $0) })
    isSymmetric = Dictionary(uniqueKeysWithValues: wanted.map { ($0, graph.kinds[$0].isSymmetric) })
    kinds = wanted.map { KindEdges(graph, kind: $0) }
  }

  /// Tries ten exchanges an edge (as hetnetpy's permutations do) and rebuilds the rows.
  mutating func permute(_ random: inout Random) {
    for index in kinds.indices { kinds[index].exchange(&random) }
  }

  func row(_ node: Int, _ way: Int) -> Range<Int> {
    guard let index = number[way >> 1] else { return 0..<0 }
    let row = kinds[index].row(node, isBackward: way & 1 == 1)
    // A place says its kind in the bits above 40.
    return row.lowerBound | index << 40..<row.upperBound | index << 40
  }

  func neighbour(_ place: Int) -> Int {
    kinds[place >> 40].neighbour(place & (1 << 40 - 1))
  }

  func reverse(_ way: Int) -> Int { isSymmetric[way >> 1] == true ? way : way ^ 1 }
}

/// The edges of one kind, which can be exchanged.
private struct KindEdges {
  private var subjects: [Int32]
  private var objects: [Int32]
  private let isSymmetric: Bool
  private let isWithin: Bool
  private let nodeCount: Int
  /// Rows of subjects, then rows of objects (none for a symmetric kind, whose rows hold both).
  private var offsets: [[Int]] = []
  private var neighbours: [[Int32]] = []

  init(_ graph: KnowledgeGraph, kind: Int) {
    let edges = (0..<graph.edgeCount).filter { Int(graph.edgeKinds[$0]) == kind }
    subjects = edges.map { graph.subjects[$0] }
    objects = edges.map { graph.objects[$0] }
    isSymmetric = graph.kinds[kind].isSymmetric
    isWithin = graph.kinds[kind].subject == graph.kinds[kind].object
    nodeCount = graph.nodeCount
    rebuild()
  }

  private func key(_ a: Int32, _ b: Int32) -> UInt64 {
    isSymmetric && a > b ? UInt64(b) << 32 | UInt64(a) : UInt64(a) << 32 | UInt64(b)
  }

  mutating func exchange(_ random: inout Random) {
    guard subjects.count > 1 else { return }
    var present = PairSet(capacity: subjects.count)
    for (a, b) in zip(subjects, objects) { present.insert(key(a, b)) }
    for _ in 0..<subjects.count * 10 {
      let (i, j) = (
        random.integer(below: subjects.count), random.integer(below: subjects.count)
      )
      guard i != j else { continue }
      var (a, b) = (subjects[i], objects[i])
      let (c, d) = (subjects[j], objects[j])
      // An edge without a direction may be read either way round.
      if isSymmetric, random.next() & 1 == 1 { swap(&a, &b) }
      guard !isWithin || (a != d && c != b) else { continue }
      let (first, second) = (key(a, d), key(c, b))
      // Opposite signs may stand between the same ends: those edges stay.
      guard first != second, !present.contains(first), !present.contains(second) else { continue }
      present.remove(key(a, b))
      present.remove(key(c, d))
      present.insert(first)
      present.insert(second)
      (subjects[i], objects[i], subjects[j], objects[j]) = (a, d, c, b)
    }
    rebuild()
  }

  private mutating func rebuild() {
    if isSymmetric {
      let (o, n) = rows(subjects + objects, objects + subjects)
      (offsets, neighbours) = ([o], [n])
    } else {
      let (forward, back) = (rows(subjects, objects), rows(objects, subjects))
      (offsets, neighbours) = ([forward.0, back.0], [forward.1, back.1])
    }
  }

  private func rows(_ from: [Int32], _ to: [Int32]) -> ([Int], [Int32]) {
    var offsets = [Int](repeating: 0, count: nodeCount + 1)
    for node in from { offsets[Int(node) + 1] += 1 }
    for index in 0..<nodeCount { offsets[index + 1] += offsets[index] }
    var next = offsets
    var neighbours = [Int32](repeating: 0, count: from.count)
    for (node, neighbour) in zip(from, to) {
      neighbours[next[Int(node)]] = neighbour
      next[Int(node)] += 1
    }
    return (offsets, neighbours)
  }

  /// Places of rows: those of the objects' come behind the subjects'.
  func row(_ node: Int, isBackward: Bool) -> Range<Int> {
    if isSymmetric || !isBackward { return offsets[0][node]..<offsets[0][node + 1] }
    let shift = neighbours[0].count
    return offsets[1][node] + shift..<offsets[1][node + 1] + shift
  }

  func neighbour(_ place: Int) -> Int {
    let shift = neighbours[0].count
    return Int(place < shift ? neighbours[0][place] : neighbours[1][place - shift])
  }
}

/// Pairs of nodes; open addressing, where a removal moves what follows it back.
private struct PairSet {
  private var slots: [UInt64]
  private let mask: Int
  /// No pair: nodes are numbered below 2^31.
  private static let free = UInt64.max

  init(capacity: Int) {
    var size = 64
    while size < capacity * 2 { size *= 2 }
    slots = Array(repeating: Self.free, count: size)
    mask = size - 1
  }

  private func home(_ pair: UInt64) -> Int {
    let mixed = pair &* 0x9E37_79B9_7F4A_7C15
    return Int(truncatingIfNeeded: mixed ^ mixed >> 32) & mask
  }

  private func place(_ pair: UInt64) -> Int {
    var at = home(pair)
    while slots[at] != Self.free, slots[at] != pair { at = (at + 1) & mask }
    return at
  }

  func contains(_ pair: UInt64) -> Bool { slots[place(pair)] == pair }

  mutating func insert(_ pair: UInt64) { slots[place(pair)] = pair }

  mutating func remove(_ pair: UInt64) {
    var hole = place(pair)
    guard slots[hole] == pair else { return }
    var at = hole
    while true {
      at = (at + 1) & mask
      guard slots[at] != Self.free else { break }
      // What lies between its home and here may not be moved before its home.
      let distance = (at - home(slots[at])) & mask
      if distance >= (at - hole) & mask {
        slots[hole] = slots[at]
        hole = at
      }
    }
    slots[hole] = Self.free
  }
}
