import ArgumentParser
import Diagnostics
import Foundation
import Pipeline

/// What all commands on a project share.
struct ProjectOptions: ParsableArguments {
  @Argument(help: "The project's folder.")
  var folder = "."

  @Option(help: "Whom the pages are for: public or clinic.")
  var audience = "public"

  @Option(help: ArgumentHelp("Threads.", valueName: "n"))
  var jobs = Program.cores

  @Option(
    help: ArgumentHelp(
      "The build date; consents that ended by then do not count.", valueName: "YYYY-MM-DD"))
  var date: String?

  func request(output: String? = nil, profile: Bool = false) throws -> BuildRequest {
    try BuildRequest(
      folder: folder, audience: audience, output: output, jobs: jobs, date: date,
      epoch: Program.environment("SOURCE_DATE_EPOCH"), now: Program.now,
      keyFile: Program.environment("CASEBOOK_KEY_FILE"),
      home: Program.home, program: Program.executable, version: Program.version, profile: profile)
  }
}
