#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The standard normal distribution.
public enum Normal {
  public static func density(_ z: Double) -> Double { exp(-z * z / 2) / 2.506_628_274_631_000_5 }

  /// Standard deviations on either side of a 95 % interval.
  public static let ninetyFive = 1.959964

  /// The standard deviation of a given log-variance.
  public static func scale(logVariance: Double) -> Double { exp(logVariance / 2) }

  /// P(Z ≤ z).
  public static func cdf(_ z: Double) -> Double { 0.5 * erfc(-z / 1.414_213_562_373_095_1) }

  /// P(|Z| > |z|).
  public static func twoSided(_ z: Double) -> Double { erfc(abs(z) / 1.414_213_562_373_095_1) }

  /// The z below which a share `p` lies; infinite at 0 and 1. Wichura 1988, AS 241 (PPND16).
  public static func quantile(_ p: Double) -> Double {
    let q = p - 0.5
    if abs(q) <= 0.425 { return q * central(0.180625 - q * q) }
    var r = q < 0 ? p : 1 - p
    guard r > 0 else { return q < 0 ? -.infinity : .infinity }
    r = sqrt(-log(r))
    let tail = r <= 5 ? middle(r - 1.6) : far(r - 5)
    return q < 0 ? -tail : tail
  }

  private static func central(_ r: Double) -> Double {
    polynomial(
      r,
      [
        3.3871328727963666080, 133.14166789178437745, 1971.5909503065514427, 13731.693765509461125,
        45921.953931549871457, 67265.770927008700853, 33430.575583588128105, 2509.0809287301226727,
      ])
      / polynomial(
        r,
        [
          1, 42.313330701600911252, 687.18700749205790830, 5394.1960214247511077,
          21213.794301586595867, 39307.895800092710610, 28729.085735721942674,
          5226.4952788528545610,
        ])
  }

  private static func middle(_ r: Double) -> Double {
    polynomial(
      r,
      [
        1.42343711074968357734, 4.63033784615654529590, 5.76949722146069140550,
        3.64784832476320460504, 1.27045825245236838258, 0.241780725177450611770,
        0.0227238449892691845833, 0.000774545014278341407640,
      ])
      / polynomial(
        r,
        [
          1, 2.05319162663775882187, 1.67638483018380384940, 0.689767334985100004550,
          0.148103976427480074590, 0.0151986665636164571966, 0.000547593808499534494600,
          1.05075007164441684324e-9,
        ])
  }

  private static func far(_ r: Double) -> Double {
    polynomial(
      r,
      [
        6.65790464350110377720, 5.46378491116411436990, 1.78482653991729133580,
        0.296560571828504891230, 0.0265321895265761230930, 0.00124266094738807843860,
        0.0000271155556874348757815, 2.01033439929228813265e-7,
      ])
      / polynomial(
        r,
        [
          1, 0.599832206555887937690, 0.136929880922735805310, 0.0148753612908506148525,
          0.000786869131145613259100, 0.0000184631831751005468180, 1.42151175831644588870e-7,
          2.04426310338993978564e-15,
        ])
  }

  private static func polynomial(_ x: Double, _ coefficients: [Double]) -> Double {
    coefficients.reversed().reduce(0) { $0 * x + $1 }
  }
}
