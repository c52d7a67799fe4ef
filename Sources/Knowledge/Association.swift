import CohortModel

/// One variant's association with one trait, as summary statistics give it.
public struct Association: Sendable, Hashable {
  public let variant: String
  public let chromosome: String?
  public let position: Int?
  public let effect: String?
  public let other: String?
  /// For one copy of the effect allele: log odds, or units of the trait.
  public let beta: Double?
  public let standardError: Double?
  public let p: Double?
  /// Of the effect allele.
  public let frequency: Double?
  public let people: Double?
  private let givenZ: Double?

  public init(
    variant: String, chromosome: String? = nil, position: Int? = nil, effect: String? = nil,
    other: String? = nil, beta: Double? = nil, standardError: Double? = nil, z: Double? = nil,
    p: Double? = nil, frequency: Double? = nil, people: Double? = nil
  ) {
    (self.variant, self.chromosome, self.position) = (variant, chromosome, position)
    (self.effect, self.other, self.beta, self.standardError) = (effect, other, beta, standardError)
    (givenZ, self.p, self.frequency, self.people) = (z, p, frequency, people)
  }

  /// beta / standard error, else the z given.
  public var z: Double? {
    if let beta, let standardError, standardError > 0 { return beta / standardError }
    return givenZ
  }

  /// Whether the alleles are complements of each other, so that no strand can be told from them.
  public var isPalindromic: Bool {
    guard let effect, let other else { return false }
    return other == Variant.complement(effect)
  }

  /// The same association with the other allele counted.
  public var turned: Association {
    Association(
      variant: variant, chromosome: chromosome, position: position, effect: other, other: effect,
      beta: beta.map { -$0 }, standardError: standardError, z: givenZ.map { -$0 }, p: p,
      frequency: frequency.map { 1 - $0 }, people: people)
  }
}

/// How a second study's alleles stand to a first one's.
public enum Strand {
  /// What has to be done to count the same allele.
  public enum Alignment: Sendable, Hashable {
    case same
    case turned
    /// The alleles are others, or one is not known.
    case none
  }

  /// How alleles (effect, other) stand to those of a first study: as they are, on the other
  /// strand, or turned round. Palindromic pairs are read as they are: the caller decides what to
  /// believe of them.
  public static func alignment(
    effect: String, other: String?, to first: (effect: String, other: String?)
  ) -> Alignment {
    var pairs = [(effect, other)]
    if let flipped = Variant.complement(effect) {
      let rest = other.flatMap(Variant.complement)
      if other == nil || rest != nil { pairs.append((flipped, rest)) }
    }
    for (a, b) in pairs {
      switch (b, first.other) {
      case (nil, _), (_, nil):
        if a == first.effect { return .same }
        if a == first.other || b == first.effect { return .turned }
      case (.some(let b), .some(let d)):
        if a == first.effect, b == d { return .same }
        if a == d, b == first.effect { return .turned }
      }
    }
    return .none
  }
}
