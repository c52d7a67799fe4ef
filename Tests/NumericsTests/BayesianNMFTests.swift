import CKernels
import Foundation
import TestSupport
import Testing

@testable import Numerics

@Suite struct BayesianNMFTests {
  /// Numbers of a file below `vectors/science`; nil where the shared data are not there.
  private static func numbers(_ name: String, skipping lines: Int = 0) throws -> [[Double]]? {
    guard let shared = Fixtures.shared else { return nil }
    let text = try String(contentsOfFile: shared + "/vectors/science/" + name, encoding: .utf8)
    return text.split(separator: "\n").dropFirst(lines).map { line in
      line.split(separator: "\t").map { Double($0) ?? .nan }
    }
  }

  private static func split(_ z: [[Double]]) -> NonnegativeMatrix {
    NonnegativeMatrix(
      rows: z.count, columns: 2 * z[0].count,
      values: z.flatMap { row in row.map { max($0, 0) } + row.map { max(-$0, 0) } })
  }

  private static func vector() throws -> BayesianNMF? {
    try numbers("bnmf_z.tsv", skipping: 1).map { z in
      var settings = BayesianNMF.Settings()
      (settings.factors, settings.expected) = (6, 6)
      return BayesianNMF(split(z), settings)
    }
  }

  /// numpy, by the reference's update equations.
  @Test func theFirstSweepIsTheReferences() throws {
    guard let model = try Self.vector() else { return }
    var random = Random(seed: 77)
    var factors = model.start(&random)
    _ = model.sweep(&factors)
    let expected = [5.96287337, 4.98570395, 9.08831287, 4.02711382, 7.19758561, 3.90120226]
    for (found, value) in zip(factors.relevance, expected) { #expect(abs(found - value) < 1e-8) }
    #expect(abs(2 * model.likelihood(factors) - 6314.9409) < 1e-4)
  }

  @Test func theEndIsTheReferences() throws {
    guard let model = try Self.vector(), let w = try Self.numbers("bnmf_W_expected.tsv"),
      let h = try Self.numbers("bnmf_H_expected.tsv")
    else { return }
    let fit = model.fit(Random(seed: 77))
    #expect(fit.active == 3 && fit.hasConverged)
    // The reference's 415 count the start too.
    #expect(fit.sweeps == 414)
    #expect(abs(2 * fit.likelihood - 464.2114357) < 1e-7)
    let relevance = [0.80589432, 0.05366196, 0.82202742, 0.05366196, 0.05366196, 0.79091851]
    for (found, value) in zip(fit.relevance, relevance) { #expect(abs(found - value) < 1e-8) }
    // The largest relevance first: the reference's columns 2, 1, 3.
    for (place, column) in [1, 0, 2].enumerated() {
      for row in 0..<90 { #expect(abs(fit.weights[row * 3 + place] - w[row][column]) < 1e-8) }
      for trait in 0..<12 {
        #expect(abs(fit.loadings[trait * 3 + place] - h[column][trait]) < 1e-8)
      }
    }
  }

  /// Dead components are taken away during a fit, and not by sweeps alone.
  @Test func takingDeadComponentsAwayChangesNoBit() throws {
    guard let model = try Self.vector() else { return }
    let fit = model.fit(Random(seed: 77))
    var random = Random(seed: 77)
    var factors = model.start(&random)
    for _ in 0..<fit.sweeps { _ = model.sweep(&factors) }
    #expect(model.likelihood(factors) == fit.likelihood)
    #expect(factors.relevance == fit.relevance)
  }

  /// Both paths of the kernel, at widths below and above one stripe of lanes, with empty rows.
  @Test(arguments: [4, 8, 12, 16, 20, 24, 28, 32, 36], [1, 2, 3, 65])
  func pathsAgreeInEveryBit(_ width: Int, _ rows: Int) {
    var random = Random(seed: UInt64(width * 100 + rows))
    let others = 11
    let x = (0..<rows * width).map { _ in random.uniform() }
    let y = (0..<others * width).map { _ in random.uniform() }
    let values = (0..<rows * others).map { entry in
      entry / others % 3 == 1 || random.uniform() < 0.5 ? 0 : random.uniform()
    }
    let lines = NonnegativeMatrix(rows: rows, columns: others, values: values).byRow
    let penalty = (0..<width).map { _ in random.uniform() }
    var gram = [Double](repeating: 0, count: width * width), plainGram = gram
    ck_gram(y, others, width, &gram)
    ck_gram_plain(y, others, width, &plainGram)
    #expect(gram == plainGram)
    var space = [Double](repeating: 0, count: (others + 3) * width + 8)
    var (fast, plain) = (x, x)
    ck_factor_update(
      &fast, rows, lines.starts, lines.index, lines.value, y, others, gram, penalty, width, &space)
    ck_factor_update_plain(
      &plain, rows, lines.starts, lines.index, lines.value, y, others, gram, penalty, width, &space)
    #expect(fast == plain)
    let row = rows - 1, k = width - 1
    var top = 0.0, bottom = 1e-50 + penalty[k] * x[row * width + k]
    for c in 0..<others {
      top += values[row * others + c] * y[c * width + k]
      for j in 0..<width { bottom += x[row * width + j] * y[c * width + j] * y[c * width + k] }
    }
    let expected = x[row * width + k] * top / bottom
    #expect(abs(fast[row * width + k] - expected) <= 1e-12 * max(expected, 1))
  }
}

@Suite struct WeightCutoffTests {
  /// numpy: quantile, polyfit and the distances of the reference's calculate_cutoff.
  @Test func equalsTheReference() {
    let weights: [Double] = (0..<1000).map { (rank: Int) -> Double in
      let steep: Double = 10 * exp(-Double(rank) / 60)
      return steep + 0.1 * Double(999 - rank) / 1000
    }
    let found = WeightCutoff.elbow(weights.reversed()) ?? 0
    #expect(abs(found - 1.0236284861387626) < 1e-12)
    #expect(WeightCutoff.elbow([]) == nil && WeightCutoff.elbow([0, 0]) == nil)
    #expect(WeightCutoff.elbow([1, 2, 3]) == nil)
  }
}
