import Foundation
import Numerics
import TestSupport
import Testing

@Suite struct MultipleTestsTests {
  private static let p = [0.205, 0.001, 0.008, 0.039, 0.041, 0.042, 0.06, 0.074, 0.212, 0.216]

  @Test func benjaminiHochberg() {
    let expected = [0.216, 0.01, 0.04, 0.084, 0.084, 0.084, 0.1, 0.105714, 0.216, 0.216]
    for (q, value) in zip(MultipleTests.benjaminiHochberg(Self.p), expected) {
      #expect(abs(q - value) < 5e-7)
    }
  }

  @Test func benjaminiYekutieli() {
    let q = MultipleTests.benjaminiYekutieli(Self.p)
    #expect(abs(q[1] - 0.02929) < 5e-6 && abs(q[2] - 0.117159) < 5e-7)
  }

  @Test func aMissingOneDoesNotCount() {
    let q = MultipleTests.benjaminiHochberg([0.01, .nan, 0.02])
    #expect(q[0] == 0.02 && q[1].isNaN && q[2] == 0.02)
    #expect(MultipleTests.benjaminiHochberg([]).isEmpty)
  }
}

@Suite struct HypergeometricTests {
  /// Python: sums of exact fractions. N, K, n, k, p.
  static let cases: [(Int, Int, Int, Int, Double)] = [
    (20000, 150, 100, 7, 1.0366664063125044e-05), (50, 20, 10, 2, 0.969219290037976),
    (50, 20, 10, 6, 0.13988810293286674), (3000, 500, 800, 150, 0.037600091732732134),
    (3000, 500, 800, 120, 0.9383189168624618),
    (20000, 5000, 9000, 2400, 4.74176324196797e-07), (10, 10, 4, 4, 1), (10, 3, 9, 2, 1),
    (10, 3, 4, 0, 1), (10, 3, 4, 4, 0),
  ]

  @Test(arguments: cases) func upperTail(_ c: (Int, Int, Int, Int, Double)) {
    let found = Hypergeometric(population: c.0, marked: c.1, drawn: c.2).upperTail(c.3)
    #expect(abs(found - c.4) <= 1e-11 * c.4)
  }

  @Test func oddsRatio() {
    let test = Hypergeometric(population: 20000, marked: 150, drawn: 100)
    #expect(abs(test.oddsRatio(7) - 10.3992) < 5e-5)
  }
}

@Suite struct RunningSumTests {
  /// gseapy 1.3.1; the sets are those that give its scores.
  static let sets: [(members: [Int], score: Double, leading: Int)] = [
    ([2, 4, 6, 8, 10], 0.828571, 5), ([5, 15, 25, 30, 39], -0.316780, 1),
    ([33, 35, 36, 38, 39], -0.942857, 5),
  ]

  @Test func equalsGseapy() throws {
    guard let shared = Fixtures.shared else { return }
    let text = try String(
      contentsOfFile: shared + "/vectors/science/gsea_rank.tsv", encoding: .utf8)
    let scores = text.split(separator: "\n").map {
      Double($0.split(separator: "\t")[1]) ?? .nan
    }
    let sums = RunningSum(scores: scores, sets: Self.sets.map(\.members), exponent: 1)
    for (score, set) in zip(sums.scores, Self.sets) {
      #expect(abs(score - set.score) < 1e-6)
      let peak = sums.peak(set.members)
      #expect(peak.score == score && peak.leading.count == set.leading)
    }
  }

  @Test func scoresOfZeroCountAlike() {
    let sums = RunningSum(scores: [1, 0, 0, -1], sets: [[1, 2]], exponent: 1)
    #expect(sums.scores == [0.5])
  }
}
