import Knowledge
import Numerics

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Where one person stands among the groups of a reference. Depends on that person
/// and the reference only.
public struct PersonSimilarity: Sendable, Equatable {
  public let components: [Double]
  /// Log-likelihood of each group: Gaussian with log-determinant, and the group's share as prior.
  public let logLikelihoods: [Double]
  /// Index of the most similar group, and its probability.
  public let nearest: Int
  public let probability: Double
  /// Mixture proportions; they stay inside the program.
  public let proportions: [Double]
  /// Whether one group alone explains the genotypes as well.
  public let isOneGroup: Bool
  public let depth: Mixture.Depth
  /// Whether the person is outside what the reference can explain.
  public let isOutside: Bool
  public let called: Int

  /// No group reaches a probability of 0.9.
  public var isLowConfidence: Bool { probability < 0.9 }
}

/// A similarity reference, prepared for the variants that a cohort has.
public struct SimilarityModel: Sendable {
  public let reference: SimilarityReference
  public let variantCount: Int
  private let components: Int
  /// Variant-major loadings, centres and scales of the cohort's panel variants.
  private let loadings: [Double]
  private let doubled: [Double]
  private let scale: [Double]
  /// Variant-major smoothed group frequencies.
  private let frequencies: [Double]
  private let gram: SmallMatrix
  private let centroids: [[Double]]
  /// By group: covariance with all variants, and of the noise here and there.
  private let noiseHere: [SmallMatrix]
  private let noiseFull: [SmallMatrix]

  public init(_ reference: SimilarityReference, _ panel: SimilarityPanel) {
    self.reference = reference
    let used = panel.matches.map(\.panel)
    variantCount = used.count
    let components = reference.components
    self.components = components
    loadings = used.flatMap { v in (0..<components).map { reference.loadings[$0][v] } }
    doubled = used.map { 2 * reference.frequency[$0] }
    scale = used.map { v in
      let f = reference.frequency[v]
      return sqrt(2 * f * (1 - f))
    }
    frequencies = used.flatMap { v in
      reference.groups.indices.map {
        Self.smoothed(reference.groupFrequency[$0][v], people: reference.counts[$0])
      }
    }
    gram = Self.weighted(reference, used) { _ in 1 }
    let inverse = gram.inverse ?? SmallMatrix(rows: components, columns: components)
    centroids = reference.groupFrequency.map { group in
      var right = [Double](repeating: 0, count: components)
      for v in used {
        let f = reference.frequency[v]
        let x = 2 * (group[v] - f) / sqrt(2 * f * (1 - f))
        for k in 0..<components { right[k] += reference.loadings[k][v] * x }
      }
      return inverse.times(right)
    }
    let all = Array(reference.panel.indices)
    func spread(_ group: [Double]) -> (Int) -> Double {
      { v in
        let f = reference.frequency[v]
        return group[v] * (1 - group[v]) / (f * (1 - f))
      }
    }
    noiseFull = reference.groupFrequency.map { group in
      var noise = Self.weighted(reference, all, spread(group))
      let size = Double(all.count) * Double(all.count)
      noise.values = noise.values.map { $0 / size }
      return noise
    }
    noiseHere = reference.groupFrequency.map { group in
      Self.sandwich(inverse, Self.weighted(reference, used, spread(group)))
    }
  }

  /// Add-half smoothing: a frequency of a finite panel is never 0 or 1.
  public static func smoothed(_ frequency: Double, people: Int) -> Double {
    (2 * Double(people) * frequency + 0.5) / (2 * Double(people) + 1)
  }

  /// Compares one person: codes as ``PanelGenotypes/codes(_:)`` gives them.
  public func person(_ codes: [UInt8]) -> PersonSimilarity {
    let called = codes.count { $0 != 3 }
    let components = project(codes)
    let likelihoods = groupLikelihoods(components, called: called)
    let nearest = likelihoods.indices.max { likelihoods[$0] < likelihoods[$1] } ?? 0
    let total = likelihoods.reduce(0) { $0 + exp($1 - likelihoods[nearest]) }
    let groups = reference.groups.count
    let fit = Mixture.fit(codes: codes, frequencies: frequencies, groups: groups)
    let (proportions, isOneGroup) = snapped(fit, codes)
    let depth = Mixture.depth(
      codes: codes, frequencies: frequencies, proportions: fit.proportions)
    let root = Double(called).squareRoot()
    let isOutside =
      depth.z < -max(4.5, reference.depth * root)
      || depth.additive < -max(4, reference.additiveDepth * root)
    return PersonSimilarity(
      components: components, logLikelihoods: likelihoods, nearest: nearest,
      probability: 1 / total, proportions: proportions, isOneGroup: isOneGroup, depth: depth,
      isOutside: isOutside, called: called)
  }

  /// Inverse Fisher information of the proportions on the groups in use, zero elsewhere.
  public func proportionCovariance(_ proportions: [Double]) -> SmallMatrix {
    let groups = proportions.count
    var covariance = SmallMatrix(rows: groups, columns: groups)
    let active = proportions.indices.filter { proportions[$0] > 0.001 }
    guard active.count > 1, let last = active.last else { return covariance }
    let free = Array(active.dropLast())
    var information = SmallMatrix(rows: free.count, columns: free.count)
    for v in 0..<variantCount {
      let base = v * groups
      var p = 0.0
      for k in 0..<groups { p += frequencies[base + k] * proportions[k] }
      let weight = 2 / (p * (1 - p))
      for i in free.indices {
        let da = frequencies[base + free[i]] - frequencies[base + last]
        for j in 0...i {
          information[i, j] +=
            weight * da * (frequencies[base + free[j]] - frequencies[base + last])
        }
      }
    }
    for i in 0..<free.count { for j in 0..<i { information[j, i] = information[i, j] } }
    guard let inverse = information.inverse else { return covariance }
    // The last active group takes what the others leave: T J⁻¹ T'.
    let index = free
    func t(_ group: Int, _ column: Int) -> Double {
      group == last ? -1 : (index[column] == group ? 1 : 0)
    }
    for a in active {
      for b in active {
        for i in index.indices {
          for j in index.indices { covariance[a, b] += t(a, i) * inverse[i, j] * t(b, j) }
        }
      }
    }
    return covariance
  }

  // MARK: -

  /// Least-squares projection onto the loadings, over the called variants.
  private func project(_ codes: [UInt8]) -> [Double] {
    var right = [Double](repeating: 0, count: components)
    var cross = gram
    for v in codes.indices {
      let row = v * components
      if codes[v] == 3 {
        for i in 0..<components {
          for j in 0..<components { cross[i, j] -= loadings[row + i] * loadings[row + j] }
        }
        continue
      }
      let x = (Double(codes[v]) - doubled[v]) / scale[v]
      for k in 0..<components { right[k] += loadings[row + k] * x }
    }
    return cross.solve(right) ?? Array(repeating: 0, count: components)
  }

  private func groupLikelihoods(_ point: [Double], called: Int) -> [Double] {
    let people = Double(reference.counts.reduce(0, +))
    let inflation = called > 0 ? Double(variantCount) / Double(called) : 1
    return reference.groups.indices.map { group in
      var covariance = SmallMatrix(
        rows: components, columns: components, values: reference.covariances[group])
      for index in covariance.values.indices {
        covariance.values[index] +=
          noiseHere[group].values[index] * inflation - noiseFull[group].values[index]
      }
      let difference = zip(point, centroids[group]).map { $0 - $1 }
      guard let solved = covariance.solve(difference),
        let determinant = covariance.logDeterminant
      else { return -.infinity }
      let distance = zip(difference, solved).reduce(0) { $0 + $1.0 * $1.1 }
      return -0.5 * distance - 0.5 * determinant + log(Double(reference.counts[group]) / people)
    }
  }

  /// One group alone, where the mixture is not clearly better (twice the log-likelihood below 8).
  private func snapped(_ fit: Mixture.Fit, _ codes: [UInt8]) -> ([Double], Bool) {
    let groups = reference.groups.count
    var best = (group: 0, value: -Double.infinity)
    for group in 0..<groups {
      var one = [Double](repeating: 0, count: groups)
      one[group] = 1
      let value = Mixture.logLikelihood(codes: codes, frequencies: frequencies, proportions: one)
      if value > best.value { best = (group, value) }
    }
    guard 2 * (fit.logLikelihood - best.value) < 8 else { return (fit.proportions, false) }
    var one = [Double](repeating: 0, count: groups)
    one[best.group] = 1
    return (one, true)
  }

  private static func weighted(
    _ reference: SimilarityReference, _ variants: [Int], _ weight: (Int) -> Double
  ) -> SmallMatrix {
    let size = reference.components
    var matrix = SmallMatrix(rows: size, columns: size)
    for v in variants {
      let w = weight(v)
      for i in 0..<size {
        for j in 0..<size {
          matrix[i, j] += w * reference.loadings[i][v] * reference.loadings[j][v]
        }
      }
    }
    return matrix
  }

  private static func sandwich(_ outer: SmallMatrix, _ inner: SmallMatrix) -> SmallMatrix {
    let size = outer.rows
    var left = SmallMatrix(rows: size, columns: size)
    var result = left
    for i in 0..<size {
      for j in 0..<size {
        left[i, j] = (0..<size).reduce(0) { $0 + outer[i, $1] * inner[$1, j] }
      }
    }
    for i in 0..<size {
      for j in 0..<size {
        result[i, j] = (0..<size).reduce(0) { $0 + left[i, $1] * outer[$1, j] }
      }
    }
    return result
  }
}
