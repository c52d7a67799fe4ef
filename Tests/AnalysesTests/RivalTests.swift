import Knowledge
import Testing

@testable import Analyses
@testable import Numerics

@Suite struct RivalTests {
  /// A published rival that counts the other alleles of the same rows, weights turned, is the same
  /// score, so that it has the same place; its name carries its variants in the reference.
  @Test func otherAllelesWithTurnedWeightsAreTheSameScore() throws {
    let demo = try DemoScores()
    let score = try #require(demo.scores.first { $0.trait.id == "cad" })
    let published = PublishedScore(
      id: "PGS1", name: "", trait: "", build: "GRCh37", citation: "", license: "",
      rows: score.rows.enumerated().map { line, row in
        .init(
          line: line, id: row.rsid, chromosome: nil, position: nil, effect: row.other ?? "",
          other: row.effect, weight: -row.weight)
      }, dropped: [])
    let rival = RivalScore(published, name: "PGS1", of: score.trait)
    #expect(rival.trait == "cad" && rival.definition.trait.id == "cad/PGS1")
    let reference = demo.reference(seed: 1)
    let turned = (reference.variants["cad"] ?? []).map { variant in
      ScoreReference.Variant(
        rsid: variant.rsid, effect: variant.other, other: variant.effect, mean: 2 - variant.mean,
        groupFrequency: variant.groupFrequency.map { 1 - $0 }, regression: variant.regression)
    }
    let both = ScoreReference(
      name: "", build: "GRCh37", groups: reference.groups, counts: reference.counts,
      pcMean: reference.pcMean, pcDeviation: reference.pcDeviation,
      variants: reference.variants.merging(["cad/PGS1": turned]) { a, _ in a },
      covariances: Self.copied(reference.covariances),
      residualCovariances: Self.copied(reference.residualCovariances),
      continuous: [], isSimulated: true)
    let model = SimilarityModel(demo.similarity, .empty)
    var random = Random(seed: 1, stream: "rival")
    let codes = score.rows.map { random.dosage(frequency: demo.truth($0, 2)) }
    let own = demo.scorer(score, both).whole(codes, demo.member(2), model)
    let other = demo.scorer(rival.definition, both)
      .whole(codes.map { 2 - $0 }, demo.member(2), model)
    #expect(other.used == score.rows.count)
    #expect(abs(own.percentile - other.percentile) < 0.2)
    #expect(own == demo.scorer(score, both).person(codes, demo.member(2), model)[0])
  }

  private static func copied<T>(_ matrices: [String: T]) -> [String: T] {
    var all = matrices
    all["cad/PGS1"] = matrices["cad"]
    return all
  }

  /// Where all weights are the same, equal weights are the same score.
  @Test func equalWeightsOfEqualWeights() throws {
    let demo = try DemoScores()
    let score = try #require(demo.scores.first { $0.trait.id == "t2d" })
    let flat = ScoreDefinition(
      trait: score.trait,
      rows: score.rows.map {
        ScoreRow(rsid: $0.rsid, effect: $0.effect, other: $0.other, weight: 0.07)
      })
    let reference = demo.reference(seed: 1)
    let model = SimilarityModel(demo.similarity, .empty)
    var random = Random(seed: 2, stream: "rival")
    let codes = score.rows.map { random.dosage(frequency: demo.truth($0, 0)) }
    func place(_ score: ScoreDefinition) -> Double {
      demo.scorer(score, reference).whole(codes, demo.member(0), model).percentile
    }
    #expect(abs(place(flat) - place(flat.equalWeights.definition)) < 1e-9)
    #expect(abs(place(score) - place(score.equalWeights.definition)) > 1)
  }

  /// Experiments for and against stand side by side; copies are those of the counted allele.
  @Test func experimentsOnCarriedVariants() throws {
    let demo = try DemoScores()
    let score = try #require(demo.scores.first { $0.trait.id == "obesity" })
    let scorer = demo.scorer(score, demo.reference(seed: 1))
    let paths = PersonPaths(demo.knowledge, traits: demo.scores.map(\.trait))
    func tried(_ copies: UInt8, besides: Set<String> = []) -> [HighHallmark.TriedModel] {
      let codes = score.rows.map { $0.rsid == "rs1421085" ? copies : 1 }
      return paths.carried(scorer, codes, besides: besides)
        .filter { $0.model.variant == "rs1421085" }
    }
    let found = tried(2)
    #expect(found.map(\.carried?.copies) == [UInt8?](repeating: 2, count: found.count))
    #expect(found.first?.carried?.row.effect == "C")
    #expect(Set(found.map(\.model.standing)) == [.supports, .against])
    #expect(tried(0).isEmpty && tried(3).isEmpty)
    #expect(tried(2, besides: ["adipocyte_thermogenesis"]).isEmpty)
  }
}
