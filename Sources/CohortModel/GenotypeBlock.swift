/// Two-bit genotypes of some variants for the people of one selection: variant-major,
/// four people to a byte, low bits first. Codes are dosages of the counted allele: 0, 1, 2, and 3 for missing; padding
/// bits are zero. Rows are `stride` bytes, so that a kernel may read whole words.
public struct GenotypeBlock: Sendable {
  /// Indexes into the reader's list of variants.
  public let variants: Range<Int>
  public let sampleCount: Int
  public let stride: Int
  public let packed: [UInt8]

  public init(variants: Range<Int>, sampleCount: Int, packed: [UInt8]) {
    stride = Self.stride(samples: sampleCount)
    precondition(packed.count == stride * variants.count, "a block has a row for each variant")
    (self.variants, self.sampleCount, self.packed) = (variants, sampleCount, packed)
  }

  /// Bytes of a row: whole words of eight bytes.
  public static func stride(samples: Int) -> Int { (samples + 31) / 32 * 8 }

  /// The row of the `index`th variant of the block.
  @inlinable public func withRow<T>(
    _ index: Int, _ body: (UnsafeBufferPointer<UInt8>) throws -> T
  ) rethrows -> T {
    try packed.withUnsafeBufferPointer {
      try body(UnsafeBufferPointer(rebasing: $0[index * stride..<(index + 1) * stride]))
    }
  }

  /// The dosage code of one person.
  @inlinable public func code(variant: Int, sample: Int) -> UInt8 {
    packed[variant * stride + sample / 4] >> UInt8(sample % 4 * 2) & 3
  }
}

/// A genotype file opened with all selections of a build: it gives each block once
/// for each selection, compacted, so that nothing of a person outside is decoded.
public protocol GenotypeReader: Sendable {
  var variants: [Variant] { get }
  /// Blocks of the variants in the range, in the order of the selections.
  func blocks(_ range: Range<Int>) throws -> [GenotypeBlock]
}

/// A question asked of every variant: it takes blocks in order and gives a finding.
public protocol Scan: Sendable {
  associatedtype Finding: Sendable
  mutating func take(_ block: GenotypeBlock)
  func finding() -> Finding
}
