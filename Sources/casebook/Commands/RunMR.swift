import ArgumentParser
import Pipeline

struct RunMRCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mr",
    abstract: "Two-sample Mendelian randomisation of an exposure and an outcome.",
    discussion: """
      One instrument: Wald's ratio, outcome / exposure. More: inverse-variance
      weighted (random and fixed effects), weighted and simple medians, Egger's
      regression; Cochran's Q, I², I²_GX, F = (beta / se)², Steiger's test of the
      direction. Alleles are aligned, strands flipped, palindromic variants placed by
      frequency up to 0.42 or dropped. Instruments have to be independent: clump them
      first. Of a variant that is named twice the first row counts. Inverse-variance
      weighting needs 2 instruments, medians and Egger's regression need 3.
      Steiger's test sums what each instrument explains, at most 99.9999 % of a
      trait: more cannot be of independent instruments. Medians' errors come from
      1000 seeded draws of all effects: 2 s for 10,000 instruments, 16 s for 100,000.

      Columns:
      \(RunMR.columns)

      \(RunMR.writes)

      Example:
        casebook run mr Tests/Fixtures/run/exposure.tsv \\
          Tests/Fixtures/run/outcome.tsv --out /tmp/example
      """)

  @OptionGroup var tables: TableOptions

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Leave out variants whose p-value for the exposure is larger, for instance 5e-8.",
      valueName: "p"))
  var pInstrument: Double?

  @Option(parsing: .unconditional, help: "Seed of the draws behind the medians' standard errors.")
  var seed: UInt64 = 1

  func run() throws {
    Program.print(
      try RunMR(tables: tables.tables, largestP: pInstrument, seed: seed).run(Program.progress))
  }
}
