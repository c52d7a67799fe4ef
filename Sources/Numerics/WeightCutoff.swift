/// Where weights stop to matter: the elbow between the steep beginning and the flat end of the
/// weights in falling order (Smith 2024, the method of gwas-partitioning/bnmf-clustering).
public enum WeightCutoff {
  /// The first weight, from the largest down, that lies nearer to the line through the lowest 80 %
  /// than to the line through the highest 1 % (the highest 5 % where those are three or fewer).
  /// Rank and weight are scaled to 0…1. Nil where there are too few weights for two lines.
  public static func elbow(_ weights: [Double]) -> Double? {
    let sorted = weights.sorted(by: >)
    guard let largest = sorted.first, largest > 0 else { return nil }
    let rising = Array(sorted.reversed())
    let points = sorted.enumerated().map {
      (x: Double($0 + 1) / Double(sorted.count), y: $1 / largest)
    }
    func above(_ share: Double) -> Int {
      let limit = Sample.quantile(rising, share)
      return sorted.firstIndex { $0 <= limit } ?? sorted.count
    }
    let few = above(0.99)
    let top = few > 3 ? few : above(0.95)
    guard let steep = line(points[..<top]), let flat = line(points[above(0.8)...]) else {
      return nil
    }
    let cut = points.firstIndex { steep.distance($0) - flat.distance($0) > 0 }
    return cut.map { sorted[$0] }
  }

  private struct Line {
    let intercept: Double
    let slope: Double

    func distance(_ point: (x: Double, y: Double)) -> Double {
      abs(point.y - intercept - slope * point.x) / (1 + slope * slope).squareRoot()
    }
  }

  private static func line(_ points: ArraySlice<(x: Double, y: Double)>) -> Line? {
    let found = LeastSquares.fit(points.map { [1, $0.x] }, points.map(\.y))
    return found.map { Line(intercept: $0[0], slope: $0[1]) }
  }
}
