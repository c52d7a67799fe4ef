import Diagnostics
import Store
import Synchronization
import Tables

/// The edition's tables as SQLite sees them, made once and opened by every page with cells.
///
/// A suppressed, withheld or missing entry is NULL. To find what depends on a suppressed one, a
/// statement runs on more databases, in which each suppressed entry is a value of its own: far
/// below, far above, and within what counts may be, so that neither a difference of two, nor a
/// range, nor a threshold hides it. A result that is not the same in all tells of a suppressed entry.
final class Databases: Sendable {
  /// What stands in a suppressed entry's place.
  enum Variant: Int, CaseIterable, Sendable {
    case official, low, high, few, some, many

    /// `seed` tells one entry from another.
    func field(isNumber: Bool, seed: UInt64) -> Connection.Field {
      let own = Int64(truncatingIfNeeded: seed >> 16 & 0xFFFF_FFFF)
      switch self {
      case .official: return .null
      case .low: return isNumber ? .integer(-1_000_000_000_000 - own) : .text("\u{1}\(own)")
      case .high: return isNumber ? .integer(1_000_000_000_000 + own) : .text("\u{10FFFD}\(own)")
      case .few: return isNumber ? .integer(1 + own % 8) : .text("\(1 + own % 8)")
      case .some: return isNumber ? .integer(10 + own % 80) : .text("\(10 + own % 80)")
      case .many: return isNumber ? .integer(100 + own % 800) : .text("\(100 + own % 800)")
      }
    }
  }

  private struct Made {
    let images: [[UInt8]]
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

  /// Whether a column has a suppressed entry.
  func hides(_ table: String, _ column: String) -> Bool {
    guard let path = path(table), let table = try? tables.table(path),
      let index = table.index(of: column)
    else { return true }
    return table.rows.contains { $0[index] == "{suppressed}" }
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
    let isSuppressed = try names.contains { _, path in
      try tables.table(path).rows.contains { $0.contains("{suppressed}") }
    }
    let variants = isSuppressed ? Variant.allCases : [.official]
    let images = try variants.map { variant -> [UInt8] in
      let connection = try Connection()
      for (name, path) in names {
        try Self.add(try tables.table(path), as: name, to: connection, variant)
      }
      return try connection.serialized()
    }
    return Made(images: images)
  }

  /// Makes a table, with numbers where every entry of a column is one.
  static func add(
    _ table: TextTable, as name: String, to connection: Connection, _ variant: Variant,
    isTemporary: Bool = false
  ) throws(Connection.Failure) {
    let shown = table.rows.map { row in row.map { Shown(field: String($0)) } }
    let numeric = table.header.indices.map { column in
      let words = shown.contains { if case .text = $0[column] { true } else { false } }
      // What is suppressed is a count, even where nothing else is left of a column.
      return !words && shown.contains { $0[column].number != nil || $0[column] == .suppressed }
    }
    let columns = zip(table.header, numeric).map {
      Connection.quoted($0) + ($1 ? " numeric" : " text")
    }
    let kind = isTemporary ? "create temp table" : "create table"
    try connection.execute(
      "\(kind) \(Connection.quoted(name)) (\(columns.joined(separator: ", ")))")
    try connection.insert(
      shown.enumerated().map { row, entries in
        zip(entries, numeric).enumerated().map { column, pair in
          let seed = Digest(of: "\(name) \(row) \(column)").word
          return field(pair.0, pair.1, variant, seed)
        }
      }, into: name, columns: table.header.count)
  }

  private static func field(
    _ entry: Shown, _ isNumber: Bool, _ variant: Variant, _ seed: UInt64
  ) -> Connection.Field {
    switch entry {
    case .missing, .withheld: .null
    case .suppressed: variant.field(isNumber: isNumber, seed: seed)
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
