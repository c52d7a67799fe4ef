import CohortModel
import Knowledge
import Numerics
import Tables

/// Why a percentile is not given.
public enum Abstention {
  public static let outside =
    "outside the reference: unlike everybody in it, and unlike any mixture of its groups"

  /// The share of a score's weight that a percentile needs (PGS Catalog's min_overlap).
  public static let leastWeight = 0.75

  /// The same in words that say nothing of the person's genotypes.
  public static let unplaced = "no reference was found to compare with"

  /// The reason for a whole score or part of a person; nil where the percentile stands.
  public static func reason(_ score: PersonScore, _ similarity: PersonSimilarity) -> String? {
    if similarity.isOutside { return outside }
    if score.weightShare < leastWeight {
      let share = Digits.text(100 * score.weightShare, .integer)
      return "\(share) % of the score's weight was typed; 75 % is needed"
    }
    return score.place == nil ? "no variant was called" : nil
  }
}

/// A trait's score in the cohort: by trait, tables for the trait's and its hallmarks' pages.
public enum ScoreTables {
  /// A trait's tables carry its id in their names.
  public static func tables(_ view: CohortView) -> [Table] {
    view.scorers.flatMap { scorer in
      let cohort = TraitCohort(view, scorer)
      let known = TraitKnowledge(scorer: scorer, reference: view.scoreReference)
      return [
        cohort.summary, cohort.deciles, cohort.groups, cohort.parts, cohort.partDeciles,
        RivalAgreement.table(view, scorer, cohort.scored),
        known.variants, known.leftOut,
        ReferenceShapes.table(scorer, view.scoreReference) {
          view.knowledge.name(ofPart: $0, of: scorer.definition.trait.id)
        },
        ReferenceShapes.curve(scorer, view.scoreReference),
      ] + structure(view, scorer)
    } + [overview(view)]
  }

  /// How the parts hang together, where the reference tells it.
  private static func structure(_ view: CohortView, _ scorer: TraitScorer) -> [Table] {
    let id = scorer.definition.trait.id
    func name(_ part: String?) -> String { view.knowledge.name(ofPart: part, of: id) }
    let empty = [
      Table("trait-\(id)-shares", "Share of the score's variance in the reference", []),
      Table("trait-\(id)-correlations", "Correlation between parts in the reference", []),
    ]
    return HallmarkStructure(scorer, view.scoreReference).map {
      [$0.shares(name), $0.correlations(name)]
    } ?? empty
  }

  /// One row a trait.
  private static func overview(_ view: CohortView) -> Table {
    var table = Table(
      "traits", "Traits and their scores",
      [
        Column("id", "Id", "id of the trait"),
        Column("trait", "Trait", "name of the trait"),
        Column(
          "people", "People scored", format: .integer, of: .people,
          "people whose consent covers the disease"),
        Column("variants", "Variants in the score", format: .integer, "rows of the definition"),
        Column("matched", "Matched", format: .integer, "rows found in genotypes and reference"),
        Column(
          "hallmarks", "Hallmarks with variants", format: .integer,
          "parts of the score that are hallmarks"),
      ])
    for scorer in view.scorers {
      let id = scorer.definition.trait.id
      table.add([
        .text(id), .text(scorer.definition.trait.label),
        .people(TraitCohort(view, scorer).scored),
        .number(Double(scorer.definition.rows.count)), .number(Double(scorer.used.count)),
        .number(Double(scorer.parts.count { $0 != nil })),
      ])
    }
    return table
  }
}

/// The people of one trait.
private struct TraitCohort {
  let view: CohortView
  let scorer: TraitScorer
  /// Who has the score, and consents to the disease.
  let scored: People

  init(_ view: CohortView, _ scorer: TraitScorer) {
    let id = scorer.definition.trait.id
    (self.view, self.scorer) = (view, scorer)
    scored = view.set(view.traitPeople[id] ?? People(universe: view.roster.count)) {
      view.findings[$0]?.scores[id] != nil
    }
  }

  var id: String { scorer.definition.trait.id }

  func scores(_ person: Int) -> [PersonScore]? { view.findings[person]?.scores[id] }

  /// The percentile of the whole score (index 0) or of a part; nil where withheld.
  func percentile(_ person: Int, _ index: Int = 0) -> Double? {
    guard let finding = view.findings[person], let score = finding.scores[id]?[index],
      Abstention.reason(score, finding.similarity) == nil
    else { return nil }
    return score.percentile
  }

  var summary: Table {
    let outside = view.set(scored) { view.findings[$0]?.similarity.isOutside == true }
    let placed = view.set(scored) { percentile($0) != nil }
    let high = view.set(placed) { (percentile($0) ?? 0) > 90 }
    let leads = view.set(placed) { person in
      scores(person).map { HallmarkLead.leading($0) != nil } ?? false
    }
    return Table(
      "trait-\(id)", "The score of \(scorer.definition.trait.label) in numbers",
      [
        Column(
          "people", "People scored", format: .integer, of: .people,
          "people whose consent covers the disease"),
        Column(
          "placed", "With a percentile", format: .integer, of: .people,
          "people whose percentile is not withheld"),
        Column(
          "outside", "Outside the reference", format: .integer, of: .people,
          "people whose percentile is withheld for that"),
        Column("above_90", "Above the 90th percentile", format: .integer, of: .people, "people"),
        Column(
          "share_above_90", "Share above the 90th, %", format: .fixed(1),
          of: .derived(from: ["above_90", "placed"]), "of those with a percentile"),
        Column(
          "led", "Led by one hallmark", format: .integer, of: .people,
          "people with a hallmark that clearly leads"),
        Column("variants", "Variants", format: .integer, "rows of the definition"),
        Column("matched", "Matched", format: .integer, "rows in genotypes and reference"),
        Column(
          "weight_share", "Weight matched, %", format: .fixed(0),
          "share of the summed weight that matched"),
      ],
      rows: [
        [
          .people(scored), .people(placed), .people(outside), .people(high),
          .number(100 * Double(high.count) / Double(max(placed.count, 1))), .people(leads),
          .number(Double(scorer.definition.rows.count)), .number(Double(scorer.used.count)),
          .number(100 * scorer.match.weightShare(scorer.definition.rows)),
        ]
      ])
  }

  var deciles: Table {
    var table = Table(
      "trait-\(id)-deciles", "People by tenth of the reference", Self.decileColumns([]))
    for decile in 0..<10 {
      table.add([.text(Self.decileName(decile)), .people(inDecile(decile, 0))])
    }
    return table
  }

  var partDeciles: Table {
    var table = Table(
      "trait-\(id)-part-deciles", "People by tenth of the reference, by hallmark",
      Self.decileColumns([Column("part", "Part", "hallmark's id, or unassigned")]))
    for (index, part) in scorer.order.enumerated() where !part.isWhole && part.used >= 5 {
      for decile in 0..<10 {
        table.add([
          .text(part.part ?? "unassigned"), .text(Self.decileName(decile)),
          .people(inDecile(decile, index)),
        ])
      }
    }
    return table
  }

  private static func decileColumns(_ first: [Column]) -> [Column] {
    first + [
      Column("tenth", "Percentile", "tenth of the reference"),
      Column(
        "people", "People", format: .integer, of: .people, "people whose percentile lies in it"),
    ]
  }

  private static func decileName(_ decile: Int) -> String {
    decile == 0
      ? "below 10" : decile == 9 ? "90 and above" : "\(decile * 10) to \(decile * 10 + 10)"
  }

  private func inDecile(_ decile: Int, _ index: Int) -> People {
    view.set(scored) { person in
      percentile(person, index).map { min(Int($0 / 10), 9) == decile } ?? false
    }
  }

  /// By most similar group: only of people whose consent covers ancestry as well.
  var groups: Table {
    var table = Table(
      "trait-\(id)-groups", "People above the 90th percentile, by most similar group",
      [
        Column("group", "Most similar to", "reference group"),
        Column(
          "people", "People", format: .integer, of: .people,
          "people with a percentile whose consent covers ancestry"),
        Column("above_90", "Above the 90th", format: .integer, of: .people, "people"),
        Column(
          "share", "Share, %", format: .fixed(1), of: .derived(from: ["people", "above_90"]),
          "people above among the group's"),
        Column(
          "low", "From, %", format: .fixed(1), of: .derived(from: ["people", "above_90"]),
          "95 % interval of the share (Wilson)"),
        Column(
          "high", "To, %", format: .fixed(1), of: .derived(from: ["people", "above_90"]),
          "95 % interval of the share (Wilson)"),
      ])
    for (index, group) in view.reference.groups.enumerated() {
      let own = view.set(scored.intersection(view.people.people)) {
        view.findings[$0]?.similarity.nearest == index && percentile($0) != nil
      }
      let high = view.set(own) { (percentile($0) ?? 0) > 90 }
      table.add(
        [
          .text(group + "-like"), .people(own), .people(high),
          .number(100 * Double(high.count) / Double(max(own.count, 1))),
        ] + Wilson.interval(high.count, of: own.count).map { .number(100 * $0) })
    }
    return table
  }

  var parts: Table {
    var table = Table(
      "trait-\(id)-parts", "Parts of the score",
      [
        Column("part", "Part", "hallmark's id, or unassigned"),
        Column("name", "Hallmark", "name of the hallmark"),
        Column("variants", "Variants", format: .integer, "rows of the part"),
        Column("matched", "Matched", format: .integer, "rows in genotypes and reference"),
        Column(
          "weight", "Share of the score's weight, %", format: .fixed(0),
          "summed weights of the part among all"),
        Column(
          "people", "People", format: .integer, of: .people,
          "people with a percentile for the score: the same for all parts, so that no difference tells of few"
        ),
        Column(
          "above_90", "Above the 90th", format: .integer, of: .people,
          "people; parts of fewer than 5 variants have no percentile"),
        Column(
          "leads", "Clearly leads in", format: .integer, of: .people,
          "people in whom the part clearly leads"),
      ])
    let total = scorer.definition.rows.reduce(0) { $0 + $1.weight }
    for (index, part) in scorer.order.enumerated() where !part.isWhole {
      let own = scorer.definition.rows(of: part.part).reduce(0) {
        $0 + scorer.definition.rows[$1].weight
      }
      let isSmall = part.used < 5
      let placed = view.set(scored) { percentile($0) != nil }
      let high = view.set(placed) { (percentile($0, index) ?? 0) > 90 }
      let leads = view.set(scored) { person in
        percentile(person) != nil
          && (scores(person).map { HallmarkLead.leading($0) == .some(index) } ?? false)
      }
      table.add([
        .text(part.part ?? "unassigned"), .text(view.knowledge.name(ofPart: part.part, of: id)),
        .number(Double(part.defined)), .number(Double(part.used)),
        .number(total > 0 ? 100 * own / total : 0),
        isSmall ? .missing : .people(placed), isSmall ? .missing : .people(high),
        isSmall ? .missing : .people(leads),
      ])
    }
    return table
  }

}

/// What is known of a score, without anybody of the cohort.
private struct TraitKnowledge {
  let scorer: TraitScorer
  let reference: ScoreReference

  var variants: Table {
    let id = scorer.definition.trait.id
    var table = Table(
      "trait-\(id)-variants", "Variants of the score",
      [
        Column("variant", "Variant", "rsid"), Column("gene", "Gene", "likely gene"),
        Column("allele", "Allele", "allele that raises the trait"),
        Column("weight", "Weight", format: .fixed(4), "\(scorer.definition.unit) for one copy"),
        Column("part", "Part", "hallmark's id, or unassigned"),
        Column("matched", "Matched", "how the row was found, or why not"),
        Column("pmid", "PMID", "source of the weight"),
        Column("source", "Source", "whether the citation was read"),
      ]
        + reference.groups.map {
          Column(
            "reference_\($0)", "Frequency, \($0)", format: .fixed(2),
            "in the score reference, which is simulated where the methods page says so")
        })
    let known = Dictionary(
      (reference.variants[id] ?? []).map { ($0.rsid, $0) }, uniquingKeysWith: { a, _ in a })
    for (index, row) in scorer.definition.rows.enumerated() {
      let frequencies = reference.groups.indices.map { group in
        known[row.rsid].map { Entry.number($0.groupFrequency[group]) } ?? .missing
      }
      table.add(
        [
          .text(row.rsid), .text(row.gene), .text(row.effect), .number(row.weight),
          .text(row.hallmark ?? "unassigned"), .text(how(index)), .text(row.pmid),
          .text(row.isToBeChecked ? "citation to be checked" : "read"),
        ] + frequencies)
    }
    return table
  }

  private func how(_ index: Int) -> String {
    if let failure = scorer.match.failures[index] { return failure.rawValue }
    guard scorer.used.contains(index) else { return "not in the score reference" }
    return scorer.match.rows[index]?.isFlipped == true ? "yes, other strand" : "yes"
  }

  var leftOut: Table {
    Table(
      "trait-\(scorer.definition.trait.id)-left-out", "Rows that the score leaves out",
      [
        Column("variant", "Variant", "rsid"), Column("gene", "Gene", "likely gene"),
        Column("reason", "Reason", "why the row is not added"),
      ],
      rows: scorer.definition.leftOut.map { [.text($0.rsid), .text($0.gene), .text($0.reason)] })
  }
}

/// The interval of a share by Wilson's score.
enum Wilson {
  /// Ends of the 95 % interval, as shares.
  static func interval(_ count: Int, of total: Int) -> [Double] {
    guard total > 0 else { return [.nan, .nan] }
    let n = Double(total), p = Double(count) / n, z = Normal.ninetyFive
    let middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    let half = z / (1 + z * z / n) * (p * (1 - p) / n + z * z / (4 * n * n)).squareRoot()
    return [middle - half, middle + half]
  }
}
