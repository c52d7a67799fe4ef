import Numerics

/// z-scores of variants (rows) for traits (columns), each for the same allele of the variant.
public struct TraitMatrix: Sendable, Equatable {
  public let variants: [String]
  public let traits: [String]
  /// Row-major; NaN where a trait has no value for a variant.
  public let z: [Double]
  /// People behind each z, of the same shape; nil where the sizes are not known.
  public let people: [Double]?

  public init(variants: [String], traits: [String], z: [Double], people: [Double]? = nil) {
    precondition(z.count == variants.count * traits.count, "a row a variant, a column a trait")
    precondition(people.map { $0.count == z.count } ?? true, "sizes have the shape of the z-scores")
    (self.variants, self.traits, self.z, self.people) = (variants, traits, z, people)
  }

  /// Why a trait is left out.
  public enum Reason: Sendable, Hashable {
    /// No p-value below 0.05 / variants.
    case weak
    /// Its correlation with a stronger trait, that stays, is too high.
    case correlated(with: String)
  }

  /// Rules for traits.
  public struct Filter: Sendable, Equatable {
    /// A trait's smallest p-value has to lie below this share of 1 / variants.
    public var smallestP = 0.05
    /// A trait with this |r| or more to a stronger one is left out.
    public var correlation = 0.85

    public init() {}
  }

  /// The traits that stay, and why the others do not.
  public func filtered(_ filter: Filter) -> (kept: TraitMatrix, reasons: [String: Reason]) {
    var reasons: [String: Reason] = [:]
    let columns = traits.indices.map(column)
    let limit = filter.smallestP / Double(max(variants.count, 1))
    var strong = traits.indices.filter { trait in
      let largest = columns[trait].filter { !$0.isNaN }.map(abs).max() ?? 0
      return 2 * Normal.cdf(-largest) < limit
    }
    for trait in traits.indices where !strong.contains(trait) { reasons[traits[trait]] = .weak }
    func peak(_ trait: Int) -> Double { columns[trait].filter { !$0.isNaN }.max() ?? 0 }
    strong.sort { peak($0) == peak($1) ? traits[$0] < traits[$1] : peak($0) > peak($1) }
    var kept: [Int] = []
    for trait in strong {
      let twin = kept.first {
        abs(Self.correlation(columns[$0], columns[trait])) >= filter.correlation
      }
      if let twin {
        reasons[traits[trait]] = .correlated(with: traits[twin])
      } else {
        kept.append(trait)
      }
    }
    return (keeping(kept.sorted()), reasons)
  }

  /// z / √N × the mean over traits of √(median N): studies of every size weigh alike. A missing N
  /// is the trait's median. The matrix as it is where no sizes are known.
  public var scaled: TraitMatrix {
    guard let people else { return self }
    let medians = traits.indices.map { trait in
      Sample.median(
        variants.indices.map { people[$0 * traits.count + trait] }.filter { !$0.isNaN })
    }
    let known = medians.compactMap { $0?.squareRoot() }
    let typical = known.reduce(0, +) / Double(max(known.count, 1))
    let values = z.indices.map { index -> Double in
      let own = people[index]
      guard let size = own.isNaN ? medians[index % traits.count] : own else { return z[index] }
      return z[index] / size.squareRoot() * typical
    }
    return TraitMatrix(variants: variants, traits: traits, z: values, people: people)
  }

  /// A matrix for factors, and which trait and sign each of its columns is.
  public struct Split: Sendable {
    public let matrix: NonnegativeMatrix
    public let columns: [(trait: Int, isNegative: Bool)]
  }

  /// max(z, 0) of every trait, then max(−z, 0); missing is 0. Columns of zeros are left out, and
  /// the smallest entry is taken away.
  public var split: Split {
    let count = traits.count
    let candidates = [false, true].flatMap { sign in (0..<count).map { ($0, sign) } }
    func entry(_ row: Int, _ column: (Int, Bool)) -> Double {
      let value = z[row * count + column.0]
      return value.isNaN ? 0 : max(0, column.1 ? -value : value)
    }
    let columns = candidates.filter { column in
      variants.indices.contains { entry($0, column) > 0 }
    }
    var values = variants.indices.flatMap { row in columns.map { entry(row, $0) } }
    let least = values.min() ?? 0
    if least > 0 { values = values.map { $0 - least } }
    return Split(
      matrix: NonnegativeMatrix(rows: variants.count, columns: columns.count, values: values),
      columns: columns.map { (trait: $0.0, isNegative: $0.1) })
  }
}

// MARK: - Columns
extension TraitMatrix {
  private func column(_ trait: Int) -> [Double] {
    variants.indices.map { z[$0 * traits.count + trait] }
  }

  private func keeping(_ kept: [Int]) -> TraitMatrix {
    func select(_ values: [Double]) -> [Double] {
      variants.indices.flatMap { row in kept.map { values[row * traits.count + $0] } }
    }
    return TraitMatrix(
      variants: variants, traits: kept.map { traits[$0] }, z: select(z),
      people: people.map(select))
  }

  /// Pearson's, over the variants that both have; 0 where one does not vary.
  static func correlation(_ a: [Double], _ b: [Double]) -> Double {
    let pairs = zip(a, b).filter { !$0.0.isNaN && !$0.1.isNaN }
    let count = Double(max(pairs.count, 1))
    let (meanA, meanB) = (
      pairs.reduce(0) { $0 + $1.0 } / count, pairs.reduce(0) { $0 + $1.1 } / count
    )
    var (aa, bb, ab) = (0.0, 0.0, 0.0)
    for (x, y) in pairs {
      aa += (x - meanA) * (x - meanA)
      bb += (y - meanB) * (y - meanB)
      ab += (x - meanA) * (y - meanB)
    }
    return aa > 0 && bb > 0 ? ab / (aa.squareRoot() * bb.squareRoot()) : 0
  }
}
