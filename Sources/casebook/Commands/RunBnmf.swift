import ArgumentParser
import Pipeline

struct RunBnmfCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bnmf",
    abstract: "Hallmark discovery: clusters of variants by the traits that they move.",
    discussion: """
      Bayesian non-negative matrix factorisation with automatic relevance (Tan and
      Févotte 2013, as Udler 2018 and Smith 2024 cluster variants of type 2
      diabetes).

      Input: a table of z-scores, a row a variant and a column a trait, each for the
      allele that raises the risk; missing is 0. A second table of that shape may
      give sample sizes N: then z / √N × mean over traits of √(median N).
      Or, with --disease: one file of summary statistics a trait. Variants are those
      with p below --p in any disease file that at least 80 % of traits have; the
      smallest p first, and no other within --window kilobases (there is no panel for
      linkage disequilibrium). Alleles are turned to the one that raises the risk;
      those of the other strand are complemented. Without a standard error, z comes
      from p and the sign of the effect. Traits without p < 0.05 / variants are left
      out, and so are those with |r| of --prune or more to a trait with a larger z.

      V = [max(z, 0), max(-z, 0)]. H ← H W'V / (W'WH + φH/λ), then W ← W VH' / (WHH'
      + φW/λ), then λ = (½ΣW² + ½ΣH² + b0) / C, until no λ moves by the tolerance. φ
      = --phi × var(V), C = (N + M) / 2 + a0 + 1, b0 = 3.14 (a0 - 1) mean(V) / (2 ×
      expected). A cluster is active where λ ≥ 1.5 b0 / C. The number of clusters is
      the one that most restarts end with; of those the restart with the smallest ½‖V
      - WH‖² is given. It varies with the seed and the traits; names are given to
      clusters afterwards, by people.

      A variant is a member of the clusters whose cut-off its weight reaches: the
      elbow of all weights. A trait has two weights a cluster, of rising and of
      falling values: the larger one is written, with a minus for falling values.
      Missing z-scores count as 0.

      Columns of a table of z-scores:
        \(RunBnmf.columns.replacing("\n", with: "\n  "))
      Columns of summary statistics:
        \(RunBnmf.summaryColumns.replacing("\n", with: "\n  "))

      \(RunBnmf.writes)

      Example:
        casebook run bnmf Tests/Fixtures/run/bnmf-z.tsv --factors 6 --expected 6 \\
          --restarts 10 --out /tmp/clusters
      """)

  @OptionGroup var options: TableOptions

  @Option(parsing: .unconditional, help: "Clusters to start from.")
  var factors = 20

  @Option(parsing: .unconditional, help: "Clusters that are expected (K0 of the prior).")
  var expected = 10

  @Option(parsing: .unconditional, help: "Shape of the prior.")
  var a0 = 10.0

  @Option(parsing: .unconditional, help: "Shrinkage, times the variance of V.")
  var phi = 1.0

  @Option(parsing: .unconditional, help: "The largest relative change of a λ at which a run ends.")
  var tolerance = 1e-7

  @Option(parsing: .unconditional, help: "Sweeps at most.")
  var sweeps = 10_000

  @Option(parsing: .unconditional, help: "Random starts.")
  var restarts = 100

  @Option(parsing: .unconditional, help: "Seed of the starts.")
  var seed: UInt64 = 1

  @Flag(help: "Filter the traits of a table of z-scores, as is done with --disease.")
  var filter = false

  @Option(
    parsing: .unconditional, help: "Correlation from which the weaker of two traits is left out.")
  var prune = 0.85

  @Option(
    help: ArgumentHelp(
      "Summary statistics of the disease; may be repeated.", valueName: "file"))
  var disease: [String] = []

  @Option(help: "A table of rs numbers and names like 6_20662966_C_T.")
  var rsids: String?

  @Option(parsing: .unconditional, help: "A variant's p-value in a disease file.")
  var p = 5e-8

  @Option(parsing: .unconditional, help: "Kilobases around a variant in which no other is chosen.")
  var window = 500

  @Option(parsing: .unconditional, help: "The share of traits in which a variant may be missing.")
  var missing = 0.2

  @Flag(help: "Keep A/T and C/G variants, read as they stand.")
  var keepAmbiguous = false

  func run() throws {
    let selection =
      disease.isEmpty
      ? nil
      : LeadSelection(
        diseases: disease, rsids: rsids, threshold: p,
        window: max(-1 << 20, min(window, 1 << 20)) * 1000,
        missing: missing, keepAmbiguous: keepAmbiguous)
    Program.print(
      try RunBnmf(
        tables: options.tables, factors: factors, expected: expected, a0: a0, phi: phi,
        tolerance: tolerance, maximumSweeps: sweeps, restarts: restarts, seed: seed,
        filters: filter, correlation: prune, selection: selection
      ).run(Program.progress))
  }
}
