import Knowledge
import Numerics
import Tables

/// How the parts of a score hang together among the reference's people: correlations, and the share
/// of the score's variance that each explains. After regression on components, so that differences
/// between groups do not count.
public struct HallmarkStructure: Sendable {
  private let scorer: TraitScorer
  private let parts: [String?]
  /// Covariances of the parts; the last row and column are the whole score.
  private let covariance: SmallMatrix
  private let people: Int

  /// Nil where the reference holds no covariances of the trait, or they are all zero.
  public init?(_ scorer: TraitScorer, _ reference: ScoreReference) {
    let id = scorer.definition.trait.id
    guard let known = reference.variants[id], let dosages = reference.residualCovariances[id],
      dosages.count == known.count * known.count, !scorer.used.isEmpty
    else { return nil }
    let places = Dictionary(
      known.enumerated().map { ($1.rsid, $0) }, uniquingKeysWith: { first, _ in first })
    let rows = scorer.used.compactMap { used -> (part: String?, place: Int, weight: Double)? in
      let row = scorer.definition.rows[used]
      return places[row.rsid].map { (row.hallmark, $0, row.weight) }
    }
    (self.scorer, parts, people) = (scorer, scorer.parts, reference.counts.reduce(0, +))
    let count = parts.count
    var sums = SmallMatrix(rows: count + 1, columns: count + 1)
    for a in rows {
      for b in rows {
        let value = a.weight * b.weight * dosages[a.place * known.count + b.place]
        let i = parts.firstIndex(of: a.part) ?? 0, j = parts.firstIndex(of: b.part) ?? 0
        sums[i, j] += value
        sums[i, count] += value
        sums[count, j] += value
        sums[count, count] += value
      }
    }
    guard sums[count, count] > 0 else { return nil }
    covariance = sums
  }

  /// Pearson's correlation of two parts, or of a part and the whole.
  func correlation(_ a: Int, _ b: Int) -> Double {
    let scale = (covariance[a, a] * covariance[b, b]).squareRoot()
    return scale > 0 ? covariance[a, b] / scale : 0
  }

  /// Share of the whole's variance: the slope of the part on the whole, so that shares add up to 1;
  /// its 95 % interval is that of a regression slope over the reference's people.
  func share(_ part: Int) -> (value: Double, low: Double, high: Double) {
    let whole = parts.count
    let value = covariance[part, whole] / covariance[whole, whole]
    let r = correlation(part, whole)
    let spread = (covariance[part, part] / covariance[whole, whole]).squareRoot()
    let error = spread * ((1 - r * r) / Double(max(people - 2, 1))).squareRoot()
    return (value, value - Normal.ninetyFive * error, value + Normal.ninetyFive * error)
  }

  /// One row a part.
  public func shares(_ names: (String?) -> String) -> Table {
    let id = scorer.definition.trait.id
    var table = Table(
      "trait-\(id)-shares", "Share of the score's variance in the reference",
      [
        Column("part", "Part", "hallmark's id, or unassigned"),
        Column("name", "Hallmark", "its name"),
        Column("share", "Share, %", format: .fixed(1), "of the whole score's variance"),
        Column("low", "From, %", format: .fixed(1), "95 % interval, over the reference's people"),
        Column("high", "To, %", format: .fixed(1), "95 % interval"),
        Column("with_whole", "Correlation with the whole", format: .fixed(2), "Pearson's"),
      ])
    for (index, part) in parts.enumerated() {
      let share = share(index)
      table.add([
        .text(part ?? "unassigned"), .text(names(part)), .number(100 * share.value),
        .number(100 * share.low), .number(100 * share.high),
        .number(correlation(index, parts.count)),
      ])
    }
    return table
  }

  /// One row a pair of parts.
  public func correlations(_ names: (String?) -> String) -> Table {
    let id = scorer.definition.trait.id
    var table = Table(
      "trait-\(id)-correlations", "Correlation between parts in the reference",
      [
        Column("row", "Part", "name of a part"), Column("column", "Part", "name of a part"),
        Column("value", "Correlation", format: .fixed(2), "Pearson's, after components"),
      ])
    for a in parts.indices {
      for b in parts.indices {
        table.add([
          .text(names(parts[a])), .text(names(parts[b])), .number(correlation(a, b)),
        ])
      }
    }
    return table
  }
}
