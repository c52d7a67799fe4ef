import Numerics

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Whether two traits share one causal variant in a region: approximate Bayes factors
/// (Giambartolomei 2014; coloc.abf). One causal variant in each trait, the same LD in both.
public struct Colocalisation: Sendable, Equatable {
  /// Prior probabilities that a variant is causal for the first trait, the second, and both.
  public struct Priors: Sendable, Equatable {
    public let first: Double
    public let second: Double
    public let both: Double

    public init(first: Double = 1e-4, second: Double = 1e-4, both: Double = 1e-5) {
      (self.first, self.second, self.both) = (first, second, both)
    }

    func with(both: Double) -> Priors { Priors(first: first, second: second, both: both) }
  }

  /// PP.H0 to PP.H4: no association, the first trait only, the second only, two variants, one.
  public let posterior: [Double]
  /// By variant: the probability of being the shared one, given H4.
  public let shared: [Double]
  private let sums: Sums
  private let priors: Priors

  /// From log approximate Bayes factors of the same variants.
  public init(_ first: [Double], _ second: [Double], priors: Priors) {
    let both = zip(first, second).map { $0 + $1 }
    let sums = Sums(
      first: LogSum.of(first), second: LogSum.of(second), both: LogSum.of(both))
    (self.sums, self.priors) = (sums, priors)
    posterior = sums.posterior(priors)
    shared = both.map { exp($0 - sums.both) }
  }

  /// PP.H4 for other priors of a shared variant.
  public func sensitivity(_ both: [Double]) -> [Double] {
    both.map { sums.posterior(priors.with(both: $0))[4] }
  }

  /// Variants by falling probability until `level` of it is reached.
  public func credibleSet(_ level: Double = 0.95) -> [Int] {
    let order = shared.indices.sorted {
      shared[$0] == shared[$1] ? $0 < $1 : shared[$0] > shared[$1]
    }
    var sum = 0.0
    var set: [Int] = []
    for index in order where sum < level {
      set.append(index)
      sum += shared[index]
    }
    return set
  }

  private struct Sums: Sendable, Equatable {
    let first: Double
    let second: Double
    let both: Double

    func posterior(_ priors: Priors) -> [Double] {
      let logs = [
        0, log(priors.first) + first, log(priors.second) + second,
        log(priors.first) + log(priors.second) + LogSum.difference(first + second, both),
        log(priors.both) + both,
      ]
      let total = LogSum.of(logs)
      return logs.map { exp($0 - total) }
    }
  }
}

/// Sums of numbers that are held as logarithms.
enum LogSum {
  static func of(_ logs: [Double]) -> Double {
    guard let top = logs.max(), top > -.infinity else { return -.infinity }
    return top + log(logs.reduce(0) { $0 + exp($1 - top) })
  }

  /// log(eᵃ − eᵇ); −∞ where nothing is left.
  static func difference(_ a: Double, _ b: Double) -> Double {
    a > b ? a + log(-expm1(b - a)) : -.infinity
  }
}

/// Evidence for an association at one variant against none: Wakefield's approximate Bayes factor.
public enum ApproximateBayes {
  /// The prior standard deviation of an effect: 0.15 standard deviations of a measured trait, 0.2
  /// on the log-odds scale.
  public static func priorDeviation(isCaseControl: Bool, traitDeviation: Double) -> Double {
    isCaseControl ? 0.2 : 0.15 * traitDeviation
  }

  /// The logarithm of the Bayes factor, for an effect and its variance.
  public static func logFactor(beta: Double, variance: Double, priorDeviation: Double) -> Double {
    let prior = priorDeviation * priorDeviation
    let r = prior / (prior + variance)
    return 0.5 * (log(1 - r) + r * beta * beta / variance)
  }

  /// As ``logFactor(beta:variance:priorDeviation:)`` from a p-value: the variance that the
  /// frequency, the number of people and the share of cases (nil for a measured trait of standard
  /// deviation 1) lead to expect.
  public static func logFactor(
    p: Double, frequency: Double, people: Double, caseShare: Double?, priorDeviation: Double
  ) -> Double {
    let balance = caseShare.map { $0 * (1 - $0) } ?? 1
    let variance = 1 / (2 * people * frequency * (1 - frequency) * balance)
    // p is two-sided; below the smallest number the quantile is infinite.
    let z = -Normal.quantile(max(p, 1e-300) / 2)
    return logFactor(
      beta: z * variance.squareRoot(), variance: variance, priorDeviation: priorDeviation)
  }

  /// The standard deviation of a measured trait from effects' variances: 2Nf(1−f) regressed on 1/variance
  /// through the origin. Nil where nothing can be estimated.
  public static func traitDeviation(
    variances: [Double], frequencies: [Double], people: [Double]
  ) -> Double? {
    var cross = 0.0, square = 0.0
    for (index, variance) in variances.enumerated() {
      let (f, n) = (frequencies[index], people[index])
      guard variance > 0, f > 0, f < 1, n > 0 else { continue }
      cross += 2 * n * f * (1 - f) / variance
      square += 1 / (variance * variance)
    }
    guard square > 0, cross > 0 else { return nil }
    return (cross / square).squareRoot()
  }
}
