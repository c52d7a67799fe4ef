#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Upper tails of Q = Σ λ χ²₁ with positive weights λ.
public enum WeightedChiSquare {
  /// P(Q > x), to some 1e-12 of itself also far out: the moment-generating function inverted
  /// along a parabola through the saddle point, by the trapezoid rule. The same quantity as
  /// Imhof's integral (1961), which loses its digits below 1e-8.
  public static func upperTail(_ x: Double, weights: [Double]) -> Double {
    let weights = weights.filter { $0 > 0 }
    guard x > 0, let largest = weights.max() else { return x > 0 ? 0 : 1 }
    let end = 1 / (2 * largest)
    let saddle = saddlePoint(x, weights, end)
    let start = min(max(saddle, 0.15 * end), 0.999 * end)
    let width = 1 / curvature(start, weights).squareRoot()
    let bend = 0.35
    var sum = 0.0
    let step = 0.02
    var t = 0.5 * step
    while t < 400 {
      // s = start + width (i t + bend t²), ds/dt = width (i + 2 bend t)
      let s = Complex(start + width * bend * t * t, width * t)
      var exponent = Complex(-x * s.real, -x * s.imaginary)
      for weight in weights {
        let log = Complex(1 - 2 * weight * s.real, -2 * weight * s.imaginary).log
        exponent = Complex(exponent.real - log.real / 2, exponent.imaginary - log.imaginary / 2)
      }
      let value = exponent.exp.divided(by: s).times(Complex(2 * bend * t * width, width))
      sum += value.imaginary
      if x * width * bend * t * t > 30, abs(value.imaginary) < 1e-17 * abs(sum) { break }
      t += step
    }
    return min(max(sum * step / .pi, 0), 1)
  }

  /// The saddle-point approximation of Kuonen (1999), as SMR prints it.
  public static func saddlepoint(_ x: Double, weights: [Double]) -> Double {
    let weights = weights.filter { $0 > 0 }
    guard x > 0, let largest = weights.max() else { return x > 0 ? 0 : 1 }
    let t = saddlePoint(x, weights, 1 / (2 * largest))
    let cumulant = -0.5 * weights.reduce(0) { $0 + log(1 - 2 * $1 * t) }
    let w = (t < 0 ? -1 : 1) * (2 * (t * x - cumulant)).squareRoot()
    let v = t * curvature(t, weights).squareRoot()
    // At the mean itself the formula is 0/0; beside it the limit is smooth.
    guard abs(t) > 1e-7 else {
      return 0.5
        * (saddlepoint(x * 1.001, weights: weights) + saddlepoint(x * 0.999, weights: weights))
    }
    return 1 - Normal.cdf(w + log(v / w) / w)
  }

  /// The t below 1/(2 λmax) at which the derivative of the cumulant function is x: bisection, then
  /// the last bits do not matter.
  private static func saddlePoint(_ x: Double, _ weights: [Double], _ end: Double) -> Double {
    func slope(_ t: Double) -> Double { weights.reduce(0) { $0 + $1 / (1 - 2 * $1 * t) } }
    var low = -Double(weights.count) / (2 * x) - end, high = end * (1 - 1e-14)
    while slope(low) > x { low *= 2 }
    for _ in 0..<200 where high - low > 1e-15 * abs(high) {
      let middle = (low + high) / 2
      if slope(middle) < x { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }

  private static func curvature(_ t: Double, _ weights: [Double]) -> Double {
    weights.reduce(0) { sum, weight in
      let rest = 1 - 2 * weight * t
      return sum + 2 * weight * weight / (rest * rest)
    }
  }
}

/// Just what the inversion needs of complex numbers.
private struct Complex {
  let real: Double
  let imaginary: Double

  init(_ real: Double, _ imaginary: Double) { (self.real, self.imaginary) = (real, imaginary) }

  var log: Complex { Complex(logarithm(hypot(real, imaginary)), atan2(imaginary, real)) }

  var exp: Complex {
    let size = exponential(real)
    return Complex(size * cos(imaginary), size * sin(imaginary))
  }

  func times(_ other: Complex) -> Complex {
    Complex(
      real * other.real - imaginary * other.imaginary,
      real * other.imaginary + imaginary * other.real)
  }

  func divided(by other: Complex) -> Complex {
    let size = other.real * other.real + other.imaginary * other.imaginary
    return times(Complex(other.real / size, -other.imaginary / size))
  }
}

// Inside `Complex` the names of these functions are those of its properties.
private func logarithm(_ x: Double) -> Double { log(x) }
private func exponential(_ x: Double) -> Double { exp(x) }
