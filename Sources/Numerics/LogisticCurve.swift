#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A logistic curve over a dose: f(x) = low + (high - low) / (1 + (x / EC50)^hill). `high` is the
/// value without a dose, `low` the value at an endless one; the names are right for a response
/// that falls.
public struct LogisticCurve: Sendable, Hashable {
  public var low: Double
  public var high: Double
  public var log10EC50: Double
  public var hill: Double

  public init(low: Double, high: Double, log10EC50: Double, hill: Double) {
    (self.low, self.high, self.log10EC50, self.hill) = (low, high, log10EC50, hill)
  }

  public var ec50: Double { pow(10, log10EC50) }

  /// The response at a dose of 0 or more.
  public func value(at dose: Double) -> Double {
    dose > 0 ? value(log10Dose: log10(dose)) : high
  }

  public func value(log10Dose: Double) -> Double {
    low + (high - low) * Self.share(hill * (log10Dose - log10EC50))
  }

  /// 1 / (1 + 10^u).
  static func share(_ u: Double) -> Double { 1 / (1 + exp(u * Self.ln10)) }

  /// The mean response over a range of log10 doses, in closed form.
  public func mean(overLog10 range: ClosedRange<Double>) -> Double {
    let width = range.upperBound - range.lowerBound
    guard width > 0 else { return value(log10Dose: range.lowerBound) }
    return (integral(range.upperBound) - integral(range.lowerBound)) / width
  }

  /// The dose where the response is `level`; nil where the level is not between the asymptotes.
  public func dose(at level: Double) -> Double? {
    let ratio = (high - level) / (level - low)
    guard ratio > 0, ratio.isFinite else { return nil }
    return pow(10, log10EC50 + log10(ratio) / hill)
  }

  private func integral(_ u: Double) -> Double {
    let exponent = hill * (u - log10EC50)
    // log10(1 + 10^v), where 10^v may not be a number.
    let grown = max(exponent, 0) + log1p(exp(-abs(exponent) * Self.ln10)) / Self.ln10
    return low * u + (high - low) * (u - grown / hill)
  }

  static let ln10 = 2.302_585_092_994_045_7
}

/// Areas under measured responses.
public enum Trapezoid {
  /// The mean of a response over log10 dose by the trapezoid rule; values at one dose are averaged
  /// first. Nil with fewer than two doses.
  public static func mean(doses: [Double], values: [Double]) -> Double? {
    let levels = DoseLevels(doses: doses, values: values)
    guard let first = levels.log10Doses.first, let last = levels.log10Doses.last, last > first
    else { return nil }
    var area = 0.0
    for index in levels.means.indices.dropFirst() {
      let width = levels.log10Doses[index] - levels.log10Doses[index - 1]
      area += width * (levels.means[index] + levels.means[index - 1]) / 2
    }
    return area / (last - first)
  }
}

/// Responses by distinct dose, ascending.
public struct DoseLevels: Sendable {
  public let doses: [Double]
  public let log10Doses: [Double]
  /// The mean response at each dose.
  public let means: [Double]

  public init(doses: [Double], values: [Double]) {
    var (distinct, sums, counts): ([Double], [Double], [Double]) = ([], [], [])
    for index in doses.indices.sorted(by: { (doses[$0], $0) < (doses[$1], $1) }) {
      if distinct.last != doses[index] {
        distinct.append(doses[index])
        sums.append(0)
        counts.append(0)
      }
      sums[sums.count - 1] += values[index]
      counts[counts.count - 1] += 1
    }
    self.doses = distinct
    log10Doses = distinct.map { log10($0) }
    means = zip(sums, counts).map { $0 / $1 }
  }

  /// The median of the distinct doses.
  public var medianDose: Double {
    let middle = doses.count / 2
    return doses.count.isMultiple(of: 2) ? (doses[middle - 1] + doses[middle]) / 2 : doses[middle]
  }
}
