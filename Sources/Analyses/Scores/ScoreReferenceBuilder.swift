import Knowledge
import Numerics

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Makes the moments of scores from a panel of labelled people.
public enum ScoreReferenceBuilder {
  /// The people of a panel: their group and principal components.
  public struct Person: Sendable {
    public let group: String
    public let components: [Double]

    public init(group: String, components: [Double]) {
      (self.group, self.components) = (group, components)
    }
  }

  /// `codes`: by trait, effect-allele copies by row of its score, then person; nil
  /// rows are left out of the reference.
  public static func reference(
    name: String, build: String, isSimulated: Bool, scores: [ScoreDefinition],
    codes: [String: ScoreGenotypes], people: [Person]
  ) -> ScoreReference {
    let groups = Set(people.map(\.group)).sorted()
    let groupOf = people.map { groups.firstIndex(of: $0.group) ?? 0 }
    let size = people.first?.components.count ?? 0
    let mean = (0..<size).map { k in
      people.reduce(0) { $0 + $1.components[k] } / Double(people.count)
    }
    let deviation = (0..<size).map { k in
      sqrt(
        people.reduce(0) { $0 + ($1.components[k] - mean[k]) * ($1.components[k] - mean[k]) }
          / Double(people.count))
    }
    let design = people.map { person in
      [1] + (0..<size).map { (person.components[$0] - mean[$0]) / deviation[$0] }
    }
    var panels: [String: TraitPanel] = [:]
    for score in scores {
      guard let own = codes[score.trait.id] else { continue }
      panels[score.trait.id] = TraitPanel(score, own, groupOf, groups.count, design)
    }
    return ScoreReference(
      name: name, build: build, groups: groups,
      counts: groups.indices.map { g in groupOf.count { $0 == g } }, pcMean: mean,
      pcDeviation: deviation, variants: panels.mapValues(\.variants),
      covariances: panels.mapValues(\.covariances),
      residualCovariances: panels.mapValues(\.residual),
      continuous: scores.flatMap { panels[$0.trait.id]?.continuous(design) ?? [] },
      isSimulated: isSimulated)
  }
}

/// One trait's dosages in the panel.
private struct TraitPanel {
  let score: ScoreDefinition
  let rows: [Int]
  let dosages: [[Double]]
  let variants: [ScoreReference.Variant]
  let covariances: [[Double]]
  let residual: [Double]

  init(
    _ score: ScoreDefinition, _ genotypes: ScoreGenotypes, _ groupOf: [Int], _ groups: Int,
    _ design: [[Double]]
  ) {
    self.score = score
    let rows = score.rows.indices.filter { genotypes.codes[$0] != nil }
    self.rows = rows
    let dosages = rows.map { Self.filled(genotypes.codes[$0] ?? []) }
    self.dosages = dosages
    let fits = dosages.map { LeastSquares.fit(design, $0) ?? [] }
    variants = rows.enumerated().map { index, row in
      .init(
        rsid: score.rows[row].rsid, effect: score.rows[row].effect,
        other: score.rows[row].other ?? "", mean: Self.mean(dosages[index]),
        groupFrequency: (0..<groups).map { g in
          Self.mean(groupOf.indices.filter { groupOf[$0] == g }.map { dosages[index][$0] }) / 2
        },
        regression: fits[index])
    }
    covariances = (0..<groups).map { g in
      let members = groupOf.indices.filter { groupOf[$0] == g }
      return Self.covariance(dosages.map { row in members.map { row[$0] } })
    }
    residual = Self.covariance(
      zip(dosages, fits).map { row, fit in
        row.enumerated().map { person, value in
          value - zip(fit, design[person]).reduce(0) { $0 + $1.0 * $1.1 }
        }
      })
  }

  /// Mean and log-variance on PCs of the whole and of each part, by full likelihood:
  /// weighted least squares for the mean, scoring steps for the log-variance, in turn.
  func continuous(_ design: [[Double]]) -> [ScoreReference.Continuous] {
    let parts =
      [("whole", Array(rows.indices))]
      + score.parts.map { part in
        (part ?? "unassigned", rows.indices.filter { score.rows[rows[$0]].hallmark == part })
      }
    return parts.compactMap { name, members in
      guard !members.isEmpty else { return nil }
      let values = design.indices.map { person in
        members.reduce(0) { $0 + score.rows[rows[$1]].weight * dosages[$1][person] }
      }
      return ContinuousFit.fit(design, values).map {
        .init(trait: score.trait.id, part: name, mean: $0.mean, logVariance: $0.logVariance)
      }
    }
  }

  /// Missing calls as the mean of the called.
  private static func filled(_ codes: [UInt8]) -> [Double] {
    let called = codes.filter { $0 != 3 }
    let mean = called.isEmpty ? 0 : Double(called.reduce(0) { $0 + Int($1) }) / Double(called.count)
    return codes.map { $0 == 3 ? mean : Double($0) }
  }

  private static func mean(_ values: [Double]) -> Double {
    values.isEmpty ? 0 : values.reduce(0, +) / Double(values.count)
  }

  /// ddof 0, row-major.
  private static func covariance(_ rows: [[Double]]) -> [Double] {
    let centred = rows.map { row in
      let mean = mean(row)
      return row.map { $0 - mean }
    }
    return centred.flatMap { a in
      centred.map { b in zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } / Double(max(a.count, 1)) }
    }
  }
}

/// Z_norm2 (Khan 2022; pygscatalog `pgs_adjust` with full likelihood).
public enum ContinuousFit {
  /// Jointly minimises Σ ½ log v + (y − μ)²/2v with μ = Xb and v = exp(Xc).
  public static func fit(
    _ design: [[Double]], _ values: [Double]
  ) -> (mean: [Double], logVariance: [Double])? {
    guard let width = design.first?.count, var mean = LeastSquares.fit(design, values) else {
      return nil
    }
    func residuals(_ mean: [Double]) -> [Double] {
      zip(design, values).map { row, y in y - zip(row, mean).reduce(0) { $0 + $1.0 * $1.1 } }
    }
    var rest = residuals(mean)
    let start = rest.reduce(0) { $0 + $1 * $1 } / Double(max(rest.count, 1))
    guard start > 0 else { return nil }
    var spread = [log(start)] + Array(repeating: 0.0, count: width - 1)
    for _ in 0..<200 {
      let variance = design.map { row in exp(zip(row, spread).reduce(0) { $0 + $1.0 * $1.1 }) }
      guard let better = LeastSquares.fit(design, values, weights: variance.map { 1 / $0 }) else {
        return nil
      }
      mean = better
      rest = residuals(mean)
      // Scoring: (X'X/2)⁻¹ X'(r²/v − 1)/2 is a least-squares fit of r²/v − 1.
      let target = zip(rest, variance).map { $0 * $0 / $1 - 1 }
      guard let step = LeastSquares.fit(design, target) else { return nil }
      for k in spread.indices { spread[k] += step[k] }
      if (step.map(abs).max() ?? 0) < 1e-13 { break }
    }
    return (mean, spread)
  }
}
