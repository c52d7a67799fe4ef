import ArgumentParser
import Pipeline

struct Init: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init", abstract: "A new project, with a small synthetic cohort.",
    discussion: """
      Examples:
        casebook init my-cohort
        casebook init my-cohort --empty
        casebook init my-site --site
        casebook init my-site --templates
      """)

  @Argument(help: "The folder to make.") var folder = "."
  @Flag(help: "No cohort, only the settings and the pages to fill in.") var empty = false
  @Flag(help: "Documents alone: a site without a cohort.") var site = false
  @Flag(help: "Write the built-in templates into the project's templates/, to be changed.")
  var templates = false

  func run() throws {
    if templates {
      Program.print("made \(try NewProject.templates(folder)) files in \(folder)/templates")
      return
    }
    let files = try NewProject(folder: folder, beginning: site ? .site : empty ? .empty : .sample)
      .make(Program.progress)
    Program.print("made \(files) files in \(folder)\nnext: casebook build \(folder)")
  }
}
