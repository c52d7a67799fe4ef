/// One row of a score: a variant, the allele that is counted, and its weight.
public struct ScoreRow: Sendable, Hashable {
  public let rsid: String
  /// Chromosome and position, where a row is matched by place; curated rows are
  /// matched by rsid and have none.
  public let chromosome: String?
  public let position: Int?
  public let effect: String
  public let other: String?
  public let weight: Double
  /// Of the weight, where its source gives one.
  public let standardError: Double?
  /// The counted allele's frequency in the source's study, where it gives one.
  public let studyFrequency: Double?
  /// The hallmark's id, or nil.
  public let hallmark: String?
  public let gene: String
  public let pmid: String
  public let confidence: String

  public init(
    rsid: String, chromosome: String? = nil, position: Int? = nil, effect: String, other: String?,
    weight: Double, standardError: Double? = nil, studyFrequency: Double? = nil,
    hallmark: String? = nil, gene: String = "", pmid: String = "", confidence: String = ""
  ) {
    (self.rsid, self.chromosome, self.position) = (rsid, chromosome, position)
    (self.effect, self.other, self.weight, self.hallmark) = (effect, other, weight, hallmark)
    (self.standardError, self.studyFrequency) = (standardError, studyFrequency)
    (self.gene, self.pmid, self.confidence) = (gene, pmid, confidence)
  }

  /// Whether a part of the row is recalled rather than read.
  public var isToBeChecked: Bool { confidence.contains("recalled") }
}

/// The score of a trait: its rows in a fixed order, and what was left out and why.
public struct ScoreDefinition: Sendable, Hashable {
  /// A row that the score does not add, and why.
  public struct LeftOut: Sendable, Hashable {
    public let rsid: String
    public let gene: String
    public let reason: String
  }

  public let trait: Trait
  public let rows: [ScoreRow]
  public let leftOut: [LeftOut]
  public let unit: String

  public init(trait: Trait, rows: [ScoreRow], leftOut: [LeftOut] = [], unit: String = "log odds") {
    (self.trait, self.rows, self.leftOut, self.unit) = (trait, rows, leftOut, unit)
  }

  /// Parts in order: each hallmark that has rows, then (nil) the rows without one.
  public var parts: [String?] {
    var seen: [String?] = []
    for row in rows where row.hallmark != nil && !seen.contains(row.hallmark) {
      seen.append(row.hallmark)
    }
    if rows.contains(where: { $0.hallmark == nil }) { seen.append(nil) }
    return seen
  }

  /// Row indexes of a part.
  public func rows(of part: String?) -> [Int] {
    rows.indices.filter { rows[$0].hallmark == part }
  }
}

extension KnowledgeBook {
  /// The score of a trait from its own rows (`facts/README.md`): rows of other
  /// traits never enter it; one of each same signal stays; genotype odds stay out.
  public func score(of trait: Trait) -> ScoreDefinition {
    let source = self.trait(trait.scoreTrait) ?? trait
    let own = variants.filter { source.variantTraits.contains($0.traitText) }
    let unit = Self.commonUnit(own)
    var kept: [KnownVariant] = []
    var leftOut: [ScoreDefinition.LeftOut] = []
    for variant in own {
      if let reason = reasonToLeaveOut(variant, among: own, unit: unit, kept: kept) {
        leftOut.append(.init(rsid: variant.rsid, gene: variant.gene, reason: reason))
      } else {
        kept.append(variant)
      }
    }
    let known = Set(hallmarks(of: trait.id).map(\.id))
    let rows = kept.compactMap { variant in
      variant.beta.map { beta in
        // The printed allele raises the trait: turn rows whose effect is negative.
        ScoreRow(
          rsid: variant.rsid, effect: beta < 0 ? variant.other ?? "" : variant.effect,
          other: beta < 0 ? variant.effect : variant.other, weight: abs(beta),
          standardError: variant.standardError,
          studyFrequency: variant.studyFrequency.map { beta < 0 ? 1 - $0 : $0 },
          hallmark: variant.disease == trait.id
            ? variant.hallmark.flatMap { known.contains($0) ? $0 : nil } : nil,
          gene: variant.gene, pmid: variant.pmid, confidence: variant.confidence)
      }
    }
    return ScoreDefinition(trait: trait, rows: rows, leftOut: leftOut, unit: unit)
  }

  /// The unit of most rows: a score never adds log odds and centimetres.
  private static func commonUnit(_ rows: [KnownVariant]) -> String {
    let counts = Dictionary(grouping: rows, by: \.unit).mapValues(\.count)
    return counts.max { $0.value == $1.value ? $0.key > $1.key : $0.value < $1.value }?.key ?? ""
  }

  private func reasonToLeaveOut(
    _ variant: KnownVariant, among own: [KnownVariant], unit: String, kept: [KnownVariant]
  ) -> String? {
    if let rule = exclusions.first(where: {
      $0.rule != .sameSignal && $0.rsids.contains(variant.rsid)
    }) {
      return rule.reason
    }
    if variant.beta == nil { return "no effect size with a stated orientation" }
    if variant.other == nil { return "the source names only one allele" }
    if variant.unit != unit { return "its effect is in another unit (\(variant.unit))" }
    let better = own.first {
      $0 != variant && $0.rsid == variant.rsid && $0.unit == unit && $0.beta != nil
        && $0.other != nil && Self.precedes($0, variant, own)
    }
    if better != nil { return "the same variant stands in another row of the trait" }
    for group in exclusions where group.rule == .sameSignal && group.rsids.contains(variant.rsid) {
      let rival = own.first {
        $0.rsid != variant.rsid && group.rsids.contains($0.rsid) && $0.unit == unit
          && $0.beta != nil && $0.other != nil && Self.precedes($0, variant, own)
      }
      if let rival { return "likely the same signal as \(rival.rsid)" }
    }
    return nil
  }

  /// Smaller p first; ties by the file's order.
  private static func precedes(_ a: KnownVariant, _ b: KnownVariant, _ all: [KnownVariant]) -> Bool
  {
    let (pa, pb) = (a.p ?? 1, b.p ?? 1)
    if pa != pb { return pa < pb }
    guard let ia = all.firstIndex(of: a), let ib = all.firstIndex(of: b) else { return false }
    return ia < ib
  }
}
