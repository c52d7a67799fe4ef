import Analyses
import Foundation
import Knowledge
import Numerics
import TestSupport
import Testing

/// The expected figures are those of science.md §6: coloc, TwoSampleMR, MendelianRandomization, SMR.
@Suite struct DrugGWASTests {
  private func near(_ a: Double, _ b: Double, _ digits: Double = 1e-9) -> Bool {
    abs(a - b) <= digits * max(abs(b), 1e-300)
  }

  private static let first: (b: [Double], se: [Double]) = (
    [0.02, 0.18, 0.15, -0.03, 0.05], [0.02, 0.021, 0.025, 0.02, 0.03]
  )
  private static let second: (b: [Double], se: [Double]) = (
    [0.01, 0.25, 0.17, 0.02, -0.04], [0.05, 0.045, 0.05, 0.05, 0.06]
  )

  private func factors(_ study: (b: [Double], se: [Double]), cases: Bool) -> [Double] {
    let prior = ApproximateBayes.priorDeviation(isCaseControl: cases, traitDeviation: 1)
    return zip(study.b, study.se).map {
      ApproximateBayes.logFactor(beta: $0, variance: $1 * $1, priorDeviation: prior)
    }
  }

  @Test func bayesFactorsAndPosteriorAreColocs() {
    let a = factors(Self.first, cases: false), b = factors(Self.second, cases: true)
    for (found, expected) in zip(
      a, [-1.53244745, 34.05271655, 15.70805456, -0.91836448, -0.29357818])
    {
      #expect(near(found, expected, 1e-7))
    }
    let found = Colocalisation(a, b, priors: .init())
    for (p, expected) in zip(
      found.posterior, [3.0938e-16, 1.902836e-5, 1.6260e-14, 1.079994e-7, 0.9999808636])
    {
      #expect(near(p, expected, 5e-5))
    }
    #expect(near(found.posterior[4], 0.9999808636, 1e-10))
    #expect(found.credibleSet() == [1])
    let sensitivity = found.sensitivity([1e-6, 1e-5, 1e-4])
    #expect(sensitivity[1] == found.posterior[4])
    #expect(sensitivity[0] < sensitivity[1] && sensitivity[1] < sensitivity[2])
  }

  /// Two signals at different variants.
  @Test func differentVariantsAreH3() {
    let a = [0.0, 40, 0], b = [0.0, 0, 40]
    #expect(Colocalisation(a, b, priors: .init()).posterior[3] > 0.99)
    #expect(Colocalisation(a, [0, 0, 0], priors: .init()).posterior[1] > 0.9)
  }

  @Test func theTraitsDeviationIsFoundAgain() {
    // variance = sd² / (2 N f (1 − f))
    let f = [0.1, 0.25, 0.4], n = [1000.0, 1000, 1000]
    let v = f.map { 1.21 / (2 * 1000 * $0 * (1 - $0)) }
    let found = ApproximateBayes.traitDeviation(variances: v, frequencies: f, people: n)
    #expect(near(found ?? 0, 1.1))
  }

  static let lipids: [Instrument] = {
    let file = (Fixtures.shared ?? "") + "/vectors/science/mr_ldlc_chd.tsv"
    let text = (try? String(contentsOfFile: file, encoding: .utf8)) ?? ""
    return text.split(separator: "\n").dropFirst().enumerated().map { index, line in
      let v = line.split(separator: "\t").compactMap { Double($0) }
      return Instrument(
        variant: "s\(index)", exposure: v[0], exposureError: v[1], outcome: v[2],
        outcomeError: v[3])
    }
  }()

  @Test(.enabled(if: Fixtures.shared != nil)) func inverseVarianceIsThePackages() {
    let found = MendelianRandomization.inverseVariance(Self.lipids)
    #expect(near(found.random.value, 2.8342139389))
    #expect(near(found.random.error, 0.5297994886))
    #expect(near(found.fixed.error, 0.2759405251))
    #expect(near(found.random.heterogeneity?.q ?? 0, 99.530425548))
    #expect(near(found.iSquared, 0.728726, 1e-6))
  }

  @Test(.enabled(if: Fixtures.shared != nil)) func eggerIsThePackages() throws {
    let found = try #require(MendelianRandomization.egger(Self.lipids))
    #expect(near(found.slope.value, 3.2528901289))
    #expect(near(found.slope.error, 0.7701291610))
    #expect(near(found.intercept.value, -0.0114606729, 1e-6))
    #expect(near(found.intercept.error, 0.0151883213, 1e-6))
    #expect(near(found.intercept.p, 0.4505, 1e-4))
    #expect(near(found.intercept.studentP ?? 0, 0.4573, 1e-4))
    #expect(near(found.slope.heterogeneity?.q ?? 0, 97.397505076))
    #expect(near(found.iSquaredGX, 0.91937, 1e-5))
  }

  static let medians: [(MendelianRandomization.MedianWeights, Double)] = [
    (.firstOrder, 2.6828834649), (.secondOrder, 2.6772442841), (.equal, 1.7551383399),
  ]

  @Test(.enabled(if: Fixtures.shared != nil), arguments: medians)
  func mediansAreThePackages(_ c: (MendelianRandomization.MedianWeights, Double)) throws {
    let found = try #require(MendelianRandomization.median(Self.lipids, c.0, seed: 1))
    #expect(near(found.value, c.1))
    #expect(found == MendelianRandomization.median(Self.lipids, c.0, seed: 1))
  }

  @Test(.enabled(if: Fixtures.shared != nil)) func strengthIsTheMeanF() {
    let mean = Self.lipids.reduce(0) { $0 + $1.f } / Double(Self.lipids.count)
    #expect(near(mean, 28.009, 1e-4))
  }

  @Test func steigerIsFishersZ() {
    let found = MendelianRandomization.steiger(
      exposure: [(z: 10, people: 1000)], outcome: [(z: 4, people: 5000)])
    #expect(near(found.z, 7.349719619))
  }

  @Test func ratioIsSMRs() {
    let found = SummaryMR.ratio(
      Instrument(
        variant: "a", exposure: 0.5, exposureError: 0.04, outcome: -0.08, outcomeError: 0.015))
    #expect(found.value == -0.16)
    #expect(near(found.error, 0.03261656, 1e-7))
    #expect(near(found.chiSquare, 24.06376899))
    #expect(near(found.p, 9.319745e-7, 1e-6))
  }

  static let ld = SmallMatrix(
    rows: 4, columns: 4,
    values: [1, 0.8, 0.6, 0.4, 0.8, 1, 0.5, 0.3, 0.6, 0.5, 1, 0.25, 0.4, 0.3, 0.25, 1])

  @Test func heidiIsSMRs() throws {
    let instruments = zip(
      [0.5, 0.4, 0.3, 0.22], zip([0.04, 0.041, 0.04, 0.042], [-0.08, -0.05, -0.055, -0.01])
    )
    .map { bx, rest in
      Instrument(
        variant: "v", exposure: bx, exposureError: rest.0, outcome: rest.1, outcomeError: 0.015)
    }
    let found = try #require(
      SummaryMR.heterogeneity(instruments, top: 0, ld: Self.ld))
    #expect(found.variants == [1, 2, 3])
    #expect(near(found.statistic, 5.647158981))
    // By quadosc of mpmath, 30 digits; the figure of science.md, .1301210009, holds the error of its quadrature.
    #expect(near(found.p, 0.130121012607622747, 1e-12))
    #expect(near(found.saddlepointP, 0.1308850764))
  }

  @Test func harmonisationTurnsFlipsAndDrops() {
    func row(_ name: String, _ a: String, _ b: String, _ beta: Double, _ f: Double? = nil)
      -> Association
    {
      Association(
        variant: name, effect: a, other: b, beta: beta, standardError: 0.1, frequency: f)
    }
    let exposure = [
      row("same", "A", "G", 1), row("turned", "A", "G", 1), row("flipped", "A", "G", 1),
      row("both", "A", "G", 1), row("clear", "A", "T", 1, 0.2),
      row("clearTurned", "A", "T", 1, 0.2),
      row("common", "C", "G", 1, 0.45), row("unknown", "C", "G", 1), row("other", "A", "C", 1),
      row("alone", "A", "C", 1),
    ]
    let outcome = [
      row("same", "A", "G", 2), row("turned", "G", "A", 2), row("flipped", "T", "C", 2),
      row("both", "C", "T", 2), row("clear", "A", "T", 2, 0.25),
      row("clearTurned", "A", "T", 2, 0.8),
      row("common", "C", "G", 2, 0.45), row("unknown", "C", "G", 2), row("other", "A", "G", 2),
    ]
    let found = Harmonisation(exposure, outcome)
    #expect(found.instruments.map(\.outcome) == [2, -2, 2, -2, 2, -2])
    #expect(
      found.dropped.map(\.reason) == [
        .ambiguousFrequency, .noFrequency, .otherAlleles, .notInOutcome,
      ])
  }

  /// A row that cannot be used, in either table, hides no later one of its name.
  @Test func theFirstUsableRowCounts() {
    func row(_ name: String, _ beta: Double?, _ error: Double? = 0.1, other: String = "G")
      -> Association
    {
      Association(variant: name, effect: "A", other: other, beta: beta, standardError: error)
    }
    let found = Harmonisation(
      [
        row("a", nil), row("a", 1), row("a", 5), row("b", 0), row("c", 1, other: "C"), row("c", 2),
        row("d", 1),
      ],
      [row("a", nil), row("a", 2, nil), row("a", 3), row("a", 4), row("b", 1), row("c", 6)])
    #expect(found.instruments.map(\.exposure) == [1, 2])
    #expect(found.instruments.map(\.outcome) == [3, 6])
    #expect(found.dropped.map(\.variant) == ["a", "a", "b", "c", "d"])
    #expect(
      found.dropped.map(\.reason) == [
        .noEffect, .repeated, .noEffect, .otherAlleles, .notInOutcome,
      ])
  }

  /// MAGMA-like example of §5.2, chi-square itself, and a far tail.
  @Test func weightedChiSquareIsImhofs() {
    let weights = [0.28973343, 0.83795451, 0.90994386, 1.9623682]
    #expect(near(WeightedChiSquare.upperTail(13.71, weights: weights), 0.01865287508, 1e-7))
    #expect(near(WeightedChiSquare.saddlepoint(13.71, weights: weights), 0.01880208981, 1e-7))
    for x in [0.001, 0.5, 1, 3.84, 30, 300] {
      #expect(
        near(WeightedChiSquare.upperTail(x, weights: [1]), erfc((x / 2).squareRoot()), 1e-10),
        "\(x)")
      // Two equal weights are exponential.
      #expect(near(WeightedChiSquare.upperTail(x, weights: [2, 2]), exp(-x / 4), 1e-10), "\(x)")
    }
  }
}
