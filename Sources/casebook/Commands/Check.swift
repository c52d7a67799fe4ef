import ArgumentParser
import Diagnostics
import Pipeline

struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print every error and warning of a build, all at once; write nothing.",
    discussion: """
      Ends with 0 when there is nothing to say, with 1 when there is.

      Examples:
        casebook check
        casebook check my-cohort --audience clinic --format json
      """)

  @OptionGroup var project: ProjectOptions

  @Option(help: "text, json or sarif.")
  var format = "text"

  func run() throws {
    let report = try CheckReport(format: format)
    let problems = Pipeline.Build(try project.request(), progress: .silent).problems()
    Program.print(report.text(problems))
    if !problems.items.isEmpty { throw ExitCode(ExitClass.findings.rawValue) }
  }
}
