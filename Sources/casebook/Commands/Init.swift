import ArgumentParser
import Pipeline

struct Init: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init", abstract: "A new project, with a small synthetic cohort.",
    discussion: """
      Examples:
        casebook init my-cohort
        casebook init my-cohort --empty
      """)

  @Argument(help: "The folder to make.") var folder = "."
  @Flag(help: "No cohort, only the settings and the pages to fill in.") var empty = false

  func run() throws {
    let files = try NewProject(folder: folder, isEmpty: empty).make(Program.progress)
    Program.print("made \(files) files in \(folder)\nnext: casebook build \(folder)")
  }
}
