/// A variant of a genotype file: GRCh build as the project states it, 1-based position.
public struct Variant: Sendable, Hashable {
  /// Without "chr".
  public let chromosome: String
  public let position: Int
  public let id: String
  /// The allele whose copies a dosage counts (`.bim` column 5, VCF ALT).
  public let counted: String
  /// The other allele (`.bim` column 6, VCF REF).
  public let other: String

  public init(chromosome: String, position: Int, id: String, counted: String, other: String) {
    self.chromosome = Self.bare(chromosome)
    (self.position, self.id, self.counted, self.other) = (position, id, counted, other)
  }

  /// A chromosome's name without "chr".
  public static func bare(_ chromosome: String) -> String {
    chromosome.hasPrefix("chr") ? String(chromosome.dropFirst(3)) : chromosome
  }

  public var isAutosomal: Bool { Int(chromosome).map { (1...22).contains($0) } ?? false }

  /// A/T or C/G: the strand cannot be told from the alleles.
  public var isAmbiguous: Bool { Self.complement(counted) == other }

  /// The allele on the other strand; nil for anything but A, C, G, T.
  public static func complement(_ allele: String) -> String? {
    var out = ""
    for letter in allele {
      switch letter {
      case "A": out.append("T")
      case "C": out.append("G")
      case "G": out.append("C")
      case "T": out.append("A")
      default: return nil
      }
    }
    return out
  }
}
