/// A typed graph in flat arrays. Each edge stands in the rows of both its ends, and a row is sorted
/// by way, then by neighbour. A way is a kind of edge and the direction in which it is walked.
public struct KnowledgeGraph: Sendable {
  /// Subject's category, predicate, object's category.
  public struct Kind: Sendable, Hashable {
    public let subject: String
    public let predicate: String
    public let object: String
    /// Whether both directions are one way: degrees then count both ends.
    public let isSymmetric: Bool
  }

  public let ids: TextPool
  private let names: [String]
  private let words: TextPool
  private let papers: TextList
  /// By node: a number of ``category(_:)``.
  public let categories: [Int32]
  public let kinds: [Kind]
  /// By edge.
  public let subjects: [Int32]
  public let objects: [Int32]
  public let edgeKinds: [Int32]
  public let signs: [Int8]
  public let strengths: [Double]
  private let lows: [Double]
  private let highs: [Double]
  private let sources: [Int32]
  private let citations: [Int32]
  /// By node, and one more: where its row begins.
  public let offsets: [Int]
  /// By place in the rows: neighbour, way, edge.
  public let neighbours: [Int32]
  public let ways: [Int32]
  public let edges: [Int32]
  /// Statements that were one with another, and edges from a node to itself.
  public let mergedCount: Int
  public let loopCount: Int

  public var nodeCount: Int { ids.count }
  public var edgeCount: Int { subjects.count }

  public init(nodes: [GraphNode], edges: [GraphEdge]) {
    var draft = GraphDraft()
    for node in nodes { draft.add(node) }
    for edge in edges { draft.add(edge) }
    self.init(draft)
  }

  /// Equal statements (the same ends, predicate and sign) become one edge, with the numbers and
  /// the source of the strongest. Edges from a node to itself are left out: no path uses them.
  public init(_ draft: GraphDraft) {
    var draft = draft
    draft.finishNodes()
    ids = draft.ids
    names = draft.names
    words = draft.words
    papers = draft.papers
    categories = draft.categories
    let (kindOf, kinds) = Self.kinds(draft)
    self.kinds = kinds
    let kept = Self.unique(draft, kindOf, kinds)
    loopCount = kept.loops
    mergedCount = draft.edgeCount - kept.loops - kept.edges.count
    func taken<Value>(_ column: [Value]) -> [Value] { kept.edges.map { column[Int($0)] } }
    subjects = taken(draft.subjects)
    objects = taken(draft.objects)
    edgeKinds = taken(kindOf)
    signs = taken(draft.signs)
    strengths = taken(draft.strengths)
    lows = taken(draft.lows)
    highs = taken(draft.highs)
    sources = taken(draft.sources)
    citations = taken(draft.citations)
    let rows = GraphRows(
      nodeCount: draft.ids.count, subjects: subjects, objects: objects, kinds: edgeKinds,
      isSymmetric: kinds.map(\.isSymmetric))
    (offsets, neighbours, ways, edges) = (rows.offsets, rows.neighbours, rows.ways, rows.edges)
  }

  public func node(_ index: Int) -> GraphNode {
    GraphNode(id: ids[index], name: names[index], category: words[Int(categories[index])])
  }

  /// A node's name, or its id where it has none.
  public func label(_ index: Int) -> String { names[index].isEmpty ? ids[index] : names[index] }

  public func edge(_ index: Int) -> GraphEdge {
    GraphEdge(
      ids[Int(subjects[index])], kinds[Int(edgeKinds[index])].predicate, ids[Int(objects[index])],
      sign: Int(signs[index]),
      strength: LinkStrength(strengths[index], low: lows[index], high: highs[index]),
      source: words[Int(sources[index])], citation: papers[Int(citations[index])])
  }

  /// Nodes of a category, in order.
  public func nodes(ofCategory name: String) -> [Int] {
    guard let number = words.find(name) else { return [] }
    return categories.indices.filter { categories[$0] == number }
  }

  /// Names of categories that nodes have, sorted.
  public var categoryNames: [String] { Set(categories).map { words[Int($0)] }.sorted() }

  /// The way back along a way.
  public func reverse(_ way: Int) -> Int { kinds[way >> 1].isSymmetric ? way : way ^ 1 }

  /// Places of a node's neighbours along one way.
  public func row(_ node: Int, _ way: Int) -> Range<Int> {
    let low = bound(node, way), high = bound(node, way + 1)
    return low..<high
  }

  /// Edges of a node along one way.
  public func degree(_ node: Int, _ way: Int) -> Int { row(node, way).count }

  private func bound(_ node: Int, _ way: Int) -> Int {
    var low = offsets[node], high = offsets[node + 1]
    while low < high {
      let middle = (low + high) / 2
      if Int(ways[middle]) < way { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

// MARK: - Building

extension KnowledgeGraph {
  private struct Triple: Hashable {
    let subject: Int32
    let predicate: Int32
    let object: Int32
  }

  /// The kind of each edge of a draft, numbered as first seen.
  private static func kinds(_ draft: GraphDraft) -> (of: [Int32], kinds: [Kind]) {
    var numbers: [Triple: Int32] = [:]
    var kinds: [Kind] = []
    var last: (triple: Triple, kind: Int32)?
    let of = (0..<draft.edgeCount).map { edge -> Int32 in
      let triple = Triple(
        subject: draft.categories[Int(draft.subjects[edge])], predicate: draft.predicates[edge],
        object: draft.categories[Int(draft.objects[edge])])
      // Files tend to hold runs of one kind.
      if let last, last.triple == triple { return last.kind }
      let kind = numbers[triple] ?? Int32(kinds.count)
      if kind == kinds.count {
        numbers[triple] = kind
        let predicate = draft.word(triple.predicate)
        kinds.append(
          Kind(
            subject: draft.word(triple.subject), predicate: predicate,
            object: draft.word(triple.object),
            isSymmetric: triple.subject == triple.object && Predicate.isSymmetric(predicate)))
      }
      last = (triple, kind)
      return kind
    }
    return (of, kinds)
  }

  /// Edges that stay, in the order of the draft.
  private static func unique(
    _ draft: GraphDraft, _ kindOf: [Int32], _ kinds: [Kind]
  ) -> (edges: [Int32], loops: Int) {
    var order: [Int32] = []
    order.reserveCapacity(draft.edgeCount)
    var loops = 0
    for edge in 0..<draft.edgeCount {
      if draft.subjects[edge] == draft.objects[edge] {
        loops += 1
      } else {
        order.append(Int32(edge))
      }
    }
    // Both spellings of a symmetric statement are one.
    func ends(_ edge: Int) -> (Int32, Int32) {
      let (a, b) = (draft.subjects[edge], draft.objects[edge])
      return kinds[Int(kindOf[edge])].isSymmetric && a > b ? (b, a) : (a, b)
    }
    let count = draft.ids.count
    GraphRows.sort(&order, below: 3) { Int(draft.signs[$0]) + 1 }
    GraphRows.sort(&order, below: kinds.count) { Int(kindOf[$0]) }
    GraphRows.sort(&order, below: count) { Int(ends($0).1) }
    GraphRows.sort(&order, below: count) { Int(ends($0).0) }
    var isKept = [Bool](repeating: false, count: draft.edgeCount)
    var best: Int?
    for place in order {
      let edge = Int(place)
      if let held = best, ends(held) == ends(edge), kindOf[held] == kindOf[edge],
        draft.signs[held] == draft.signs[edge]
      {
        if draft.strengths[edge] > draft.strengths[held] {
          isKept[held] = false
          isKept[edge] = true
          best = edge
        }
        continue
      }
      isKept[edge] = true
      best = edge
    }
    return ((0..<Int32(draft.edgeCount)).filter { isKept[Int($0)] }, loops)
  }
}
