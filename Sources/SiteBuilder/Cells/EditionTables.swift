import Diagnostics
import Tables

/// The released tables of an edition, by name and path.
struct EditionTables: Sendable {
  private let byPath: [String: TextTable]

  init(_ files: [String: [UInt8]]) throws(Problems) {
    var problems = Problems()
    var tables: [String: TextTable] = [:]
    for path in files.keys.sorted() {
      guard let bytes = files[path] else { continue }
      tables[path] = problems.gatherTyped { () throws(Problems) in
        try TextTable(bytes, file: path)
      }
    }
    try problems.throwIfAny()
    byPath = tables
  }

  /// A table by path (`reports/data/scores.tsv`) or by its name alone.
  func table(_ name: String, at place: Place) throws(Problems) -> TextTable {
    let file = name.hasSuffix(".tsv") ? name : name + ".tsv"
    if let table = byPath[file] ?? byPath["reports/data/" + file] { return table }
    throw Problems([
      Diagnostic(
        at: place, "no table '\(name)' for this audience",
        hint: Suggestion.hint(for: file, among: byPath.keys))
    ])
  }

  /// `table.column` of a table with one row, as people read it.
  func value(_ name: String, at place: Place) throws(Problems) -> String {
    let parts = name.split(separator: ".", maxSplits: 1).map(String.init)
    guard parts.count == 2 else {
      throw Problems([
        Diagnostic(
          at: place, "no value '\(name)'", hint: "{{ table.column }} of a table with one row")
      ])
    }
    let table = try table(parts[0], at: place)
    guard table.rows.count == 1 else {
      throw Problems([
        Diagnostic(
          at: place, "'\(parts[0])' has \(table.rows.count) rows",
          hint: "a value in prose comes from a table with one row")
      ])
    }
    guard let column = table.index(of: parts[1]) else {
      throw Problems([
        Diagnostic(
          at: place, "no column '\(parts[1])' in '\(parts[0])'",
          hint: Suggestion.hint(for: parts[1], among: table.header))
      ])
    }
    return Shown(field: String(table.rows[0][column])).prose
  }
}
