import Numerics
import Testing

@Suite struct LogisticTests {
  static let doses = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10]
  static let values = [0.99, 1.01, 0.96, 0.90, 0.71, 0.45, 0.24, 0.15, 0.12]

  /// scipy 1.17: least_squares from the same start.
  @Test func fourParametersAsScipy() throws {
    let fit = try #require(
      LogisticFitter.fourParameters(Self.values).fit(doses: Self.doses, values: Self.values))
    let found = [fit.curve.low, fit.curve.high, fit.curve.log10EC50, fit.curve.hill]
    let expected = [0.10731947, 1.00322709, -0.71194285, 1.08053226]
    for (a, b) in zip(found, expected) { #expect(abs(a - b) < 1e-8) }
    for (a, b) in zip(fit.errors, [0.00936786, 0.00676404, 0.01757707, 0.04481964]) {
      #expect(abs((a ?? 0) - b) < 1e-8)
    }
    #expect(abs(fit.rss - 4.6334743e-4) < 1e-11)
    #expect(abs(fit.curve.ec50 - 0.1941141296) < 1e-9)
    #expect(abs((fit.curve.dose(at: 0.5) ?? 0) - 0.2442041585) < 1e-9)
    #expect(abs(fit.curve.mean(overLog10: -3...1) - 0.6188310774) < 1e-10)
    let test = try #require(fit.fTest())
    #expect(abs(test.f - 4081.02) < 0.005 && test.df1 == 3 && test.df2 == 5)
  }

  @Test func trapezoid() {
    let mean = Trapezoid.mean(doses: Self.doses.reversed(), values: Self.values.reversed())
    #expect(abs((mean ?? 0) - 0.6193869365) < 1e-10)
    // Replicates of a dose are averaged first.
    #expect(Trapezoid.mean(doses: [1, 1, 10], values: [0, 1, 0.5]) == 0.5)
    #expect(Trapezoid.mean(doses: [1, 1], values: [0, 1]) == nil)
  }

  /// The example of gr_metrics' documentation.
  @Test func growthRate() throws {
    let (doses, values) = ([0.001, 0.01, 0.1, 1, 10], [0.965, 0.953, 0.533, 0.0976, 0.0188])
    let fit = try #require(LogisticFitter.growthRate.fit(doses: doses, values: values))
    #expect(abs(fit.curve.ec50 - 0.110411) < 2e-6)
    #expect(abs(fit.curve.low - 0.018109) < 2e-6)
    #expect(abs(fit.curve.hill - 1.145262) < 1e-5)
    #expect(abs((fit.curve.dose(at: 0.5) ?? 0) - 0.114025) < 2e-6)
    #expect(abs((fit.fTest(denominator: 3)?.p ?? 0) - 5.4e-5) < 1e-6)
  }

  @Test func boundsHold() throws {
    // A step: steeper than 5, and below -1 without end.
    let step = try #require(
      LogisticFitter.growthRate.fit(
        doses: [1, 2, 4, 8, 16], values: [1, 1, 1, -3, -3]))
    #expect(step.curve.low == -1 && step.errors[0] == nil)
    let flat = try #require(
      LogisticFitter.growthRate.fit(doses: [1, 2, 4, 8], values: [0.2, 0.2, 0.2, 0.2]))
    #expect(flat.curve.log10EC50 >= -2 && flat.curve.hill <= 5)
  }

  @Test func theMeanOfASteepFarCurveIsFinite() {
    let curve = LogisticCurve(low: 0, high: 1, log10EC50: -300, hill: 5)
    #expect(curve.mean(overLog10: -3...1) == 0)
    #expect(
      abs(LogisticCurve(low: 0, high: 1, log10EC50: 300, hill: 5).mean(overLog10: -3...1) - 1)
        < 1e-12)
    #expect(curve.dose(at: 1.5) == nil && curve.dose(at: 0) == nil)
  }

  @Test func fewerDosesThanParametersAreNoFit() {
    #expect(
      LogisticFitter.fourParameters([1, 0.5, 0.2]).fit(
        doses: [1, 2, 3], values: [1, 0.5, 0.2]) == nil)
    #expect(
      LogisticFitter.growthRate.fit(doses: [1, 1, 2, 2], values: [1, 0.9, 0.2, 0.1]) == nil)
  }
}
