import ArgumentParser
import Pipeline

struct RunSMRCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "smr",
    abstract: "Summary-data MR of genes' expression or proteins, with HEIDI.",
    discussion: """
      At the strongest variant of each molecular trait (Zhu 2016):
        b = b_GWAS / b_QTL, T = z_QTL² z_GWAS² / (z_QTL² + z_GWAS²), one degree of freedom
      HEIDI asks whether neighbours (z² > 10, r² with the top 0.05 to 0.9, at most
      20, at least 3) give the same ratio: Σ d² / var(d) against a weighted
      chi-square.
      Palindromic variants near a frequency of one half are no instruments; where one
      of them is the strongest, the summary names it. Of a variant that is named
      twice the first row counts.

      Columns of the molecular trait's table and of the outcome's:
      \(RunSMR.columns)

      \(RunSMR.writes)

      Example:
        casebook run smr Tests/Fixtures/run/heidi-qtl.tsv \\
          Tests/Fixtures/run/heidi-gwas.tsv \\
          --ld Tests/Fixtures/run/heidi-ld.tsv --out /tmp/example
      """)

  @OptionGroup var tables: TableOptions

  @Option(help: "Correlations of the variants: a square table with their names in its header.")
  var ld: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The largest p-value of an instrument.", valueName: "p"))
  var pInstrument = 5e-8

  func run() throws {
    Program.print(
      try RunSMR(tables: tables.tables, ld: ld, largestP: pInstrument).run(Program.progress))
  }
}
