#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Upper tails of test statistics by regularised incomplete beta and gamma functions, accurate
/// to about 1e-13 of themselves down to the smallest numbers. NaN where a statistic is NaN or
/// degrees of freedom are not above zero.
public enum Tails {
  /// P(F > x) with df1 and df2 degrees of freedom.
  public static func f(_ x: Double, _ df1: Double, _ df2: Double) -> Double {
    guard !x.isNaN, df1 > 0, df2 > 0 else { return .nan }
    guard x > 0 else { return 1 }
    if x.isInfinite { return 0 }
    if df2.isInfinite { return chiSquare(x * df1, df1) }
    let ratio = df1 * (x / df2)
    return beta(df2 / 2, df1 / 2, 1 / (1 + ratio), ratio / (1 + ratio))
  }

  /// P(T > t), one-sided, with df degrees of freedom; the normal tail where df is infinite.
  public static func t(_ t: Double, _ df: Double) -> Double {
    guard !t.isNaN, df > 0 else { return .nan }
    if df.isInfinite { return 0.5 * erfc(t / 2.0.squareRoot()) }
    let ratio = t / df * t
    let tail =
      ratio.isInfinite ? 0 : 0.5 * beta(df / 2, 0.5, 1 / (1 + ratio), ratio / (1 + ratio))
    return t < 0 ? 1 - tail : tail
  }

  /// P(X > x) of a chi-square with df degrees of freedom.
  public static func chiSquare(_ x: Double, _ df: Double) -> Double {
    guard !x.isNaN, df > 0 else { return .nan }
    guard x > 0 else { return 1 }
    return x.isInfinite ? 0 : upperGamma(df / 2, x / 2)
  }

  /// I_x(a, b), the regularised incomplete beta function; `y` is 1 - x, given apart because it
  /// may be far below the last digit of x.
  static func beta(_ a: Double, _ b: Double, _ x: Double, _ y: Double) -> Double {
    if x <= 0 { return 0 }
    if y <= 0 { return 1 }
    return x < (a + 1) / (a + b + 2)
      ? betaBelow(a, b, x, y) : 1 - betaBelow(b, a, y, x)
  }
}

// MARK: -

extension Tails {
  /// Didonato and Morris 1992 (TOMS 708), equation 9, by Lentz's method, for x below the mean.
  /// It needs 1 - x as well as x: near 1 the last digits of x alone would not do.
  private static func betaBelow(_ a: Double, _ b: Double, _ x: Double, _ y: Double) -> Double {
    // x^a y^b / B(a, b), from the binomial density at a of a + b.
    let front = binomial(a, b, x, y) * (a * (b / (a + b)))
    guard front > 0 else { return 0 }
    var fraction = bounded(a * (a * y - b * x + 1) / (a + 1))
    var c = fraction
    var d = 0.0
    for step in 1...200_000 {
      let m = Double(step)
      let wide = a + 2 * m - 1
      let numerator = (a + m - 1) / wide * ((a + b + m - 1) / wide) * m * (b - m) * x * x
      let term =
        m + m * (b - m) * x / wide + (a + m) * (a * y - b * x + 1 + m * (1 + y)) / (wide + 2)
      d = 1 / bounded(term + numerator * d)
      c = bounded(term + numerator / c)
      fraction *= c * d
      if abs(c * d - 1) < 1e-16 { break }
    }
    return front / fraction
  }

  private static func bounded(_ value: Double) -> Double { abs(value) < 1e-300 ? 1e-300 : value }

  /// Q(a, x), the regularised upper incomplete gamma function.
  private static func upperGamma(_ a: Double, _ x: Double) -> Double {
    // x^a e^-x / Γ(a + 1), from the Poisson density.
    let front = exp(-stirlingRest(a) - deviance(a, x)) / (2 * .pi * a).squareRoot()
    if x < a + 1 {
      var term = 1.0, sum = 1.0, n = a
      while term > sum * 1e-17 {
        n += 1
        term *= x / n
        sum += term
      }
      return 1 - front * sum
    }
    var b = x + 1 - a
    var c = 1e300
    var d = 1 / b
    var fraction = d
    for step in 1...200_000 {
      let term = -Double(step) * (Double(step) - a)
      b += 2
      d = 1 / bounded(term * d + b)
      c = bounded(b + term / c)
      fraction *= d * c
      if abs(d * c - 1) < 1e-16 { break }
    }
    return front * a * fraction
  }

  /// Γ(a+b+1) / (Γ(a+1) Γ(b+1)) x^a y^b without the cancellation of log-gammas (Loader 2000).
  private static func binomial(_ a: Double, _ b: Double, _ x: Double, _ y: Double) -> Double {
    let n = a + b
    let log =
      stirlingRest(n) - stirlingRest(a) - stirlingRest(b) - deviance(a, n * x)
      - deviance(b, n * y)
    return exp(log) * (n / a / b / (2 * .pi)).squareRoot()
  }

  /// log Γ(z+1) less Stirling's formula. Below 16 by the recurrence
  /// r(z) = r(z+1) + (z+½) log(1+1/z) - 1.
  private static func stirlingRest(_ z: Double) -> Double {
    var (z, rest) = (z, 0.0)
    while z < 16 {
      rest += (z + 0.5) * log1p(1 / z) - 1
      z += 1
    }
    let w = 1 / (z * z)
    let series =
      1.0 / 12 - w * (1.0 / 360 - w * (1.0 / 1260 - w * (1.0 / 1680 - w * (1.0 / 1188))))
    return rest + series / z
  }

  /// x log(x/m) + m - x, accurate where x is near m (Loader 2000).
  private static func deviance(_ x: Double, _ m: Double) -> Double {
    guard abs(x - m) < 0.1 * (x + m) else { return x * log(x / m) + m - x }
    let v = (x - m) / (x + m)
    var sum = (x - m) * v
    var term = 2 * x * v
    var odd = 3.0
    while true {
      term *= v * v
      let next = sum + term / odd
      if next == sum { return next }
      sum = next
      odd += 2
    }
  }
}
