import Knowledge
import Numerics

/// One score, or one part of it, of one person, and its place in the reference.
public struct PersonScore: Sendable, Equatable {
  /// The hallmark's id, nil for variants without one; `isWhole` tells the plain score.
  public let part: String?
  public let isWhole: Bool
  /// Units of 1e-15; missing calls count as the reference's mean.
  public let sum: Int128
  /// Variants of the definition, in cohort and reference, and called in this person.
  public let defined: Int
  public let used: Int
  public let called: Int
  /// Share of the definition's summed weight that was called.
  public let weightShare: Double
  /// Shares of similar reference people below and at this value; nil where nothing was called.
  public let place: ScoreDistribution.Place?
  /// The mid-rank as a standard normal deviate; the 95 % interval is ± 1.96 of its standard error.
  public let deviate: Double
  public let errors: ScoreErrors
  /// Against the nearest group's mean and SD; against the mean by PCs (Khera 2019); with the variance by PCs too
  /// (Khan 2022), nil where the variants are not the full set.
  public let zGroup: Double
  public let zNorm1: Double
  public let zNorm2: Double?

  public var standardError: Double { errors.total }

  /// A part of fewer than five variants is shown as its sum and place only.
  public var isSmall: Bool { !isWhole && used < 5 }
  public var percentile: Double { 100 * Normal.cdf(deviate) }
  /// The 95 % interval of the deviate, and of the percentile.
  public var deviateInterval: (low: Double, high: Double) {
    let half = Normal.ninetyFive * standardError
    return (deviate - half, deviate + half)
  }
  public var interval: (low: Double, high: Double) {
    (100 * Normal.cdf(deviateInterval.low), 100 * Normal.cdf(deviateInterval.high))
  }

  /// Probability, over the reference's sampling error, that the percentile lies above `threshold`.
  public func probability(above threshold: Double) -> Double {
    let limit = Normal.quantile(threshold / 100)
    guard standardError > 0 else { return deviate > limit ? 1 : 0 }
    return Normal.cdf((deviate - limit) / standardError)
  }
}

/// A score prepared for one cohort's variants and one reference.
public struct TraitScorer: Sendable {
  public let definition: ScoreDefinition
  public let match: ScoreMatch
  /// Rows in cohort and reference: what both are scored on.
  public let used: [Int]
  public let parts: [String?]
  private let reference: ScoreReference
  /// What the reference knows of the rows in `used`, in their order.
  public let variants: [ScoreReference.Variant]
  /// By part (whole first): used rows, and ready distributions by group.
  private let sets: [PartSet]

  private struct PartSet: Sendable {
    let part: String?
    let isWhole: Bool
    let defined: [Int]
    /// Positions in `used`.
    let positions: [Int]
    let byGroup: [ScoreDistribution]
    let continuous: ScoreReference.Continuous?
    let covariance: [[Double]]
    let residual: [Double]
  }

  public init(_ definition: ScoreDefinition, _ match: ScoreMatch, _ reference: ScoreReference) {
    let known = reference.variants[definition.trait.id] ?? []
    let byID = Dictionary(known.enumerated().map { ($1.rsid, $0) }, uniquingKeysWith: { a, _ in a })
    var used: [Int] = []
    var variants: [ScoreReference.Variant] = []
    var places: [Int] = []
    for (index, row) in definition.rows.enumerated() where match.rows[index] != nil {
      guard let place = byID[row.rsid], known[place].effect == row.effect else { continue }
      used.append(index)
      variants.append(known[place])
      places.append(place)
    }
    (self.definition, self.match, self.reference) = (definition, match, reference)
    (self.used, self.variants) = (used, variants)
    parts = definition.parts
    let all = [(nil as String?, true)] + definition.parts.map { ($0, false) }
    sets = all.map { part, isWhole in
      let defined = isWhole ? Array(definition.rows.indices) : definition.rows(of: part)
      let positions = used.indices.filter { defined.contains(used[$0]) }
      return Self.partSet(
        part, isWhole, defined, positions, definition, used, variants, places, reference)
    }
  }

  private static func partSet(
    _ part: String?, _ isWhole: Bool, _ defined: [Int], _ positions: [Int],
    _ definition: ScoreDefinition, _ used: [Int], _ variants: [ScoreReference.Variant],
    _ places: [Int], _ reference: ScoreReference
  ) -> PartSet {
    let trait = definition.trait.id
    let weights = positions.map { definition.rows[used[$0]].weight }
    let size = reference.variants[trait]?.count ?? 0
    func block(_ matrix: [Double]) -> [Double] {
      positions.flatMap { a in positions.map { b in matrix[places[a] * size + places[b]] } }
    }
    let byGroup = reference.groups.indices.map { group in
      ScoreDistribution(
        weights: weights,
        frequencies: positions.map {
          SimilarityModel.smoothed(
            variants[$0].groupFrequency[group], people: reference.counts[group])
        })
    }
    let name = isWhole ? "whole" : part ?? "unassigned"
    let isFull = positions.count == defined.count
    return PartSet(
      part: part, isWhole: isWhole, defined: defined, positions: positions, byGroup: byGroup,
      continuous: isFull
        ? reference.continuous.first { $0.trait == trait && $0.part == name } : nil,
      covariance: (reference.covariances[trait] ?? []).map(block),
      residual: block(reference.residualCovariances[trait] ?? []))
  }

  /// Scores one person: the whole first, then the parts in the definition's order.
  /// `codes`: effect-allele copies by row of the definition, 3 for missing.
  public func person(
    _ codes: [UInt8], _ similarity: PersonSimilarity, _ model: SimilarityModel
  ) -> [PersonScore] {
    let context = comparison(similarity, model)
    return sets.map { score($0, codes, context) }
  }

  /// The whole score alone.
  public func whole(
    _ codes: [UInt8], _ similarity: PersonSimilarity, _ model: SimilarityModel
  ) -> PersonScore {
    score(sets[0], codes, comparison(similarity, model))
  }

  private func comparison(_ similarity: PersonSimilarity, _ model: SimilarityModel) -> Comparison {
    let groups = reference.groups.map { model.reference.groups.firstIndex(of: $0) }
    let proportions = groups.map { $0.map { similarity.proportions[$0] } ?? 0 }
    let covariance =
      similarity.isOneGroup ? nil : model.proportionCovariance(similarity.proportions)
    let order = groups.compactMap { $0 }
    let nearest = groups.firstIndex(of: similarity.nearest) ?? 0
    return Comparison(
      proportions: proportions,
      covariance: order.count == groups.count ? covariance.map { ($0, order) } : nil,
      nearest: nearest, components: standardised(similarity.components))
  }

  private struct Comparison {
    let proportions: [Double]
    let covariance: (SmallMatrix, [Int])?
    let nearest: Int
    let components: [Double]

    /// The one group that explains the person, if it is one.
    var group: Int? { proportions.firstIndex(of: 1) }
  }

  private func standardised(_ components: [Double]) -> [Double] {
    [1]
      + reference.pcMean.indices.map {
        (components[$0] - reference.pcMean[$0]) / reference.pcDeviation[$0]
      }
  }

  private func score(_ set: PartSet, _ codes: [UInt8], _ context: Comparison) -> PersonScore {
    var sum: Int128 = 0
    var calledWeight = 0.0
    for position in set.positions {
      let row = definition.rows[used[position]]
      let code = codes[used[position]]
      sum += FixedPoint.product(row.weight, code == 3 ? variants[position].mean : Double(code))
      if code != 3 { calledWeight += abs(row.weight) }
    }
    let called = set.positions.filter { codes[used[$0]] != 3 }
    let total = set.defined.reduce(0) { $0 + abs(definition.rows[$1].weight) }
    let value = FixedPoint.value(sum)
    let (place, deviate, errors) = rank(set, called, codes, context)
    let zs = deviations(set, value, context)
    return PersonScore(
      part: set.part, isWhole: set.isWhole, sum: sum, defined: set.defined.count,
      used: set.positions.count, called: called.count,
      weightShare: total > 0 ? calledWeight / total : 0, place: place, deviate: deviate,
      errors: errors, zGroup: zs.group, zNorm1: zs.first, zNorm2: zs.second)
  }

  /// The exact place among similar people, from the frequencies of the person's
  /// mixture, and its error by the delta method.
  private func rank(
    _ set: PartSet, _ called: [Int], _ codes: [UInt8], _ context: Comparison
  ) -> (ScoreDistribution.Place?, Double, ScoreErrors) {
    guard !called.isEmpty else { return (nil, 0, .none) }
    let frequencies = called.map { position in
      reference.groups.indices.map {
        SimilarityModel.smoothed(
          variants[position].groupFrequency[$0], people: reference.counts[$0])
      }
    }
    let distribution: ScoreDistribution
    if let group = context.group, called.count == set.positions.count {
      distribution = set.byGroup[group]
    } else {
      distribution = ScoreDistribution(
        weights: called.map { definition.rows[used[$0]].weight },
        frequencies: frequencies.map { row in
          zip(row, context.proportions).reduce(0) { $0 + $1.0 * $1.1 }
        })
    }
    let value = distribution.value(called.map { codes[used[$0]] })
    let place = distribution.place(of: value)
    let deviate = Normal.quantile(place.middle)
    let gradient = distribution.gradient(at: value)
    var variance = 0.0
    var slopes = [Double](repeating: 0, count: reference.groups.count)
    for (index, row) in frequencies.enumerated() {
      for (k, p) in row.enumerated() {
        let q = context.proportions[k]
        variance +=
          gradient[index] * gradient[index] * q * q * p * (1 - p) / Double(2 * reference.counts[k])
        slopes[k] += gradient[index] * p
      }
    }
    if let (covariance, order) = context.covariance {
      for a in slopes.indices {
        for b in slopes.indices {
          variance += slopes[a] * covariance[order[a], order[b]] * slopes[b]
        }
      }
    }
    let density = Normal.density(deviate)
    return (
      place, deviate,
      ScoreErrors(
        reference: density > 0 ? variance.squareRoot() / density : 0,
        rows: errorRows(set, codes, context))
    )
  }

  /// What the errors beyond the reference's size are computed from.
  private func errorRows(
    _ set: PartSet, _ codes: [UInt8], _ context: Comparison
  ) -> [ScoreErrors.Row] {
    let positions = Dictionary(
      set.positions.map { (used[$0], $0) }, uniquingKeysWith: { first, _ in first })
    return set.defined.map { index in
      let row = definition.rows[index]
      let position = positions[index]
      let frequency = position.map { position in
        zip(variants[position].groupFrequency, context.proportions).reduce(0) { $0 + $1.0 * $1.1 }
      }
      return ScoreErrors.Row(
        weight: row.weight, standardError: row.standardError,
        frequency: frequency ?? row.studyFrequency,
        copies: position == nil || codes[index] == 3 ? nil : Double(codes[index]))
    }
  }

  private func deviations(
    _ set: PartSet, _ value: Double, _ context: Comparison
  ) -> (group: Double, first: Double, second: Double?) {
    let weights = set.positions.map { definition.rows[used[$0]].weight }
    let size = weights.count
    func spread(_ matrix: [Double]) -> Double {
      var sum = 0.0
      for a in 0..<size {
        for b in 0..<size { sum += weights[a] * matrix[a * size + b] * weights[b] }
      }
      return max(sum, 1e-300).squareRoot()
    }
    var (groupMean, mean) = (0.0, 0.0)
    for (weight, position) in zip(weights, set.positions) {
      groupMean += weight * 2 * variants[position].groupFrequency[context.nearest]
      mean += weight * dot(variants[position].regression, context.components)
    }
    guard size > 0, set.covariance.indices.contains(context.nearest) else { return (0, 0, nil) }
    let second = set.continuous.map { fit in
      (value - dot(fit.mean, context.components))
        / Normal.scale(logVariance: dot(fit.logVariance, context.components))
    }
    return (
      (value - groupMean) / spread(set.covariance[context.nearest]),
      (value - mean) / spread(set.residual), second
    )
  }

  private func dot(_ a: [Double], _ b: [Double]) -> Double {
    zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
  }

  // MARK: - For drawing

  /// The reference's distribution of a part in one group.
  public func distribution(of index: Int, group: Int) -> ScoreDistribution {
    sets[index].byGroup[group]
  }

  /// Part, size and name order of what ``person(_:_:_:)`` gives.
  public var order: [(part: String?, isWhole: Bool, used: Int, defined: Int)] {
    sets.map { ($0.part, $0.isWhole, $0.positions.count, $0.defined.count) }
  }
}
