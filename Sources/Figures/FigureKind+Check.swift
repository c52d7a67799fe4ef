import Diagnostics
import Tables

extension FigureKind {
  /// Columns of numbers, whatever the kind.
  private static let numeric: Set = [
    "value", "low", "high", "z", "estimate", "dose", "response", "count", "position", "p",
    "percentile", "percentile_low", "percentile_high", "x", "y", "pc1", "pc2", "pc3", "pc4",
  ]

  /// What numbers of a column can be.
  private static let ranges: [String: (holds: @Sendable (Double) -> Bool, words: String)] = [
    // Tables print 0 for what is below their smallest number.
    "p": ({ (0...1).contains($0) }, "from 0 to 1"),
    "percentile": ({ (0...100).contains($0) }, "from 0 to 100"),
    "percentile_low": ({ (0...100).contains($0) }, "from 0 to 100"),
    "percentile_high": ({ (0...100).contains($0) }, "from 0 to 100"),
    "count": ({ $0 >= 0 && $0 == $0.rounded() }, "a whole number, 0 or more"),
    "position": ({ $0 >= 0 }, "0 or more"),
  ]

  /// Throws what cannot be drawn: columns that are not there, words where numbers belong, numbers
  /// that cannot be.
  func check(_ data: FigureData, _ background: TextTable?) throws(Problems) {
    var problems = Problems()
    for column in columns where !data.columns.contains(column) {
      problems.error(
        at: data.place, "a figure of kind '\(name)' has a column '\(column)'",
        hint: "its columns: " + columns.joined(separator: ", "))
    }
    for (index, column) in data.columns.enumerated() where Self.numeric.contains(column) {
      for row in data.rows {
        guard case .text(let words) = row[index], !words.isEmpty else { continue }
        problems.error(
          at: data.place, "'\(words)' in the column '\(column)' is no number",
          hint: "a number, or an empty entry where there is none")
      }
      checkRange(data, column, &problems)
    }
    checkOrder(data, "low", "high", &problems)
    checkOrder(data, "percentile_low", "percentile_high", &problems)
    for column in self.background ?? [] {
      if let background, background.index(of: column) == nil {
        problems.error(at: data.place, "the background has no column '\(column)'")
      }
    }
    if data["title"] == nil { problems.error(at: data.place, "a figure without a title") }
    try problems.throwIfAny()
  }

  private func checkRange(_ data: FigureData, _ column: String, _ problems: inout Problems) {
    guard let range = Self.ranges[column] else { return }
    for row in data.rows.indices {
      guard let value = data.number(row, column), !range.holds(value) else { continue }
      problems.error(
        at: data.place,
        "\(data.text(row, column)) in row \(row + 1) of the column '\(column)' cannot be",
        hint: "'\(column)' is \(range.words)")
    }
  }

  private func checkOrder(
    _ data: FigureData, _ low: String, _ high: String, _ problems: inout Problems
  ) {
    for row in data.rows.indices {
      guard let a = data.number(row, low), let b = data.number(row, high), a > b else { continue }
      problems.error(
        at: data.place, "row \(row + 1): '\(low)' is above '\(high)'",
        hint: "the ends of an interval stand in their order")
    }
  }
}
