import Numerics

/// A ranking against drugs that are known to treat the disease, or not.
public struct DrugEvaluation: Sendable, Equatable {
  /// Areas under the curves with their intervals and null.
  public struct Measures: Sendable, Equatable {
    public let area: Double
    /// 95 %, DeLong.
    public let areaLow: Double
    public let areaHigh: Double
    public let averagePrecision: Double
    /// 95 %, percentiles of the bootstrap over drugs of each kind.
    public let precisionLow: Double
    public let precisionHigh: Double
    /// Mean area where the positives are drawn anew among drugs of as many targets, and the share
    /// of draws that reach the area: (1 + draws as high) / (1 + draws).
    public let nullMean: Double
    public let p: Double
  }

  public let positives: Int
  public let negatives: Int
  /// Whether all positives have the same score.
  public let isTied: Bool
  /// Nil where there are too few drugs of a kind, or all positives have one score.
  public let measures: Measures?

  /// The fewest drugs of a kind with which an area says something.
  public static let fewest = 5

  /// By drug of the universe: its score, its number of targets, and whether it is positive.
  public init(
    scores: [Double], targetCounts: [Int], isPositive: [Bool], draws: Int, seed: UInt64
  ) {
    let (yes, no) = Self.split(scores, isPositive)
    (positives, negatives) = (yes.count, no.count)
    isTied = Set(yes).count == 1
    // Positives of one score have no spread, so that the interval of their area would be a sham.
    guard min(yes.count, no.count) >= Self.fewest, !isTied else {
      measures = nil
      return
    }
    let (area, error) = ROC.area(positives: yes, negatives: no)
    let (low, high) = Self.bootstrap(yes, no, draws, seed)
    let null = Self.null(scores, targetCounts, isPositive, draws, seed)
    let reached = null.count { $0 >= area - 1e-12 }
    let reach = Normal.quantile(0.975) * error
    measures = Measures(
      area: area, areaLow: max(0, area - reach), areaHigh: min(1, area + reach),
      averagePrecision: ROC.averagePrecision(positives: yes, negatives: no), precisionLow: low,
      precisionHigh: high, nullMean: null.reduce(0, +) / Double(max(null.count, 1)),
      p: Double(1 + reached) / Double(1 + null.count))
  }

  private static func split(
    _ scores: [Double], _ isPositive: [Bool]
  ) -> (yes: [Double], no: [Double]) {
    let pairs = zip(scores, isPositive)
    return (pairs.filter(\.1).map(\.0), pairs.filter { !$0.1 }.map(\.0))
  }

  private static func bootstrap(
    _ yes: [Double], _ no: [Double], _ draws: Int, _ seed: UInt64
  ) -> (Double, Double) {
    var random = Random(seed: seed, stream: "bootstrap")
    func again(_ values: [Double]) -> [Double] {
      values.map { _ in values[random.integer(below: values.count)] }
    }
    let values = (0..<draws).map { _ in
      ROC.averagePrecision(positives: again(yes), negatives: again(no))
    }.sorted()
    guard !values.isEmpty else { return (.nan, .nan) }
    func quantile(_ share: Double) -> Double {
      values[min(values.count - 1, Int(share * Double(values.count)))]
    }
    return (quantile(0.025), quantile(0.975))
  }

  /// Labels are dealt anew within groups of drugs with about as many targets.
  private static func null(
    _ scores: [Double], _ targetCounts: [Int], _ isPositive: [Bool], _ draws: Int, _ seed: UInt64
  ) -> [Double] {
    var random = Random(seed: seed, stream: "degree")
    let groups = DegreeGroups(targetCounts, atLeast: 5)
    var labels = isPositive
    // Scores stay, and so do their ranks: an area is a sum of ranks (Mann and Whitney).
    let ranks = ROC.midranks(scores)
    let m = Double(isPositive.count { $0 }), n = Double(scores.count) - m
    return (0..<draws).map { _ in
      groups.shuffle(&labels, &random)
      let sum = zip(ranks, labels).reduce(0) { $1.1 ? $0 + $1.0 : $0 }
      return (sum - m * (m + 1) / 2) / (m * n)
    }
  }
}
