import CohortModel
import Knowledge

/// Copies of the effect allele at each row of some scores, for the people of one selection.
public struct ScoreGenotypes: Sendable, Equatable {
  public let sampleCount: Int
  /// By row, then person: 0, 1, 2, or 3 for missing; nil where the row did not match.
  public let codes: [[UInt8]?]

  public init(sampleCount: Int, codes: [[UInt8]?]) {
    (self.sampleCount, self.codes) = (sampleCount, codes)
  }
}

/// Gathers the genotypes at the rows of a score of up to some thousand variants.
public struct ScoreGenotypeScan: Scan {
  private let wanted: [Int: [(row: Int, countsEffect: Bool)]]
  private let sampleCount: Int
  private var codes: [[UInt8]?]

  public init(_ match: ScoreMatch, sampleCount: Int) {
    var wanted: [Int: [(row: Int, countsEffect: Bool)]] = [:]
    for (index, row) in match.rows.enumerated() {
      if let row { wanted[row.variant, default: []].append((index, row.countsEffect)) }
    }
    self.wanted = wanted
    self.sampleCount = sampleCount
    codes = Array(repeating: nil, count: match.rows.count)
  }

  public mutating func take(_ block: GenotypeBlock) {
    for variant in block.variants {
      guard let rows = wanted[variant] else { continue }
      let own = (0..<sampleCount).map {
        block.code(variant: variant - block.variants.lowerBound, sample: $0)
      }
      for row in rows {
        codes[row.row] = row.countsEffect ? own : own.map { $0 == 3 ? 3 : 2 - $0 }
      }
    }
  }

  public func finding() -> ScoreGenotypes {
    ScoreGenotypes(sampleCount: sampleCount, codes: codes)
  }
}

/// Sums a score of any length in one pass: what `casebook run score` prints.
public struct ScoreSumScan: Scan {
  /// One person's sum, in units of 1e-15.
  public struct Person: Sendable, Equatable {
    public var sum: Int128 = 0
    /// Alleles with a call, and copies of effect alleles among them.
    public var alleleCount = 0
    public var dosageSum = 0
  }

  private struct Row {
    let contributions: [Int128]
    let countsEffect: Bool
  }

  private let rows: [Int: [Row]]
  private var people: [Person]

  /// `frequencies`: of the effect allele, by row; a missing call counts as twice that. Nil: missing calls add nothing.
  public init(
    _ score: [ScoreRow], _ match: ScoreMatch, sampleCount: Int, frequencies: [Double]?
  ) {
    var rows: [Int: [Row]] = [:]
    for (index, found) in match.rows.enumerated() {
      guard let found else { continue }
      let weight = score[index].weight
      let effect = (0...2).map { FixedPoint.product(weight, Double($0)) }
      let imputed = frequencies.map { FixedPoint.product(weight, 2 * $0[index]) } ?? 0
      let ordered = found.countsEffect ? effect : effect.reversed()
      rows[found.variant, default: []].append(
        Row(contributions: ordered + [imputed], countsEffect: found.countsEffect))
    }
    self.rows = rows
    people = Array(repeating: Person(), count: sampleCount)
  }

  public mutating func take(_ block: GenotypeBlock) {
    for variant in block.variants {
      guard let rows = rows[variant] else { continue }
      let index = variant - block.variants.lowerBound
      for row in rows {
        for sample in people.indices {
          let code = Int(block.code(variant: index, sample: sample))
          people[sample].sum += row.contributions[code]
          guard code != 3 else { continue }
          people[sample].alleleCount += 2
          people[sample].dosageSum += row.countsEffect ? code : 2 - code
        }
      }
    }
  }

  public func finding() -> [Person] { people }
}
