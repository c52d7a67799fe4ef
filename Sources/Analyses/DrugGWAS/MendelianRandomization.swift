import Knowledge
import Numerics

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// An instrument: effects of one allele on an exposure and on an outcome, with standard errors.
public struct Instrument: Sendable, Hashable {
  public let variant: String
  public let exposure: Double
  public let exposureError: Double
  public let outcome: Double
  public let outcomeError: Double

  public init(
    variant: String, exposure: Double, exposureError: Double, outcome: Double, outcomeError: Double
  ) {
    (self.variant, self.exposure, self.exposureError) = (variant, exposure, exposureError)
    (self.outcome, self.outcomeError) = (outcome, outcomeError)
  }

  /// Wald's ratio: the change of the outcome for one unit of the exposure.
  public var ratio: Double { outcome / exposure }
  /// Its standard error, first order.
  public var ratioError: Double { abs(outcomeError / exposure) }
  /// Second order: with the error of the exposure's effect.
  public var ratioErrorSecondOrder: Double {
    let first = ratioError * ratioError
    let second = outcome * outcome * exposureError * exposureError / pow(exposure, 4)
    return (first + second).squareRoot()
  }
  /// The strength of the instrument: below 10 is weak.
  public var f: Double { pow(exposure / exposureError, 2) }

  /// The same with the allele that raises the exposure.
  var oriented: Instrument {
    exposure < 0
      ? Instrument(
        variant: variant, exposure: -exposure, exposureError: exposureError, outcome: -outcome,
        outcomeError: outcomeError) : self
  }
}

/// Two-sample Mendelian randomisation of independent instruments.
public enum MendelianRandomization {
  /// One estimate.
  public struct Estimate: Sendable, Equatable {
    public let method: String
    public let value: Double
    public let error: Double
    /// Two-sided, by the normal distribution.
    public let p: Double
    /// Two-sided, by Student's t with k − 2 degrees, where the method has it (Egger).
    public let studentP: Double?
    /// Cochran's Q or Rücker's, its degrees of freedom and p-value, where the method has it.
    public let heterogeneity: (q: Double, degrees: Int, p: Double)?

    public static func == (a: Estimate, b: Estimate) -> Bool {
      a.method == b.method && a.value == b.value && a.error == b.error && a.p == b.p
        && a.studentP == b.studentP && a.heterogeneity?.q == b.heterogeneity?.q
        && a.heterogeneity?.degrees == b.heterogeneity?.degrees
        && a.heterogeneity?.p == b.heterogeneity?.p
    }
  }

  /// Wald's ratio of one instrument.
  public static func wald(_ instrument: Instrument) -> Estimate {
    estimate("Wald ratio", instrument.ratio, instrument.ratioError)
  }

  /// Inverse-variance weighted: fixed, and with multiplicative random effects, whose standard
  /// error never falls below the fixed one. Burgess 2013.
  public static func inverseVariance(
    _ instruments: [Instrument]
  ) -> (random: Estimate, fixed: Estimate, iSquared: Double) {
    var cross = 0.0, square = 0.0
    for i in instruments {
      let weight = 1 / (i.outcomeError * i.outcomeError)
      cross += weight * i.exposure * i.outcome
      square += weight * i.exposure * i.exposure
    }
    let slope = cross / square
    let q = instruments.reduce(0) {
      $0 + pow(($1.outcome - slope * $1.exposure) / $1.outcomeError, 2)
    }
    let degrees = instruments.count - 1
    let error = (1 / square).squareRoot()
    let sigma = degrees > 0 ? (q / Double(degrees)).squareRoot() : 1
    let test = (q, degrees, degrees > 0 ? Tails.chiSquare(q, Double(degrees)) : 1)
    return (
      estimate("Inverse-variance weighted", slope, error * max(1, sigma), heterogeneity: test),
      estimate("Inverse-variance weighted, fixed", slope, error, heterogeneity: test),
      q > 0 ? max(0, (q - Double(degrees)) / q) : 0
    )
  }

  /// Egger's regression (Bowden 2015): slope and intercept, alleles turned so that each raises the
  /// exposure. Nil for fewer than three instruments, or where all effects on the exposure are equal.
  public static func egger(
    _ instruments: [Instrument]
  ) -> (slope: Estimate, intercept: Estimate, iSquaredGX: Double)? {
    guard instruments.count >= 3 else { return nil }
    let own = instruments.map(\.oriented)
    let weights = own.map { 1 / ($0.outcomeError * $0.outcomeError) }
    let s = weights.reduce(0, +)
    let mx = zip(own, weights).reduce(0) { $0 + $1.1 * $1.0.exposure } / s
    let my = zip(own, weights).reduce(0) { $0 + $1.1 * $1.0.outcome } / s
    // About the means, so that no digits cancel.
    var (square, cross) = (0.0, 0.0)
    for (i, w) in zip(own, weights) {
      square += w * (i.exposure - mx) * (i.exposure - mx)
      cross += w * (i.exposure - mx) * (i.outcome - my)
    }
    guard square > 1e-12 * s * mx * mx else { return nil }
    let slope = cross / square
    let intercept = my - slope * mx
    let degrees = own.count - 2
    let q = zip(own, weights).reduce(0) {
      $0 + $1.1 * pow($1.0.outcome - intercept - slope * $1.0.exposure, 2)
    }
    let sigma = degrees > 0 ? (q / Double(degrees)).squareRoot() : 1
    let scale = max(1, sigma)
    let test = (q, degrees, degrees > 0 ? Tails.chiSquare(q, Double(degrees)) : 1)
    return (
      estimate(
        "Egger", slope, scale * (1 / square).squareRoot(), degrees: degrees,
        heterogeneity: test),
      estimate(
        "Egger, intercept", intercept, scale * (1 / s + mx * mx / square).squareRoot(),
        degrees: degrees),
      iSquaredGX(own)
    )
  }

  /// How much of the spread of the instruments' effects on the exposure is no error, weighted by
  /// the outcome's; below 0.9 Egger's slope is pulled to zero (Bowden 2016).
  private static func iSquaredGX(_ instruments: [Instrument]) -> Double {
    let values = instruments.map { abs($0.exposure) / $0.outcomeError }
    let errors = instruments.map { $0.exposureError / $0.outcomeError }
    let weights = errors.map { 1 / ($0 * $0) }
    let mean = zip(values, weights).reduce(0) { $0 + $1.0 * $1.1 } / weights.reduce(0, +)
    let q = zip(values, weights).reduce(0) { $0 + $1.1 * pow($1.0 - mean, 2) }
    return q > 0 ? max(0, (q - Double(values.count - 1)) / q) : 0
  }

  /// The weights of a median of ratios.
  public enum MedianWeights: String, Sendable, CaseIterable {
    case equal = "Simple median"
    /// (exposure / outcome's error)², as MendelianRandomization has it.
    case firstOrder = "Weighted median"
    /// By the second-order variance of the ratio, as TwoSampleMR has it.
    case secondOrder = "Weighted median, second order"
  }

  /// The median of the ratios (Bowden 2016); its standard error is that of `draws` seeded
  /// parametric draws. Nil for fewer than three instruments.
  public static func median(
    _ instruments: [Instrument], _ weights: MedianWeights, draws: Int = 1000, seed: UInt64
  ) -> Estimate? {
    guard instruments.count >= 3 else { return nil }
    let own = instruments.map { weight($0, weights) }
    let value = WeightedMedian.value(instruments.map(\.ratio), own)
    var random = Random(seed: seed, stream: weights.rawValue)
    var ratios = [Double](repeating: 0, count: instruments.count)
    let drawn = (0..<draws).map { _ -> Double in
      for (index, i) in instruments.enumerated() {
        let outcome = i.outcome + i.outcomeError * random.normal()
        ratios[index] = outcome / (i.exposure + i.exposureError * random.normal())
      }
      return WeightedMedian.value(ratios, own)
    }
    let mean = drawn.reduce(0, +) / Double(draws)
    let variance = drawn.reduce(0) { $0 + pow($1 - mean, 2) } / Double(draws - 1)
    return estimate(weights.rawValue, value, variance.squareRoot())
  }

  private static func weight(_ i: Instrument, _ weights: MedianWeights) -> Double {
    switch weights {
    case .equal: 1
    case .firstOrder: pow(i.exposure / i.outcomeError, 2)
    case .secondOrder: 1 / pow(i.ratioErrorSecondOrder, 2)
    }
  }

  /// What instruments can explain at most in Steiger's test, whose z has no value at 1.
  public static let largestShare = 0.999_999

  /// Steiger's test that the exposure comes first: the instruments explain more of it than of
  /// the outcome. z > 0 for that direction; r² from z-scores and numbers of people.
  public static func steiger(
    exposure: [(z: Double, people: Double)], outcome: [(z: Double, people: Double)]
  ) -> (z: Double, p: Double, exposureShare: Double, outcomeShare: Double) {
    func share(_ study: [(z: Double, people: Double)]) -> Double {
      min(study.reduce(0) { $0 + $1.z * $1.z / ($1.people - 2 + $1.z * $1.z) }, largestShare)
    }
    func people(_ study: [(z: Double, people: Double)]) -> Double {
      study.reduce(0) { $0 + $1.people } / Double(max(study.count, 1))
    }
    let (a, b) = (share(exposure), share(outcome))
    let difference = atanh(a.squareRoot()) - atanh(b.squareRoot())
    let error = (1 / (people(exposure) - 3) + 1 / (people(outcome) - 3)).squareRoot()
    let z = difference / error
    return (z, Normal.twoSided(z), a, b)
  }

  private static func estimate(
    _ method: String, _ value: Double, _ error: Double, degrees: Int? = nil,
    heterogeneity: (q: Double, degrees: Int, p: Double)? = nil
  ) -> Estimate {
    let z = value / error
    return Estimate(
      method: method, value: value, error: error, p: Normal.twoSided(z),
      studentP: degrees.map { $0 > 0 ? 2 * Tails.t(abs(z), Double($0)) : .nan },
      heterogeneity: heterogeneity)
  }
}
