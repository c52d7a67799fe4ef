import CKernels

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A person's genotypes as draws from a mixture of groups: the proportions by maximum
/// likelihood, and how likely the genotypes are under them.
public enum Mixture {
  /// Proportions that fit a person best.
  public struct Fit: Sendable, Equatable {
    /// Proportions of the groups; they add up to 1.
    public let proportions: [Double]
    public let logLikelihood: Double
    /// Newton rounds taken.
    public let rounds: Int
  }

  /// How far the genotypes are from what the mixture leads to expect, in standard deviations.
  public struct Depth: Sendable, Equatable {
    /// All genotypes: (log-likelihood − expectation) / SD under Hardy-Weinberg.
    public let z: Double
    /// The additive part alone.
    public let additive: Double

    public init(z: Double, additive: Double) { (self.z, self.additive) = (z, additive) }
  }

  /// Maximises Σ g log(Fq) + (2−g) log(1−Fq) over proportions q ≥ 0, Σq = 1: Newton
  /// steps, each quadratic programme by cyclic pair ascent.
  /// `codes`: dosages with 3 for missing; `frequencies`: variant-major, `groups` values
  /// a variant, inside (0, 1).
  public static func fit(codes: [UInt8], frequencies: [Double], groups: Int) -> Fit {
    var q = [Double](repeating: 1 / Double(groups), count: groups)
    var gradient = [Double](repeating: 0, count: groups)
    var hessian = [Double](repeating: 0, count: groups * groups)
    var rounds = 0
    for _ in 0..<20 {
      rounds += 1
      ck_mixture_step(codes, codes.count, frequencies, groups, q, &gradient, &hessian)
      let step = ascent(hessian, gradient, q)
      for k in 0..<groups { q[k] = max(q[k] + step[k], 0) }
      let sum = q.reduce(0, +)
      for k in 0..<groups { q[k] /= sum }
      if (step.map(abs).max() ?? 0) < 1e-5 { break }
    }
    return Fit(
      proportions: q,
      logLikelihood: ck_mixture_likelihood(codes, codes.count, frequencies, groups, q),
      rounds: rounds)
  }

  public static func logLikelihood(
    codes: [UInt8], frequencies: [Double], proportions: [Double]
  ) -> Double {
    ck_mixture_likelihood(codes, codes.count, frequencies, proportions.count, proportions)
  }

  public static func depth(
    codes: [UInt8], frequencies: [Double], proportions: [Double]
  ) -> Depth {
    var sums = [Double](repeating: 0, count: 4)
    ck_mixture_depth(
      codes, codes.count, frequencies, proportions.count, proportions, &sums)
    let log2 = 0.693_147_180_559_945_3
    let additive = sums[2] > 0 ? sums[0] / sqrt(sums[2]) : 0
    let all = sums[3] > 0 ? (sums[0] + log2 * sums[1]) / sqrt(sums[3]) : 0
    return Depth(z: all, additive: additive)
  }

  /// Maximises g'd − d'Hd/2 with Σd = 0 and q + d ≥ 0.
  private static func ascent(_ h: [Double], _ g: [Double], _ q: [Double]) -> [Double] {
    let n = q.count
    var d = [Double](repeating: 0, count: n)
    var r = g
    for _ in 0..<50 {
      var largest = 0.0
      for a in 0..<n {
        for b in (a + 1)..<max(n, a + 1) {
          let curvature = max(h[a * n + a] + h[b * n + b] - 2 * h[a * n + b], 1e-12)
          let free = (r[a] - r[b]) / curvature
          let t = min(max(free, -(q[a] + d[a])), q[b] + d[b])
          d[a] += t
          d[b] -= t
          for k in 0..<n { r[k] -= t * (h[a * n + k] - h[b * n + k]) }
          largest = max(largest, abs(t))
        }
      }
      if largest < 1e-12 { break }
    }
    return d
  }
}
