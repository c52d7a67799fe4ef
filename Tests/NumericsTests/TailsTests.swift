import Numerics
import Testing

@Suite struct TailsTests {
  /// mpmath 1.3 with 50 digits.
  static let varianceCases: [(x: Double, df1: Double, df2: Double, tail: Double)] = [
    (4081.02, 3, 5, 6.8584112207934847e-9), (2.5, 2, 3, 0.22963966338592295),
    (1e10, 2, 5, 9.8821176818498619e-25), (0.3, 5, 1000, 0.9129402018656327),
    (3, 1000, 2000, 1.1136191530117036e-96), (1.02, 1e4, 2e4, 0.12580234175036389),
    (7, 0.5, 0.5, 0.32711136046997425), (1e6, 1, 1, 0.00063661956016111788),
    (30, 200, 150, 2.7365405401545278e-72), (0.001, 40, 0.7, 1),
  ]

  @Test(arguments: varianceCases) func variance(
    _ c: (x: Double, df1: Double, df2: Double, tail: Double)
  ) {
    #expect(abs(Tails.f(c.x, c.df1, c.df2) / c.tail - 1) < 1e-12)
  }

  /// mpmath 1.3; one-sided.
  static let studentCases: [(t: Double, df: Double, tail: Double)] = [
    (40, 3, 1.7190340394579264e-5), (2, 1e5, 0.022751481728753232),
    (37, 1e5, 5.98731412171233e-298), (-1.5, 2.5, 0.87608177345685187),
    (1e-3, 7, 0.49961500862249942), (5.03767, 196, 5.332220474516364e-7), (0, 4, 0.5),
    (1.959963984540054, .infinity, 0.025),
  ]

  @Test(arguments: studentCases) func student(_ c: (t: Double, df: Double, tail: Double)) {
    #expect(abs(Tails.t(c.t, c.df) / c.tail - 1) < 1e-12)
  }

  static let chiSquareCases: [(x: Double, df: Double, tail: Double)] = [
    (1400, 1, 2.1010145162642175e-306), (3.84, 1, 0.050043521248705103),
    (10300, 1e4, 0.0176381174473454), (1, 0.01, 0.0028061627266115384),
    (50, 100, 0.99999304669475238), (900, 100, 6.9299165591195508e-129),
  ]

  @Test(arguments: chiSquareCases) func chiSquare(_ c: (x: Double, df: Double, tail: Double)) {
    #expect(abs(Tails.chiSquare(c.x, c.df) / c.tail - 1) < 1e-12)
  }

  @Test func atTheEnds() {
    #expect(Tails.f(0, 2, 3) == 1 && Tails.chiSquare(-1, 2) == 1)
    #expect(Tails.f(.infinity, 2, 3) == 0 && Tails.t(.infinity, 3) == 0)
    #expect(Tails.t(-.infinity, 3) == 1 && Tails.chiSquare(.infinity, 3) == 0)
    #expect(Tails.f(.nan, 2, 3).isNaN && Tails.t(1, 0).isNaN && Tails.chiSquare(1, -1).isNaN)
  }
}
