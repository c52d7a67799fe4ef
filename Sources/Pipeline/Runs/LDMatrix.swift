import Diagnostics
import Formats
import Numerics

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
  static func read(_ bytes: [UInt8], file: String) throws -> LDMatrix {
    let table = try PlainTable(bytes, file: file)
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
    let rule = NumberRule("a correlation lies between -1 and 1") { (-1.0001...1.0001).contains($0) }
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
    return LDMatrix(
      places: Dictionary(
        table.header.dropFirst(skipped).enumerated().map { ($1, $0) },
        uniquingKeysWith: { a, _ in a }), values: values)
  }
}
