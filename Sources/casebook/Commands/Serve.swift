import ArgumentParser
import Pipeline

struct Serve: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve", abstract: "Serve the site on 127.0.0.1, and rebuild when files change.",
    discussion: """
      Example:
        casebook serve --audience clinic --port 8321
      """)

  @OptionGroup var project: ProjectOptions

  @Option(help: "The port.") var port: UInt16 = 8321

  func run() async throws {
    try await DevServer(try project.request(), port: port, progress: Program.progress).run()
  }
}
