import Knowledge
import Numerics

/// A variant that a disease's GWAS selects, with the allele that raises the risk.
public struct LeadVariant: Sendable, Hashable {
  public let name: String
  public let chromosome: String
  public let position: Int
  public let risk: String
  public let other: String
  public let p: Double

  /// Nil where the alleles or the effect's direction are not known.
  public init?(_ row: Association, chromosome: String, position: Int) {
    guard let effect = row.effect, let other = row.other, let beta = row.beta ?? row.z, beta != 0,
      let p = row.p
    else { return nil }
    (name, self.chromosome, self.position, self.p) = (row.variant, chromosome, position, p)
    (risk, self.other) = beta > 0 ? (effect, other) : (other, effect)
  }

  /// Smaller p first; ties by place and alleles.
  public static func precedes(_ a: LeadVariant, _ b: LeadVariant) -> Bool {
    if a.p != b.p { return a.p < b.p }
    if a.chromosome != b.chromosome { return a.chromosome < b.chromosome }
    return a.position == b.position ? a.risk < b.risk : a.position < b.position
  }

  /// Without a panel for linkage disequilibrium: the smallest p-value first, and nothing else within
  /// `window` base pairs of it; then the smallest of what is left. In the order of the genome.
  public static func spaced(_ variants: [LeadVariant], window: Int) -> [LeadVariant] {
    var taken: [String: [Int]] = [:]
    let leads = variants.sorted(by: precedes).filter { variant in
      let near = taken[variant.chromosome]?.contains { abs($0 - variant.position) < window }
      if near == true { return false }
      taken[variant.chromosome, default: []].append(variant.position)
      return true
    }
    return leads.sorted(by: isBefore)
  }

  private static func isBefore(_ a: LeadVariant, _ b: LeadVariant) -> Bool {
    let (x, y) = (Int(a.chromosome) ?? 99, Int(b.chromosome) ?? 99)
    if x != y { return x < y }
    return a.chromosome == b.chromosome ? a.position < b.position : a.chromosome < b.chromosome
  }
}

/// One trait's z-scores at lead variants, for the alleles that raise the disease's risk.
public struct AlignedTrait: Sendable, Equatable {
  /// By variant; NaN where the trait has none.
  public private(set) var z: [Double]
  public private(set) var people: [Double]
  /// Rows whose effect is for the other allele, and whose alleles are those of the other strand.
  public private(set) var turned = 0
  public private(set) var flipped = 0
  /// Rows at a variant's place with other alleles; without a z-score; of a variant already read.
  public private(set) var otherAlleles = 0
  public private(set) var withoutValue = 0
  public private(set) var repeated = 0

  public init(count: Int) {
    z = Array(repeating: .nan, count: count)
    people = z
  }

  public var found: Int { z.count { !$0.isNaN } }

  /// Takes a row for the variant at `index`. A row without a standard error gets its z-score from
  /// the p-value and the sign of the effect.
  public mutating func take(_ row: Association, at index: Int, of variant: LeadVariant) {
    let alignment =
      row.effect.map {
        Strand.alignment(effect: $0, other: row.other, to: (variant.risk, variant.other))
      } ?? .none
    guard alignment != .none else {
      otherAlleles += 1
      return
    }
    guard let value = row.z ?? Self.z(beta: row.beta, p: row.p) else {
      withoutValue += 1
      return
    }
    guard z[index].isNaN else {
      repeated += 1
      return
    }
    z[index] = alignment == .same ? value : -value
    people[index] = row.people.flatMap { $0 > 0 ? $0 : nil } ?? .nan
    if alignment == .turned { turned += 1 }
    if row.effect != variant.risk, row.effect != variant.other { flipped += 1 }
  }

  private static func z(beta: Double?, p: Double?) -> Double? {
    guard let beta, let p, p > 0 else { return nil }
    let size = -Normal.quantile(p / 2)
    return beta < 0 ? -size : beta > 0 ? size : 0
  }

  /// Some of the variants.
  public func keeping(_ variants: [Int]) -> AlignedTrait {
    var copy = self
    (copy.z, copy.people) = (variants.map { z[$0] }, variants.map { people[$0] })
    return copy
  }
}
