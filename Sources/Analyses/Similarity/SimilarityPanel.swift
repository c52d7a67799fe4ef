import CohortModel
import Knowledge
import Numerics

/// Which panel variants of a reference a genotype file has, and which way round.
public struct SimilarityPanel: Sendable {
  /// Index in the reference's panel, index in the file, whether the file counts the same allele.
  public let matches: [(panel: Int, variant: Int, sameAllele: Bool)]

  /// Matches by rsid, else by place; then by alleles, either strand where it can be told.
  public init(_ reference: SimilarityReference, _ variants: [Variant]) {
    var byID: [String: Int] = [:]
    var byPlace: [String: Int] = [:]
    for (index, variant) in variants.enumerated() {
      if variant.id != "." { byID[variant.id] = byID[variant.id] ?? index }
      let place = "\(variant.chromosome):\(variant.position)"
      byPlace[place] = byPlace[place] ?? index
    }
    var taken: Set<Int> = []
    matches = reference.panel.enumerated().compactMap { panel, known in
      guard let index = byID[known.id] ?? byPlace["\(known.chromosome):\(known.position)"] else {
        return nil
      }
      // One variant of the file stands for one of the panel.
      guard let sameAllele = Self.orientation(known, variants[index]), taken.insert(index).inserted
      else { return nil }
      return (panel, index, sameAllele)
    }
  }

  /// A file that has none of the panel.
  static let empty = SimilarityPanel(matches: [])

  private init(matches: [(panel: Int, variant: Int, sameAllele: Bool)]) { self.matches = matches }

  private static func orientation(_ known: SimilarityReference.Panel, _ file: Variant) -> Bool? {
    let pair = (file.counted, file.other)
    if pair == (known.counted, known.other) { return true }
    if pair == (known.other, known.counted) { return false }
    let flipped = (Variant.complement(file.counted), Variant.complement(file.other))
    if flipped.0 == known.counted, flipped.1 == known.other { return true }
    if flipped.0 == known.other, flipped.1 == known.counted { return false }
    return nil
  }
}

/// Gathers people's genotypes at the panel, packed.
public struct PanelScan: Scan {
  private let rows: [Int: (row: Int, sameAllele: Bool)]
  private let sampleCount: Int
  private var packed: [[UInt8]]

  public init(_ panel: SimilarityPanel, sampleCount: Int) {
    rows = Dictionary(
      uniqueKeysWithValues: panel.matches.enumerated().map { ($1.variant, ($0, $1.sameAllele)) })
    self.sampleCount = sampleCount
    packed = Array(repeating: [], count: panel.matches.count)
  }

  public mutating func take(_ block: GenotypeBlock) {
    for variant in block.variants {
      guard let row = rows[variant] else { continue }
      let index = variant - block.variants.lowerBound
      packed[row.row] = block.withRow(index) { Array($0) }
    }
  }

  public func finding() -> PanelGenotypes {
    var same = [Bool](repeating: true, count: packed.count)
    for row in rows.values { same[row.row] = row.sameAllele }
    return PanelGenotypes(sampleCount: sampleCount, packed: packed, sameAllele: same)
  }
}

/// Genotypes at the panel's variants, in the panel's order and orientation.
public struct PanelGenotypes: Sendable {
  public let sampleCount: Int
  private let packed: [[UInt8]]
  private let sameAllele: [Bool]

  init(sampleCount: Int, packed: [[UInt8]], sameAllele: [Bool]) {
    (self.sampleCount, self.packed, self.sameAllele) = (sampleCount, packed, sameAllele)
  }

  /// Codes of one person: 0, 1, 2 copies of the panel's counted allele; 3 missing.
  public func codes(_ sample: Int) -> [UInt8] {
    let (byte, shift) = (sample >> 2, UInt8(sample & 3) << 1)
    return packed.indices.map { row in
      let code = packed[row][byte] >> shift & 3
      return sameAllele[row] || code == 3 ? code : 2 - code
    }
  }
}
