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
        casebook build --audience clinic --pdf 4g7yr7p4j7wff4tn
      """)

  @OptionGroup var project: ProjectOptions

  @Option(help: "Where the site goes.")
  var output: String?

  @Flag(help: "Print the seconds of each stage to standard error.")
  var profile = false

  @Option(
    help: ArgumentHelp("Print a case report as PDF, with an installed Chromium.", valueName: "case")
  )
  var pdf: String?

  func run() throws {
    let progress = Program.progress
    let request = try project.request(output: output, profile: profile)
    let summary = try Pipeline.Build(request, progress: progress).run()
    for warning in summary.warnings.warnings { progress.warn(warning.description) }
    if profile { progress.warn(summary.timing) }
    Program.print(summary.text)
    if let pdf { Program.print(try Printing(request).pdf(of: pdf, site: summary.output)) }
  }
}
