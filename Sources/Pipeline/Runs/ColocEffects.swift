import Analyses
import Formats
import Tables

/// The numbers of a study, and how they become Bayes factors.
struct ColocEffects {
  let beta: [Double]?
  let error: [Double]?
  let variance: [Double]?
  let p: [Double]?
  let frequency: [Double]?
  let counts: [Double]?
  let people: Double?
  let caseShare: Double?
  let deviation: Double?

  /// Below, a number holds no p-value any more, and its Bayes factor would be too small.
  static let p = NumberRule(
    "a p-value lies between 1e-300 and 1; for smaller ones give beta with its standard error"
  ) { (1e-300...1).contains($0) }

  private func count(_ row: Int) -> Double { people ?? counts?[row] ?? .nan }

  /// By row; NaN where something is missing.
  func factors(_ rows: Int) -> (values: [Double], words: String) {
    let (own, words) = traitDeviation
    let prior = ApproximateBayes.priorDeviation(
      isCaseControl: caseShare != nil, traitDeviation: own)
    var left = 0
    let values = (0..<rows).map { row -> Double in
      let value = factor(row, prior)
      if value.isNaN { left += 1 }
      return value
    }
    let missing = left == 0 ? "" : "; \(left) of \(rows) rows left out: a value is missing, or zero"
    return (values, "\(rows) rows; \(words)\(missing)")
  }

  private func factor(_ row: Int, _ prior: Double) -> Double {
    if let beta {
      let v = variance?[row] ?? error.map { $0[row] * $0[row] } ?? .nan
      guard v > 0, !beta[row].isNaN else { return .nan }
      return ApproximateBayes.logFactor(beta: beta[row], variance: v, priorDeviation: prior)
    }
    guard let p = p?[row], let f = frequency?[row], f > 0, f < 1, count(row) > 0, !p.isNaN else {
      return .nan
    }
    return ApproximateBayes.logFactor(
      p: p, frequency: f, people: count(row), caseShare: caseShare, priorDeviation: prior)
  }

  private var traitDeviation: (Double, String) {
    let unused = deviation == nil ? "" : "; --sdy is not used"
    if caseShare != nil {
      return (1, "cases and controls: effects are log odds, prior SD 0.2" + unused)
    }
    // V of a p-value is that of a trait of SD 1, whatever the trait's is.
    if beta == nil { return (1, "measured trait, from p-values: in units of its SD" + unused) }
    if let deviation {
      return (deviation, "measured trait of SD \(Digits.six(deviation)), as given")
    }
    if beta != nil, let frequency, counts != nil || people != nil {
      let variances = variance ?? (error ?? []).map { $0 * $0 }
      if let found = ApproximateBayes.traitDeviation(
        variances: variances, frequencies: frequency, people: variances.indices.map(count))
      {
        return (
          found, "measured trait of SD \(Digits.six(found)), estimated from the effects' variances"
        )
      }
    }
    return (
      1, "measured trait, SD taken as 1: give --sdy, or frequencies with --people, for another"
    )
  }
}
