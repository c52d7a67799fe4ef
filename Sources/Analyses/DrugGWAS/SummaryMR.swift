import Numerics

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Summary-data MR of one molecular trait (Zhu 2016): the top variant's ratio, and HEIDI, the
/// test that its neighbours tell the same story.
public enum SummaryMR {
  /// SMR's estimate at one variant.
  public static func ratio(
    _ top: Instrument
  ) -> (value: Double, error: Double, chiSquare: Double, p: Double) {
    let zx = top.exposure / top.exposureError, zy = top.outcome / top.outcomeError
    let chiSquare = zx * zx * zy * zy / (zx * zx + zy * zy)
    let value = top.ratio
    return (
      value, abs(value) / chiSquare.squareRoot(), chiSquare, erfc((chiSquare / 2).squareRoot())
    )
  }

  /// What HEIDI found.
  public struct Heterogeneity: Sendable, Equatable {
    /// Σ d²/var(d), its p-value exactly, and by the saddle point as SMR prints it.
    public let statistic: Double
    public let p: Double
    public let saddlepointP: Double
    /// Neighbours used.
    public let variants: [Int]
  }

  /// Rules for the neighbours.
  public static let leastChiSquare = 10.0
  public static let neighbourLD = 0.05...0.9
  public static let most = 20
  public static let least = 3

  /// Tests the neighbours of `top`. `ld`: correlations of the instruments, in their order. Nil for
  /// fewer than three neighbours: strong (z² > 10), r² with the top within 0.05 to 0.9, no two above 0.9 with each other.
  public static func heterogeneity(
    _ instruments: [Instrument], top: Int, ld: SmallMatrix
  ) -> Heterogeneity? {
    let near = neighbours(instruments, top, ld)
    guard near.count >= least else { return nil }
    let size = near.count
    var covariance = SmallMatrix(rows: size, columns: size)
    let t = instruments[top]
    for (a, i) in near.enumerated() {
      for (b, j) in near.enumerated() {
        covariance[a, b] =
          Self.covariance(t, t, 1) + Self.covariance(instruments[i], instruments[j], ld[i, j])
          - Self.covariance(t, instruments[i], ld[top, i])
          - Self.covariance(t, instruments[j], ld[top, j]) + (a == b ? 1e-8 : 0)
      }
    }
    var correlation = covariance
    var statistic = 0.0
    for (a, i) in near.enumerated() {
      let d = t.ratio - instruments[i].ratio
      statistic += d * d / covariance[a, a]
      for b in 0..<size {
        correlation[a, b] = covariance[a, b] / (covariance[a, a] * covariance[b, b]).squareRoot()
      }
    }
    let weights = correlation.eigenvalues
    return Heterogeneity(
      statistic: statistic, p: WeightedChiSquare.upperTail(statistic, weights: weights),
      saddlepointP: WeightedChiSquare.saddlepoint(statistic, weights: weights), variants: near)
  }

  private static func neighbours(
    _ instruments: [Instrument], _ top: Int, _ ld: SmallMatrix
  ) -> [Int] {
    let strong = instruments.indices.filter { index in
      index != top && instruments[index].f > leastChiSquare
        && neighbourLD.contains(ld[top, index] * ld[top, index])
    }.sorted {
      let (a, b) = (instruments[$0].f, instruments[$1].f)
      return a == b ? $0 < $1 : a > b
    }
    var kept: [Int] = []
    for index in strong where kept.count < most {
      if kept.allSatisfy({ ld[index, $0] * ld[index, $0] <= 0.9 }) { kept.append(index) }
    }
    return kept
  }

  /// Covariance of two ratios, by the delta method.
  private static func covariance(_ i: Instrument, _ j: Instrument, _ r: Double) -> Double {
    let zi = i.exposure / i.exposureError, zj = j.exposure / j.exposureError
    let product = i.ratio * j.ratio
    return r * (i.outcomeError * j.outcomeError / (i.exposure * j.exposure) + product / (zi * zj))
      - product / (zi * zi * zj * zj)
  }
}
