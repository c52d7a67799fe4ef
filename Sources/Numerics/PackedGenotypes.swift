import CKernels

/// Counts and sums over packed dosage codes (0, 1, 2; 3 = missing), four to a byte.
public enum PackedGenotypes {
  /// How many people have each code at one variant.
  public struct Counts: Sendable, Equatable {
    /// People with 0, 1, 2 copies, and without a call.
    public let copies: (Int, Int, Int)
    public let missing: Int

    public var called: Int { copies.0 + copies.1 + copies.2 }
    public var alleleCount: Int { copies.1 + 2 * copies.2 }

    public static func == (a: Counts, b: Counts) -> Bool {
      a.copies == b.copies && a.missing == b.missing
    }
  }

  /// Counts of one row; the row is whole 8-byte words with zero padding.
  public static func counts(_ row: UnsafeBufferPointer<UInt8>, samples: Int) -> Counts {
    var out: (UInt32, UInt32, UInt32, UInt32) = (0, 0, 0, 0)
    withUnsafeMutableBytes(of: &out) { bytes in
      ck_counts(
        row.baseAddress, row.count, samples, bytes.baseAddress?.assumingMemoryBound(to: UInt32.self)
      )
    }
    return Counts(copies: (Int(out.0), Int(out.1), Int(out.2)), missing: Int(out.3))
  }
}

/// Genotypes of people as bit planes over variants, for pairs of people.
public struct BitPlanes: Sendable {
  public let sampleCount: Int
  private var one: [[UInt64]]
  private var two: [[UInt64]]
  private var called: [[UInt64]]
  private var variants = 0

  public init(sampleCount: Int) {
    self.sampleCount = sampleCount
    one = Array(repeating: [], count: sampleCount)
    (two, called) = (one, one)
  }

  /// Adds up to 64 rows at a time; rows are packed codes.
  public mutating func add(rows: [UnsafeBufferPointer<UInt8>]) {
    precondition(rows.count <= 64)
    for sample in 0..<sampleCount {
      var planes: (UInt64, UInt64, UInt64) = (0, 0, 0)
      let (byte, shift) = (sample >> 2, UInt8(sample & 3) << 1)
      for (index, row) in rows.enumerated() {
        let code = row[byte] >> shift & 3
        let bit: UInt64 = 1 << UInt64(index)
        if code == 1 { planes.0 |= bit }
        if code == 2 { planes.1 |= bit }
        if code != 3 { planes.2 |= bit }
      }
      one[sample].append(planes.0)
      two[sample].append(planes.1)
      called[sample].append(planes.2)
    }
    variants += rows.count
  }

  /// What two people share, and their kinship.
  public struct Pair: Sendable, Equatable {
    public let called: Int
    public let bothHeterozygous: Int
    public let oppositeHomozygous: Int
    public let kinship: Double
  }

  /// KING-robust kinship between families (Manichaikul 2010), as plink2 computes it.
  public func pair(_ a: Int, _ b: Int) -> Pair {
    var out = [UInt32](repeating: 0, count: 5)
    ck_king_pair(one[a], two[a], called[a], one[b], two[b], called[b], one[a].count, &out)
    let hethet = Int(out[1]), opposite = Int(out[2])
    let onlyA = Int(out[3]) - hethet, onlyB = Int(out[4]) - hethet
    let smaller = hethet + min(onlyA, onlyB)
    let kinship =
      smaller == 0
      ? Double.nan : 0.5 - Double(4 * opposite + onlyA + onlyB) / Double(4 * smaller)
    return Pair(
      called: Int(out[0]), bothHeterozygous: hethet, oppositeHomozygous: opposite, kinship: kinship)
  }
}
