import Knowledge

/// A sequence of ways: which kinds of edge a path takes, and in which direction.
public struct Metapath: Sendable, Hashable {
  /// Way numbers of the graph.
  public let ways: [Int]

  public init(_ ways: [Int]) { self.ways = ways }

  /// Why a text names no metapath.
  public struct Unreadable: Error, Equatable {
    public let word: String
    public let reason: String
    /// Words that would do in its place.
    public let known: [String]
  }

  /// Reads "Gene,interacts_with,Gene,associated_with,Disease": categories and predicates in turn,
  /// with or without "biolink:". Between two different categories the direction is plain; within
  /// one, "^regulates" walks an edge from its object to its subject.
  public init(_ text: String, in graph: KnowledgeGraph) throws(Unreadable) {
    let words = text.split(separator: ",", omittingEmptySubsequences: false).map {
      String($0).trimmed
    }
    guard words.count >= 3, words.count % 2 == 1 else {
      throw Unreadable(
        word: text, reason: "not categories and predicates in turn, separated by commas", known: [])
    }
    var ways: [Int] = []
    for step in stride(from: 0, to: words.count - 2, by: 2) {
      ways.append(try Self.way(Array(words[step...step + 2]), in: graph))
    }
    self.ways = ways
  }

  private static func way(
    _ step: [String], in graph: KnowledgeGraph
  ) throws(Unreadable) -> Int {
    let (from, to) = (Predicate.bare(step[0]), Predicate.bare(step[2]))
    let isBackward = step[1].hasPrefix("^")
    let predicate = Predicate.bare(isBackward ? String(step[1].dropFirst()) : step[1])
    for (index, kind) in graph.kinds.enumerated() where kind.predicate == predicate {
      if !isBackward, kind.subject == from, kind.object == to { return index * 2 }
      if kind.object == from, kind.subject == to, isBackward || from != to {
        return graph.reverse(index * 2)
      }
    }
    for category in [from, to] where !graph.categoryNames.contains(category) {
      throw Unreadable(
        word: category, reason: "no node has this category", known: graph.categoryNames)
    }
    throw Unreadable(
      word: step[1], reason: "no edge of this kind between \(from) and \(to)",
      known: Set(graph.kinds.map(\.predicate)).sorted())
  }

  /// As it is spelt, with the directions that need one.
  public func text(in graph: KnowledgeGraph) -> String {
    ways.enumerated().map { index, way in
      let kind = graph.kinds[way >> 1]
      let (from, to) = way & 1 == 0 ? (kind.subject, kind.object) : (kind.object, kind.subject)
      let mark = way & 1 == 1 && from == to ? "^" : ""
      return (index == 0 ? from + "," : "") + mark + kind.predicate + "," + to
    }.joined(separator: ",")
  }
}

extension String {
  fileprivate var trimmed: String {
    var text = Substring(self)
    while text.first == " " { text.removeFirst() }
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
