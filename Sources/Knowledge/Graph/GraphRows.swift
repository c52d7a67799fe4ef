/// Rows of a graph: each edge in the rows of both its ends, sorted by way and neighbour.
struct GraphRows {
  let offsets: [Int]
  let neighbours: [Int32]
  let ways: [Int32]
  let edges: [Int32]

  init(
    nodeCount: Int, subjects: [Int32], objects: [Int32], kinds: [Int32], isSymmetric: [Bool]
  ) {
    let count = subjects.count
    // Places below `count` are the subjects' ends, those above the objects'.
    func node(_ place: Int) -> Int {
      Int(place < count ? subjects[place] : objects[place - count])
    }
    func neighbour(_ place: Int) -> Int {
      Int(place < count ? objects[place] : subjects[place - count])
    }
    func way(_ place: Int) -> Int {
      let kind = Int(kinds[place < count ? place : place - count])
      return kind * 2 + (place < count || isSymmetric[kind] ? 0 : 1)
    }
    var order = Array(0..<Int32(2 * count))
    Self.sort(&order, below: nodeCount, neighbour)
    Self.sort(&order, below: isSymmetric.count * 2, way)
    Self.sort(&order, below: nodeCount, node)
    neighbours = order.map { Int32(neighbour(Int($0))) }
    ways = order.map { Int32(way(Int($0))) }
    edges = order.map { Int($0) < count ? $0 : $0 - Int32(count) }
    var offsets = [Int](repeating: 0, count: nodeCount + 1)
    for place in 0..<2 * count { offsets[node(place) + 1] += 1 }
    for index in 0..<nodeCount { offsets[index + 1] += offsets[index] }
    self.offsets = offsets
  }

  /// A stable sort by counting: linear in places and keys.
  static func sort(_ order: inout [Int32], below limit: Int, _ key: (Int) -> Int) {
    var starts = [Int32](repeating: 0, count: limit + 1)
    for place in order { starts[key(Int(place)) + 1] += 1 }
    for index in 0..<limit { starts[index + 1] += starts[index] }
    order = [Int32](unsafeUninitializedCapacity: order.count) { sorted, count in
      for place in order {
        let key = key(Int(place))
        sorted[Int(starts[key])] = place
        starts[key] += 1
      }
      count = order.count
    }
  }
}
