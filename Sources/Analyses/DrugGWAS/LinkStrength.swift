import Knowledge
import Numerics

/// How sure the direction of one link is. Links with a statistic get the
/// probability that its sign is right; the others are graded by what shows them. The grades are this
/// program's convention, printed on the methods page, and estimate nothing.
extension LinkStrength {
  /// A coding change, or an experiment in cells.
  public static let shown = LinkStrength(0.90, low: 0.75, high: 0.97)
  /// Expression, or the protein's level.
  public static let measured = LinkStrength(0.75, low: 0.55, high: 0.88)
  /// A statement that the table's author made, with a source.
  public static let stated = LinkStrength(0.60, low: 0.40, high: 0.78)
  /// The likely gene of a variant, or the hallmark of a gene, as assigned for this project.
  public static let assigned = LinkStrength(0.50, low: 0.30, high: 0.70)

  /// The probability that the sign of an estimate is right: Φ(|z|), and the same at |z| ± 1.96.
  public static func statistic(z: Double) -> LinkStrength {
    LinkStrength(
      Normal.cdf(abs(z)), low: Normal.cdf(abs(z) - Normal.ninetyFive),
      high: Normal.cdf(abs(z) + Normal.ninetyFive))
  }

  public init(_ basis: TargetInstrument.Basis) {
    switch basis {
    case .coding, .experiment: self = .shown
    case .expression, .protein: self = .measured
    case .curated: self = .stated
    case .splicing, .none: self = .assigned
    }
  }

  /// Grades in words, for the methods page.
  public static let grades: [(words: String, strength: LinkStrength)] = [
    ("a coding change, or an experiment in cells", shown),
    ("expression, or a protein's level", measured),
    ("a statement with a source, or anything of which a part was recalled", stated),
    ("the likely gene, or a hallmark, as assigned for this project", assigned),
  ]
}

extension Drug {
  /// How sure its action on the target is.
  var actionStrength: LinkStrength { confidence.contains("verified") ? .shown : .stated }
}

/// The weakest link of the chain that decides about a drug.
struct WeakestLink {
  let link: String
  let strength: LinkStrength

  /// Variant to product, product to trait, and, through an exposure, exposure to disease; drug to
  /// target. Nil without a direction.
  static func of(_ match: DrugMatch) -> WeakestLink? {
    let deciding = match.directions.flatMap { direction in
      direction.deciding.filter { $0.sign != nil }.map { (direction, $0) }
    }
    guard match.verdict == .concordant || match.verdict == .discordant else { return nil }
    // Of several instruments the best one speaks; its weakest link is the chain's.
    return deciding.map { weakest($0.0, $0.1, match.drug) }.max {
      ($0.strength.value, $1.link) < ($1.strength.value, $0.link)
    }
  }

  private static func weakest(
    _ direction: GeneDirection, _ evidence: DirectionEvidence, _ drug: Drug
  ) -> WeakestLink {
    let instrument = evidence.instrument
    var links = [
      WeakestLink(
        link: "\(instrument.name) to \(instrument.gene)",
        strength: LinkStrength(instrument.heldBasis)),
      WeakestLink(
        link: "\(instrument.gene) to \(evidence.trait.label)", strength: traitStrength(evidence)),
      WeakestLink(
        link: "\(drug.name) to \(instrument.gene)",
        strength: drug.actionStrength),
    ]
    if case .through(let trait, let isJoined) = direction.route {
      links.append(
        WeakestLink(
          link: "\(trait.label) to \(direction.disease.label)",
          strength: isJoined ? .measured : .stated))
    }
    return links.min { ($0.strength.value, $0.link) < ($1.strength.value, $1.link) } ?? links[0]
  }

  static func traitStrength(_ evidence: DirectionEvidence) -> LinkStrength {
    guard let effect = evidence.effect, let error = evidence.standardError, error > 0 else {
      return .stated
    }
    return .statistic(z: effect / error)
  }
}
