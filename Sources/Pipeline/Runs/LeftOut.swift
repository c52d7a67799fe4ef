import Analyses
import Formats
import Knowledge

/// Words for what a run did not use: nothing is left out in silence.
enum LeftOut {
  /// Columns that say the same as others, which are read in their place.
  static func unread(_ table: PlainTable, _ names: ColumnNames) -> [String] {
    SummaryFile.unread(table, names).map { pair in
      "\(table.file): '\(pair.read)' is read; '\(pair.unread)' only in rows where it is missing"
    }
  }

  /// "FILE: 3 rows of a variant named twice: the first is kept", a line a count above zero.
  static func counts(_ file: String, _ counts: [(count: Int, words: String)]) -> [String] {
    counts.filter { $0.count > 0 }.map { count, words in
      "\(file): \(count) \(count == 1 ? "row" : "rows") \(words)"
    }
  }

  /// Rows of an outcome that are compared with no exposure.
  static func outcome(
    _ file: String, _ outcome: Harmonisation.Outcome, _ exposure: [Association],
    lacking words: String
  ) -> [String] {
    let known = Set(exposure.map(\.variant))
    return counts(
      file,
      [
        (outcome.unusable, "without an effect or its standard error"),
        (outcome.repeated, "of a variant named twice: the first is kept"),
        (outcome.variants.count { !known.contains($0) }, "of a variant \(words)"),
      ])
  }
}

extension [String] {
  /// The same with one more, unless that is empty.
  func appending(_ word: String) -> [String] { word.isEmpty ? self : self + [word] }
}
