import CohortModel
import Numerics

/// Call rate and heterozygosity of each person, over autosomal variants. The expected
/// heterozygosity comes from given frequencies, or from the people in the scan
/// (plink2's `--het`).
public struct SampleQCScan: Scan {
  /// Counts of one person; heterozygosity counts only variants with a usable frequency.
  public struct Person: Sendable, Equatable {
    public var missing = 0
    public var observed = 0
    public var homozygous = 0
    public var expectedHomozygous = 0.0
    public var usedForF = 0

    /// Share of variants with a call.
    public var callRate: Double {
      missing + observed == 0 ? 0 : Double(observed) / Double(missing + observed)
    }

    /// Method-of-moments F: (O(hom) − E(hom)) / (N − E(hom)).
    public var f: Double? {
      let room = Double(usedForF) - expectedHomozygous
      return room > 0 ? (Double(homozygous) - expectedHomozygous) / room : nil
    }
  }

  private let isAutosomal: [Bool]
  /// Reference frequency of the counted allele by variant; nil entries are left out of F.
  private let frequencies: [Double?]?
  private var people: [Person]

  /// `frequencies` nil: each variant's own, among the people of the scan.
  public init(variants: [Variant], sampleCount: Int, frequencies: [Double?]? = nil) {
    isAutosomal = variants.map(\.isAutosomal)
    self.frequencies = frequencies
    people = Array(repeating: Person(), count: sampleCount)
  }

  public mutating func take(_ block: GenotypeBlock) {
    for (row, variant) in block.variants.enumerated() where isAutosomal[variant] {
      block.withRow(row) { bytes in
        let expected = expectedHeterozygosity(variant, bytes, block.sampleCount)
        for sample in 0..<block.sampleCount {
          let code = bytes[sample >> 2] >> UInt8((sample & 3) << 1) & 3
          if code == 3 {
            people[sample].missing += 1
            continue
          }
          people[sample].observed += 1
          guard let expected else { continue }
          people[sample].usedForF += 1
          people[sample].expectedHomozygous += 1 - expected
          if code != 1 { people[sample].homozygous += 1 }
        }
      }
    }
  }

  public func finding() -> [Person] { people }

  private func expectedHeterozygosity(
    _ variant: Int, _ bytes: UnsafeBufferPointer<UInt8>, _ samples: Int
  ) -> Double? {
    let known =
      frequencies.map { $0[variant] } ?? PackedGenotypes.counts(bytes, samples: samples).frequency
    guard let p = known else { return nil }
    let expected = 2 * p * (1 - p)
    return expected > 0 ? expected : nil
  }
}

/// Counts of each variant among the people of a selection.
public struct VariantQCScan: Scan {
  private var counts: [PackedGenotypes.Counts] = []

  public init() {}

  public mutating func take(_ block: GenotypeBlock) {
    for row in block.variants.indices {
      let index = row - block.variants.lowerBound
      counts.append(
        block.withRow(index) { PackedGenotypes.counts($0, samples: block.sampleCount) })
    }
  }

  public func finding() -> [PackedGenotypes.Counts] { counts }
}

extension PackedGenotypes.Counts {
  /// The exact Hardy-Weinberg p-value.
  public var hardyWeinbergP: Double {
    HardyWeinberg.exactP(heterozygotes: copies.1, homozygotes: (copies.0, copies.2))
  }

  /// Frequency of the counted allele; nil where nobody was called.
  public var frequency: Double? {
    called == 0 ? nil : Double(alleleCount) / Double(2 * called)
  }
}
