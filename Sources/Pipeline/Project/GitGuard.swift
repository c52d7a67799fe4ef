import Diagnostics
import Foundation
import Store

/// Keeps real people's inputs out of git.
struct GitGuard {
  let request: BuildRequest
  let config: ProjectConfig

  /// Refuses where people are real and git tracks anything under `content/cohort`, or any input.
  func check() throws(Problems) {
    guard !config.isSynthetic else { return }
    let stems = config.genotypes.map { $0.hasSuffix(".bed") ? String($0.dropLast(4)) : $0 }
    let beds = stems.flatMap { stem in ["", ".bed", ".bim", ".fam"].map { stem + $0 } }
    let packets = config.phenopackets.isEmpty ? [] : [config.phenopackets]
    let tracked = try trackedFiles(
      ["content/cohort", config.participants, config.consent, config.phenotypes] + packets + beds)
    guard let first = tracked.first else { return }
    throw Problems([
      Diagnostic(
        at: Place(first), "git tracks inputs of real people (\(tracked.count) files)",
        hint: "git rm --cached them; history still holds what was committed", exit: .consent)
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

  private func trackedFiles(_ paths: [String]) throws(Problems) -> [String] {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["git", "-C", request.folder, "ls-files", "-z", "--"] + paths
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return try nothingTracked() }
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { return try nothingTracked() }
    return String(decoding: data, as: UTF8.self).split(separator: "\0").map(String.init)
  }

  /// Without git, or an answer of it: fine outside a repository, and only there.
  private func nothingTracked() throws(Problems) -> [String] {
    var place = request.folder
    while !place.isEmpty {
      if Files.exists(place + "/.git") {
        throw Problems([
          Diagnostic(
            at: Place(place + "/.git"), "git does not say what it tracks, and people are real",
            hint: "git status in the project shows why", exit: .consent)
        ])
      }
      place = place.lastIndex(of: "/").map { String(place[..<$0]) } ?? ""
    }
    return []
  }
}
