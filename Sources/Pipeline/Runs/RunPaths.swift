import Analyses
import Diagnostics
import Formats
import Knowledge
import Numerics
import Tables

/// `casebook run paths`: how nodes of a knowledge graph reach others.
public struct RunPaths: WritingRun {
  /// What to look for.
  public struct Settings: Sendable {
    public var from: [String] = []
    public var weights: String?
    public var to: [String] = []
    public var metapaths: [String] = []
    public var length = 3
    public var damping = 0.5
    public var restart = 0.3
    public var permutations = 100
    public var draws = 1000
    public var seed: UInt64 = 1
    public var top = 50
    public var walks = true
    public var profile = false

    public init() {}
  }

  static let roles = [
    ColumnRole("node", ["id", "variant", "curie"], "a node's id, in the table of --weights"),
    ColumnRole(
      "weight", ["score", "contribution"],
      "how much it weighs for the person: copies times effect; the sign counts"),
  ]

  public static var columns: String {
    (["Columns of the edges: \(KGXFile.edgeColumns.joined(separator: ", "))."]
      + roles.map { "  " + $0.help }).joined(separator: "\n")
  }

  let tables: RunTables
  let settings: Settings

  public init(tables: RunTables, settings: Settings) {
    (self.tables, self.settings) = (tables, settings)
  }

  public static let written = [
    WrittenTable("paths", "a row a path, the best first.", PathColumns.paths),
    WrittenTable(
      "paths.nodes", "a row a target, the highest first; not with --no-walk.", PathColumns.nodes),
  ]

  public func run(_ progress: Progress) throws -> RunTables.Result {
    try check()
    var clock = StageClock()
    progress.step("reading the graph")
    let graph = try GraphFiles.read(tables, progress)
    clock.mark("load")
    let ends = try PathEnds(graph, settings, tables)
    let search = PathSearch(graph, damping: settings.damping)
    clock.mark("prepare")
    let answer = search.best(settings.top, from: ends.sources, to: ends.targets, ends.pattern)
    var pathTable = PathTable(search, answer.paths, ends)
    clock.mark("paths")
    if settings.permutations > 0 {
      progress.step("permuting the graph \(settings.permutations) times")
      pathTable.judge(workers: tables.workers, settings, progress)
      clock.mark("null")
    }
    var written = [pathTable.table()]
    if settings.walks {
      progress.step("walking at random")
      written.append(WalkTable(graph, ends, settings, tables.workers).table())
      clock.mark("walk")
    }
    progress.end()
    if settings.profile {
      for (stage, seconds) in clock.times {
        progress.warn("\(Digits.text(seconds, .fixed(3))) s  \(stage)")
      }
    }
    return try tables.write(
      written, as: "paths", summary(graph, ends, answer, pathTable))
  }

  private func check() throws {
    var checks = try tables.checks(
      "paths", inputs: 1...2, "edges.tsv, and nodes.tsv where there is one, are needed",
      hint: "casebook run paths edges.tsv nodes.tsv --from ID --to ID --out PREFIX",
      roles: Self.roles)
    if settings.to.isEmpty { checks.refuse("--to", "no target: ids, or a category") }
    if settings.from.isEmpty, settings.weights == nil {
      checks.refuse("--from", "no source: --from ID, or --weights TABLE")
    }
    checks.count("--length", settings.length, 1...6)
    checks.number(
      "--restart", settings.restart, "not between 0.01 and 1",
      hint: "a walk that hardly ever restarts does not end; 0.3 to 0.7 are usual"
    ) { (0.01...1).contains($0) }
    checks.number("--damping", settings.damping, "not between 0 and 1") { (0...1).contains($0) }
    checks.count("--permutations", settings.permutations, 0...100_000)
    checks.count("--draws", settings.draws, 1...100_000)
    checks.count("--top", settings.top, 1...100_000)
    try checks.throwIfAny()
  }

  private func summary(
    _ graph: KnowledgeGraph, _ ends: PathEnds, _ answer: PathSearch.Answer, _ table: PathTable
  ) -> [String] {
    var lines = [
      "\(graph.nodeCount) nodes, \(graph.edgeCount) edges of \(graph.kinds.count) kinds"
        + " (\(graph.mergedCount) equal statements merged, \(graph.loopCount) loops left out)",
      "\(ends.sources.count) sources, \(ends.targets.count) targets, \(answer.paths.count) paths",
    ]
    if ends.unknownCount > 0 {
      lines.append("\(ends.unknownCount) nodes of \(settings.weights ?? "") are not in the graph")
    }
    if answer.isCutShort {
      lines.append("the ranking is not proven: too many paths are equal; narrow it by --metapath")
    }
    if table.conflictCount > 0 {
      lines.append("\(table.conflictCount) paths meet one of opposite sign between the same ends")
    }
    if settings.permutations > 0 {
      lines.append(
        "null: \(settings.permutations) permutations that keep degrees (XSwap, seed"
          + " \(settings.seed)); q: Benjamini-Hochberg over \(table.questionCount) tests, of pairs"
          + " that were chosen for their paths")
    }
    lines.append("what no source states is absent here: absence of a path says nothing")
    return lines
  }
}
