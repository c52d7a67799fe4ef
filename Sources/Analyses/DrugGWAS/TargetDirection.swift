import Knowledge
import Numerics
import Tables

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What one instrument says of one gene and one trait: how the trait moves with the gene's product.
public struct DirectionEvidence: Sendable, Hashable {
  public let instrument: TargetInstrument
  public let trait: Trait
  /// +1 where the instrument's effect allele raises the trait.
  public let traitSign: Int
  /// Of the effect allele; nil where only the direction is known.
  public let effect: Double?
  public let standardError: Double?
  public let unit: String
  /// As the source prints it; nil where it gives none.
  public let publishedP: Double?
  /// Sources of the effect on the trait.
  public let pmids: [String]

  /// +1 where more of the product's activity makes the trait worse, −1 where it makes it better;
  /// nil where the effect on the product is not known, or shows in splicing only (Open Targets
  /// issue 3282: no direction follows from that).
  public var sign: Int? {
    guard let target = instrument.targetSign, instrument.basis != .splicing else { return nil }
    return target * traitSign * (trait.higherIsBetter ? -1 : 1)
  }

  /// What a treatment would have to do to the product.
  public var wanted: String? { sign.map { $0 > 0 ? "decrease" : "increase" } }

  /// Two-sided, of the effect on the trait: as published, else from the standard error.
  public var p: Double? {
    if let publishedP, publishedP > 0 { return publishedP }
    guard let effect, let standardError, standardError > 0 else { return nil }
    return Normal.twoSided(effect / standardError)
  }
}

/// What the instruments of a gene say of a disease.
public struct GeneDirection: Sendable, Hashable {
  /// How a direction was reached.
  public enum Route: Sendable, Hashable {
    /// The instruments have effects on the disease itself.
    case direct
    /// On an exposure of the disease. `isJoined`: another variant of the gene has effects on both,
    /// which point the same way.
    case through(Trait, isJoined: Bool)
  }

  public let gene: String
  public let disease: Trait
  /// +1: less activity is wanted, −1: more; nil where nothing is known, or the evidence disagrees.
  public let sign: Int?
  public let route: Route?
  /// All that was looked at: on the disease, and on its exposures.
  public let evidence: [DirectionEvidence]
  /// Whether instruments disagree.
  public let isConflicting: Bool

  /// The evidence that the direction rests on.
  public var deciding: [DirectionEvidence] {
    evidence.filter { row in
      guard row.sign != nil else { return false }
      return switch route {
      case nil where isConflicting: true
      case .direct: row.trait.id == disease.id || row.trait.id == disease.scoreTrait
      case .through(let trait, _): row.trait.id == trait.id
      case nil: false
      }
    }
  }

  public var wanted: String? { sign.map { $0 > 0 ? "decrease" : "increase" } }
}

/// Directions of genes on diseases, by the scheme of Open Targets: computed from what alleles do
/// to a product and to a trait, never from what a drug is used for.
public struct TargetDirections: Sendable {
  private let book: KnowledgeBook

  public init(_ book: KnowledgeBook) { self.book = book }

  /// Genes that have an instrument, in the table's order.
  public var genes: [String] { book.instruments.map(\.gene).uniqued() }

  /// Every effect of a gene's instruments.
  public func evidence(of gene: String) -> [DirectionEvidence] {
    book.instruments.filter { $0.gene == gene }.flatMap(effects)
  }

  /// The direction of a gene on a disease: by effects on the disease where there are any with a
  /// direction, else by effects on its exposures.
  public func direction(of gene: String, on disease: Trait) -> GeneDirection {
    let all = evidence(of: gene)
    let own = all.filter { $0.trait.id == disease.id || $0.trait.id == disease.scoreTrait }
    let exposures = exposures(of: disease)
    let indirect = all.filter { evidence in
      exposures.contains { $0.id == evidence.trait.id }
    }
    let looked = own + indirect
    func made(_ sign: Int?, _ route: GeneDirection.Route?, _ isConflicting: Bool) -> GeneDirection {
      GeneDirection(
        gene: gene, disease: disease, sign: sign, route: route, evidence: looked,
        isConflicting: isConflicting)
    }
    let signs = Set(own.compactMap(\.sign))
    if signs.count > 1 { return made(nil, .direct, true) }
    if let sign = signs.first { return made(sign, .direct, false) }
    let known = indirect.filter { $0.sign != nil }
    let through = Set(known.compactMap(\.sign))
    // The surest of several exposures decides, whatever the order of the table.
    let surest = known.min { ($0.p ?? 1, $0.trait.id) < ($1.p ?? 1, $1.trait.id) }
    guard let surest else { return made(nil, nil, false) }
    if through.count > 1 { return made(nil, nil, true) }
    let joined = isJoined(gene, surest.trait, disease)
    if joined == false { return made(nil, nil, true) }
    return made(surest.sign, .through(surest.trait, isJoined: joined ?? false), false)
  }

  /// Traits that stand as exposures of a disease: those of other rows that name the disease.
  public func exposures(of disease: Trait) -> [Trait] {
    let texts = Set(book.variants.filter { $0.disease == disease.id }.map(\.traitText))
    return book.traits.filter { trait in
      trait.id != disease.id && trait.id != disease.scoreTrait && !trait.isDisease
        && trait.variantTraits.contains(where: texts.contains)
    }
  }

  /// Whether the variants of the gene with effects on exposure and disease move both the same way;
  /// false where one does not, nil where none has both.
  private func isJoined(_ gene: String, _ exposure: Trait, _ disease: Trait) -> Bool? {
    let answers = book.instruments.filter { $0.gene == gene }.compactMap { instrument -> Bool? in
      let found = effects(of: instrument)
      let a = found.first { $0.trait.id == exposure.id }
      let b = found.first { $0.trait.id == disease.id || $0.trait.id == disease.scoreTrait }
      guard let a, let b else { return nil }
      return a.traitSign * (exposure.higherIsBetter ? -1 : 1) == b.traitSign
    }
    return answers.isEmpty ? nil : answers.allSatisfy { $0 }
  }

  private func effects(of instrument: TargetInstrument) -> [DirectionEvidence] {
    if let outcome = instrument.outcome {
      return book.trait(outcome.trait).map { trait in
        [
          DirectionEvidence(
            instrument: instrument, trait: trait, traitSign: outcome.sign, effect: outcome.effect,
            standardError: outcome.standardError, unit: outcome.unit, publishedP: nil,
            pmids: instrument.pmids)
        ]
      } ?? []
    }
    return book.variants.filter { $0.rsid == instrument.name }.compactMap { row in
      guard let beta = row.beta, beta != 0, let allele = instrument.effect,
        let trait = book.traits.first(where: { $0.variantTraits.contains(row.traitText) })
      else { return nil }
      let alignment = Strand.alignment(
        effect: row.effect, other: row.other, to: (allele, instrument.other))
      guard alignment != .none else { return nil }
      let effect = alignment == .turned ? -beta : beta
      return DirectionEvidence(
        instrument: instrument, trait: trait, traitSign: effect > 0 ? 1 : -1, effect: effect,
        standardError: row.standardError, unit: row.unit, publishedP: row.p, pmids: [row.pmid])
    }
  }
}

/// How a drug's action stands to the genetic direction of its targets.
public struct DrugMatch: Sendable, Hashable {
  /// The four answers.
  public enum Verdict: String, Sendable, CaseIterable {
    case concordant, discordant
    /// The instruments disagree with each other.
    case conflicting
    /// There is no instrument with a direction, or the drug's action has none.
    case unknown
  }

  public let drug: Drug
  /// The name of the drug's page.
  public let slug: String
  public let verdict: Verdict
  /// One for each target that has instruments.
  public let directions: [GeneDirection]

  /// `slug`: of its page, where the plain one is taken.
  public init(
    _ drug: Drug, on disease: Trait, _ directions: TargetDirections, slug: String? = nil
  ) {
    self.drug = drug
    self.slug = slug ?? DrugTables.slug(drug.name)
    let own = drug.targets.map { directions.direction(of: $0, on: disease) }
    self.directions = own.filter { !$0.evidence.isEmpty }
    let answers = Set(own.compactMap { Self.verdict(drug.actionSign, $0) })
    verdict =
      answers.count > 1 || answers.contains(.conflicting)
      ? .conflicting : answers.first ?? .unknown
  }

  /// What a direction says of an action; nil where either is not known.
  static func verdict(_ action: Int?, _ direction: GeneDirection) -> Verdict? {
    guard let action else { return nil }
    if direction.isConflicting { return .conflicting }
    return direction.sign.map { action == -$0 ? .concordant : .discordant }
  }

  /// What one piece of evidence says of the drug's action.
  public static func verdict(of drug: Drug, _ evidence: DirectionEvidence) -> Verdict {
    guard let action = drug.actionSign, let sign = evidence.sign else { return .unknown }
    return action == -sign ? .concordant : .discordant
  }

  /// The tier of the genetic evidence (science of Open Targets): A where a coding change or an
  /// experiment shows the effect on the product and the effect on the trait survives the number of tests,
  /// B for one of the two, C for neither; nil without a direction.
  public func tier(tests: Int) -> String? {
    let deciding = directions.flatMap(\.deciding).filter { $0.sign != nil }
    guard verdict != .unknown, !deciding.isEmpty else { return nil }
    let limit = 0.05 / Double(max(tests, 1))
    let scores = deciding.map { evidence -> Int in
      let instrument = evidence.instrument
      let isShown =
        (instrument.basis == .coding || instrument.basis == .experiment)
        && !instrument.isToBeChecked
      return (isShown ? 1 : 0) + ((evidence.p ?? 1) < limit ? 1 : 0)
    }
    return ["C", "B", "A"][scores.max() ?? 0]
  }
}
