import Diagnostics

/// How many genes at each end of a ranking make a signature.
struct SignatureEnds {
  let up: Int
  let down: Int
  /// What was settled because of few genes, for the summary.
  let notes: [String]

  /// Signatures that cover a ranking tell nothing: the default takes a quarter of few genes, and a
  /// number that is asked for may be half of them at most.
  init(_ options: RunConnectivity.Options, genes: Int, file: String) throws {
    var problems = Problems()
    for (option, value) in [("--up", options.up), ("--down", options.down)] {
      guard let value, value > genes / 2 else { continue }
      problems.error(
        at: Place("\(option) \(value)"), "more than half of the \(genes) genes of \(file)",
        hint: "at most \(genes / 2); without \(option), \(Self.most(genes)) are taken",
        exit: .usage)
    }
    try problems.throwIfAny()
    let most = Self.most(genes)
    (up, down) = (options.up ?? most, options.down ?? most)
    let isCut = most < RunConnectivity.mostGenes && (options.up == nil || options.down == nil)
    notes =
      isCut
      ? [
        "signatures: \(most) genes at each end, a quarter of \(genes), where \(RunConnectivity.mostGenes) are usual"
      ] : []
  }

  private static func most(_ genes: Int) -> Int { min(RunConnectivity.mostGenes, genes / 4) }
}
