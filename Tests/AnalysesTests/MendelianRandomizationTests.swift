import Testing

@testable import Analyses

/// Ten made instruments. Expected: numpy and scipy, from the formulae of science.md 6.3 (weighted
/// least squares by solve, medians by interpolation of cumulated weights), not from this program.
@Suite struct MendelianRandomizationTests {
  private static let instruments: [Instrument] = {
    let exposure = [0.12, -0.08, 0.05, 0.2, 0.09, -0.15, 0.07, 0.11, 0.03, 0.18]
    let exposureError = [0.01, 0.012, 0.008, 0.015, 0.01, 0.011, 0.009, 0.012, 0.006, 0.014]
    let outcome = [0.05, -0.02, 0.03, 0.11, 0.02, -0.06, 0.05, 0.03, 0.02, 0.08]
    let outcomeError = [0.012, 0.015, 0.01, 0.02, 0.011, 0.014, 0.013, 0.015, 0.009, 0.016]
    return exposure.indices.map {
      Instrument(
        variant: "s\($0)", exposure: exposure[$0], exposureError: exposureError[$0],
        outcome: outcome[$0], outcomeError: outcomeError[$0])
    }
  }()

  private func near(_ a: Double?, _ b: Double, _ digits: Double = 1e-11) -> Bool {
    a.map { abs($0 - b) <= digits * abs(b) } ?? false
  }

  @Test func inverseVariance() {
    let found = MendelianRandomization.inverseVariance(Self.instruments)
    #expect(near(found.random.value, 0.42494572917005236))
    #expect(near(found.random.error, 0.04198361431324705))
    #expect(near(found.fixed.error, 0.03905451592375515))
    #expect(near(found.random.p, 4.4263991975201566e-24, 1e-9))
    #expect(near(found.random.heterogeneity?.q, 10.400629803601733))
    #expect(near(found.random.heterogeneity?.p, 0.3190356183068446))
    #expect(near(found.iSquared, 0.13466778743693922, 1e-10))
  }

  @Test func egger() throws {
    let found = try #require(MendelianRandomization.egger(Self.instruments))
    #expect(near(found.slope.value, 0.38990212878942276))
    #expect(near(found.slope.error, 0.09156534940085592))
    #expect(near(found.slope.heterogeneity?.q, 10.158758090426174))
    #expect(near(found.intercept.value, 0.004048855865023482, 1e-10))
    #expect(near(found.intercept.error, 0.009277160967453131))
    #expect(near(found.intercept.p, 0.662522860684714, 1e-10))
    #expect(near(found.intercept.studentP, 0.674061832057871, 1e-10))
    #expect(near(found.iSquaredGX, 0.9256060136341976))
  }

  static let medians: [(MendelianRandomization.MedianWeights, Double)] = [
    (.firstOrder, 0.42006374309289785), (.secondOrder, 0.4167797810237123),
    (.equal, 0.4305555555555556),
  ]

  @Test(arguments: medians)
  func median(_ c: (MendelianRandomization.MedianWeights, Double)) throws {
    let found = try #require(MendelianRandomization.median(Self.instruments, c.0, seed: 1))
    #expect(near(found.value, c.1))
    #expect(found == MendelianRandomization.median(Self.instruments, c.0, seed: 1))
  }

  @Test func strength() {
    let mean = Self.instruments.reduce(0) { $0 + $1.f } / Double(Self.instruments.count)
    #expect(near(mean, 100.70628628326139))
  }

  /// Estimates that differ in one thing are not equal.
  @Test func equalityLooksAtAll() {
    func made(
      p: Double = 0.5, student: Double? = 0.6, _ test: (Double, Int, Double)? = (3, 2, 0.2)
    ) -> MendelianRandomization.Estimate {
      .init(
        method: "m", value: 1, error: 2, p: p, studentP: student,
        heterogeneity: test.map { (q: $0.0, degrees: $0.1, p: $0.2) })
    }
    #expect(made() == made())
    for other in [
      made(p: 0.4), made(student: nil), made(nil), made((4, 2, 0.2)), made((3, 1, 0.2)),
      made((3, 2, 0.1)),
    ] { #expect(made() != other) }
  }
}
