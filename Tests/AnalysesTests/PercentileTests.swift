import CohortModel
import Formats
import Knowledge
import Store
import TestSupport
import Testing

@testable import Analyses
@testable import Numerics

/// The demo's scores and references, and people drawn from the true frequencies.
struct DemoScores: Sendable {
  let knowledge: KnowledgeBook
  let similarity: SimilarityReference
  let scores: [ScoreDefinition]
  let frequencies: SimulatedFrequencies

  init() throws {
    let root = Fixtures.root + "/content/"
    knowledge = try KnowledgeFiles.read(folder: root + "knowledge") { try Files.read($0) }
    let path = root + "reference/1000g-phase1.similarity.tsv"
    similarity = try SimilarityReferenceFile.read(Files.read(path), file: path)
    let book = knowledge
    scores = ["alzheimer", "cad", "obesity", "t2d"].compactMap { book.trait($0) }.map(book.score)
    frequencies = SimulatedFrequencies(knowledge, similarity, panelSize: 5000, seed: 1)
  }

  /// The true frequency of a row's effect allele in a group.
  func truth(_ row: ScoreRow, _ group: Int) -> Double {
    guard let entry = frequencies.curated.first(where: { $0.variant.rsid == row.rsid }) else {
      return .nan
    }
    return entry.variant.effect == row.effect ? entry.groups[group] : 1 - entry.groups[group]
  }

  /// A reference of 500 people a group, drawn at the scores' variants only.
  func reference(seed: UInt64) -> ScoreReference {
    var variants: [String: [ScoreReference.Variant]] = [:]
    for score in scores {
      variants[score.trait.id] = score.rows.map { row in
        var random = Random(seed: seed, stream: score.trait.id + row.rsid)
        let drawn = (0..<4).map { group in
          let p = truth(row, group)
          return Double((0..<1000).count { _ in random.uniform() < p }) / 1000
        }
        return .init(
          rsid: row.rsid, effect: row.effect, other: row.other ?? "",
          mean: drawn.reduce(0, +) / 2, groupFrequency: drawn, regression: [0, 0, 0, 0, 0])
      }
    }
    func zeros(_ id: String) -> [Double] {
      let count = variants[id]?.count ?? 0
      return Array(repeating: 0, count: count * count)
    }
    return ScoreReference(
      name: "drawn", build: "GRCh37", groups: similarity.groups, counts: [500, 500, 500, 500],
      pcMean: [0, 0, 0, 0], pcDeviation: [1, 1, 1, 1], variants: variants,
      covariances: Dictionary(
        uniqueKeysWithValues: scores.map { score in
          (score.trait.id, Array(repeating: zeros(score.trait.id), count: 4))
        }),
      residualCovariances: Dictionary(
        uniqueKeysWithValues: scores.map { ($0.trait.id, zeros($0.trait.id)) }), continuous: [],
      isSimulated: true)
  }

  func member(_ group: Int) -> PersonSimilarity {
    PersonSimilarity(
      components: [0, 0, 0, 0], logLikelihoods: [0, 0, 0, 0], nearest: group, probability: 1,
      proportions: (0..<4).map { $0 == group ? 1 : 0 }, isOneGroup: true,
      depth: .init(z: 0, additive: 0), isOutside: false, called: 5000)
  }

  func scorer(_ score: ScoreDefinition, _ reference: ScoreReference) -> TraitScorer {
    let variants = score.rows.map {
      Variant(chromosome: "1", position: 1, id: $0.rsid, counted: $0.effect, other: $0.other ?? "")
    }
    return TraitScorer(
      score, VariantIndex(variants).match(score.rows, keepAmbiguous: true), reference)
  }
}

@Suite struct PercentileTests {
  /// With the demo's own reference: ranks of 2,000 freshly drawn people are uniform
  /// within each group, for every whole score and part of five variants or more. A
  /// score of few variants is discrete, so a rank is `below + V·at` with a seeded
  /// uniform V: the mid-rank that is printed cannot be uniform. One reference of 500
  /// people a group is itself a draw: of (panel, people) seed pairs about half pass all
  /// 60 tests at p > 0.001 where its frequencies were estimated, nearly all where they are true.
  @Test func ranksAreUniform() throws {
    let demo = try DemoScores()
    let path = Fixtures.root + "/content/reference/simulated.scores.tsv"
    let reference = try ScoreReferenceFile.read(Files.read(path), file: path)
    let model = SimilarityModel(demo.similarity, .empty)
    var smallest = 1.0
    var tests = 0
    for score in demo.scores {
      let scorer = demo.scorer(score, reference)
      for group in 0..<4 {
        var random = Random(seed: 20_261_124, stream: "\(score.trait.id) \(group)")
        var ranks = [[Double]](repeating: [], count: scorer.order.count)
        for _ in 0..<500 {
          let codes = score.rows.map { random.dosage(frequency: demo.truth($0, group)) }
          let scores = scorer.person(codes, demo.member(group), model)
          for (index, part) in scores.enumerated() where part.isWhole || part.used >= 5 {
            guard let place = part.place else { continue }
            ranks[index].append(place.below + random.uniform() * place.at)
          }
        }
        for (index, values) in ranks.enumerated() where !values.isEmpty {
          let p = KolmogorovSmirnov.uniformP(values)
          tests += 1
          smallest = min(smallest, p)
          #expect(
            p > 0.001,
            "\(score.trait.id) \(scorer.order[index].part ?? "whole") \(demo.similarity.groups[group]) p \(p)"
          )
        }
      }
    }
    #expect(tests == 76 || tests == 60, "\(tests) tests, smallest p \(smallest)")
  }

  /// Over 100 drawn references: 1.96 errors of the reference's size hold the percentile under the
  /// true frequencies in 93 to 97 %.
  @Test func intervalsCoverTheTruth() throws {
    let demo = try DemoScores()
    let model = SimilarityModel(demo.similarity, .empty)
    var (covered, count) = (0, 0)
    for seed in 1...100 {
      let reference = demo.reference(seed: UInt64(seed))
      for score in demo.scores {
        let scorer = demo.scorer(score, reference)
        for group in 0..<4 {
          var random = Random(seed: UInt64(seed), stream: "person \(score.trait.id) \(group)")
          let codes = score.rows.map { random.dosage(frequency: demo.truth($0, group)) }
          let scores = scorer.person(codes, demo.member(group), model)
          for part in scores where part.isWhole || part.used >= 5 {
            let rows = part.isWhole ? Array(score.rows.indices) : score.rows(of: part.part)
            let truth = ScoreDistribution(
              weights: rows.map { score.rows[$0].weight },
              frequencies: rows.map { demo.truth(score.rows[$0], group) })
            let middle = 100 * truth.place(of: truth.value(rows.map { codes[$0] })).middle
            count += 1
            let half = Normal.ninetyFive * part.errors.reference
            let low = 100 * Normal.cdf(part.deviate - half)
            let high = 100 * Normal.cdf(part.deviate + half)
            covered += low <= middle && middle <= high ? 1 : 0
          }
        }
      }
    }
    let share = Double(covered) / Double(count)
    #expect(share > 0.93 && share < 0.97, "\(share) of \(count)")
  }

  /// Weights drawn within their standard errors, and references drawn too: the whole interval holds
  /// the percentile under the drawn weights and the true frequencies in 92 to 98 %.
  @Test func intervalsCoverDrawnWeights() throws {
    let demo = try DemoScores()
    let model = SimilarityModel(demo.similarity, .empty)
    var (covered, count) = (0, 0)
    for seed in 1...60 {
      let reference = demo.reference(seed: UInt64(seed))
      for score in demo.scores where score.rows.allSatisfy({ $0.standardError != nil }) {
        let scorer = demo.scorer(score, reference)
        for group in 0..<4 {
          var random = Random(seed: UInt64(seed), stream: "weights \(score.trait.id) \(group)")
          let codes = score.rows.map { random.dosage(frequency: demo.truth($0, group)) }
          let weights = score.rows.map { $0.weight + ($0.standardError ?? 0) * random.normal() }
          let whole = scorer.person(codes, demo.member(group), model)[0]
          let truth = ScoreDistribution(
            weights: weights, frequencies: score.rows.map { demo.truth($0, group) })
          let middle = 100 * truth.place(of: truth.value(codes)).middle
          count += 1
          covered += whole.interval.low <= middle && middle <= whole.interval.high ? 1 : 0
        }
      }
    }
    let share = Double(covered) / Double(count)
    #expect(count > 200 && share > 0.92 && share < 0.98, "\(share) of \(count)")
  }

  /// A row that is not typed widens the interval by its share of the variance.
  @Test func untypedRowsWidenTheInterval() throws {
    let demo = try DemoScores()
    let model = SimilarityModel(demo.similarity, .empty)
    let score = demo.scores[1]
    let scorer = demo.scorer(score, demo.reference(seed: 1))
    var codes = [UInt8](repeating: 1, count: score.rows.count)
    #expect(scorer.person(codes, demo.member(0), model)[0].errors.unmatched == 0)
    codes[0] = 3
    let errors = scorer.person(codes, demo.member(0), model)[0].errors
    #expect(errors.unmatched > 0.05 && errors.unmatched < 0.5)
    #expect(abs(errors.shares.reduce(0, +) - 1) < 1e-12)
  }
}

/// The one-sample test against the uniform distribution.
enum KolmogorovSmirnov {
  static func uniformP(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    let n = Double(sorted.count)
    let d = sorted.enumerated().reduce(0.0) { largest, entry in
      max(
        largest, Double(entry.offset + 1) / n - entry.element,
        entry.element - Double(entry.offset) / n)
    }
    // Stephens' form of the asymptotic law.
    let t = (n.squareRoot() + 0.12 + 0.11 / n.squareRoot()) * d
    let sum = (1...100).reduce(0.0) { total, k in
      let sign = k % 2 == 1 ? 1.0 : -1.0
      return total + sign * Normal.scale(logVariance: -4 * Double(k * k) * t * t)
    }
    return min(1, max(0, 2 * sum))
  }
}
