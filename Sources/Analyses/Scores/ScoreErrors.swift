/// Standard errors of a deviate, by what they come from. They are taken as independent.
public struct ScoreErrors: Sendable, Equatable {
  /// From the reference's size.
  public let reference: Double
  /// From rows of the definition that were not typed in the person.
  public let unmatched: Double
  /// From the weights' own standard errors, of the rows whose source gives one.
  public let weights: Double
  /// Rows whose weight has a standard error.
  public let rowsWithError: Int

  public static let none = ScoreErrors(reference: 0, unmatched: 0, weights: 0, rowsWithError: 0)

  public init(reference: Double, unmatched: Double, weights: Double, rowsWithError: Int) {
    (self.reference, self.unmatched, self.weights) = (reference, unmatched, weights)
    self.rowsWithError = rowsWithError
  }

  /// One row of a definition, as the errors see it.
  struct Row {
    let weight: Double
    let standardError: Double?
    /// Among similar people, or in the source's study; nil where neither is known.
    let frequency: Double?
    /// Nil where it was not typed.
    let copies: Double?

    /// The variance of the copies: the largest there is where the frequency is not known.
    var spread: Double { frequency.map { 2 * $0 * (1 - $0) } ?? 0.5 }
  }

  /// Weights: Σ se² (copies − 2f)² over the typed rows, in units of the score's variance among similar people.
  /// Untyped rows: their variance as a share of the whole's, V / (V + typed).
  init(reference: Double, rows: [Row]) {
    let typed = rows.filter { $0.copies != nil }
    let variance = typed.reduce(0) { $0 + $1.weight * $1.weight * $1.spread }
    let untyped = rows.filter { $0.copies == nil }.reduce(0) {
      $0 + $1.weight * $1.weight * $1.spread
    }
    let uncertain = typed.reduce(0) { sum, row in
      guard let error = row.standardError, let frequency = row.frequency, let copies = row.copies
      else { return sum }
      let distance = copies - 2 * frequency
      return sum + error * error * distance * distance
    }
    self.reference = reference
    unmatched = variance > 0 ? (untyped / (untyped + variance)).squareRoot() : 0
    weights = variance > 0 ? (uncertain / variance).squareRoot() : 0
    rowsWithError = typed.count { $0.standardError != nil }
  }

  public var total: Double {
    (reference * reference + unmatched * unmatched + weights * weights).squareRoot()
  }

  /// Shares of the variance: reference, untyped rows, weights; they add up to 1.
  public var shares: [Double] {
    let all = total * total
    return [reference, unmatched, weights].map { all > 0 ? $0 * $0 / all : 0 }
  }
}
