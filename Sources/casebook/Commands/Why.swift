import ArgumentParser
import Pipeline

struct Why: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Tell why a page was, or would be, rendered again.",
    discussion: """
      Names the edge of the graph: the document, a table, a template, a link's target,
      a list, a setting. Writes nothing.

      Examples:
        casebook why index.html
        casebook why content/notebooks/who.md
        casebook why cases/index.html my-cohort --audience clinic
      """)

  @Argument(help: "The page, as public/cases/x.html, or its document.") var page: String
  @OptionGroup var project: ProjectOptions

  func run() throws {
    let history = try Pipeline.Build(try project.request(), progress: .silent).history(of: page)
    Program.print(history.text)
  }
}
