import ArgumentParser
import CJemalloc
import Diagnostics
import Foundation
import Pipeline

@main
struct Casebook: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "casebook",
    abstract:
      "Turns a consented genomic cohort into a website of case, trait and hallmark reports.",
    discussion: """
      Start with:  casebook init my-cohort && casebook build my-cohort
      Then:        casebook serve my-cohort --audience clinic
      """,
    version: Program.version,
    subcommands: [
      Init.self, Build.self, Serve.self, Check.self, Why.self, KeysCommand.self,
      SimulateCommand.self,
      Run.self,
    ])

  /// Parses, runs, and ends with the exit code of the design: 2 for usage, and the
  /// class of the gravest error else.
  static func main() async {
    _ = cb_decay(500)
    do {
      var command = try parseAsRoot()
      if var asynchronous = command as? any AsyncParsableCommand {
        try await asynchronous.run()
      } else {
        try command.run()
      }
    } catch let problems as Problems {
      fail(problems.description + rest(problems), problems.exit)
    } catch let diagnostic as Diagnostic {
      fail(diagnostic.description, diagnostic.exit)
    } catch let code as ExitCode {
      Foundation.exit(code.rawValue)
    } catch {
      switch exitCode(for: error) {
      case .success: exit(withError: error)
      case .validationFailure: fail(fullMessage(for: error), .usage)
      default: fail("casebook: an unexpected error: \(fullMessage(for: error))", .bug)
      }
    }
  }

  /// Readers stop listing at some twenty errors of a kind: nobody is to think that these are all.
  private static func rest(_ problems: Problems) -> String {
    let errors = problems.items.count { $0.severity == .error }
    return errors < 20
      ? "" : "\n\(errors) errors; a file with so many may have more of the same kind"
  }

  private static func fail(_ message: String, _ exit: ExitClass) -> Never {
    FileHandle.standardError.write(Data((message + "\n").utf8))
    Foundation.exit(exit.rawValue)
  }
}
