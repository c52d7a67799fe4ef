/// The APOE genotype of a person, from rs429358 and rs7412.
public struct APOEGenotype: Sendable, Hashable {
  /// Where the odds come from: Farrer 1997, by its number in PubMed.
  public static let source = "9343467"

  /// "ε3/ε4".
  public let name: String
  /// Odds against ε3/ε3 with 95 % interval (``source``, Caucasian
  /// subjects); nil where that table has no row.
  public let odds: (value: Double, low: Double, high: Double)?

  /// Copies of rs429358 C and of rs7412 T. Nil where one is missing, and for the pair
  /// of haplotypes that unphased genotypes cannot tell apart from a rare one (1 and 1 is read as ε2/ε4).
  public init?(e4Copies: UInt8, e2Copies: UInt8) {
    switch (e4Copies, e2Copies) {
    case (0, 0): (name, odds) = ("ε3/ε3", (1, 1, 1))
    case (1, 0): (name, odds) = ("ε3/ε4", (3.2, 2.8, 3.8))
    case (2, 0): (name, odds) = ("ε4/ε4", (14.9, 10.8, 20.6))
    case (0, 1): (name, odds) = ("ε2/ε3", (0.6, 0.5, 0.8))
    case (0, 2): (name, odds) = ("ε2/ε2", (0.6, 0.2, 2.0))
    case (1, 1): (name, odds) = ("ε2/ε4", nil)
    default: return nil
    }
  }

  public static func == (a: APOEGenotype, b: APOEGenotype) -> Bool { a.name == b.name }
  public func hash(into hasher: inout Hasher) { hasher.combine(name) }
}
