import CohortModel
import Knowledge
import Numerics
import Tables

/// Everything that one person's report prints, as tables about that person.
public struct CaseTables: Sendable {
  let view: CohortView
  private let person: Int
  let finding: PersonFinding
  /// Ids of the traits that consent covers.
  private let traits: Set<String>
  /// Whether words may say how the person compares with the reference.
  private let namesSimilarity: Bool

  /// Nil where the person has no finding.
  public init?(_ view: CohortView, person: Int, traits: Set<String>, namesSimilarity: Bool) {
    guard let finding = view.findings[person] else { return nil }
    (self.view, self.person, self.finding, self.traits) = (view, person, finding, traits)
    self.namesSimilarity = namesSimilarity
  }

  /// Sums are printed to four decimals: so many units of 1e-15.
  private static let printed: Int128 = 100_000_000_000

  private func reason(_ score: PersonScore) -> String? {
    let reason = Abstention.reason(score, finding.similarity)
    return reason == Abstention.outside && !namesSimilarity ? Abstention.unplaced : reason
  }

  /// Scorers of the traits shown, by label.
  var scorers: [TraitScorer] {
    view.scorers.filter {
      traits.contains($0.definition.trait.id) && finding.scores[$0.definition.trait.id] != nil
    }.sorted { $0.definition.trait.label < $1.definition.trait.label }
  }

  public var facts: Table {
    let participant = view.roster.participants[person]
    return Table(
      "facts", "Facts",
      [
        Column("age", "Age band", of: .person, "five-year band in the build year"),
        Column("sex", "Sex", of: .person, "as recorded"),
      ],
      rows: [
        [
          participant.ageBand(in: view.year).map { .text($0) } ?? .text("not recorded"),
          .text(participant.sex == .unknown ? "not recorded" : participant.sex.rawValue),
        ]
      ])
  }

  public var quality: Table {
    Table(
      "quality", "Data quality",
      [
        Column(
          "call_rate", "Call rate, %", format: .fixed(1), of: .person,
          "share of variants with a call"),
        Column(
          "f", "F", format: .fixed(3), of: .person,
          "heterozygosity F against the reference's frequencies"),
        Column(
          "panel", "Panel variants called", format: .integer, of: .person,
          "variants of the similarity panel with a call"),
      ],
      rows: [
        [
          .number(100 * finding.quality.callRate),
          finding.quality.f.map { .number($0) } ?? .missing,
          .number(Double(finding.similarity.called)),
        ]
      ])
  }

  public var similarity: Table {
    let likelihoods = finding.similarity.logLikelihoods
    let top = likelihoods.max() ?? 0
    let weights = likelihoods.map { Normal.scale(logVariance: 2 * ($0 - top)) }
    let total = weights.reduce(0, +)
    return Table(
      "similarity", "Similarity to the reference groups",
      [
        Column("group", "Reference group", of: .person, "group of the reference"),
        Column(
          "probability", "Probability", format: .fixed(2), of: .person,
          "by the Gaussian likelihood of four components"),
      ],
      rows: zip(view.reference.groups, weights).map {
        [.text($0 + "-like"), .number($1 / total)]
      })
  }

  public var place: Table {
    let similarity = finding.similarity
    let components = (0..<4).map { index in
      similarity.components.indices.contains(index)
        ? Entry.number(similarity.components[index]) : .missing
    }
    return Table(
      "place", "Place among the reference",
      [
        Column("group", "Most similar to", of: .person, "group with the largest probability"),
        Column("reference_group", "Reference group", of: .person, "its name in the references"),
        Column("probability", "Probability", format: .fixed(2), of: .person, "of that group"),
        Column("between", "Between groups", of: .person, "yes where no group reaches 0.9"),
        Column(
          "outside", "Outside", of: .person, "yes where no mixture of groups explains the genotypes"
        ),
        Column(
          "depth", "Depth", format: .fixed(1), of: .person,
          "standard deviations below what the mixture leads to expect"),
      ]
        + (1...4).map {
          Column(
            "pc\($0)", "Component \($0)", format: .fixed(3), of: .person,
            "projection onto the reference")
        },
      rows: [
        [
          .text(view.reference.groups[similarity.nearest] + "-like"),
          .text(view.reference.groups[similarity.nearest]), .number(similarity.probability),
          .text(similarity.isLowConfidence ? "yes" : "no"),
          .text(similarity.isOutside ? "yes" : "no"),
          .number(min(similarity.depth.z, similarity.depth.additive)),
        ] + components
      ])
  }

  public var scores: Table {
    var table = Table("scores", "Polygenic scores", Self.scoresColumns)
    for scorer in scorers {
      guard let scores = finding.scores[scorer.definition.trait.id], let whole = scores.first else {
        continue
      }
      table.add(row(scorer, scores, whole))
    }
    return table
  }

  private func row(_ scorer: TraitScorer, _ scores: [PersonScore], _ whole: PersonScore) -> [Entry]
  {
    let trait = scorer.definition.trait
    let rounded = Apportionment.rounded(whole: whole.sum, parts: [], step: Self.printed).whole
    let head: [Entry] = [
      .text(trait.id), .text(trait.label), .number(Double(rounded) * 1e-4),
    ]
    let tail: [Entry] = [
      .number(Double(whole.called)), .number(Double(whole.defined)), .number(Double(whole.used)),
    ]
    if let reason = reason(whole) {
      let withheld = [Entry](repeating: .missing, count: 9)
      return head + [.withheld(reason)] + withheld + tail + [.text("none"), .text("none")]
        + [Entry](repeating: .missing, count: 5)
    }
    let interval = whole.interval
    let deviates = whole.deviateInterval
    let lead =
      HallmarkLead.leading(scores).map {
        view.knowledge.name(ofPart: scores[$0].part, of: trait.id)
      } ?? "none"
    return head + [
      .number(clamped(whole.percentile)), .number(clamped(interval.low)),
      .number(clamped(interval.high)), .number(100 * whole.probability(above: 90)),
      .number(whole.deviate), .number(deviates.low), .number(deviates.high),
    ] + standardised(whole) + tail + [.text(lead)] + certainty(scores, whole, trait.id)
  }

  /// The highest hallmark with its stability, and where the whole score's interval comes from.
  private func certainty(
    _ scores: [PersonScore], _ whole: PersonScore, _ trait: String
  ) -> [Entry] {
    let highest = HallmarkLead.highest(scores)
    let shares = Apportionment.rounded(
      whole: 1_000_000, parts: whole.errors.shares.map { Int128(($0 * 1e6).rounded()) },
      step: 10_000
    ).parts.map { Entry.number(Double($0)) }
    return [
      .text(
        highest.map { view.knowledge.name(ofPart: scores[$0.index].part, of: trait) } ?? "none"),
      highest.map { .number(100 * $0.stability) } ?? .missing,
    ] + shares + [
      .number(Double(whole.errors.rowsWithError))
    ]
  }

  /// The sum against a group, and against components. With the group's published frequencies
  /// anybody could tell from one of them whom the person resembles: nothing where consent does
  /// not cover similarity.
  private func standardised(_ whole: PersonScore) -> [Entry] {
    guard namesSimilarity else { return [.missing, .missing, .missing] }
    return [
      .number(whole.zGroup), .number(whole.zNorm1),
      whole.zNorm2.map { .number($0) } ?? .withheld("another set of variants"),
    ]
  }

  /// Where other scores of the same traits put the person.
  public var rivals: Table {
    var table = Table("rivals", "Other scores of the same traits", Self.rivalsColumns)
    for scorer in scorers {
      let trait = scorer.definition.trait
      guard let own = finding.scores[trait.id]?.first else { continue }
      for (rival, score) in zip(view.rivals(of: trait.id), finding.rivals[trait.id] ?? []) {
        table.add(
          [
            .text(trait.id), .text(trait.label), .text(rival.score.name),
            .number(Double(score.called)), .number(Double(score.defined)),
          ] + place(score, besides: own))
      }
    }
    return table
  }

  private func place(_ score: PersonScore, besides own: PersonScore) -> [Entry] {
    if let reason = reason(score) { return [.withheld(reason), .missing, .missing, .missing] }
    let limit = PersonPaths.threshold
    let isSame = (score.percentile > limit) == (own.percentile > limit)
    return [
      .number(clamped(score.percentile)), .number(clamped(score.interval.low)),
      .number(clamped(score.interval.high)),
      reason(own) != nil ? .missing : .text(isSame ? "same side" : "other side"),
    ]
  }

  /// Nobody stands at percentile 0 or 100.
  private func clamped(_ percentile: Double) -> Double { min(max(percentile, 1), 99) }

  /// Parts of all traits shown, each trait's adding up to its whole in every printed digit.
  public var parts: Table {
    var table = Table("parts", "Parts of the scores", Self.partsColumns)
    for scorer in scorers {
      guard let scores = finding.scores[scorer.definition.trait.id], let whole = scores.first else {
        continue
      }
      let parts = Array(scores.dropFirst())
      let rounded = Apportionment.rounded(
        whole: whole.sum, parts: parts.map(\.sum), step: Self.printed
      ).parts
      for (part, sum) in zip(parts, rounded) {
        table.add(self.row(part, scorer.definition.trait.id, Double(sum) * 1e-4))
      }
    }
    return table
  }

  private func row(_ part: PersonScore, _ trait: String, _ sum: Double) -> [Entry] {
    let head: [Entry] = [
      .text(trait), .text(part.part ?? "unassigned"),
      .text(view.knowledge.name(ofPart: part.part, of: trait)),
      .number(Double(part.used)), .number(sum),
    ]
    let none = [Entry](repeating: .missing, count: 5)
    if let reason = reason(part) {
      return head + [.withheld(reason)] + none + [.missing, .missing, .missing]
    }
    guard let place = part.place else {
      return head + [.missing] + none + [.missing, .missing, .missing]
    }
    let shares = Apportionment.rounded(
      whole: 100_000,
      parts: [place.below, place.at, place.above].map { Int128(($0 * 100_000).rounded()) },
      step: 100
    ).parts.map { Entry.number(Double($0) / 10) }
    if part.isSmall { return head + [.missing] + none + shares }
    let interval = part.interval
    let deviates = part.deviateInterval
    return head + [
      .number(clamped(part.percentile)), .number(clamped(interval.low)),
      .number(clamped(interval.high)), .number(part.deviate), .number(deviates.low),
      .number(deviates.high),
    ] + shares
  }

  /// By trait: the variants that move the score most, the rest, and the total.
  public func contributions(_ limit: Int) -> Table {
    var table = Table("contributions", "Variants that contribute most", Self.contributionsColumns)
    for scorer in scorers {
      guard let codes = finding.codes[scorer.definition.trait.id] else { continue }
      for row in ContributionRows(scorer, codes).rows(limit) { table.add(row) }
    }
    return table
  }

  public var apoe: Table? {
    finding.apoe.map { apoe in
      Table(
        "apoe", "APOE",
        [
          Column("genotype", "Genotype", of: .person, "from rs429358 and rs7412"),
          Column("odds", "Odds against ε3/ε3", format: .significant(3), of: .person, "Farrer 1997"),
          Column("low", "From", format: .significant(3), of: .person, "95 % interval"),
          Column("high", "To", format: .significant(3), of: .person, "95 % interval"),
        ],
        rows: [
          [.text(apoe.name)]
            + (apoe.odds.map { [.number($0.value), .number($0.low), .number($0.high)] }
              ?? [.missing, .missing, .missing])
        ])
    }
  }

  public var clinical: Table {
    var table = Table(
      "clinical", "Clinical factors as recorded",
      [
        Column("factor", "Factor", of: .person, "label of the phenotype"),
        Column("value", "Value", of: .person, "as recorded"),
        Column("unit", "Unit", of: .person, "unit of the value"),
        Column("trait", "Trait", of: .person, "the trait that the column measures"),
      ])
    for (index, column) in view.phenotypes.columns.enumerated() {
      guard let value = view.phenotypes.values[index][person] else { continue }
      table.add([
        .text(column.label), .text(value), column.unit.isEmpty ? .missing : .text(column.unit),
        column.trait.map { .text($0) } ?? .missing,
      ])
    }
    return table
  }
}

/// The contributions of one trait.
private struct ContributionRows {
  private let trait: String
  private let rows: [(row: ScoreRow, copies: UInt8, frequency: Double, value: Double)]

  init(_ scorer: TraitScorer, _ codes: [UInt8]) {
    trait = scorer.definition.trait.id
    rows = zip(scorer.used, scorer.variants).compactMap { index, variant in
      guard codes[index] != 3 else { return nil }
      let (row, frequency) = (scorer.definition.rows[index], variant.mean / 2)
      let value = row.weight * (Double(codes[index]) - 2 * frequency)
      return (row, codes[index], frequency, value)
    }
  }

  func rows(_ limit: Int) -> [[Entry]] {
    let order = rows.indices.sorted {
      let (a, b) = (abs(rows[$0].value), abs(rows[$1].value))
      return a == b ? $0 < $1 : a > b
    }
    let step: Int128 = 1_000_000_000_000
    let total = rows.reduce(Int128(0)) { $0 + units($1.value) }
    let top = order.prefix(limit).map { rows[$0] }
    let rest = total - top.reduce(Int128(0)) { $0 + units($1.value) }
    let rounded = Apportionment.rounded(
      whole: total, parts: top.map { units($0.value) } + [rest], step: step)
    var result = zip(top, rounded.parts).map { entry, value -> [Entry] in
      [
        .text(trait), .text(entry.row.rsid), .text(entry.row.gene), .text(entry.row.effect),
        .number(Double(entry.copies)), .number(entry.frequency), .number(entry.row.weight),
        .number(Double(value) * 1e-3),
      ]
    }
    let blank: [Entry] = [.missing, .missing, .missing, .missing, .missing]
    if rows.count > top.count, let last = rounded.parts.last {
      result.append(
        [.text(trait), .text("\(rows.count - top.count) others")] + blank + [
          .number(Double(last) * 1e-3)
        ])
    }
    result.append(
      [.text(trait), .text("all \(rows.count)")] + blank + [.number(Double(rounded.whole) * 1e-3)])
    return result
  }

  private func units(_ value: Double) -> Int128 { FixedPoint.product(value, 1) }
}
