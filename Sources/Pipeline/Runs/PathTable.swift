import Analyses
import Knowledge
import Numerics
import Synchronization
import Tables

/// Ranked paths with their share of the paths between the same ends, and their null.
struct PathTable {
  private let search: PathSearch
  private let paths: [RankedPath]
  private let conflicts: [Bool]
  private let weights: [Int: Double]
  private let questions: [PathNull.Question]
  private let counts: [PathNull.Question: PathCount]
  private var nulls: [PathNull.Question: (null: PathNull, q: Double)] = [:]

  var conflictCount: Int { conflicts.count { $0 } }
  var questionCount: Int { questions.count }
  private var graph: KnowledgeGraph { search.graph }

  init(_ search: PathSearch, _ paths: [RankedPath], _ ends: PathEnds) {
    (self.search, self.paths) = (search, paths)
    conflicts = PathConflict.marks(paths)
    weights = Dictionary(uniqueKeysWithValues: ends.sources.map { ($0.node, $0.weight) })
    var seen: Set<PathNull.Question> = []
    questions = paths.compactMap(Self.question).filter { seen.insert($0).inserted }
    let found = PathCount.counts(questions, in: search.graph, damping: search.damping)
    counts = Dictionary(zip(questions, found), uniquingKeysWith: { first, _ in first })
  }

  private static func question(_ path: RankedPath) -> PathNull.Question? {
    guard let source = path.nodes.first, let target = path.nodes.last else { return nil }
    return PathNull.Question(source: source, target: target, metapath: path.metapath)
  }

  /// Compares each pair's count along its metapath with those of permuted graphs.
  mutating func judge(workers: Workers, _ settings: RunPaths.Settings, _ progress: Progress) {
    let (search, questions) = (search, questions)
    let done = Atomic(0)
    let each = (settings.permutations + PathNull.chains - 1) / PathNull.chains
    let chains = workers.map(Array(0..<PathNull.chains)) { chain in
      PathNull.draws(
        questions, in: search.graph, damping: search.damping,
        permutations: min(each, settings.permutations - min(chain * each, settings.permutations)),
        chain: chain, seed: settings.seed
      ) {
        let count = done.wrappingAdd(1, ordering: .relaxed).newValue
        progress.advance(count, of: settings.permutations, "permuted graphs")
      }
    }
    let found = questions.indices.map { index in
      PathNull(
        observed: counts[questions[index]]?.weighted ?? 0, draws: chains.flatMap { $0[index] })
    }
    let q = MultipleTests.benjaminiHochberg(found.map(\.p))
    for (index, question) in questions.enumerated() { nulls[question] = (found[index], q[index]) }
  }

  func table() -> Table {
    Table(
      "paths", "Paths by weight times weakest link", PathColumns.paths,
      rows: paths.indices.map { row($0) })
  }

  private func row(_ index: Int) -> [Entry] {
    let path = paths[index]
    let weakest = graph.edge(path.edges[path.weakest])
    let kinds = zip(path.ways, path.edges).map { way, edge in
      let mark = way & 1 == 1 ? "^" : ""
      return mark + graph.kinds[way >> 1].predicate + Self.mark(Int(graph.signs[edge]))
    }
    let words: [Entry] = [
      graph.ids[path.nodes[0]], graph.ids[path.nodes[path.nodes.count - 1]],
      path.metapath.text(in: graph), path.nodes.map { graph.ids[$0] }.joined(separator: "|"),
      path.nodes.map(graph.label).joined(separator: "|"), kinds.joined(separator: "|"),
    ].map { .text($0) }
    let strength: [Entry] = [
      Double(path.edges.count), Double(path.sign), weights[path.nodes[0]] ?? 1, path.score,
      path.strength.value, path.strength.low, path.strength.high,
    ].map { .number($0) }
    let link: [Entry] = [
      "\(weakest.subject) \(weakest.predicate) \(weakest.object)", weakest.source,
      weakest.citation, conflicts[index] ? "yes" : "no",
    ].map { .text($0) }
    return words + strength + link + share(path)
  }

  private static func mark(_ sign: Int) -> String { sign > 0 ? "(+)" : sign < 0 ? "(-)" : "(?)" }

  private func share(_ path: RankedPath) -> [Entry] {
    guard let question = Self.question(path), let count = counts[question] else { return [] }
    let own: [Entry] = [
      .number(path.pathWeight), .number(Double(count.count)), .number(count.weighted),
      count.weighted > 0 ? .number(path.pathWeight / count.weighted) : .missing,
    ]
    guard let (null, q) = nulls[question] else {
      return own + Array(repeating: .missing, count: 5)
    }
    return own + [
      .number(Double(null.draws)), .number(null.mean), .number(null.p),
      null.gammaP.map { .number($0) } ?? .missing, .number(q),
    ]
  }
}

/// The highest targets by random walk with restart, against random seeds of the same degrees.
struct WalkTable {
  private let graph: KnowledgeGraph
  private let scores: [Double]
  private let ranks: [RandomWalk.Rank]
  private let q: [Double]

  init(
    _ graph: KnowledgeGraph, _ ends: PathEnds, _ settings: RunPaths.Settings, _ workers: Workers
  ) {
    self.graph = graph
    let walk = RandomWalk(graph, restart: settings.restart)
    let scores = walk.scores(ends.sources)
    let seeds = Set(ends.sources.map(\.node))
    let targets = Set(ends.targets).subtracting(seeds).sorted {
      scores[$0] == scores[$1] ? $0 < $1 : scores[$0] > scores[$1]
    }.prefix(settings.top)
    let draws = walk.draws(ends.sources, count: settings.draws, seed: settings.seed)
    let groups = stride(from: 0, to: targets.count, by: 8).map {
      Array(targets[$0..<min($0 + 8, targets.count)])
    }
    ranks = workers.map(groups) { group in
      zip(group, walk.reach(group)).map { node, reach in
        walk.rank(node, reach: reach, seeds: ends.sources, draws: draws)
      }
    }.flatMap { $0 }
    self.scores = scores
    q = MultipleTests.benjaminiHochberg(ranks.map(\.p))
  }

  func table() -> Table {
    Table(
      "nodes", "Targets by random walk with restart", PathColumns.nodes,
      rows: zip(ranks, q).map { rank, q in
        let node = graph.node(rank.node)
        let degree = graph.offsets[rank.node + 1] - graph.offsets[rank.node]
        return [.text(node.id), .text(node.name), .text(node.category), .number(Double(degree))]
          + [
            .number(scores[rank.node]), .number(rank.mean), .number(rank.deviation),
            rank.z.map { .number($0) } ?? .missing, .number(rank.p), .number(q),
          ]
      })
  }
}
