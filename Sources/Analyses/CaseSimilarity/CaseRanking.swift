import Numerics
import Tables

/// How candidates rank by score.
public enum CaseRanking {
  /// Places of candidates by falling score, ties in their order.
  public static func order(_ scores: [Double]) -> [Int] {
    scores.indices.sorted { scores[$0] == scores[$1] ? $0 < $1 : scores[$0] > scores[$1] }
  }

  /// The mean rank among equals, from 1: what a random order of ties would give.
  public static func rank(of candidate: Int, _ scores: [Double]) -> Double {
    let own = scores[candidate]
    let above = scores.count { $0 > own }, equal = scores.count { $0 == own }
    return Double(above) + (Double(equal) + 1) / 2
  }

  /// Mean score of each group's members without the case itself; nil for a group of nobody else.
  public static func groupMeans(
    _ scores: [Double], groups: [Int?], groupCount: Int, without own: Int
  ) -> [Double?] {
    var sums = [Double](repeating: 0, count: groupCount), counts = sums
    for (index, group) in groups.enumerated() where index != own {
      guard let group else { continue }
      sums[group] += scores[index]
      counts[group] += 1
    }
    return zip(sums, counts).map { $1 > 0 ? $0 / $1 : nil }
  }

  /// The share of random queries that score as high: (1 + as high) / (1 + draws), of sorted draws.
  public static func p(_ score: Double, draws: [Double]) -> Double {
    // Sums in another order differ in the last digits.
    let high = draws.count - draws.firstPlace { $0 >= score * (1 - 1e-12) }
    return Double(1 + high) / Double(1 + draws.count)
  }

  /// Random queries of one size: terms drawn without replacement.
  public static func randomQueries(
    size: Int, count: Int, from pool: [Int], seed: UInt64
  ) -> [[Int]] {
    var random = Random(seed: seed, stream: "queries of \(size)")
    let size = min(size, pool.count)
    return (0..<count).map { _ in
      var drawn: Set<Int> = []
      var query: [Int] = []
      while query.count < size {
        let place = random.integer(below: pool.count)
        if drawn.insert(place).inserted { query.append(pool[place]) }
      }
      return query
    }
  }
}
