import Foundation
import Knowledge
import Numerics
import Tables
import TestSupport
import Testing

@testable import Analyses

@Suite struct TraitMatrixTests {
  private static func matrix(_ rows: [[Double]], people: [[Double]]? = nil) -> TraitMatrix {
    TraitMatrix(
      variants: rows.indices.map { "v\($0)" }, traits: (0..<rows[0].count).map { "t\($0)" },
      z: rows.flatMap { $0 }, people: people.map { $0.flatMap { $0 } })
  }

  /// 4 variants: |z| above 2.50 is needed (p 0.0125).
  @Test func weakTraitsAndTwinsGo() {
    let found = Self.matrix([
      [5, 2.4, 4, -3, -1], [1, -2.4, 0.9, 0, 0.2], [-3, 0, -2, 1, .nan], [2, 1, 1.5, 2, -2.6],
    ]).filtered(TraitMatrix.Filter())
    #expect(found.kept.traits == ["t0", "t3", "t4"])
    #expect(found.reasons == ["t1": .weak, "t2": .correlated(with: "t0")])
  }

  /// By hand: medians 100 and 400, so the typical √N is 15; a missing N is the trait's median.
  @Test func sizesWeighAlike() {
    let scaled = Self.matrix(
      [[2, 4], [3, -8], [.nan, 2]], people: [[100, 400], [400, 400], [100, .nan]]
    ).scaled
    let expected = [3, 3, 2.25, -6, .nan, 1.5]
    for (found, value) in zip(scaled.z, expected) {
      #expect(abs(found - value) < 1e-12 || (found.isNaN && value.isNaN))
    }
  }

  @Test func signsAreSplitAndEmptyColumnsLeftOut() {
    let split = Self.matrix([[1, -2], [.nan, -3]]).split
    #expect(
      split.columns.map(\.trait) == [0, 1] && split.columns.map(\.isNegative) == [false, true])
    #expect(split.matrix.largest == 3 && split.matrix.mean == 1.5)
    // No zero is left in one positive column: the smallest entry is taken away.
    #expect(Self.matrix([[2], [5]]).split.matrix.largest == 3)
  }
}

@Suite struct LeadVariantTests {
  private static func lead(_ position: Int, _ p: Double, _ chromosome: String = "1") throws
    -> LeadVariant
  {
    let row = Association(variant: "v\(position)", effect: "A", other: "G", beta: -1, p: p)
    return try #require(LeadVariant(row, chromosome: chromosome, position: position))
  }

  @Test func theAlleleThatRaisesTheRiskIsCounted() throws {
    let found = try Self.lead(5, 1e-9)
    #expect(found.risk == "G" && found.other == "A")
    let row = Association(variant: "v", effect: "A", other: "G", beta: 0, p: 1e-9)
    #expect(LeadVariant(row, chromosome: "1", position: 5) == nil)
  }

  @Test func theSmallestPClaimsItsWindow() throws {
    let all = [
      try Self.lead(100, 1e-9), try Self.lead(500, 1e-12), try Self.lead(1000, 1e-10),
      try Self.lead(1001, 1e-8), try Self.lead(700, 1e-8, "2"),
    ]
    let kept = LeadVariant.spaced(all, window: 500)
    #expect(kept.map(\.position) == [500, 1000, 700])
  }

  /// z of a row for the risk allele G of G/A.
  static let rows: [(effect: String, other: String?, z: Double?)] = [
    ("G", "A", 2), ("A", "G", -2), ("C", "T", 2), ("T", "C", -2), ("G", "T", nil), ("G", nil, 2),
  ]

  @Test(arguments: rows) func allelesAreAligned(_ row: (effect: String, other: String?, z: Double?))
    throws
  {
    var trait = AlignedTrait(count: 1)
    let association = Association(
      variant: "v", effect: row.effect, other: row.other, beta: 4, standardError: 2, people: 10)
    trait.take(association, at: 0, of: try Self.lead(5, 1e-9))
    #expect(trait.z[0] == row.z || (row.z == nil && trait.z[0].isNaN))
    #expect(trait.otherAlleles == (row.z == nil ? 1 : 0))
    #expect(trait.flipped == (row.effect == "C" || row.effect == "T" ? 1 : 0))
  }

  @Test func withoutAnErrorZComesFromP() throws {
    var trait = AlignedTrait(count: 1)
    let row = Association(variant: "v", effect: "G", other: "A", beta: -0.1, p: 0.05)
    trait.take(row, at: 0, of: try Self.lead(5, 1e-9))
    #expect(abs(trait.z[0] + 1.959963984540054) < 1e-9)
  }
}

@Suite struct ClusterChoiceTests {
  /// Three blocks of 30 variants: every run finds them.
  private static func model() -> BayesianNMF {
    var random = Random(seed: 4)
    var values: [Double] = []
    for row in 0..<90 {
      let size = 0.5 + random.uniform()
      for column in 0..<12 {
        values.append((row / 30 == column / 4 ? 7 * size : 0) + random.uniform())
      }
    }
    var settings = BayesianNMF.Settings()
    (settings.factors, settings.expected) = (6, 6)
    return BayesianNMF(NonnegativeMatrix(rows: 90, columns: 12, values: values), settings)
  }

  @Test func mostRunsDecide() throws {
    let model = Self.model()
    let fits = (0..<12).map { model.fit(Random(seed: UInt64($0))) }
    let choice = try #require(ClusterChoice(fits, variants: 90))
    #expect(choice.clusters == 3 && choice.share == 1)
    #expect(fits[choice.chosen].likelihood == fits.map(\.likelihood).min())
    #expect(choice.sameCluster == 1)
    #expect((choice.meanCosine ?? 0) > 0.999 && (choice.meanCosine ?? 2) <= 1 + 1e-12)
    #expect(ClusterChoice([], variants: 90) == nil)
  }
}

@Suite struct RankedEnrichmentTests {
  /// Python, 200,000 draws; gseapy 1.3.1 with 10,000 shuffles has 1.7729, −0.7265, −2.1542.
  @Test func normalisedScoresAreGseapys() throws {
    guard let shared = Fixtures.shared else { return }
    let text = try String(
      contentsOfFile: shared + "/vectors/science/gsea_rank.tsv", encoding: .utf8)
    let rows = text.split(separator: "\n").map { $0.split(separator: "\t") }
    let genes = rows.map { String($0[0]) }, scores = rows.map { Double($0[1]) ?? .nan }
    let members = [[2, 4, 6, 8, 10], [5, 15, 25, 30, 39], [33, 35, 36, 38, 39]]
    let sets = zip(["A", "B", "C"], members).map { name, ranks in
      GeneSet(name: name, description: "", genes: ranks.map { genes[$0] })
    }
    var settings = RankedEnrichment.Settings()
    settings.smallest = 3
    // The order of the input does not matter.
    let ranked = RankedEnrichment(
      genes: genes.reversed(), scores: scores.reversed(), sets: sets, settings)
    var null = ranked.emptyNull
    let shuffles = (0..<40_000).map { ranked.shuffled(seed: 1, number: $0) }
    for shuffle in shuffles { null.add(shuffle) }
    for shuffle in shuffles { null.compare(shuffle) }
    let table = ranked.table(null)
    let nes = Dictionary(uniqueKeysWithValues: table.rows.map { ($0[0], $0[4]) })
    for (name, value) in [("A", 1.7791), ("B", -0.7289), ("C", -2.1695)] {
      guard case .number(let found) = nes[.text(name)] else { continue }
      #expect(abs(found / value - 1) < 0.01, "\(name) \(found)")
    }
    #expect(table.rows.count == 3)
  }

  /// Streamed shuffles give what the formulae give of all of them at once, to the last bit.
  @Test func theStreamedNullIsThatOfAllShuffles() {
    var random = Random(seed: 3, stream: "null")
    let scores = (0..<40).map { _ in 2 * random.uniform() - 1 }
    let shuffles = (0..<300).map { _ in scores.indices.map { _ in 2 * random.uniform() - 1 } }
    var null = ShuffledNull(scores)
    for shuffle in shuffles { null.add(shuffle) }
    for shuffle in shuffles.reversed() { null.compare(shuffle) }
    let found = null.normalised
    func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }
    func sides(_ set: Int) -> (up: [Double], down: [Double]) {
      let own = shuffles.map { $0[set] }
      return (own.filter { $0 >= 0 }, own.filter { $0 < 0 })
    }
    let observed = scores.enumerated().map { set, score in
      score >= 0 ? score / mean(sides(set).up) : -score / mean(sides(set).down)
    }
    let drawn = scores.indices.flatMap { set in
      sides(set).up.map { $0 / mean(sides(set).up) }
        + sides(set).down.map { -$0 / mean(sides(set).down) }
    }
    func share(_ values: [Double], _ limit: Double) -> Double {
      let same = values.filter { ($0 >= 0) == (limit >= 0) }
      return Double(same.count { abs($0) >= abs(limit) }) / Double(same.count)
    }
    for set in scores.indices {
      let same = scores[set] >= 0 ? sides(set).up : sides(set).down
      let extreme = same.count { abs($0) >= abs(scores[set]) }
      #expect(found.observed[set] == observed[set])
      #expect(found.p[set] == Double(1 + extreme) / Double(1 + same.count))
      #expect(
        found.fdr[set] == min(1, share(drawn, observed[set]) / share(observed, observed[set])))
    }
  }

  @Test func tiesAreBrokenByName() {
    let set = GeneSet(name: "S", description: "", genes: ["b", "c"])
    var settings = RankedEnrichment.Settings()
    settings.smallest = 1
    for genes in [["a", "b", "c", "d"], ["d", "c", "b", "a"]] {
      let ranked = RankedEnrichment(genes: genes, scores: [1, 1, 1, 1], sets: [set], settings)
      #expect(ranked.genes == ["a", "b", "c", "d"])
    }
  }
}

@Suite struct ListEnrichmentTests {
  /// Python: q over all three tested sets, the empty overlap among them.
  @Test func everyTestedSetCounts() {
    let background = Set((0..<50).map { "g\($0)" })
    func set(_ name: String, _ range: Range<Int>) -> GeneSet {
      GeneSet(name: name, description: "", genes: range.map { "g\($0)" } + ["outside"])
    }
    let tests = ListEnrichment(
      background: background,
      sets: [set("hit", 0..<20), set("miss", 40..<50), set("half", 5..<15), set("one", 0..<1)],
      smallest: 2, largest: 500)
    let list = ListEnrichment.List(
      name: "l", genes: Set((0..<6).map { "g\($0)" } + (20..<24).map { "g\($0)" } + ["other"]))
    let rows = tests.table([list]).rows
    #expect(rows.map { $0[1] } == [.text("hit"), .text("half")])
    guard case .number(let p) = rows[0][9], case .number(let q) = rows[0][10] else { return }
    #expect(abs(p - 0.13988810293286674) < 1e-12)
    #expect(abs(q - 3 * 0.13988810293286674) < 1e-12)
    #expect(rows[0][4] == .number(20) && rows[0][5] == .number(10) && rows[0][6] == .number(50))
  }
}
