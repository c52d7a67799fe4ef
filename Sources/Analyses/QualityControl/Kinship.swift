import CohortModel
import Numerics

/// KING-robust kinship of all pairs, over autosomal variants. Cost grows with the
/// square of the number of people.
public struct KinshipScan: Scan {
  /// One pair of people, by their places in the selection.
  public struct Pair: Sendable, Equatable {
    public let first: Int
    public let second: Int
    public let values: BitPlanes.Pair
  }

  private let isAutosomal: [Bool]
  private var planes: BitPlanes

  public init(variants: [Variant], sampleCount: Int) {
    isAutosomal = variants.map(\.isAutosomal)
    planes = BitPlanes(sampleCount: sampleCount)
  }

  public mutating func take(_ block: GenotypeBlock) {
    let rows = block.variants.filter { isAutosomal[$0] }.map { $0 - block.variants.lowerBound }
    block.packed.withUnsafeBufferPointer { bytes in
      var start = 0
      while start < rows.count {
        let chunk = rows[start..<min(start + 64, rows.count)].map { row in
          UnsafeBufferPointer(rebasing: bytes[row * block.stride..<(row + 1) * block.stride])
        }
        planes.add(rows: chunk)
        start += 64
      }
    }
  }

  /// Every pair, the later person first, as plink2 lists them.
  public func finding() -> [Pair] { pairs { _ in true } }

  /// Pairs with a kinship of at least `threshold`; 0.0884 is second-degree and closer.
  public func related(threshold: Double = 0.0884) -> [Pair] {
    pairs { $0.kinship >= threshold }
  }

  private func pairs(_ keep: (BitPlanes.Pair) -> Bool) -> [Pair] {
    var found: [Pair] = []
    for first in 0..<planes.sampleCount {
      for second in 0..<first {
        let values = planes.pair(first, second)
        if keep(values) { found.append(Pair(first: first, second: second, values: values)) }
      }
    }
    return found
  }
}
