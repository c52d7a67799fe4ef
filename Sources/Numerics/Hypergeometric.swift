/// Draws without replacement: how many of a marked kind are among them.
public struct Hypergeometric: Sendable, Equatable {
  /// Things in all.
  public let population: Int
  /// Marked among them.
  public let marked: Int
  /// Drawn among them.
  public let drawn: Int

  /// `marked` and `drawn` are at most `population`.
  public init(population: Int, marked: Int, drawn: Int) {
    precondition(
      (0...population).contains(marked) && (0...population).contains(drawn),
      "a part is not larger than the whole")
    (self.population, self.marked, self.drawn) = (population, marked, drawn)
  }

  /// Marked ones that are expected among the drawn.
  public var expected: Double {
    population > 0 ? Double(marked) * Double(drawn) / Double(population) : 0
  }

  /// P(at least `count` marked among the drawn): Fisher's exact test, one-sided.
  public func upperTail(_ count: Int) -> Double {
    let least = max(0, marked + drawn - population)
    if count <= least { return 1 }
    if count > min(marked, drawn) { return 0 }
    // From the side with fewer terms of weight.
    if Double(count) > expected { return min(1, sum(from: count, rising: true)) }
    return max(0, min(1, 1 - sum(from: count - 1, rising: false)))
  }

  /// The sample odds ratio of the table; infinite where a margin is used up.
  public func oddsRatio(_ count: Int) -> Double {
    let others = (marked - count) * (drawn - count)
    let both = count * (population - marked - drawn + count)
    return others == 0 ? (both == 0 ? .nan : .infinity) : Double(both) / Double(others)
  }

  private func sum(from count: Int, rising: Bool) -> Double {
    var term = probability(count)
    var total = term
    var k = count
    while term > total * 1e-18 {
      let rest = Double(population - marked - drawn)
      let (a, b) = (Double(marked - k), Double(drawn - k))
      let x = Double(k)
      if rising {
        term *= a * b / ((x + 1) * (rest + x + 1))
        k += 1
      } else {
        term *= x * (rest + x) / ((a + 1) * (b + 1))
        k -= 1
      }
      total += term
    }
    return total
  }

  /// P(exactly `count`), as one product whose size is kept within a Double's range.
  private func probability(_ count: Int) -> Double {
    var (value, power) = (1.0, 0)
    func bound() {
      if value > 0x1p512 { (value, power) = (value * 0x1p-512, power + 1) }
      if value < 0x1p-512 { (value, power) = (value * 0x1p512, power - 1) }
    }
    for i in 0..<count {
      value *=
        Double(marked - i) / Double(population - i) * (Double(drawn - i) / Double(i + 1))
      bound()
    }
    for i in 0..<(drawn - count) {
      value *= Double(population - marked - i) / Double(population - count - i)
      bound()
    }
    while power < 0, value > 0 { (value, power) = (value * 0x1p-512, power + 1) }
    while power > 0 { (value, power) = (value * 0x1p512, power - 1) }
    return value
  }
}
