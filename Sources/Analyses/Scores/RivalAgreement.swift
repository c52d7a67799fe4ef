import CohortModel
import Knowledge
import Numerics
import Tables

/// Another score of a trait, prepared for the cohort and the reference.
public struct TraitRival: Sendable {
  public let score: RivalScore
  public let scorer: TraitScorer

  public init(_ score: RivalScore, scorer: TraitScorer) {
    (self.score, self.scorer) = (score, scorer)
  }
}

/// How a trait's score and another agree on the people of the cohort: rank correlation, and who
/// stands on different sides of the threshold, or in opposite tails.
struct RivalAgreement {
  let view: CohortView
  let trait: String
  /// People with both places.
  let people: People
  private let places: [Int: (own: Double, other: Double)]

  /// `index`: the rival's place among the trait's.
  init(_ view: CohortView, _ trait: String, _ scored: People, index: Int) {
    var places: [Int: (own: Double, other: Double)] = [:]
    for person in scored.members {
      guard let finding = view.findings[person], let own = finding.scores[trait]?.first,
        let rivals = finding.rivals[trait], rivals.indices.contains(index),
        Abstention.reason(own, finding.similarity) == nil,
        Abstention.reason(rivals[index], finding.similarity) == nil
      else { continue }
      places[person] = (own.deviate, rivals[index].deviate)
    }
    (self.view, self.trait, self.places) = (view, trait, places)
    people = view.set(scored) { places[$0] != nil }
  }

  private static let tail = Normal.quantile(PersonPaths.threshold / 100)

  private func set(_ test: (Double, Double) -> Bool) -> People {
    view.set(people) { person in places[person].map { test($0.own, $0.other) } ?? false }
  }

  var row: [Entry] {
    let pairs = people.members.compactMap { places[$0] }
    let tail = Self.tail
    return [
      .people(people),
      RankCorrelation.spearman(pairs.map(\.own), pairs.map(\.other)).map { .number($0) }
        ?? .missing,
      // Those above by both would tell, with those above by one score, how few are above by it alone.
      .people(set { ($0 > tail) != ($1 > tail) }),
      .people(set { max($0, $1) > tail && min($0, $1) < -tail }),
    ]
  }

  /// One row a rival score of the trait.
  static func table(_ view: CohortView, _ scorer: TraitScorer, _ scored: People) -> Table {
    let trait = scorer.definition.trait.id
    return Table(
      "trait-\(trait)-rivals", "Agreement with other scores of the trait",
      [
        Column("score", "Other score", "its name; equal weights: the same variants, each the same"),
        Column("variants", "Variants", format: .integer, "rows of it"),
        Column("matched", "Matched", format: .integer, "rows in genotypes and reference"),
        Column(
          "people", "People", format: .integer, of: .people, "people with a percentile by both"),
        Column(
          "spearman", "Rank correlation", format: .fixed(2), of: .derived(from: ["people"]),
          "Spearman's, of their deviates"),
        Column(
          "one", "Above the 90th by one only", format: .integer, of: .people,
          "people on different sides of it"),
        Column(
          "opposite", "Top and bottom tenth", format: .integer, of: .people,
          "people above the 90th by one and below the 10th by the other"),
      ],
      rows: view.rivals(of: trait).enumerated().map { index, rival in
        [
          .text(rival.score.name), .number(Double(rival.score.definition.rows.count)),
          .number(Double(rival.scorer.used.count)),
        ] + RivalAgreement(view, trait, scored, index: index).row
      })
  }
}
