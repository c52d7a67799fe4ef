/// p-values of many tests together: the false discovery rate.
public enum MultipleTests {
  /// Benjamini and Hochberg 1995, in the order of the p-values; NaN stays NaN and does not count.
  public static func benjaminiHochberg(_ p: [Double]) -> [Double] { adjusted(p, factor: 1) }

  /// Benjamini and Yekutieli 2001: valid under any dependence.
  public static func benjaminiYekutieli(_ p: [Double]) -> [Double] {
    let count = p.count { !$0.isNaN }
    return adjusted(p, factor: (1...max(count, 1)).reduce(0) { $0 + 1 / Double($1) })
  }

  private static func adjusted(_ p: [Double], factor: Double) -> [Double] {
    let order = p.indices.filter { !p[$0].isNaN }.sorted {
      p[$0] == p[$1] ? $0 < $1 : p[$0] < p[$1]
    }
    var q = [Double](repeating: .nan, count: p.count)
    var smallest = 1.0
    for (place, index) in order.enumerated().reversed() {
      smallest = min(smallest, factor * Double(order.count) * p[index] / Double(place + 1))
      q[index] = smallest
    }
    return q
  }
}
