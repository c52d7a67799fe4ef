import ArgumentParser
import Pipeline

struct Build: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Analyse, write the edition, render the site.",
    discussion: """
      The public edition goes to content/cases, content/reports and public/; the
      clinic's to .casebook/.

      Examples:
        casebook build
        casebook build my-cohort --audience clinic --profile
      """)

  @OptionGroup var project: ProjectOptions

  @Option(help: "Where the site goes.")
  var output: String?

  @Flag(help: "Print the seconds of each stage to standard error.")
  var profile = false

  func run() throws {
    let progress = Program.progress
    let summary = try Pipeline.Build(
      try project.request(output: output, profile: profile), progress: progress
    ).run()
    for warning in summary.warnings.warnings { progress.warn(warning.description) }
    if profile { progress.warn(summary.timing) }
    Program.print(summary.text)
  }
}
