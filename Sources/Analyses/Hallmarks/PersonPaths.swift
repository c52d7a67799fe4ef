import Knowledge
import Numerics

/// A hallmark of one person that stands high, what carries it, and the drugs listed for it.
public struct HighHallmark: Sendable {
  /// The part's place among the person's scores of the trait.
  public let index: Int
  public let part: String
  /// Genes by falling burden: summed weight × (copies − 2 × frequency) of their variants.
  public let genes: [GeneBurden]
  public let candidates: [Candidate]
  /// Experiments on the hallmark, those on variants that the person carries first.
  public let models: [TriedModel]

  /// An experiment, and the person's copies of the counted allele of its variant; nil where the
  /// variant is not in the score or not typed.
  public struct TriedModel: Sendable {
    public let model: CellModel
    public let carried: VariantBurden?

    public var isCarried: Bool { (carried?.copies ?? 0) > 0 }
  }

  /// One gene's share.
  public struct GeneBurden: Sendable, Hashable {
    public let gene: String
    public let variants: Int
    public let burden: Double
  }

  /// One variant's share.
  public struct VariantBurden: Sendable, Hashable {
    public let row: ScoreRow
    public let copies: UInt8
    public let burden: Double
  }

  /// A drug with its genetic direction, and the chain from the person's variant to it.
  public struct Candidate: Sendable {
    public let match: DrugMatch
    /// The target whose direction decides; nil where none does.
    public let direction: GeneDirection?
    /// Links with signs, the weakest of which is the chain's strength; empty without a direction.
    public let links: [PathLink]

    public var weakest: (link: PathLink, strength: LinkStrength)? {
      links.compactMap { link in link.strength.map { (link, $0) } }.min {
        ($0.1.value, $0.0.from) < ($1.1.value, $1.0.from)
      }
    }
  }
}

/// One arrow of a path.
public struct PathLink: Sendable, Hashable {
  public let from: String
  public let to: String
  /// +1 raises, −1 lowers.
  public let sign: Int
  /// Nil where there is nothing to weigh: that a score's part belongs to it.
  public let strength: LinkStrength?
  public let basis: TargetInstrument.Basis
}

/// From a person's scores to the drugs listed for what stands high: from that person, the reference
/// and the knowledge only.
public struct PersonPaths: Sendable {
  /// The percentile above which a hallmark is looked into: the project's threshold.
  public static let threshold = 90.0
  private let book: KnowledgeBook
  private let survey: DrugSurvey
  private let directions: TargetDirections

  public init(_ book: KnowledgeBook, traits: [Trait]) {
    self.book = book
    survey = DrugSurvey(book, traits: traits)
    directions = TargetDirections(book)
  }

  /// Hallmarks of a trait above the threshold, the highest first.
  public func high(
    _ scorer: TraitScorer, _ scores: [PersonScore], _ codes: [UInt8], _ similarity: PersonSimilarity
  ) -> [HighHallmark] {
    let places = scores.indices.filter { index in
      let score = scores[index]
      return !score.isWhole && score.part != nil && !score.isSmall
        && Abstention.reason(score, similarity) == nil && score.percentile > Self.threshold
    }
    return places.sorted { scores[$0].deviate > scores[$1].deviate }.compactMap { index in
      hallmark(scorer, scores[index], index, codes)
    }
  }

  private func hallmark(
    _ scorer: TraitScorer, _ score: PersonScore, _ index: Int, _ codes: [UInt8]
  ) -> HighHallmark? {
    let trait = scorer.definition.trait
    guard let part = score.part else { return nil }
    let variants = Self.burdens(scorer, codes).filter { $0.row.hallmark == part }
    guard !variants.isEmpty else { return nil }
    let candidates = survey.matches.filter { $0.trait.id == trait.id && $0.drug.hallmark == part }
    return HighHallmark(
      index: index, part: part, genes: Self.genes(variants),
      candidates: candidates.map { candidate($0.match, trait, part, variants) },
      models: models(trait, part, variants))
  }

  /// Typed variants of a score by falling burden.
  private static func burdens(
    _ scorer: TraitScorer, _ codes: [UInt8]
  ) -> [HighHallmark.VariantBurden] {
    zip(scorer.used, scorer.variants).compactMap { used, variant in
      guard codes[used] != 3 else { return nil }
      let row = scorer.definition.rows[used]
      return HighHallmark.VariantBurden(
        row: row, copies: codes[used], burden: row.weight * (Double(codes[used]) - variant.mean))
    }.sorted { ($1.burden, $0.row.rsid) < ($0.burden, $1.row.rsid) }
  }

  /// Experiments on variants that the person carries, in hallmarks other than `parts`.
  public func carried(
    _ scorer: TraitScorer, _ codes: [UInt8], besides parts: Set<String>
  ) -> [HighHallmark.TriedModel] {
    let variants = Self.burdens(scorer, codes).filter { $0.copies > 0 }
    return book.cellModels.filter {
      $0.trait == scorer.definition.trait.id && !parts.contains($0.hallmark)
    }.compactMap { model in
      variants.first { $0.row.rsid == model.variant }
        .map { HighHallmark.TriedModel(model: model, carried: $0) }
    }
  }

  private func models(
    _ trait: Trait, _ part: String, _ variants: [HighHallmark.VariantBurden]
  ) -> [HighHallmark.TriedModel] {
    let models = book.cellModels.filter { $0.trait == trait.id && $0.hallmark == part }
      .map { model in
        HighHallmark.TriedModel(
          model: model, carried: variants.first { $0.row.rsid == model.variant })
      }
    return models.filter(\.isCarried) + models.filter { !$0.isCarried }
  }

  private static func genes(
    _ variants: [HighHallmark.VariantBurden]
  ) -> [HighHallmark.GeneBurden] {
    var order: [String] = []
    var sums: [String: (count: Int, burden: Double)] = [:]
    for variant in variants {
      let gene = variant.row.genes.first ?? variant.row.gene
      if sums[gene] == nil { order.append(gene) }
      let old = sums[gene] ?? (0, 0)
      sums[gene] = (old.count + 1, old.burden + variant.burden)
    }
    return order.compactMap { gene in
      sums[gene].map { .init(gene: gene, variants: $0.count, burden: $0.burden) }
    }.sorted { ($1.burden, $0.gene) < ($0.burden, $1.gene) }
  }

  private func candidate(
    _ match: DrugMatch, _ trait: Trait, _ part: String, _ variants: [HighHallmark.VariantBurden]
  ) -> HighHallmark.Candidate {
    guard match.verdict == .concordant || match.verdict == .discordant,
      let direction = match.directions.first(where: { $0.sign != nil }),
      let action = match.drug.actionSign, let sign = direction.sign
    else { return .init(match: match, direction: nil, links: []) }
    let hallmark = book.name(ofPart: part, of: trait.id)
    let drug = PathLink(
      from: match.drug.name, to: direction.gene, sign: action, strength: match.drug.actionStrength,
      basis: .experiment)
    let target = onHallmark(direction, sign, hallmark)
    // On an exposure the step to the disease is weighed too, as on the drug's own page.
    let last: LinkStrength? =
      if case .through(_, let isJoined) = direction.route { isJoined ? .measured : .stated } else {
        nil
      }
    let end = PathLink(
      from: hallmark, to: trait.label, sign: 1, strength: last, basis: .protein)
    return .init(
      match: match, direction: direction,
      links: ([drug] + ownLinks(variants, hallmark, trait, target: direction.gene) + [target, end])
        .uniqued())
  }

  /// From a gene to the hallmark, by the surest of the evidence that decides its direction.
  private func onHallmark(_ direction: GeneDirection, _ sign: Int, _ hallmark: String) -> PathLink {
    let evidence = direction.deciding.filter { $0.sign != nil }
    let best = evidence.map { WeakestLink.traitStrength($0) }.max { $0.value < $1.value }
    let basis = evidence.map(\.instrument.heldBasis).max {
      LinkStrength($0).value < LinkStrength($1).value
    }
    let isByStatement = (best ?? .stated).value < LinkStrength(basis ?? .none).value
    return PathLink(
      from: direction.gene, to: hallmark, sign: sign,
      strength: min(best ?? .stated, LinkStrength(basis ?? .none)),
      basis: isByStatement ? .curated : basis ?? .none)
  }

  /// The person's way to the hallmark: of the variants that carry it the one whose links are surest;
  /// of equals the one at the drug's target, then the one with the largest burden.
  private func ownLinks(
    _ variants: [HighHallmark.VariantBurden], _ hallmark: String, _ trait: Trait, target: String
  ) -> [PathLink] {
    let carried = variants.filter { $0.copies > 0 && $0.burden > 0 }
    let ways = (carried.isEmpty ? Array(variants.prefix(1)) : carried).map { variant in
      (
        links: variantLinks(variant, hallmark, trait),
        meets: variant.row.genes.contains(target)
      )
    }
    func rank(_ way: (links: [PathLink], meets: Bool)) -> Double {
      (way.links.compactMap { $0.strength?.value }.min() ?? 0) + (way.meets ? 1e-6 : 0)
    }
    // `max` would give the last of equals: the order is by burden.
    guard let best = ways.map(rank).max() else { return [] }
    return ways.first { rank($0) == best }?.links ?? []
  }

  /// One variant to the hallmark: through its gene where an instrument of the same variant says
  /// how, else straight, since the counted allele raises the trait.
  private func variantLinks(
    _ variant: HighHallmark.VariantBurden, _ hallmark: String, _ trait: Trait
  ) -> [PathLink] {
    let gene = variant.row.genes.first ?? variant.row.gene
    let name = "\(variant.row.rsid)-\(variant.row.effect)"
    let own = book.instruments.first { $0.gene == gene && $0.name == variant.row.rsid }
    guard let own, let allele = own.effect, let sign = own.targetSign, own.basis != .splicing else {
      return [straight(variant, name, gene, hallmark)]
    }
    let counted = allele == variant.row.effect ? sign : -sign
    // What more of the gene's activity does, where its instruments say it.
    let direction = directions.direction(of: gene, on: trait)
    // The counted allele raises the trait: a chain of signs that says otherwise is no explanation.
    guard let wanted = direction.sign, counted * wanted > 0 else {
      return [straight(variant, name, gene, hallmark)]
    }
    return [
      PathLink(
        from: name, to: gene, sign: counted, strength: LinkStrength(own.heldBasis),
        basis: own.heldBasis),
      onHallmark(direction, wanted, hallmark),
    ]
  }

  /// Past the gene: what the allele does to its product is not known, so that no arrow leads
  /// through it. A coding change names its gene; else the gene is assumed.
  private func straight(
    _ variant: HighHallmark.VariantBurden, _ name: String, _ gene: String, _ hallmark: String
  ) -> PathLink {
    let change = variant.row.gene.split(separator: " ").dropFirst().first.map(String.init)
    guard let change, Self.isProteinChange(change) else {
      return PathLink(
        from: "\(name) near \(gene)", to: hallmark, sign: 1, strength: .assigned, basis: .none)
    }
    return PathLink(
      from: "\(name) (\(gene) \(change))", to: hallmark, sign: 1, strength: .stated, basis: .curated
    )
  }

  /// "R62H": an amino acid, its place, another.
  private static func isProteinChange(_ word: String) -> Bool {
    guard let first = word.first, let last = word.last, word.count > 2 else { return false }
    return first.isUppercase && last.isUppercase
      && word.dropFirst().dropLast().allSatisfy(\.isNumber)
  }
}

/// The weaker of two.
private func min(_ a: LinkStrength, _ b: LinkStrength) -> LinkStrength {
  a.value <= b.value ? a : b
}
