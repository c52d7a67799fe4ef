#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The exact distribution of a score of independent variants in Hardy-Weinberg
/// proportions: two Bernoulli convolutions a variant, on a grid of 2,048 steps.
public struct ScoreDistribution: Sendable {
  /// Integer weights on the grid, not negative: a negative weight counts the other allele.
  public let steps: [Int]
  private let isMirrored: [Bool]
  private let frequencies: [Double]
  private let mass: [Double]
  private let cumulative: [Double]
  /// Mid-ranks by value: what lies below, and half of what lies at it.
  private let middles: [Double]

  /// `frequencies` are those of the effect alleles.
  public init(weights: [Double], frequencies: [Double], gridSize: Int = 2048) {
    let range = 2 * weights.reduce(0) { $0 + abs($1) }
    let step = range > 0 ? range / Double(gridSize) : 1
    isMirrored = weights.map { $0 < 0 }
    steps = weights.map { Int((abs($0) / step).rounded()) }
    self.frequencies = zip(frequencies, isMirrored).map { $1 ? 1 - $0 : $0 }
    var mass = [1.0]
    for (index, step) in steps.enumerated() {
      for _ in 0..<2 { mass = Self.convolved(mass, step, self.frequencies[index]) }
    }
    self.mass = mass
    var sum = 0.0
    let cumulative = mass.map { value in
      sum += value
      return sum
    }
    self.cumulative = cumulative
    middles = zip(cumulative, mass).map { $0 - $1 / 2 }
  }

  /// A person's place: the shares of people below and at the same value.
  public struct Place: Sendable, Equatable {
    public let below: Double
    public let at: Double

    public init(below: Double, at: Double) { (self.below, self.at) = (below, at) }

    /// The mid-rank, in (0, 1).
    public var middle: Double { min(max(below + at / 2, 1e-9), 1 - 1e-9) }
    public var above: Double { max(0, 1 - below - at) }
  }

  /// The grid value of somebody's copies of the effect alleles.
  public func value(_ dosages: [UInt8]) -> Int {
    zip(dosages.indices, dosages).reduce(0) { sum, entry in
      let copies = isMirrored[entry.0] ? 2 - Int(entry.1) : Int(entry.1)
      return sum + copies * steps[entry.0]
    }
  }

  public func place(of value: Int) -> Place {
    Place(below: value > 0 ? cumulative[min(value, mass.count) - 1] : 0, at: mass[value])
  }

  /// How the mid-rank of `value` moves with each effect-allele frequency:
  /// dF/dp = 2 [H(x − w) − H(x)], where H is the mid-rank with one allele of the
  /// variant removed.
  public func gradient(at value: Int) -> [Double] {
    steps.indices.map { index in
      let (step, p) = (steps[index], frequencies[index])
      guard step > 0 else { return 0 }
      let slope =
        2 * (middleWithout(step, p, at: value - step) - middleWithout(step, p, at: value))
      return isMirrored[index] ? -slope : slope
    }
  }

  /// The z in [−3, 3] at `count` places as a smoothed density, for drawing.
  public func density(mean: Double, deviation: Double, step: Double, count: Int) -> [Double] {
    var bins = [Double](repeating: 0, count: count)
    for (index, value) in mass.enumerated() {
      let z = (Double(index) * step - mean) / deviation
      let position = (z + 3) / 6 * Double(count - 1)
      let low = Int(position.rounded(.down))
      let share = position - Double(low)
      if bins.indices.contains(low) { bins[low] += value * (1 - share) }
      if bins.indices.contains(low + 1) { bins[low + 1] += value * share }
    }
    return bins
  }

  /// The smallest grid value with at least the share `p` at or below it.
  public func quantile(_ p: Double) -> Int {
    cumulative.firstIndex { $0 >= p } ?? mass.count - 1
  }

  /// Mean and standard deviation in grid steps.
  public var moments: (mean: Double, deviation: Double) {
    let mean = zip(steps, frequencies).reduce(0) { $0 + 2 * Double($1.0) * $1.1 }
    let variance = zip(steps, frequencies).reduce(0) {
      $0 + 2 * Double($1.0 * $1.0) * $1.1 * (1 - $1.1)
    }
    return (mean, sqrt(variance))
  }

  /// H(x), the mid-rank without one allele of a variant, from M(x) = (1−p) H(x) + p H(x−w):
  /// only the values x, x ± w, x ± 2w, … count. Run from the side on which errors shrink.
  private func middleWithout(_ step: Int, _ p: Double, at value: Int) -> Double {
    let count = mass.count - step
    if value < 0 { return 0 }
    if value >= count { return 1 }
    if p <= 0.5 {
      var h = 0.0
      for x in stride(from: value % step, through: value, by: step) {
        h = (middle(x) - p * h) / (1 - p)
      }
      return h
    }
    var h = 1.0
    let highest = value + (count - 1 - value) / step * step
    for x in stride(from: highest, through: value, by: -step) {
      h = (middle(x + step) - (1 - p) * h) / p
    }
    return h
  }

  private func middle(_ value: Int) -> Double {
    value < 0 ? 0 : value >= mass.count ? 1 : middles[value]
  }

  private static func convolved(_ mass: [Double], _ step: Int, _ p: Double) -> [Double] {
    var out = [Double](repeating: 0, count: mass.count + step)
    mass.withUnsafeBufferPointer { mass in
      out.withUnsafeMutableBufferPointer { out in
        for index in mass.indices {
          out[index] += mass[index] * (1 - p)
          out[index + step] += mass[index] * p
        }
      }
    }
    return out
  }
}
