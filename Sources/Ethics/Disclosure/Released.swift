import CohortModel
import Tables

/// A finding fit to print for one audience. Only `Ethics` makes one; it gives single
/// entries, and its text, and cannot be decoded from anything.
public struct Released: Sendable {
  public let name: String
  public let title: String
  public let columns: [Column]
  public let rowCount: Int
  /// Why the table has no rows for this audience, where that is a rule.
  public let emptyBecause: String?
  private let entries: [Shown]

  init(_ table: Table, entries: [[Shown]], emptyBecause: String? = nil) {
    (name, title, columns) = (table.name, table.title, table.columns)
    rowCount = entries.count
    self.entries = entries.flatMap { $0 }
    self.emptyBecause = emptyBecause
  }

  /// Tables of several people's permits, one below the other, each row under its person's name
  /// in the edition. `like` gives the columns.
  public static func joined(
    _ name: String, _ title: String, like columns: [Column],
    _ parts: [(name: String, table: Released)]
  ) -> Released {
    let rows = parts.flatMap { part in
      (0..<part.table.rowCount).map { row in
        [Shown.text(part.name)] + columns.map { part.table[row, $0.name] }
      }
    }
    let key = Column("case", "Case", of: .person, "the name of the case report in this edition")
    return Released(Table(name, title, [key] + columns), entries: rows)
  }

  /// The entry of a row in a named column. A name that the table does not have is a bug of the caller.
  public subscript(_ row: Int, _ column: String) -> Shown {
    guard let index = columns.firstIndex(where: { $0.name == column }) else {
      preconditionFailure("\(name) has no column '\(column)'")
    }
    return entries[row * columns.count + index]
  }

  public subscript(_ row: Int, at index: Int) -> Shown { entries[row * columns.count + index] }

  /// The table as a `.tsv` file.
  public var text: String {
    var text = TSV.line(columns.map(\.name))
    for row in 0..<rowCount {
      text += TSV.line(columns.indices.map { self[row, at: $0].field })
    }
    return text
  }
}
