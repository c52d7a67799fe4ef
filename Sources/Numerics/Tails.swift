#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Upper tails of test statistics.
public enum Tails {
  public static func chiSquare(_ x: Double, _ df: Double) -> Double {
    guard x > 0 else { return 1 }
    let a = df / 2, h = x / 2
    let front = exp(a * log(h) - h - lgamma(a))
    if h < a + 1 {
      var term = 1 / a, sum = term, n = a
      while term > sum * 1e-17 { n += 1; term *= h / n; sum += term }
      return 1 - front * sum
    }
    var b = h + 1 - a, c = 1e300, d = 1 / b, f = d
    for i in 1..<10000 {
      let an = -Double(i) * (Double(i) - a)
      b += 2
      d = 1 / (an * d + b); c = b + an / c
      let delta = c * d
      f *= delta
      if abs(delta - 1) < 1e-16 { break }
    }
    return front * f
  }
  public static func t(_ t: Double, _ df: Double) -> Double {
    let x = df / (df + t * t)
    return 0.5 * beta(x, df / 2, 0.5)
  }
  static func beta(_ x: Double, _ a: Double, _ b: Double) -> Double {
    if x <= 0 { return 0 }
    if x >= 1 { return 1 }
    if x > (a + 1) / (a + b + 2) { return 1 - beta(1 - x, b, a) }
    let logs: Double = lgamma(a + b) - lgamma(a) - lgamma(b)
    let tail: Double = a * log(x) + b * log1p(-x)
    let front = exp(logs + tail) / a
    var c = 1.0, d = 1 - (a + b) * x / (a + 1)
    d = 1 / d
    var f = d
    for i in 1..<10000 {
      let m = Double(i)
      let e = a + 2 * m
      var n: Double = m * (b - m) * x / ((e - 1) * e)
      d = 1 / (1 + n * d); c = 1 + n / c; f *= c * d
      let top: Double = -(a + m) * (a + b + m) * x
      n = top / (e * (e + 1))
      d = 1 / (1 + n * d); c = 1 + n / c
      let delta = c * d
      f *= delta
      if abs(delta - 1) < 1e-16 { break }
    }
    return front * f
  }
}
