import Knowledge

/// One best-first search: partial paths by the best that they can still become.
struct PathFront {
  /// What a path is worth: score, then degree weight.
  struct Worth: Comparable {
    let score: Double
    let weight: Double

    static func < (a: Worth, b: Worth) -> Bool {
      a.score == b.score ? a.weight < b.weight : a.score < b.score
    }
  }

  private struct Partial {
    /// Of the best end in reach; of the path itself once it is whole.
    let worth: Worth
    let strength: Double
    let weight: Double
    /// The partial path that it prolongs, and the place in the graph's rows; -1 at a source.
    let parent: Int32
    let place: Int32
    let source: Int32
    let depth: Int16
    let isWhole: Bool
  }

  private let search: PathSearch
  /// By step: the way to take; nil: any.
  private let ways: [Int?]
  private let isTarget: [Bool]
  private let count: Int
  private let limit: Int
  /// By step, then node: the best strength and weight from there to a target by the steps left; 0
  /// where none is in reach.
  private var reach: [(strength: [Double], weight: [Double])] = []
  private var partials: [Partial] = []
  private var heap: [Int32] = []
  /// The best whole paths that were seen, weakest first; what cannot beat them is not kept.
  private var floor: [Worth] = []
  private(set) var isCutShort = false

  init(
    search: PathSearch, ways: [Int?], isTarget: [Bool], targets: [Int], count: Int, limit: Int
  ) {
    (self.search, self.ways, self.isTarget) = (search, ways, isTarget)
    (self.count, self.limit) = (count, limit)
    reach = Self.reach(search, ways, targets)
  }

  mutating func run(_ sources: [PathSource]) -> [RankedPath] {
    for (index, source) in sources.enumerated() where source.weight != 0 {
      let node = source.node
      guard reach[0].strength[node] > 0 else { continue }
      push(
        Partial(
          worth: Worth(
            score: abs(source.weight) * reach[0].strength[node], weight: reach[0].weight[node]),
          strength: .infinity, weight: 1, parent: -1, place: -1, source: Int32(index), depth: 0,
          isWhole: false))
    }
    var found: [RankedPath] = []
    while found.count < count, let index = pop() {
      if partials[index].isWhole {
        found.append(path(index, sources))
      } else if partials.count < limit {
        prolong(index, sources)
      } else {
        isCutShort = true
      }
    }
    return found
  }

  private mutating func prolong(_ index: Int, _ sources: [PathSource]) {
    let partial = partials[index]
    let source = sources[Int(partial.source)]
    let step = Int(partial.depth)
    let graph = search.graph
    let node = partial.place < 0 ? source.node : Int(graph.neighbours[Int(partial.place)])
    let row =
      ways[step].map { graph.row(node, $0) } ?? graph.offsets[node]..<graph.offsets[node + 1]
    let weight = abs(source.weight)
    let isLast = step + 1 == ways.count
    // A metapath ends at its last step only.
    let mayEnd = isLast || ways[step] == nil
    for place in row {
      let next = Int(graph.neighbours[place])
      let isEnd = mayEnd && isTarget[next]
      let ahead = isLast ? 0 : reach[step + 1].strength[next]
      guard isEnd || ahead > 0, !visits(index, next, source.node) else { continue }
      let strength = min(partial.strength, search.strengths[place])
      let product = partial.weight * search.weights[place]
      let offer = { (worth: Worth, isWhole: Bool) in
        Partial(
          worth: worth, strength: strength, weight: product, parent: Int32(index),
          place: Int32(place), source: partial.source, depth: Int16(step + 1), isWhole: isWhole)
      }
      if isEnd { push(offer(Worth(score: weight * strength, weight: product), true)) }
      if ahead > 0 {
        let worth = Worth(
          score: weight * min(strength, ahead),
          weight: product * reach[step + 1].weight[next])
        push(offer(worth, false))
      }
    }
  }

  private func visits(_ index: Int, _ node: Int, _ source: Int) -> Bool {
    if node == source { return true }
    var at = index
    while partials[at].place >= 0 {
      if Int(search.graph.neighbours[Int(partials[at].place)]) == node { return true }
      at = Int(partials[at].parent)
    }
    return false
  }

  private func path(_ index: Int, _ sources: [PathSource]) -> RankedPath {
    var places: [Int] = []
    var at = index
    while partials[at].place >= 0 {
      places.append(Int(partials[at].place))
      at = Int(partials[at].parent)
    }
    return RankedPath(
      search.graph, source: sources[Int(partials[index].source)], places: places.reversed(),
      pathWeight: partials[index].weight)
  }
}

// MARK: - Bounds

extension PathFront {
  /// Backwards from the targets: the best weakest link, and the best degree weight, over all walks
  /// of the steps left. The two may belong to different walks, so together they bound every path.
  private static func reach(
    _ search: PathSearch, _ ways: [Int?], _ targets: [Int]
  ) -> [(strength: [Double], weight: [Double])] {
    let graph = search.graph
    let none = [Double](repeating: 0, count: graph.nodeCount)
    var ends = (strength: none, weight: none)
    for target in targets { (ends.strength[target], ends.weight[target]) = (.infinity, 1) }
    var levels = [ends]
    for step in ways.indices.reversed() {
      var level = (strength: none, weight: none)
      // A free path may also end after this step.
      let ahead = levels[0]
      let isFree = ways[step] == nil && step + 1 < ways.count
      for node in 0..<graph.nodeCount {
        var (strength, weight) = (ahead.strength[node], ahead.weight[node])
        if isFree {
          strength = max(strength, ends.strength[node])
          weight = max(weight, ends.weight[node])
        }
        guard strength > 0 else { continue }
        let row =
          ways[step].map { graph.row(node, graph.reverse($0)) }
          ?? graph.offsets[node]..<graph.offsets[node + 1]
        for place in row {
          let before = Int(graph.neighbours[place])
          level.strength[before] = max(
            level.strength[before], min(strength, search.strengths[place]))
          level.weight[before] = max(level.weight[before], weight * search.weights[place])
        }
      }
      levels.insert(level, at: 0)
    }
    return levels
  }
}

// MARK: - The heap

extension PathFront {
  /// Higher worth first; of equals the whole ones, then those that were met first.
  private func precedes(_ a: Int32, _ b: Int32) -> Bool {
    let (first, second) = (partials[Int(a)], partials[Int(b)])
    if first.worth != second.worth { return first.worth > second.worth }
    if first.isWhole != second.isWhole { return first.isWhole }
    return a < b
  }

  private mutating func push(_ partial: Partial) {
    if floor.count == count, let least = floor.first, partial.worth < least { return }
    if partial.isWhole { raise(partial.worth) }
    partials.append(partial)
    heap.append(Int32(partials.count - 1))
    var child = heap.count - 1
    while child > 0, precedes(heap[child], heap[(child - 1) / 2]) {
      heap.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  private mutating func pop() -> Int? {
    guard let top = heap.first else { return nil }
    let last = heap.removeLast()
    if !heap.isEmpty {
      heap[0] = last
      var at = 0
      while true {
        var best = at
        for child in [2 * at + 1, 2 * at + 2] where child < heap.count {
          if precedes(heap[child], heap[best]) { best = child }
        }
        if best == at { break }
        heap.swapAt(at, best)
        at = best
      }
    }
    return Int(top)
  }

  /// Keeps the `count` best worths of whole paths, sorted upwards.
  private mutating func raise(_ worth: Worth) {
    let place = floor.firstIndex { $0 > worth } ?? floor.count
    floor.insert(worth, at: place)
    if floor.count > count { floor.removeFirst() }
  }
}
