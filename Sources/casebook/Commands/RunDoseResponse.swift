import ArgumentParser
import Pipeline

extension RunDoseResponse.Metric: ExpressibleByArgument {}
extension RunDoseResponse.Options.Unit: ExpressibleByArgument {}
extension RunDoseResponse.Options.Readout: ExpressibleByArgument {}

struct RunDoseResponseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doseresponse",
    abstract: "Curves, growth-rate metrics and combinations of drugs on cells.",
    discussion: """
      --metric viability
        f(x) = low + (high - low) / (1 + (x/EC50)^hill), least squares on log10
        EC50, hill 0.1 to 5, EC50 within 100 times the tested range. "No
        response" where the F test against a flat line has p > 0.05.
      --metric gr
        GR = 2^(log2(x/x0) / log2(control/x0)) - 1 (Hafner 2016); the curve has
        high = 1 and GRinf within -1 to 1, flat where p >= 0.05. Controls stand
        in columns, in two further tables, or as rows of dose 0 and of time 0.
      --metric combination
        The effect's excess over Bliss a + b - ab, over the better drug alone,
        and ZIP's delta, in percent: synergy above 10, antagonism below -10.

      Wells of dose 0 have no logarithm: curves leave them out, and the summary
      counts them; --control 0 takes them for controls. Doses keep the input's unit.

      Flags:
      \(RunDoseResponse.flags)

      Columns (--column role=header names another):
      \(RunDoseResponse.columns)

      \(RunDoseResponse.writes)

      Example:
        casebook run doseresponse Tests/Fixtures/run/plate.tsv --out /tmp/plate

      A cell model is not a patient; donors are the replicates; an EC50 outside
      the tested range is extrapolated.
      """)

  @OptionGroup var options: TableOptions

  @Option(help: "What is computed: auto, viability, gr or combination.")
  var metric = RunDoseResponse.Metric.auto

  @Option(help: "Values are fractions or percentages of control: auto, fraction or percent.")
  var unit = RunDoseResponse.Options.Unit.auto

  @Option(
    help: "What values measure: auto (the column's header), viability or inhibition.")
  var readout = RunDoseResponse.Options.Readout.auto

  @Option(
    help: ArgumentHelp(
      "Divides raw values by the mean of the wells of this drug; 0 for the wells of dose 0.",
      valueName: "drug"))
  var control: String?

  @Option(help: ArgumentHelp("A further column that tells curves apart.", valueName: "header"))
  var by: [String] = []

  @Option(help: ArgumentHelp("Cell counts of control wells, by ctrl_tag.", valueName: "file"))
  var controlTable: String?

  @Option(help: ArgumentHelp("Cell counts at the beginning, by time0_tag.", valueName: "file"))
  var time0Table: String?

  func run() throws {
    Program.print(
      try RunDoseResponse(
        tables: options.tables, metric: metric,
        options: .init(
          unit: unit, readout: readout, control: control, by: by, controlTable: controlTable,
          time0Table: time0Table)
      ).run(Program.progress))
  }
}
