import Diagnostics
import Foundation
import Store

/// Keeps real people's inputs out of git.
struct GitGuard {
  let request: BuildRequest
  let config: ProjectConfig

  /// Refuses where people are real and git tracks anything under `content/cohort`.
  func check() throws(Problems) {
    guard !config.isSynthetic else { return }
    let tracked = trackedFiles("content/cohort")
    guard let first = tracked.first else { return }
    throw Problems([
      Diagnostic(
        at: Place(first), "git tracks inputs of real people (\(tracked.count) files)",
        hint: "git rm --cached -r content/cohort; history still holds what was committed",
        exit: .consent)
    ])
  }

  /// What `content/.gitignore` holds.
  var ignoreFile: String {
    var lines = ["# Written by casebook build from casebook.yaml."]
    if !config.isSynthetic { lines.append("cohort/") }
    lines += ["notes/", "clinic/"]
    if config.gitCases == .none { lines.append("cases/") }
    return lines.joined(separator: "\n") + "\n"
  }

  private func trackedFiles(_ path: String) -> [String] {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["git", "-C", request.folder, "ls-files", "-z", "--", path]
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    // No git, or no repository: nothing is tracked.
    guard (try? process.run()) != nil else { return [] }
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self).split(separator: "\0").map(String.init)
  }
}
