import Diagnostics
import Formats
import Numerics
import Tables

/// Correlations of variants, as a square table gives them. Signs are those of the alleles that the
/// first study counts.
struct LDMatrix: Sendable {
  let places: [String: Int]
  private let values: SmallMatrix

  init(places: [String: Int], values: SmallMatrix) { (self.places, self.values) = (places, values) }

  /// The correlations of some variants, which are all in it.
  func part(_ names: [String]) -> SmallMatrix {
    let own = names.map { places[$0] ?? 0 }
    return SmallMatrix(
      rows: own.count, columns: own.count,
      values: own.flatMap { a in own.map { b in values[a, b] } })
  }
}

/// The table of an LD matrix: a header of names, and as many rows; row names may stand first.
enum LDMatrixFile {
  /// Two numbers of one correlation may differ by as much, for they were rounded.
  private static let tolerance = 1e-4

  /// Throws for what is no matrix of correlations: rows in another order than the header, numbers
  /// beyond 1, a diagonal that is not 1, and two values of one pair.
  static func read(_ bytes: [UInt8], file: String) throws -> LDMatrix {
    let table = try RunTables.table(bytes, file: file)
    let size = table.rowCount
    let skipped = table.header.count - size
    guard skipped == 0 || skipped == 1 else {
      throw Diagnostic(
        at: Place(file), "\(size) rows of \(table.header.count) correlations are no square",
        hint: "a header of variants' names, then a row for each of them")
    }
    var problems = Problems()
    let columns = table.columns((skipped..<table.header.count).map { ($0, .number) }, &problems)
    try problems.throwIfAny()
    if skipped == 1 { checkRows(try table.words(0), table, &problems) }
    let limit = 1 + tolerance
    let rule = NumberRule("a correlation lies between -1 and 1") { (-limit...limit).contains($0) }
    var values = SmallMatrix(rows: size, columns: size)
    for (column, own) in columns.enumerated() {
      if problems.items.count < PlainTable.mostProblems {
        table.check(own.numbers, column: column + skipped, rule, &problems)
      }
      for (row, value) in own.numbers.enumerated() {
        if value.isNaN, problems.items.count < PlainTable.mostProblems {
          problems.error(
            at: table.place(row: row, column: table.header[column + skipped]),
            "'\(table.header[column + skipped])' misses a correlation")
        }
        values[row, column] = value
      }
    }
    try problems.throwIfAny()
    checkPairs(values, table, skipped, &problems)
    try problems.throwIfAny()
    return LDMatrix(
      places: Dictionary(
        table.header.dropFirst(skipped).enumerated().map { ($1, $0) },
        uniquingKeysWith: { a, _ in a }), values: values)
  }

  /// Row names are those of the header, in its order.
  private static func checkRows(
    _ names: [String], _ table: PlainTable, _ problems: inout Problems
  ) {
    for (row, (name, expected)) in zip(names, table.header.dropFirst()).enumerated()
    where name != expected && problems.items.count < PlainTable.mostProblems {
      problems.error(
        at: table.place(row: row, column: table.header[0]),
        "row '\(name)' where the header's order has '\(expected)'",
        hint: "rows and columns name the same variants in one order")
    }
  }

  private static func checkPairs(
    _ values: SmallMatrix, _ table: PlainTable, _ skipped: Int, _ problems: inout Problems
  ) {
    for row in 0..<values.rows {
      for column in 0...row where problems.items.count < PlainTable.mostProblems {
        let value = values[row, column], mirrored = values[column, row]
        let place = table.place(row: row, column: table.header[column + skipped])
        if column == row, abs(value - 1) > tolerance {
          problems.error(
            at: place, "\(Digits.text(value, .exact)) where a variant meets itself, not 1",
            hint: "correlations r, not r² or covariances; rows in the header's order")
        } else if abs(value - mirrored) > tolerance {
          problems.error(
            at: place,
            "\(Digits.text(value, .exact)), but \(Digits.text(mirrored, .exact)) on the other side of the diagonal",
            hint: "rows and columns name the same variants in one order")
        }
      }
    }
  }
}
