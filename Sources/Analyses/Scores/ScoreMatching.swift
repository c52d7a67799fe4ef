import CohortModel
import Knowledge

/// Which variants of a genotype file carry the rows of a score (PGS Catalog matching
/// order: as given, swapped, complemented, complemented and swapped).
public struct ScoreMatch: Sendable, Equatable {
  /// The variant that carries a row.
  public struct Row: Sendable, Equatable {
    /// Index into the file's variants.
    public let variant: Int
    /// Whether the file counts the effect allele; else a dosage is 2 − d.
    public let countsEffect: Bool
    /// Whether the alleles were read from the other strand.
    public let isFlipped: Bool
  }

  /// Why no variant carries a row.
  public enum Failure: String, Sendable, CaseIterable {
    case absent = "not in the genotypes"
    case alleles = "other alleles"
    case ambiguous = "A/T or C/G, strand unknown"
    case duplicate = "two variants fit"
  }

  /// By row of the score.
  public let rows: [Row?]
  public let failures: [Failure?]

  public var matched: Int { rows.count { $0 != nil } }

  public func count(_ failure: Failure) -> Int { failures.count { $0 == failure } }

  /// The share of the summed absolute weights that matched.
  public func weightShare(_ score: [ScoreRow]) -> Double {
    let total = score.reduce(0) { $0 + abs($1.weight) }
    let found = zip(score, rows).reduce(0) { $0 + ($1.1 == nil ? 0 : abs($1.0.weight)) }
    return total > 0 ? found / total : 0
  }
}

/// Variants of a file by id and by place.
public struct VariantIndex: Sendable {
  private let variants: [Variant]
  private let byID: [String: [Int]]
  private let byPlace: [String: [Int]]

  public init(_ variants: [Variant]) {
    self.variants = variants
    byID = Dictionary(grouping: variants.indices) { variants[$0].id }
    byPlace = Dictionary(grouping: variants.indices) { index in
      "\(variants[index].chromosome):\(variants[index].position)"
    }
  }

  /// Matches the rows of a score. `keepAmbiguous` where the file's strand is known to be forward.
  public func match(_ score: [ScoreRow], keepAmbiguous: Bool) -> ScoreMatch {
    var rows: [ScoreMatch.Row?] = []
    var failures: [ScoreMatch.Failure?] = []
    for row in score {
      let found = candidates(row)
      let fits = found.compactMap { fit(row, $0, keepAmbiguous) }
      let best = fits.map(\.rank).min()
      let winners = fits.filter { $0.rank == best }
      if winners.count == 1, let winner = winners.first {
        rows.append(winner.row)
        failures.append(nil)
      } else {
        rows.append(nil)
        failures.append(failure(row, found, winners.count, keepAmbiguous))
      }
    }
    return ScoreMatch(rows: rows, failures: failures)
  }

  private func candidates(_ row: ScoreRow) -> [Int] {
    if let chromosome = row.chromosome, let position = row.position {
      return byPlace["\(chromosome):\(position)"] ?? []
    }
    return byID[row.rsid] ?? []
  }

  private func fit(
    _ row: ScoreRow, _ index: Int, _ keepAmbiguous: Bool
  ) -> (rank: Int, row: ScoreMatch.Row)? {
    let variant = variants[index]
    if variant.isAmbiguous, !keepAmbiguous { return nil }
    let other = Variant.complement(row.other ?? "")
    let flipped = Variant.complement(row.effect)
    let attempts: [(effect: String?, other: String?, counts: Bool, flipped: Bool)] = [
      (row.effect, row.other, true, false), (row.effect, row.other, false, false),
      (flipped, other, true, true), (flipped, other, false, true),
    ]
    for (rank, attempt) in attempts.enumerated() {
      // A flip of an ambiguous variant says nothing.
      if attempt.flipped, variant.isAmbiguous { continue }
      let effect = attempt.counts ? variant.counted : variant.other
      let rest = attempt.counts ? variant.other : variant.counted
      if effect == attempt.effect, row.other == nil || rest == attempt.other {
        return (
          rank, .init(variant: index, countsEffect: attempt.counts, isFlipped: attempt.flipped)
        )
      }
    }
    return nil
  }

  private func failure(
    _ row: ScoreRow, _ found: [Int], _ winners: Int, _ keepAmbiguous: Bool
  ) -> ScoreMatch.Failure {
    if found.isEmpty { return .absent }
    if winners > 1 { return .duplicate }
    let hasAmbiguous = found.contains { variants[$0].isAmbiguous }
    return hasAmbiguous && !keepAmbiguous ? .ambiguous : .alleles
  }
}
