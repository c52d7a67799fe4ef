import Tables

/// Compares what a statement gave in every variant of the databases (``Databases/Variant``): an
/// entry of the result that is not the same in all depends on a suppressed one.
struct Suppression {
  private let official: [[Connection.Field]]
  private let others: [[[Connection.Field]]]
  private let columns: [Source]

  /// Where a column of the result comes from.
  enum Source {
    /// It is a column of a table as it was released; whether that has a suppressed entry.
    case released(hides: Bool)
    case computed
  }

  /// The official rows first, then those of the variants, if there are any.
  init(_ runs: [[[Connection.Field]]], columns: [Source]) {
    official = runs[0]
    others = Array(runs.dropFirst())
    self.columns = columns
  }

  /// The rows as an audience may see them.
  var entries: [[Shown]] {
    let hidden = tainted
    let rows = official.enumerated().map { row, fields in
      fields.enumerated().map { column, field in
        hidden[row][column] ? .suppressed : Self.shown(field)
      }
    }
    let places = (0..<width).map { column in rows.map { Self.decimals($0[column]) }.max() ?? 0 }
    return rows.map { row in zip(row, places).map { Self.padded($0, to: $1) } }
  }

  /// Digits after the point.
  private static func decimals(_ entry: Shown) -> Int {
    guard case .number(let text) = entry, !text.contains("e"), let point = text.firstIndex(of: ".")
    else { return 0 }
    return text.distance(from: point, to: text.endIndex) - 1
  }

  /// One precision a column: 0.994 beside 1.7281 is 0.9940.
  private static func padded(_ entry: Shown, to places: Int) -> Shown {
    guard places > 0, case .number(let text) = entry, !text.contains("e") else { return entry }
    let own = decimals(entry)
    return .number(
      text + (own == 0 ? "." : "") + String(repeating: "0", count: places - own))
  }

  private var width: Int { official.first?.count ?? 0 }

  private var tainted: [[Bool]] {
    let clean = official.map { $0.map { _ in false } }
    if others.allSatisfy({ $0 == official }) { return clean }
    let stable = stableColumns
    guard let matched = others.map({ match($0, by: stable) }) as? [[Int]] else {
      // Which rows there are depends on what is suppressed: nothing computed is shown, and of
      // what was released only what is not suppressed.
      return official.map { row in
        row.indices.map { column in
          switch columns[column] {
          case .released(let hides): hides && row[column] == .null
          case .computed: !stable.contains(column)
          }
        }
      }
    }
    return official.indices.map { row in
      (0..<width).map { column in
        zip(others, matched).contains { other, places in
          other[places[row]][column] != official[row][column]
        }
      }
    }
  }

  /// Columns that hold the same entries in every run, in whatever order.
  private var stableColumns: [Int] {
    (0..<width).filter { column in
      let own = Self.sorted(official, column)
      return others.allSatisfy { Self.sorted($0, column) == own }
    }
  }

  /// For each official row the row of another run that it is; nil where that cannot be told.
  private func match(_ other: [[Connection.Field]], by columns: [Int]) -> [Int]? {
    guard other.count == official.count else { return nil }
    func key(_ row: [Connection.Field]) -> String {
      columns.map { Self.text(row[$0]) }.joined(separator: "\u{1F}")
    }
    var places: [String: [Int]] = [:]
    for (index, row) in other.enumerated() { places[key(row), default: []].append(index) }
    if places.values.contains(where: { $0.count > 1 }) {
      // Rows that look alike are told apart by their order, if it is the same.
      let isSameOrder = zip(official, other).allSatisfy { key($0) == key($1) }
      return isSameOrder ? Array(official.indices) : nil
    }
    let found = official.compactMap { places[key($0)]?.first }
    return found.count == official.count ? found : nil
  }

  private static func sorted(_ rows: [[Connection.Field]], _ column: Int) -> [String] {
    rows.map { text($0[column]) }.sorted()
  }

  private static func text(_ field: Connection.Field) -> String {
    switch field {
    case .null: "\u{0}"
    case .text(let text): "t" + text
    case .integer(let value): "n\(value)"
    case .real(let value): "n\(value)"
    }
  }

  private static func shown(_ field: Connection.Field) -> Shown {
    switch field {
    case .null: .missing
    case .text(let text): Shown(field: TSV.escaped(text))
    case .integer(let value): .number(String(value))
    // A sum of whole numbers is one, though SQLite may hold it otherwise.
    case .real(let value) where value == value.rounded() && abs(value) < 1e15:
      .number(String(Int64(value)))
    case .real(let value): .number(Digits.text(value, .significant(6)))
    }
  }
}
