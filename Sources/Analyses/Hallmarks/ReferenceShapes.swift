import Knowledge
import Numerics
import Tables

/// The reference's distribution of each part, for drawing behind a person: quantiles and a ridge.
public enum ReferenceShapes {
  /// One row a part of five variants or more and group, and "all" for people whose
  /// page does not name a group.
  public static func table(
    _ scorer: TraitScorer, _ reference: ScoreReference, names: (String?) -> String
  ) -> Table {
    var table = Table(
      "reference-\(scorer.definition.trait.id)-hallmarks", "Reference distribution of the parts",
      [
        Column("hallmark", "Hallmark", "name of the part"),
        Column("group", "Group", "reference group"),
        Column("p10", "10 %", format: .fixed(2), "standard normal deviate of the rank"),
        Column("p25", "25 %", format: .fixed(2), "as p10"),
        Column("p50", "50 %", format: .fixed(2), "as p10"),
        Column("p75", "75 %", format: .fixed(2), "as p10"),
        Column("p90", "90 %", format: .fixed(2), "as p10"),
        Column("ridge", "Ridge", "density at 33 places from −3 to 3, in hundredths of the highest"),
      ])
    for (index, part) in scorer.order.enumerated() where !part.isWhole && part.used >= 5 {
      let shapes = reference.groups.indices.map {
        RankShape(scorer.distribution(of: index, group: $0))
      }
      let name = names(part.part)
      for (group, shape) in shapes.enumerated() {
        table.add([.text(name), .text(reference.groups[group])] + shape.entries)
      }
      table.add([.text(name), .text("all")] + RankShape(average: shapes).entries)
    }
    return table
  }

  /// The density of the whole score, averaged over groups.
  public static func curve(_ scorer: TraitScorer, _ reference: ScoreReference) -> Table {
    var table = Table(
      "reference-\(scorer.definition.trait.id)-whole", "Reference distribution of the whole score",
      [
        Column("z", "Deviate", format: .fixed(3), "standard deviations from the mean of the group"),
        Column("density", "Density", format: .significant(3), "relative to the highest"),
      ])
    let count = 49
    var sums = [Double](repeating: 0, count: count)
    for group in reference.groups.indices {
      let distribution = scorer.distribution(of: 0, group: group)
      let (mean, deviation) = distribution.moments
      let bins = distribution.density(
        mean: mean, deviation: max(deviation, 1e-9), step: 1, count: count)
      for (index, value) in bins.enumerated() { sums[index] += value }
    }
    let smooth = RankShape.smoothed(sums)
    let top = max(smooth.max() ?? 1, 1e-12)
    for (index, value) in smooth.enumerated() {
      table.add([.number(-3 + 6 * Double(index) / Double(count - 1)), .number(value / top)])
    }
    return table
  }
}

/// A distribution on the scale of its mid-ranks, as standard normal deviates.
private struct RankShape {
  private let quantiles: [Double]
  private let ridge: [Double]

  init(_ distribution: ScoreDistribution) {
    let (mean, deviation) = distribution.moments
    let bins = distribution.density(
      mean: mean, deviation: max(deviation, 1e-9), step: 1, count: 33)
    quantiles = [0.1, 0.25, 0.5, 0.75, 0.9].map { share in
      Normal.quantile(distribution.place(of: distribution.quantile(share)).middle)
    }
    ridge = Self.smoothed(bins)
  }

  init(average shapes: [RankShape]) {
    let count = Double(max(shapes.count, 1))
    quantiles = (0..<5).map { k in shapes.reduce(0) { $0 + $1.quantiles[k] } / count }
    ridge = (0..<33).map { k in shapes.reduce(0) { $0 + $1.ridge[k] } / count }
  }

  var entries: [Entry] {
    let top = max(ridge.max() ?? 1, 1e-12)
    let words = ridge.map { Digits.text(100 * $0 / top, .integer) }.joined(separator: ",")
    return quantiles.map { .number($0) } + [.text(words)]
  }

  /// A light binomial smoothing, so that a ridge reads as a shape.
  static func smoothed(_ values: [Double]) -> [Double] {
    values.indices.map { index in
      let left = index > 0 ? values[index - 1] : values[index]
      let right = index + 1 < values.count ? values[index + 1] : values[index]
      return (left + 2 * values[index] + right) / 4
    }
  }
}
