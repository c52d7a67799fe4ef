import Analyses
import Diagnostics
import Formats
import Knowledge

/// A knowledge graph from KGX tables.
enum GraphFiles {
  /// The first input holds the edges, the second, if there is one, the nodes.
  static func read(_ tables: RunTables, _ progress: Progress) throws -> KnowledgeGraph {
    var problems = Problems()
    var draft = GraphDraft()
    if tables.inputs.count > 1 {
      let path = tables.inputs[1]
      try problems.gather {
        for node in try KGXFile.nodes(RunTables.bytes(path), file: path) { draft.add(node) }
      }
    }
    if let parts = try problems.gather({ try edges(tables.inputs[0], tables.workers) }) {
      for part in parts where problems.items.count < 20 { problems.add(part.problems) }
      try problems.throwIfAny()
      for part in parts { draft.append(part.draft) }
    }
    try problems.throwIfAny()
    return KnowledgeGraph(draft)
  }

  private static func edges(
    _ path: String, _ workers: Workers
  ) throws -> [(draft: GraphDraft, problems: Problems)] {
    let file = try KGXEdges(RunTables.bytes(path), file: path)
    return workers.map(file.portions(workers.count * 4)) { file.read($0) }
  }
}

/// Where paths begin and end, as the user named them.
struct PathEnds {
  let sources: [PathSource]
  let targets: [Int]
  let pattern: PathPattern
  /// Nodes of the table of weights that the graph does not have.
  let unknownCount: Int

  init(_ graph: KnowledgeGraph, _ settings: RunPaths.Settings, _ tables: RunTables) throws {
    var problems = Problems()
    // To say an id twice adds nothing.
    var seen: Set<Int> = []
    var sources = settings.from.compactMap { Self.node($0, graph, "--from", &problems) }
      .filter { seen.insert($0).inserted }.map { PathSource(node: $0) }
    var unknown = 0
    if let path = settings.weights {
      try problems.gather {
        let weights = try Self.weights(path, tables)
        let known = weights.compactMap { id, weight in
          graph.ids.find(id).map { PathSource(node: $0, weight: weight) }
        }
        unknown = weights.count - known.count
        if known.isEmpty, sources.isEmpty {
          throw Diagnostic(
            at: Place(path), "none of its nodes is in the graph",
            hint: "the graph's ids look like \(graph.nodeCount > 0 ? graph.ids[0] : "nothing")")
        }
        sources += known
      }
    } else {
      _ = try tables.names(RunPaths.roles, [])
    }
    targets = Self.targets(settings.to, graph, &problems)
    pattern = Self.pattern(settings, graph, &problems)
    try problems.throwIfAny()
    (self.sources, unknownCount) = (Self.merged(sources), unknown)
  }

  /// Each node once, with the sum of its weights, in the order of first mention.
  private static func merged(_ sources: [PathSource]) -> [PathSource] {
    let weights = Dictionary(sources.map { ($0.node, $0.weight) }, uniquingKeysWith: +)
    var seen: Set<Int> = []
    return sources.filter { seen.insert($0.node).inserted }
      .map { PathSource(node: $0.node, weight: weights[$0.node] ?? $0.weight) }
  }

  private static func node(
    _ id: String, _ graph: KnowledgeGraph, _ option: String, _ problems: inout Problems
  ) -> Int? {
    if let node = graph.ids.find(id) { return node }
    problems.error(
      at: Place("\(option) \(id)"), "no node has this id",
      hint: Suggestion.hint(for: id, among: (0..<graph.nodeCount).lazy.map { graph.ids[$0] }))
    return nil
  }

  /// Ids; what is no id is a category.
  private static func targets(
    _ texts: [String], _ graph: KnowledgeGraph, _ problems: inout Problems
  ) -> [Int] {
    texts.flatMap { text -> [Int] in
      if let node = graph.ids.find(text) { return [node] }
      let nodes = graph.nodes(ofCategory: Predicate.bare(text))
      if nodes.isEmpty {
        problems.error(
          at: Place("--to \(text)"), "no node has this id, and none this category",
          hint: Suggestion.hint(for: text, among: graph.categoryNames))
      }
      return nodes
    }
  }

  private static func pattern(
    _ settings: RunPaths.Settings, _ graph: KnowledgeGraph, _ problems: inout Problems
  ) -> PathPattern {
    guard !settings.metapaths.isEmpty else { return .upTo(settings.length) }
    var metapaths: [Metapath] = []
    for text in settings.metapaths {
      do throws(Metapath.Unreadable) {
        metapaths.append(try Metapath(text, in: graph))
      } catch {
        problems.error(
          at: Place("--metapath \(text)"), "'\(error.word)': \(error.reason)",
          hint: error.known.isEmpty
            ? "Gene,interacts_with,Gene,associated_with,Disease"
            : Suggestion.hint(for: error.word, among: error.known), exit: .usage)
      }
    }
    return .along(metapaths)
  }

  private static func weights(_ path: String, _ tables: RunTables) throws -> [(String, Double)] {
    let table = try RunTables.table(path)
    let names = try tables.names(RunPaths.roles, [table])
    var problems = Problems()
    let node = table.require(RunPaths.roles[0], names, &problems)
    let weight = table.require(RunPaths.roles[1], names, &problems)
    guard let node, let weight else { throw problems }
    let columns = table.columns([(node, .word), (weight, .number)], &problems)
    let values = columns[1].numbers
    let isWhole = problems.items.isEmpty
    for (row, value) in values.enumerated()
    where value.isNaN && isWhole && problems.items.count < PlainTable.mostProblems {
      problems.error(
        at: table.place(row: row, column: table.header[weight]), "a node without a weight",
        hint: "leave the row out, or write 0")
    }
    try problems.throwIfAny()
    return Array(zip(columns[0].words, values))
  }
}
