import Diagnostics
import Store
import Synchronization
import Tables

/// The released tables of an edition, by name and path; each is read when it is first asked for.
final class EditionTables: Sendable {
  private let files: [String: [UInt8]]
  private let digests: [String: Digest]
  private let read: Mutex<[String: TextTable]> = Mutex([:])

  init(_ files: [String: [UInt8]]) {
    self.files = files
    digests = files.mapValues { Digest(of: $0) }
  }

  var paths: [String] { files.keys.sorted() }
  func has(_ path: String) -> Bool { files[path] != nil }
  func digest(_ path: String) -> Digest? { digests[path] }

  /// Of names and columns: what the database offers.
  var schema: Digest {
    Digest(
      of: paths.map { path in
        path + "\t" + String(decoding: files[path]?.prefix { $0 != 0x0A } ?? [], as: UTF8.self)
      }.joined(separator: "\n"))
  }

  /// The path of a table that a document calls `scores`, `scores.tsv` or
  /// `reports/data/scores.tsv`.
  func path(_ name: String, at place: Place) throws(Problems) -> String {
    let file = name.hasSuffix(".tsv") ? name : name + ".tsv"
    if let path = [file, "reports/data/" + file].first(where: has) { return path }
    throw Problems([
      Diagnostic(
        at: place, "no table '\(name)' for this audience",
        hint: Suggestion.hint(
          for: file, among: paths.map { $0.split(separator: "/").last.map(String.init) ?? $0 }))
    ])
  }

  func table(_ path: String) throws(Problems) -> TextTable {
    if let known = read.withLock({ $0[path] }) { return known }
    let table = try TextTable(files[path] ?? [], file: path)
    read.withLock { $0[path] = table }
    return table
  }
}

extension TextTable {
  /// `column` of a table with one row, as people read it.
  func value(_ column: String, of name: String, at place: Place) throws(Problems) -> String {
    guard rows.count == 1 else {
      throw Problems([
        Diagnostic(
          at: place, "'\(name)' has \(rows.count) rows",
          hint: "a value in prose comes from a table with one row")
      ])
    }
    guard let index = index(of: column) else {
      throw Problems([
        Diagnostic(
          at: place, "no column '\(column)' in '\(name)'",
          hint: Suggestion.hint(for: column, among: header))
      ])
    }
    return Shown(field: String(rows[0][index])).prose
  }
}
