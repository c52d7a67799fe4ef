import Tables

/// What shuffled scores say of observed ones, without holding them: the shuffles pass twice, first
/// ``add(_:)`` with each, then ``compare(_:)`` with the same again.
public struct ShuffledNull: Sendable {
  /// What the first pass leaves of a set's shuffled scores of one sign.
  private struct Side: Sendable {
    var sum = 0.0
    var count = 0

    var mean: Double { count == 0 ? .nan : sum / Double(count) }
  }

  private let scores: [Double]
  private var rising: [Side]
  private var falling: [Side]
  /// By set: shuffles of the score's sign that are at least as extreme.
  private var extremes: [Int]
  private var tails: (up: Tail, down: Tail)?

  /// `scores`: observed ones, by set.
  init(_ scores: [Double]) {
    self.scores = scores
    rising = Array(repeating: Side(), count: scores.count)
    (falling, extremes) = (rising, Array(repeating: 0, count: scores.count))
  }

  /// First pass: one shuffle's scores by set. The order of shuffles is that of the sums.
  public mutating func add(_ shuffle: [Double]) {
    precondition(tails == nil, "all shuffles are added before one is compared")
    for (set, value) in shuffle.enumerated() {
      if value >= 0 {
        rising[set].sum += value
        rising[set].count += 1
      } else {
        falling[set].sum += value
        falling[set].count += 1
      }
      let score = scores[set]
      if (value >= 0) == (score >= 0), abs(value) >= abs(score) { extremes[set] += 1 }
    }
  }

  /// Second pass: the same shuffles again, in any order.
  public mutating func compare(_ shuffle: [Double]) {
    var (up, down) = tails ?? emptyTails
    tails = nil
    for (set, value) in shuffle.enumerated() {
      if value >= 0 {
        up.add(value / rising[set].mean)
      } else {
        down.add(-(value / -falling[set].mean))
      }
    }
    tails = (up, down)
  }

  private var observed: [Double] {
    scores.indices.map { set in
      let score = scores[set]
      return score >= 0 ? score / rising[set].mean : -score / falling[set].mean
    }
  }

  private var emptyTails: (up: Tail, down: Tail) {
    let observed = observed
    return (Tail(observed.filter { $0 >= 0 }), Tail(observed.filter { $0 < 0 }.map { -$0 }))
  }

  /// After both passes.
  var normalised: NormalisedScores {
    let observed = observed
    let (up, down) = tails ?? emptyTails
    let p = scores.indices.map { set in
      let same = (scores[set] >= 0 ? rising : falling)[set].count
      return same == 0 ? .nan : Double(1 + extremes[set]) / Double(1 + same)
    }
    let fdr = observed.map { value -> Double in
      if value.isNaN { return .nan }
      let (expected, found) = value >= 0 ? up.shares(from: value) : down.shares(from: -value)
      return min(1, expected / found)
    }
    return NormalisedScores(observed: observed, p: p, fdr: fdr)
  }

  /// Shares at or above limits, of shuffled values that are counted between the limits.
  private struct Tail: Sendable {
    /// Observed values, rising.
    private let limits: [Double]
    /// Shuffled values by how many limits they reach.
    private var reached: [Int]
    private var count = 0

    init(_ observed: [Double]) {
      limits = observed.sorted()
      reached = Array(repeating: 0, count: limits.count + 1)
    }

    mutating func add(_ value: Double) {
      count += 1
      reached[limits.firstPlace { $0 > value }] += 1
    }

    /// Of one of the limits: the share of shuffled and of observed values that reach it.
    func shares(from limit: Double) -> (shuffled: Double, observed: Double) {
      let below = limits.firstPlace { $0 >= limit }
      let high = reached[(below + 1)...].reduce(0, +)
      return (
        count == 0 ? 0 : Double(high) / Double(count),
        Double(limits.count - below) / Double(limits.count)
      )
    }
  }
}

/// Scores over the mean of the shuffled ones of their sign, and what that says; by set.
struct NormalisedScores {
  /// NaN where no shuffle gave the score's sign.
  let observed: [Double]
  /// (1 + shuffles of the sign at least as extreme) / (1 + shuffles of the sign).
  let p: [Double]
  /// Share of shuffled over share of observed scores that are as extreme, at most 1.
  let fdr: [Double]

  /// |normalised score|; 0 where there is none.
  func size(_ set: Int) -> Double { observed[set].isNaN ? 0 : abs(observed[set]) }
}
