import ArgumentParser
import Pipeline

struct RunPathsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "paths",
    abstract: "Paths of a knowledge graph from variants, genes or drugs to what they lead to.",
    discussion: """
      Reads KGX tables: edges, and nodes where there are some (else a node's category
      is its CURIE's prefix).

      \(RunPaths.columns)

      Ranked by |weight of the source| x strength; strength of a path = min over its
      links, with the interval (min of the low ends, min of the high ends). Sign of a
      path = sign of the weight x the product of its links' signs; 0 where one is not
      known. Paths of opposite sign between the same ends are all kept, and marked.
      DWPC = sum over a metapath's paths of the product of degree^-w over both ends
      of each edge; two statements of one kind between the same nodes (of opposite
      sign, say) count as one edge there. Its null: the same count between nodes of
      the same degrees in permuted graphs (XSwap).
      Only the kinds of edges on the metapaths are permuted; each permutation takes
      about 1.5 s of a core for a million of their edges, so 100 of 1.4 million take
      3 to 4 minutes of a core.
      Random walk: p = (1-c) W p + c p0, W's columns sum to one; z against random
      seeds of the same category and degree.

      A metapath names categories and predicates in turn; ^ walks an edge against its
      direction where both its ends are of one category.

      \(RunPaths.writes)

      Example:
        casebook run paths Tests/Fixtures/run/hetnet.edges.tsv \\
          Tests/Fixtures/run/hetnet.nodes.tsv --from GENE:IRF1 --to Disease \\
          --metapath Gene,interacts_with,Gene,associated_with,Disease --out /tmp/irf1
      """)

  @OptionGroup var options: TableOptions

  @Option(help: ArgumentHelp("Nodes to start from, separated by commas.", valueName: "id,…"))
  var from: String?

  @Option(
    help: ArgumentHelp("One person's sources: a table of nodes and weights.", valueName: "file"))
  var weights: String?

  @Option(help: ArgumentHelp("Ids separated by commas, or a category.", valueName: "id,…"))
  var to: String

  @Option(help: "A metapath; may be given again. Without one: all paths up to --length.")
  var metapath: [String] = []

  @Option(parsing: .unconditional, help: "Edges of a path at most, without --metapath.")
  var length = 3

  @Option(parsing: .unconditional, help: "w of degree^-w.")
  var damping = 0.5

  @Option(parsing: .unconditional, help: "c of the random walk, 0.01 to 1.")
  var restart = 0.3

  @Option(parsing: .unconditional, help: "Permuted graphs; 0 for none.")
  var permutations = 100

  @Option(parsing: .unconditional, help: "Random sets of seeds for z.")
  var draws = 1000

  @Option(parsing: .unconditional, help: "Seed of all that is drawn.")
  var seed: UInt64 = 1

  @Option(parsing: .unconditional, help: "Paths, and targets, to give.")
  var top = 50

  @Flag(inversion: .prefixedNo, help: "Walk at random.")
  var walk = true

  @Flag(help: "Print the seconds of each step.")
  var profile = false

  func run() throws {
    var settings = RunPaths.Settings()
    settings.from = Self.list(from)
    (settings.weights, settings.to, settings.metapaths) = (weights, Self.list(to), metapath)
    (settings.length, settings.damping, settings.restart) = (length, damping, restart)
    (settings.permutations, settings.draws, settings.seed) = (permutations, draws, seed)
    (settings.top, settings.walks, settings.profile) = (top, walk, profile)
    Program.print(
      try RunPaths(tables: options.tables, settings: settings).run(Program.progress))
  }

  private static func list(_ text: String?) -> [String] {
    (text ?? "").split(separator: ",").map(String.init)
  }
}
