import ArgumentParser
import Pipeline

struct RunRescueCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rescue",
    abstract: "How far drugs move cells with a risk genotype towards the safe one.",
    discussion: """
      score = (drug risk - vehicle risk) / (vehicle safe - vehicle risk)
      0 is no rescue, 1 a full one. Wells are averaged by donor, then donors are;
      the interval is a bootstrap that draws donors, never wells, from three
      donors of each genotype on.

      Columns (--column role=header names another):
      \(RunRescue.columns)

      \(RunRescue.writes)

      Example:
        casebook run rescue Tests/Fixtures/run/rescue.tsv --out /tmp/rescue
      """)

  @OptionGroup var options: TableOptions

  @Option(help: "The drug name of wells without a drug.")
  var vehicle = "vehicle"

  @Option(help: "The genotype that is to be rescued.")
  var risk = "risk"

  @Option(help: "The genotype that it is compared with.")
  var safe = "safe"

  @Option(parsing: .unconditional, help: "Draws of the bootstrap.")
  var draws = 10_000

  @Option(parsing: .unconditional, help: "Seed of the bootstrap.")
  var seed: UInt64 = 1

  func run() throws {
    Program.print(
      try RunRescue(
        tables: options.tables, vehicle: vehicle, risk: risk, safe: safe, draws: draws, seed: seed
      ).run(Program.progress))
  }
}
