import Diagnostics
import Tables

/// What the numbers of a column may be, with the sentence that an error says.
public struct NumberRule: Sendable {
  public let words: String
  private let holds: @Sendable (Double) -> Bool

  public init(_ words: String, _ holds: @escaping @Sendable (Double) -> Bool) {
    (self.words, self.holds) = (words, holds)
  }

  /// Whether a value keeps the rule; a missing one does.
  public func keeps(_ value: Double) -> Bool { value.isNaN || holds(value) }
}

extension PlainTable {
  /// Lists the values of a column that break a rule, with file, line, column and header.
  /// `rows`: the table's rows that the values are of; nil: all, in order.
  public func check(
    _ values: [Double], column: Int, rows: [Int]? = nil, _ rule: NumberRule,
    _ problems: inout Problems
  ) {
    var listed = 0
    for (index, value) in values.enumerated()
    where !rule.keeps(value) && listed < Self.mostProblems {
      listed += 1
      problems.error(
        at: place(row: rows?[index] ?? index, column: header[column]),
        "'\(header[column])' holds \(Digits.text(value, .exact)): \(rule.words)")
    }
  }
}
