#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A logistic curve fitted by least squares.
public struct LogisticFit: Sendable {
  public let curve: LogisticCurve
  /// Standard errors in the order of the curve's parameters; nil for what was held or ended on a
  /// bound, and where the doses do not tell parameters apart.
  public let errors: [Double?]
  /// The residual sum of squares.
  public let rss: Double
  /// The residual sum of squares about the mean: the flat fit's.
  public let flatRSS: Double
  public let pointCount: Int
  public let parameterCount: Int
  /// Whether steps became as small as numbers allow before the limit of iterations.
  public let isConverged: Bool

  /// Points less parameters.
  public var freedom: Int { pointCount - parameterCount }
  public var r2: Double { flatRSS > 0 ? 1 - rss / flatRSS : 0 }

  /// The sum of squares about the mean; 0 where it is no more than what rounding leaves of equal values.
  static func spread(_ values: [Double], _ mean: Double) -> Double {
    let sum = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return sum > 1e-24 * values.reduce(0) { $0 + $1 * $1 } ? sum : 0
  }

  /// F of the curve against a flat line, with its degrees of freedom and upper tail; nil without
  /// degrees of freedom. `denominator` replaces points less parameters.
  public func fTest(denominator: Int? = nil) -> (f: Double, df1: Int, df2: Int, p: Double)? {
    let (df1, df2) = (parameterCount - 1, denominator ?? freedom)
    guard df1 > 0, df2 > 0, flatRSS > 0 else { return nil }
    let f = ((flatRSS - rss) / Double(df1)) / (rss / Double(df2))
    guard !f.isNaN else { return nil }
    return (f, df1, df2, Tails.f(f, Double(df1), Double(df2)))
  }
}

/// How a logistic curve is fitted: Levenberg-Marquardt on log10 EC50 within bounds.
public struct LogisticFitter: Sendable {
  /// An asymptote that is held, or one that is fitted.
  public enum Asymptote: Sendable {
    case held(Double)
    case fitted(start: Double, within: ClosedRange<Double>)
  }

  public let low: Asymptote
  public let high: Asymptote
  public let hillStart: Double
  public static let hillRange = 0.1...5.0
  /// Far more than a curve needs that its doses tell apart; the others creep along a valley.
  private static let steps = 1000

  public init(low: Asymptote, high: Asymptote, hillStart: Double) {
    (self.low, self.high, self.hillStart) = (low, high, hillStart)
  }

  /// Four parameters: from low = the least value, high = the largest, hill 1.
  public static func fourParameters(_ values: [Double]) -> LogisticFitter {
    let all = -Double.greatestFiniteMagnitude...Double.greatestFiniteMagnitude
    return LogisticFitter(
      low: .fitted(start: values.min() ?? 0, within: all),
      high: .fitted(start: values.max() ?? 1, within: all), hillStart: 1)
  }

  /// Growth-rate inhibition (Hafner 2016): high = 1, low within -1 to 1, from 0.1 and hill 2.
  public static let growthRate = LogisticFitter(
    low: .fitted(start: 0.1, within: -1...1), high: .held(1), hillStart: 2)

  /// An effect that rises from `left` to 1 (ZIP, Yadav 2015), from hill 1.
  public static func rising(from left: Double) -> LogisticFitter {
    LogisticFitter(low: .held(1), high: .held(left), hillStart: 1)
  }

  /// Fits points of positive doses. EC50 starts at the median of the distinct doses and stays
  /// within a hundredth of the least and a hundred times the largest. Where the fit ends on a
  /// bound, further starts are tried and the least residual sum is kept. Nil for fewer points
  /// or distinct doses than parameters.
  public func fit(doses: [Double], values: [Double]) -> LogisticFit? {
    let levels = DoseLevels(doses: doses, values: values)
    let problem = Problem(self, levels, doses.map { log10($0) }, values)
    guard levels.doses.count >= problem.free.count, values.count >= problem.free.count else {
      return nil
    }
    var best = problem.solve(from: problem.start, steps: Self.steps)
    if problem.isOnBound(best.parameters) || !best.isConverged {
      let others = problem.furtherStarts(levels).map { problem.solve(from: $0, steps: 40) }
      if let other = others.min(by: { $0.rss < $1.rss }), other.rss < best.rss * (1 - 1e-9) {
        best = problem.solve(from: other.parameters, steps: Self.steps)
      }
    }
    return problem.finding(best)
  }
}

// MARK: -

/// One fit: parameters are low, high, log10 EC50, hill; `free` are those that move.
private struct Problem {
  struct Solution {
    var parameters: [Double]
    var rss: Double
    var isConverged = false
  }

  let places: [Double]
  let values: [Double]
  let free: [Int]
  let start: [Double]
  let bounds: [ClosedRange<Double>]

  init(_ fitter: LogisticFitter, _ levels: DoseLevels, _ places: [Double], _ values: [Double]) {
    (self.places, self.values) = (places, values)
    var free: [Int] = []
    var start: [Double] = []
    var bounds: [ClosedRange<Double>] = []
    for (index, asymptote) in [fitter.low, fitter.high].enumerated() {
      switch asymptote {
      case .held(let value):
        start.append(value)
        bounds.append(value...value)
      case .fitted(let value, let range):
        free.append(index)
        start.append(min(max(value, range.lowerBound), range.upperBound))
        bounds.append(range)
      }
    }
    let ends = (levels.log10Doses.first ?? 0, levels.log10Doses.last ?? 0)
    start += [levels.doses.isEmpty ? 0 : log10(levels.medianDose), fitter.hillStart]
    bounds += [(ends.0 - 2)...(ends.1 + 2), LogisticFitter.hillRange]
    (self.free, self.start, self.bounds) = (free + [2, 3], start, bounds)
  }

  /// Midpoints at the quarters of the tested range, shallow and steep.
  func furtherStarts(_ levels: DoseLevels) -> [[Double]] {
    guard let first = levels.log10Doses.first, let last = levels.log10Doses.last else { return [] }
    return [0.1, 0.35, 0.65, 0.9].flatMap { share in
      [0.7, 2.5].map { hill in [start[0], start[1], first + share * (last - first), hill] }
    }
  }

  func isOnBound(_ parameters: [Double]) -> Bool {
    free.contains { isOnBound($0, parameters[$0]) }
  }

  private func isOnBound(_ index: Int, _ value: Double) -> Bool {
    value <= bounds[index].lowerBound || value >= bounds[index].upperBound
  }

  private func rss(_ p: [Double]) -> Double {
    var sum = 0.0
    for index in places.indices {
      let share = LogisticCurve.share(p[3] * (places[index] - p[2]))
      let rest = values[index] - (p[0] + (p[1] - p[0]) * share)
      sum += rest * rest
    }
    return sum
  }

  /// J'J and J'r over the given parameters.
  private func normal(_ p: [Double], _ moving: [Int]) -> (SmallMatrix, [Double]) {
    var cross = SmallMatrix(rows: moving.count, columns: moving.count)
    var right = [Double](repeating: 0, count: moving.count)
    var slope = [0.0, 0.0, 0.0, 0.0]
    for index in places.indices {
      let distance = places[index] - p[2]
      let share = LogisticCurve.share(p[3] * distance)
      let rest = values[index] - (p[0] + (p[1] - p[0]) * share)
      let steep = (p[1] - p[0]) * share * (1 - share) * LogisticCurve.ln10
      slope[0] = 1 - share
      slope[1] = share
      slope[2] = steep * p[3]
      slope[3] = -steep * distance
      for i in moving.indices {
        right[i] += slope[moving[i]] * rest
        for j in 0...i { cross[i, j] += slope[moving[i]] * slope[moving[j]] }
      }
    }
    for i in moving.indices {
      for j in 0..<i { cross[j, i] = cross[i, j] }
    }
    return (cross, right)
  }

  /// What may move: not what stands on a bound and is pushed beyond it.
  private func moving(_ p: [Double]) -> [Int] {
    let (_, push) = normal(p, free)
    return zip(free, push).filter { index, push in
      !(p[index] <= bounds[index].lowerBound && push <= 0)
        && !(p[index] >= bounds[index].upperBound && push >= 0)
    }.map(\.0)
  }

  func solve(from start: [Double], steps: Int) -> Solution {
    var best = Solution(parameters: start, rss: rss(start))
    var damping = 1e-3
    for _ in 0..<steps {
      let moving = moving(best.parameters)
      guard !moving.isEmpty else {
        best.isConverged = true
        return best
      }
      let (cross, right) = normal(best.parameters, moving)
      guard let next = descend(best, moving, cross, right, &damping) else {
        best.isConverged = true
        return best
      }
      let step = free.map {
        abs(next.parameters[$0] - best.parameters[$0]) / (abs(best.parameters[$0]) + 1e-3)
      }.max()
      // Or the residual sum moves by its last digits only.
      let isStill = best.rss - next.rss <= 4e-16 * best.rss
      best = next
      if (step ?? 0) < 1e-11 || isStill {
        best.isConverged = true
        return best
      }
    }
    return best
  }

  /// A point of a smaller residual sum; nil where none is found.
  private func descend(
    _ from: Solution, _ moving: [Int], _ cross: SmallMatrix, _ right: [Double],
    _ damping: inout Double
  ) -> Solution? {
    while damping < 1e12 {
      var damped = cross
      for i in moving.indices { damped[i, i] += damping * max(cross[i, i], 1e-12) }
      if let step = damped.solve(right) {
        var trial = from.parameters
        for (i, index) in moving.enumerated() {
          let range = bounds[index]
          trial[index] = min(max(trial[index] + step[i], range.lowerBound), range.upperBound)
        }
        let sum = rss(trial)
        if sum < from.rss {
          damping = max(damping / 8, 1e-14)
          return Solution(parameters: trial, rss: sum)
        }
      }
      damping = max(damping, 1e-12) * 6
    }
    damping = 1e-3
    return nil
  }

  func finding(_ solution: Solution) -> LogisticFit {
    let p = solution.parameters
    let mean = values.reduce(0, +) / Double(values.count)
    let inside = free.filter { !isOnBound($0, p[$0]) }
    var errors = [Double?](repeating: nil, count: 4)
    let freedom = values.count - free.count
    if freedom > 0, let inverse = normal(p, inside).0.inverse {
      for (i, index) in inside.enumerated() {
        errors[index] = (inverse[i, i] * solution.rss / Double(freedom)).squareRoot()
      }
    }
    return LogisticFit(
      curve: LogisticCurve(low: p[0], high: p[1], log10EC50: p[2], hill: p[3]), errors: errors,
      rss: solution.rss, flatRSS: LogisticFit.spread(values, mean),
      pointCount: values.count, parameterCount: free.count, isConverged: solution.isConverged)
  }
}
