/// An entry of a finding, before release.
public enum Entry: Sendable, Hashable {
  case text(String)
  case number(Double)
  /// A number of people, held as the set that was counted.
  case people(People)
  case missing
  /// Not given, and why, in words for the reader.
  case withheld(String)
}

/// One table of a finding: what an analysis gives. Not fit to print: `Ethics`
/// makes the released form.
public struct Table: Sendable, Hashable {
  /// The stable name: of the file, in SQL, in prose.
  public let name: String
  public let title: String
  public let columns: [Column]
  public private(set) var rows: [[Entry]]

  public init(_ name: String, _ title: String, _ columns: [Column], rows: [[Entry]] = []) {
    (self.name, self.title, self.columns, self.rows) = (name, title, columns, [])
    for row in rows { add(row) }
  }

  public mutating func add(_ row: [Entry]) {
    precondition(row.count == columns.count, "\(name): a row has an entry for each column")
    rows.append(row)
  }

  public func index(of column: String) -> Int? { columns.firstIndex { $0.name == column } }
}
