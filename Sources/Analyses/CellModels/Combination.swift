import Numerics
import Tables

/// A well, or the mean of replicates, of two drugs together.
public struct CombinationPoint: Sendable, Hashable {
  public let dose1: Double
  public let dose2: Double
  /// The effect: 0 none, 1 all.
  public let effect: Double

  public init(dose1: Double, dose2: Double, effect: Double) {
    (self.dose1, self.dose2, self.effect) = (dose1, dose2, effect)
  }
}

/// What a pair of doses does beyond what each does alone.
public enum Synergy {
  /// Bliss: the effect of two independent drugs, a + b - ab.
  public static func bliss(_ a: Double, _ b: Double) -> Double { a + b - a * b }

  /// Highest single agent.
  public static func highestSingleAgent(_ a: Double, _ b: Double) -> Double { max(a, b) }

  /// An effect that rises from `left` to 1, half-way at `midpoint` (ZIP, Yadav 2015).
  public static func rising(
    from left: Double, dose: Double, midpoint: Double, hill: Double
  ) -> Double {
    LogisticCurve(low: 1, high: left, log10EC50: 0, hill: hill).value(at: dose / midpoint)
  }

  /// ZIP's delta in percent: the mean of the row's and the column's fitted effect, less what the
  /// drugs' fitted effects alone give together.
  public static func zipDelta(alone: (Double, Double), row: Double, column: Double) -> Double {
    100 * ((row + column) / 2 - bliss(alone.0, alone.1))
  }

  /// What an excess is called: above 10, between, below −10.
  public enum Call: String, Sendable { case synergy, additive, antagonism }

  /// Above 10 synergy, below -10 antagonism, as a percentage of the effect.
  public static func call(_ percent: Double) -> Call {
    percent > 10 ? .synergy : percent < -10 ? .antagonism : .additive
  }
}

/// A matrix of two drugs' doses with its excess over three references, in percent.
public struct Combination: Sendable {
  public let keys: [String]
  /// Doses above zero, ascending.
  public let doses1: [Double]
  public let doses2: [Double]
  public let cells: [Cell]
  /// The drugs alone, from 0 to 1; nil for fewer than three doses.
  public let alone1: LogisticFit?
  public let alone2: LogisticFit?

  /// One pair of doses, both above zero.
  public struct Cell: Sendable, Hashable {
    public let point: CombinationPoint
    /// Each drug's measured effect alone; nil where that well is not there.
    public let alone1: Double?
    public let alone2: Double?
    public let blissExcess: Double?
    public let hsaExcess: Double?
    /// 100 (mean of the row's and the column's fit - ZIP's expectation).
    public let zipDelta: Double?
  }

  /// Replicates of a pair of doses are averaged. Rows and columns of at least three doses are
  /// refitted with the other drug's fitted effect as the left asymptote.
  public init(keys: [String], points: [CombinationPoint]) {
    self.keys = keys
    let matrix = EffectMatrix(points)
    (doses1, doses2) = (matrix.doses1, matrix.doses2)
    let (alone1, alone2) = (matrix.fit1(0, left: 0), matrix.fit2(0, left: 0))
    (self.alone1, self.alone2) = (alone1, alone2)
    let left1 = { (dose: Double) in alone1?.curve.value(at: dose) }
    let left2 = { (dose: Double) in alone2?.curve.value(at: dose) }
    // By row: drug 1 held, drug 2 refitted, and the other way round.
    let rows = matrix.doses1.map { dose in left1(dose).flatMap { matrix.fit2(dose, left: $0) } }
    let columns = matrix.doses2.map { dose in left2(dose).flatMap { matrix.fit1(dose, left: $0) } }
    var cells: [Cell] = []
    for (i, dose1) in matrix.doses1.enumerated() {
      for (j, dose2) in matrix.doses2.enumerated() {
        guard let effect = matrix[dose1, dose2] else { continue }
        let (a, b) = (matrix[dose1, 0], matrix[0, dose2])
        let both = a.flatMap { a in b.map { (a, $0) } }
        cells.append(
          Cell(
            point: CombinationPoint(dose1: dose1, dose2: dose2, effect: effect),
            alone1: a, alone2: b,
            blissExcess: both.map { 100 * (effect - Synergy.bliss($0.0, $0.1)) },
            hsaExcess: both.map { 100 * (effect - Synergy.highestSingleAgent($0.0, $0.1)) },
            zipDelta: Self.delta(
              left1(dose1), left2(dose2), rows[i]?.curve.value(at: dose2),
              columns[j]?.curve.value(at: dose1))))
      }
    }
    self.cells = cells
  }

  private static func delta(
    _ alone1: Double?, _ alone2: Double?, _ row: Double?, _ column: Double?
  ) -> Double? {
    guard let alone1, let alone2, let row, let column else { return nil }
    return Synergy.zipDelta(alone: (alone1, alone2), row: row, column: column)
  }
}

/// Mean effects by pair of doses.
private struct EffectMatrix {
  struct Pair: Hashable {
    let dose1: Double
    let dose2: Double
  }

  let doses1: [Double]
  let doses2: [Double]
  private let means: [Pair: Double]

  init(_ points: [CombinationPoint]) {
    var sums: [Pair: (Double, Double)] = [:]
    for point in points {
      let pair = Pair(dose1: point.dose1, dose2: point.dose2)
      let (sum, count) = sums[pair] ?? (0, 0)
      sums[pair] = (sum + point.effect, count + 1)
    }
    means = sums.mapValues { $0.0 / $0.1 }
    doses1 = Set(points.map(\.dose1)).filter { $0 > 0 }.sorted()
    doses2 = Set(points.map(\.dose2)).filter { $0 > 0 }.sorted()
  }

  subscript(_ dose1: Double, _ dose2: Double) -> Double? {
    means[Pair(dose1: dose1, dose2: dose2)]
  }

  /// Drug 1's doses at one dose of drug 2.
  func fit1(_ dose2: Double, left: Double) -> LogisticFit? {
    Self.fit(doses1.compactMap { dose in self[dose, dose2].map { (dose, $0) } }, left)
  }

  /// Drug 2's doses at one dose of drug 1.
  func fit2(_ dose1: Double, left: Double) -> LogisticFit? {
    Self.fit(doses2.compactMap { dose in self[dose1, dose].map { (dose, $0) } }, left)
  }

  private static func fit(_ points: [(Double, Double)], _ left: Double) -> LogisticFit? {
    guard points.count >= 3 else { return nil }
    return LogisticFitter.rising(from: left).fit(doses: points.map(\.0), values: points.map(\.1))
  }
}
