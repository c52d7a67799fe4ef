#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The regularised incomplete gamma function.
public enum IncompleteGamma {
  /// Q(a, x), the upper tail; NaN unless a > 0 and x >= 0. By the series below a + 1, else by
  /// Lentz's continued fraction (Numerical Recipes 6.2); relative error about 1e-14.
  public static func upper(_ a: Double, _ x: Double) -> Double {
    guard a > 0, x >= 0, a.isFinite, !x.isNaN else { return .nan }
    if x == 0 { return 1 }
    if x == .infinity { return 0 }
    return x < a + 1 ? 1 - series(a, x) : fraction(a, x)
  }

  private static func scale(_ a: Double, _ x: Double) -> Double {
    exp(a * log(x) - x - lgamma(a))
  }

  private static func series(_ a: Double, _ x: Double) -> Double {
    var term = 1 / a, sum = 1 / a, n = a
    for _ in 0..<100_000 {
      n += 1
      term *= x / n
      sum += term
      if term < sum * 1e-17 { break }
    }
    return sum * scale(a, x)
  }

  private static func fraction(_ a: Double, _ x: Double) -> Double {
    let tiny = 1e-300
    var b = x + 1 - a, c = 1 / tiny
    var d = 1 / (b == 0 ? tiny : b), h = d
    for i in 1..<100_000 {
      let an = -Double(i) * (Double(i) - a)
      b += 2
      d = an * d + b
      if abs(d) < tiny { d = tiny }
      c = b + an / c
      if abs(c) < tiny { c = tiny }
      d = 1 / d
      let change = d * c
      h *= change
      if abs(change - 1) < 1e-16 { break }
    }
    return scale(a, x) * h
  }
}
