import ArgumentParser
import Pipeline

struct RunDrugRankCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "drugrank",
    abstract: "Drugs by the genetic evidence of their targets, with direction and weakest link.",
    discussion: """
      Inputs: genes with evidence for a disease, then drug-gene interactions (DGIdb).
      Rows of one drug and gene are joined.

      \(RunDrugRank.columns)

      A pair's score = genetic strength x direction (concordant 1, unknown 0.5,
      discordant -1) x (1 - 2^-databases); a drug's = sum over its genes with
      evidence x (its targets)^-w.
      Concordant: more target means more risk and the drug lowers it, or the reverse.
      p: evidence dealt anew among genes that as many drugs act on; q:
      Benjamini-Hochberg.
      Without a score, -log10 p stands in; a p-value below 1e-300 counts as 1e-300,
      since smaller ones differ by how a study was computed rather than by evidence.
      Evaluation: AUROC with DeLong's interval, average precision with a bootstrap
      interval, and the AUROC of drugs with as many targets drawn at random.

      \(RunDrugRank.writes)

      Example:
        casebook run drugrank Tests/Fixtures/run/drugrank.genes.tsv \\
          Tests/Fixtures/run/drugrank.interactions.tsv --out /tmp/cad
      """)

  @OptionGroup var options: TableOptions

  @Option(help: "DrugBank's open vocabulary, CSV: joins the names of one drug.")
  var vocabulary: String?

  @Option(help: "Drugs and diseases: drugbank_id, disease, category (DM, SYM, NOT).")
  var indications: String?

  @Option(help: "The disease, as the indications name it.")
  var disease: String?

  @Option(parsing: .unconditional, help: "w of targets^-w.")
  var damping = 0.5

  @Option(parsing: .unconditional, help: "Draws for p, intervals and the null.")
  var draws = 1000

  @Option(parsing: .unconditional, help: "Seed of all that is drawn.")
  var seed: UInt64 = 1

  func run() throws {
    var settings = RunDrugRank.Settings()
    (settings.vocabulary, settings.indications, settings.disease) = (
      vocabulary, indications, disease
    )
    (settings.damping, settings.draws, settings.seed) = (damping, draws, seed)
    Program.print(
      try RunDrugRank(tables: options.tables, settings: settings).run(Program.progress))
  }
}
