import Numerics
import Tables

/// The scores of all genes under one perturbation, ranked.
public struct RankedColumn: Sendable {
  public let scores: [Double]
  /// Genes from the highest score to the lowest; equal scores in the order of the genes.
  public let order: [Int32]
  let sizes: [Double]

  /// Finite scores.
  public init(_ scores: [Double]) {
    self.scores = scores
    order = (0..<Int32(scores.count)).sorted { a, b in
      let (x, y) = (scores[Int(a)], scores[Int(b)])
      return x == y ? a < b : x > y
    }
    sizes = scores.map { abs($0) }
  }

  /// How a signature connects. Lamb 2006, Subramanian 2017 (cmapM).
  public func connection(to signature: Signature) -> Connection {
    order.withUnsafeBufferPointer { order in
      sizes.withUnsafeBufferPointer { sizes in
        signature.sides.withUnsafeBufferPointer { sides in
          Connection(
            up: signature.upCount == 0
              ? nil
              : RunningSum.extreme(order: order, sizes: sizes) { sides[Int($0)] == 1 },
            down: signature.downCount == 0
              ? nil
              : RunningSum.extreme(order: order, sizes: sizes) { sides[Int($0)] == 2 })
        }
      }
    }
  }

  /// XSum (Cheng 2014): scores of the up genes less scores of the down genes, of those among the
  /// `top` genes of the largest |score|.
  public func extremeSum(of signature: Signature, top: Int) -> Double {
    let kept = (0..<Int32(scores.count)).sorted { a, b in
      let (x, y) = (sizes[Int(a)], sizes[Int(b)])
      return x == y ? a < b : x > y
    }.prefix(top).sorted()
    return kept.reduce(0) { sum, gene in
      switch signature.sides[Int(gene)] {
      case 1: sum + scores[Int(gene)]
      case 2: sum - scores[Int(gene)]
      default: sum
      }
    }
  }
}

/// Genes that go up and genes that go down.
public struct Signature: Sendable, Hashable {
  /// By gene: 0 neither, 1 up, 2 down.
  public let sides: [UInt8]
  public let upCount: Int
  public let downCount: Int

  /// Places among `count` genes; a gene on both sides is on neither.
  public init(up: [Int], down: [Int], count: Int) {
    var sides = [UInt8](repeating: 0, count: count)
    for gene in up { sides[gene] = 1 }
    for gene in down { sides[gene] = sides[gene] == 1 ? 3 : 2 }
    self.sides = sides.map { $0 == 3 ? 0 : $0 }
    (upCount, downCount) = (self.sides.count { $0 == 1 }, self.sides.count { $0 == 2 })
  }

  /// The genes at both ends of a column; of few genes at most half on each side.
  public init(of column: RankedColumn, up: Int, down: Int) {
    let half = column.order.count / 2
    self.init(
      up: column.order.prefix(min(up, half)).map { Int($0) },
      down: column.order.suffix(min(down, half)).map { Int($0) }, count: column.order.count)
  }
}

/// The enrichment of both sides of a signature in a ranked column.
public struct Connection: Sendable, Hashable {
  /// Nil for a signature without such genes.
  public let up: Double?
  public let down: Double?

  public init(up: Double?, down: Double?) { (self.up, self.down) = (up, down) }

  /// WTCS: half of up - down where their signs differ, else 0; of a signature with one side, that
  /// side's.
  public var score: Double {
    guard let up else { return -(down ?? 0) }
    guard let down else { return up }
    let isOneSided = (up > 0 && down > 0) || (up < 0 && down < 0)
    return isOneSided ? 0 : (up - down) / 2
  }
}

/// Connectivity scores that can be compared.
public enum Connectivity {
  /// NCS: each WTCS by the mean of its group's positive ones, or of the size of its negative ones,
  /// but no less than 0.01. `groups` numbers the cell line × perturbagen type of each column;
  /// what is `without` has no part in the means.
  public static func normalised(
    _ scores: [Double], groups: [Int], without: Int? = nil
  ) -> [Double] {
    let count = (groups.max() ?? -1) + 1
    var sums = [[Double]](repeating: [0, 0], count: count)
    var counts = [[Double]](repeating: [0, 0], count: count)
    for (index, score) in scores.enumerated() where score != 0 && index != without {
      sums[groups[index]][score > 0 ? 0 : 1] += abs(score)
      counts[groups[index]][score > 0 ? 0 : 1] += 1
    }
    return scores.indices.map { index in
      let (group, side) = (groups[index], scores[index] > 0 ? 0 : 1)
      guard scores[index] != 0 else { return 0 }
      let mean = counts[group][side] > 0 ? sums[group][side] / counts[group][side] : 0
      return scores[index] / max(mean, 0.01)
    }
  }

  /// tau: the signed percentage of reference NCS that are smaller in size; nil without references.
  public static func tau(_ score: Double, reference: [Double]) -> Double? {
    guard !reference.isEmpty else { return nil }
    let below = reference.count { abs($0) < abs(score) }
    let share = 100 * Double(below) / Double(reference.count)
    return score < 0 ? -share : score > 0 ? share : 0
  }

  /// Robust z-scores of one gene's values against the controls: (x - median) / (1.4826 MAD), the
  /// MAD no less than `floor` (cmapM's robust_zscore). Nil for no controls.
  public static func robustScores(
    _ values: [Double], controls: [Double], floor: Double
  ) -> [Double]? {
    guard let median = Sample.median(controls),
      let deviation = Sample.median(controls.map { abs($0 - median) })
    else { return nil }
    let scale = 1.4826 * max(deviation, floor)
    return values.map { ($0 - median) / scale }
  }
}
