/// Nodes and edges as they are read, in flat columns; parts join in order.
public struct GraphDraft: Sendable {
  /// Ids of nodes, from nodes and from edges.
  public private(set) var ids = TextPool()
  /// By id: name and category; empty where not stated.
  private(set) var names: [String] = []
  private(set) var categories: [Int32] = []
  private(set) var words = TextPool()

  private(set) var subjects: [Int32] = []
  private(set) var predicates: [Int32] = []
  private(set) var objects: [Int32] = []
  private(set) var signs: [Int8] = []
  private(set) var strengths: [Double] = []
  private(set) var lows: [Double] = []
  private(set) var highs: [Double] = []
  private(set) var sources: [Int32] = []
  private(set) var citations: [Int32] = []
  /// Citations as they come: edges that follow each other share one.
  private(set) var papers = TextList()

  public init() { _ = words.intern("") }

  public var edgeCount: Int { subjects.count }

  public mutating func add(_ node: GraphNode) {
    let id = Int(ids.intern(node.id))
    fill()
    names[id] = node.name
    categories[id] = words.intern(node.category)
  }

  /// States a category where no node's row did.
  public mutating func classify(_ id: Int32, _ category: Int32) {
    fill()
    if categories[Int(id)] == 0 { categories[Int(id)] = category }
  }

  public mutating func add(_ edge: GraphEdge) {
    add(
      subject: ids.intern(edge.subject), predicate: words.intern(edge.predicate),
      object: ids.intern(edge.object), sign: edge.sign, strength: edge.strength,
      source: words.intern(edge.source), citation: paper(edge.citation))
  }

  /// An edge by the numbers of its texts.
  public mutating func add(
    subject: Int32, predicate: Int32, object: Int32, sign: Int, strength: LinkStrength,
    source: Int32, citation: Int32
  ) {
    subjects.append(subject)
    predicates.append(predicate)
    objects.append(object)
    signs.append(Int8(sign))
    strengths.append(strength.value)
    lows.append(strength.low)
    highs.append(strength.high)
    sources.append(source)
    citations.append(citation)
  }

  /// The number of a node's id.
  public mutating func id(_ text: UnsafeBufferPointer<UInt8>) -> Int32 { ids.intern(text) }
  /// The number of a predicate, category or source.
  public mutating func word(_ text: UnsafeBufferPointer<UInt8>) -> Int32 { words.intern(text) }
  /// The number of a citation; nothing is gained by looking for equal ones.
  public mutating func paper(_ text: UnsafeBufferPointer<UInt8>) -> Int32 {
    if papers.count == 0 || !papers.equals(papers.count - 1, text) { papers.append(text) }
    return Int32(papers.count - 1)
  }

  private mutating func paper(_ text: String) -> Int32 {
    var text = text
    return text.withUTF8 { paper($0) }
  }

  public func word(_ number: Int32) -> String { words[Int(number)] }

  /// Takes the nodes and edges of another draft behind its own.
  public mutating func append(_ other: GraphDraft) {
    let id = ids.merge(other.ids), word = words.merge(other.words)
    let paper = Int32(papers.count)
    papers.append(other.papers)
    fill()
    for (number, category) in other.categories.enumerated() where category != 0 {
      let own = Int(id[number])
      if categories[own] == 0 { categories[own] = word[Int(category)] }
      if names[own].isEmpty { names[own] = other.names[number] }
    }
    subjects += other.subjects.map { id[Int($0)] }
    predicates += other.predicates.map { word[Int($0)] }
    objects += other.objects.map { id[Int($0)] }
    signs += other.signs
    strengths += other.strengths
    lows += other.lows
    highs += other.highs
    sources += other.sources.map { word[Int($0)] }
    citations += other.citations.map { $0 + paper }
  }

  /// A row for each id; what nobody classified takes its CURIE's prefix as category.
  mutating func finishNodes() {
    fill()
    for id in 0..<ids.count where categories[id] == 0 {
      categories[id] = words.intern(ids[id].split(separator: ":").first.map(String.init) ?? "node")
    }
  }

  private mutating func fill() {
    guard names.count < ids.count else { return }
    names += repeatElement("", count: ids.count - names.count)
    categories += repeatElement(0, count: ids.count - categories.count)
  }
}
