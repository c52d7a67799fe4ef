import Diagnostics
import Formats
import Knowledge
import Store

/// Published scores of a project's traits, `content/knowledge/rivals/TRAIT/NAME.txt`, plain or gzip.
enum RivalFiles {
  /// More rows than this are a score for `casebook run score`.
  static let mostRows = 2000

  /// `folder` is named in messages and stands at `path`; `read` gives a file's bytes by the former.
  static func read(
    folder: String, at path: String, traits: [Trait], read: (String) throws -> [UInt8]
  ) throws -> [RivalScore] {
    guard Files.isDirectory(path) else { return [] }
    var problems = Problems()
    let files = Files.list(path).filter { $0.hasSuffix(".txt") || $0.hasSuffix(".txt.gz") }
    let scores = try files.sorted().compactMap { file -> RivalScore? in
      let name = folder + "/" + file
      let parts = file.split(separator: "/").map(String.init)
      guard parts.count == 2, let trait = traits.first(where: { $0.id == parts[0] }) else {
        problems.error(
          at: Place(name), "not in a folder named by a trait of the project",
          hint: "rivals/TRAIT/NAME.txt; the traits are \(traits.map(\.id).joined(separator: ", "))")
        return nil
      }
      return try problems.gather {
        let bytes = try read(name)
        let text = file.hasSuffix(".gz") ? try Inflate.bytes(path + "/" + file) : bytes
        let published = try ScoringFile.read(text, file: name)
        guard (1...mostRows).contains(published.rows.count) else {
          throw Diagnostic(
            at: Place(name), "\(published.rows.count) rows that a score can use",
            hint: "1 to \(mostRows) in a project; casebook run score takes larger ones")
        }
        let stem = String(parts[1].dropLast(file.hasSuffix(".gz") ? 7 : 4))
        return RivalScore(published, name: stem, of: trait)
      }
    }
    for (index, score) in scores.enumerated()
    where scores[..<index].contains(where: { $0.trait == score.trait && $0.name == score.name }) {
      problems.error(
        at: Place("\(folder)/\(score.trait)"), "two scores named '\(score.name)'",
        hint: "rename a file")
    }
    try problems.throwIfAny()
    return scores
  }
}
