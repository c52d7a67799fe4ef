import CohortModel
import Knowledge
import Store
import Tables
import TestSupport
import Testing

@testable import Analyses
@testable import Numerics

/// A trait of seven variants in three parts, without any file.
enum SmallScore {
  static let trait = Trait(
    id: "t", label: "T", isDisease: true, mondo: "MONDO:1", mondoAncestors: [], efo: "",
    variantTraits: ["T"], scoreTrait: "t", isAdultOnset: true)

  static let rows: [ScoreRow] = [
    ("rs1", 0.11, "a"), ("rs2", 0.07, "a"), ("rs3", 0.123_456_789, "b"), ("rs4", 1.0 / 3, nil),
    ("rs5", 0.2, "b"), ("rs6", 0.31, "a"), ("rs7", 0.05, "b"),
  ].map { ScoreRow(rsid: $0.0, effect: "A", other: "C", weight: $0.1, hallmark: $0.2) }

  static func definition(_ rows: [ScoreRow]) -> ScoreDefinition {
    ScoreDefinition(trait: trait, rows: rows)
  }

  static let variants = rows.map {
    Variant(chromosome: "1", position: 1, id: $0.rsid, counted: "A", other: "C")
  }

  static func reference(_ rows: [ScoreRow]) -> ScoreReference {
    let panel = rows.map { row in
      ScoreReference.Variant(
        rsid: row.rsid, effect: row.effect, other: row.other ?? "", mean: 0.6,
        groupFrequency: [0.3, 0.4], regression: [0.6, 0, 0])
    }
    let square = [Double](repeating: 0.1, count: rows.count * rows.count)
    return ScoreReference(
      name: "r", build: "GRCh37", groups: ["X", "Y"], counts: [100, 100], pcMean: [0, 0],
      pcDeviation: [1, 1], variants: ["t": panel], covariances: ["t": [square, square]],
      residualCovariances: ["t": square], continuous: [], isSimulated: true)
  }

  static let similarity = PersonSimilarity(
    components: [0, 0], logLikelihoods: [0, -50], nearest: 0, probability: 1,
    proportions: [1, 0], isOneGroup: true, depth: .init(z: 0, additive: 0), isOutside: false,
    called: 5000)

  static let model = SimilarityModel(
    SimilarityReference(
      name: "r", build: "GRCh37", groups: ["X", "Y"], counts: [100, 100],
      panel: [.init(chromosome: "1", position: 1, id: "p", counted: "A", other: "C")],
      frequency: [0.5], groupFrequency: [[0.4], [0.6]], loadings: [[1], [1]],
      covariances: [[1, 0, 0, 1], [1, 0, 0, 1]], eigenvalues: [1, 1], depth: 0.06,
      additiveDepth: 0.02), SimilarityPanel.empty)

  static func scores(_ rows: [ScoreRow], _ codes: [UInt8]) -> [PersonScore] {
    let match = VariantIndex(variants).match(rows, keepAmbiguous: true)
    return TraitScorer(definition(rows), match, reference(rows)).person(codes, similarity, model)
  }
}

@Suite struct PartTests {
  static let people: [[UInt8]] = [
    [0, 1, 2, 0, 1, 2, 1], [2, 2, 2, 2, 2, 2, 2], [3, 1, 0, 3, 3, 0, 1], [0, 0, 0, 0, 0, 0, 0],
  ]

  @Test(arguments: people) func partsAddUpExactly(_ codes: [UInt8]) {
    let scores = SmallScore.scores(SmallScore.rows, codes)
    #expect(scores.count == 4)
    #expect(scores.dropFirst().reduce(Int128(0)) { $0 + $1.sum } == scores[0].sum)
    let whole = zip(SmallScore.rows, codes).reduce(0.0) { sum, entry in
      sum + entry.0.weight * (entry.1 == 3 ? 0.6 : Double(entry.1))
    }
    #expect(abs(FixedPoint.value(scores[0].sum) - whole) < 1e-13)
  }

  @Test func movingARowChangesTwoParts() {
    let codes = Self.people[0]
    let before = SmallScore.scores(SmallScore.rows, codes)
    var rows = SmallScore.rows
    rows[2] = ScoreRow(
      rsid: rows[2].rsid, effect: "A", other: "C", weight: rows[2].weight, hallmark: "a")
    let after = SmallScore.scores(rows, codes)
    #expect(after[0].sum == before[0].sum)
    let sums = { (scores: [PersonScore]) in
      Dictionary(uniqueKeysWithValues: scores.dropFirst().map { ($0.part ?? "none", $0.sum) })
    }
    let (a, b) = (sums(before), sums(after))
    #expect(a.keys.filter { a[$0] != b[$0] }.sorted() == ["a", "b"])
  }

  @Test func smallPartsHaveNoPercentile() {
    let scores = SmallScore.scores(SmallScore.rows, Self.people[0])
    #expect(scores.map(\.isSmall) == [false, true, true, true])
  }

  /// Withheld outside the reference, and where less than 75 % of the weight was typed.
  @Test func abstains() {
    let few = SmallScore.scores(SmallScore.rows, [3, 1, 0, 3, 3, 0, 1])[0]
    #expect(Abstention.reason(few, SmallScore.similarity)?.contains("75 % is needed") == true)
    let all = SmallScore.scores(SmallScore.rows, Self.people[0])[0]
    #expect(Abstention.reason(all, SmallScore.similarity) == nil)
  }
}

@Suite struct MatchingTests {
  /// File alleles (counted/other), row alleles (effect/other), and what becomes of them.
  static let cases: [(String, String, String, String?, Bool, Bool?, ScoreMatch.Failure?)] = [
    ("A", "G", "A", "G", false, true, nil), ("A", "G", "G", "A", false, false, nil),
    ("T", "C", "A", "G", false, true, nil), ("T", "C", "G", "A", false, false, nil),
    ("A", "T", "A", "T", false, nil, .ambiguous), ("A", "T", "T", "A", true, false, nil),
    ("A", "G", "A", "C", false, nil, .alleles), ("A", "G", "A", nil, false, true, nil),
    ("A", "G", "C", nil, false, false, nil),
  ]

  @Test func matches() {
    for (counted, other, effect, rowOther, keep, counts, failure) in Self.cases {
      let index = VariantIndex([
        Variant(chromosome: "1", position: 5, id: "rs1", counted: counted, other: other)
      ])
      let row = ScoreRow(
        rsid: "rs1", chromosome: "1", position: 5, effect: effect, other: rowOther, weight: 1)
      let match = index.match([row], keepAmbiguous: keep)
      #expect(match.rows[0]?.countsEffect == counts, "\(counted)\(other) \(effect)")
      #expect(match.failures[0] == failure, "\(counted)\(other) \(effect)")
    }
  }

  @Test func anAbsentVariantIsAbsent() {
    let match = VariantIndex([]).match(SmallScore.rows, keepAmbiguous: true)
    #expect(match.matched == 0)
    #expect(match.count(.absent) == 7)
  }
}

/// pygscatalog's `pgs_adjust` on `pgs_norm_in.tsv`: Z_norm1 and Z_norm2 of 60 targets.
@Suite(.enabled(if: Fixtures.shared != nil)) struct NormTests {
  @Test func equalsPygscatalog() throws {
    let folder = try #require(Fixtures.shared) + "/vectors/science/"
    func rows(_ name: String) throws -> [[Substring]] {
      try TextTable(
        Files.read(folder + name), file: name
      ).rows
    }
    let input = try rows("pgs_norm_in.tsv")
    let expected = try rows("pgs_norm_expected_target.tsv")
    let reference = input.filter { $0[0].hasPrefix("R") }
    func numbers(_ row: [Substring], _ range: Range<Int>) -> [Double] {
      range.map { Double(row[$0]) ?? .nan }
    }
    let pcs = reference.map { numbers($0, 2..<6) }
    let count = Double(pcs.count)
    let mean = (0..<4).map { k in pcs.reduce(0) { $0 + $1[k] } / count }
    let sd = (0..<4).map { k in
      (pcs.reduce(0) { $0 + ($1[k] - mean[k]) * ($1[k] - mean[k]) } / count).squareRoot()
    }
    func design(_ row: [Substring]) -> [Double] {
      [1] + numbers(row, 2..<6).enumerated().map { ($1 - mean[$0]) / sd[$0] }
    }
    let scores = reference.map { Double($0[6]) ?? .nan }
    let designs = reference.map(design)
    let fit = try #require(LeastSquares.fit(designs, scores))
    let second = try #require(ContinuousFit.fit(designs, scores))
    func dot(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }
    let residuals = zip(designs, scores).map { $1 - dot(fit, $0) }
    let spread = (residuals.reduce(0) { $0 + $1 * $1 } / count).squareRoot()
    let targets = input.filter { $0[0].hasPrefix("T") }
    #expect(targets.count == expected.count)
    for (target, row) in zip(targets, expected) {
      let x = Double(target[6]) ?? .nan
      let first = (x - dot(fit, design(target))) / spread
      #expect(abs(first - (Double(row[4]) ?? .nan)) < 1e-9)
      let z =
        (x - dot(second.mean, design(target)))
        / Normal.scale(logVariance: dot(second.logVariance, design(target)))
      #expect(abs(z - (Double(row[5]) ?? .nan)) < 1e-6)
    }
  }
}
