import Diagnostics
import Synchronization
import Tables

/// The edition's tables as SQLite sees them, made once and opened by every page with cells.
///
/// A suppressed, withheld or missing entry is NULL. To find what depends on a suppressed one, a
/// statement runs on two more databases, in which suppressed entries are very small and very
/// large values: a result that is not the same in all three tells of a suppressed entry.
final class Databases: Sendable {
  /// What stands in a suppressed entry's place.
  enum Variant: Int, CaseIterable, Sendable {
    case official, low, high

    func field(isNumber: Bool) -> Connection.Field {
      switch self {
      case .official: .null
      case .low: isNumber ? .real(-1.0e12) : .text("\u{1}")
      case .high: isNumber ? .real(1.0e12) : .text("\u{10FFFD}")
      }
    }
  }

  private struct Made {
    let images: [[UInt8]]
    let suppressed: Set<String>
  }

  let tables: EditionTables
  /// Name in SQL and path, sorted.
  let names: [(name: String, path: String)]
  private let made: Mutex<Made?> = Mutex(nil)

  init(_ tables: EditionTables) {
    self.tables = tables
    names = tables.paths.map { (Self.name($0), $0) }
  }

  /// `reports/data/trait-cad-parts.tsv` is `trait_cad_parts`.
  static func name(_ path: String) -> String {
    let file = path.split(separator: "/").last.map(String.init) ?? path
    return sqlName(file.replacingSuffix(".tsv", with: ""))
  }

  static func sqlName(_ text: String) -> String {
    String(text.map { $0.isLetter || $0.isNumber ? $0 : "_" })
  }

  func path(_ name: String) -> String? { names.first { $0.name == name }?.path }

  /// A connection to each variant; only the official one where nothing is suppressed.
  func open() throws -> [Connection] {
    let made = try made.withLock { made throws -> Made in
      if let made { return made }
      let fresh = try make()
      made = fresh
      return fresh
    }
    return try made.images.map { try Connection($0) }
  }

  private func make() throws -> Made {
    var suppressed: Set<String> = []
    for (name, path) in names {
      let table = try tables.table(path)
      if table.rows.contains(where: { $0.contains("{suppressed}") }) { suppressed.insert(name) }
    }
    let variants = suppressed.isEmpty ? [Variant.official] : Variant.allCases
    let images = try variants.map { variant -> [UInt8] in
      let connection = try Connection()
      for (name, path) in names {
        try Self.add(try tables.table(path), as: name, to: connection, variant)
      }
      return try connection.serialized()
    }
    return Made(images: images, suppressed: suppressed)
  }

  /// Makes a table, with numbers where every entry of a column is one.
  static func add(
    _ table: TextTable, as name: String, to connection: Connection, _ variant: Variant,
    isTemporary: Bool = false
  ) throws(Connection.Failure) {
    let shown = table.rows.map { row in row.map { Shown(field: String($0)) } }
    let numeric = table.header.indices.map { column in
      let words = shown.contains { if case .text = $0[column] { true } else { false } }
      return !words && shown.contains { $0[column].number != nil }
    }
    let columns = zip(table.header, numeric).map {
      Connection.quoted($0) + ($1 ? " numeric" : " text")
    }
    let kind = isTemporary ? "create temp table" : "create table"
    try connection.execute(
      "\(kind) \(Connection.quoted(name)) (\(columns.joined(separator: ", ")))")
    try connection.insert(
      shown.map { row in
        zip(row, numeric).map { entry, isNumber in field(entry, isNumber, variant) }
      }, into: name, columns: table.header.count)
  }

  private static func field(
    _ entry: Shown, _ isNumber: Bool, _ variant: Variant
  ) -> Connection.Field {
    switch entry {
    case .missing, .withheld: .null
    case .suppressed: variant.field(isNumber: isNumber)
    case .text(let text): .text(text)
    case .number(let text):
      if !isNumber {
        .text(text)
      } else if let whole = Int64(text) {
        .integer(whole)
      } else {
        .real(Double(text) ?? 0)
      }
    }
  }
}
