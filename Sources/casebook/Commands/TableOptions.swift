import ArgumentParser
import Pipeline

/// Inputs and output of the analyses of `casebook run` that read tables.
struct TableOptions: ParsableArguments {
  @Argument(help: "Tables: tabs, commas or blanks between fields, plain or gzip.")
  var inputs: [String]

  @Option(
    help: ArgumentHelp(
      "Reads an input's column HEADER as the analysis's column ROLE; may be given again, also for the same role of another input.",
      valueName: "role=header"))
  var column: [String] = []

  @Option(help: "What the written files begin with.")
  var out: String

  @Option(parsing: .unconditional, help: "Threads.")
  var threads = Program.cores

  var tables: RunTables {
    RunTables(inputs: inputs, columns: column, out: out, jobs: threads)
  }
}

extension Program {
  /// Prints what a run found, then the files it wrote.
  static func print(_ result: RunTables.Result) {
    print(result.summary)
    for file in result.files { print(file) }
  }
}
