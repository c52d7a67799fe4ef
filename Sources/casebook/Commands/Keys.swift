import ArgumentParser
import Pipeline

struct KeysCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "keys", abstract: "The key of a project's pseudonyms.",
    discussion: """
      The key is 64 hex digits in a file of mode 0600: the one that CASEBOOK_KEY_FILE
      names, else ~/.config/casebook/<use.project>.key. Losing it changes every
      pseudonym; whoever has it can link pseudonyms to study ids.
      """, subcommands: [New.self, CheckKey.self])

  struct New: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Make a key; never overwrites one.",
      discussion: "Example:\n  casebook keys new --project linden")

    @Option(help: "The project, as casebook.yaml's use.project names it.")
    var project: String?

    func run() throws {
      let path = KeysCommand.path(project)
      try Keys.make(path)
      Program.print("wrote \(path)")
    }
  }

  struct CheckKey: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "check", abstract: "Whether the key is there, readable and private.",
      discussion: "Example:\n  casebook keys check --project linden")

    @Option(help: "The project, as casebook.yaml's use.project names it.")
    var project: String?

    func run() throws {
      let path = KeysCommand.path(project)
      _ = try Keys.read(path)
      Program.print("good: \(path)")
    }
  }

  private static func path(_ project: String?) -> String {
    Keys.path(
      project, keyFile: Program.environment("CASEBOOK_KEY_FILE"),
      home: Program.home)
  }
}
