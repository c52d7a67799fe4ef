#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// How scores tell positives from negatives.
public enum ROC {
  /// The area under the curve with its standard error (DeLong 1988; ranks as Sun and Xu 2014):
  /// the share of pairs in which the positive scores higher, ties half. NaN without positives or
  /// negatives; the error needs two of each.
  public static func area(positives: [Double], negatives: [Double]) -> (area: Double, error: Double)
  {
    guard !positives.isEmpty, !negatives.isEmpty else { return (.nan, .nan) }
    let (m, n) = (Double(positives.count), Double(negatives.count))
    let all = midranks(positives + negatives)
    let own = midranks(positives), others = midranks(negatives)
    // By positive: the share of negatives below it; by negative: of positives above it.
    let above = positives.indices.map { (all[$0] - own[$0]) / n }
    let below = negatives.indices.map { 1 - (all[positives.count + $0] - others[$0]) / m }
    let area = above.reduce(0, +) / m
    return (area, (variance(above) / m + variance(below) / n).squareRoot())
  }

  /// Average precision: the mean over positives of the precision at their score, equal scores
  /// taken together. NaN without positives.
  public static func averagePrecision(positives: [Double], negatives: [Double]) -> Double {
    guard !positives.isEmpty else { return .nan }
    let all =
      (positives.map { ($0, true) } + negatives.map { ($0, false) }).sorted { $0.0 > $1.0 }
    var (begin, hits, sum) = (0, 0, 0.0)
    while begin < all.count {
      var end = begin, new = 0
      while end < all.count, all[end].0 == all[begin].0 {
        if all[end].1 { new += 1 }
        end += 1
      }
      hits += new
      sum += Double(new) * Double(hits) / Double(end)
      begin = end
    }
    return sum / Double(positives.count)
  }

  /// Ranks from 1, equal values sharing their mean.
  public static func midranks(_ values: [Double]) -> [Double] {
    let order = values.indices.sorted { values[$0] < values[$1] }
    var ranks = [Double](repeating: 0, count: values.count)
    var begin = 0
    while begin < order.count {
      var end = begin
      while end < order.count, values[order[end]] == values[order[begin]] { end += 1 }
      for place in begin..<end { ranks[order[place]] = Double(begin + end + 1) / 2 }
      begin = end
    }
    return ranks
  }

  private static func variance(_ values: [Double]) -> Double {
    guard values.count > 1 else { return .nan }
    let mean = values.reduce(0, +) / Double(values.count)
    return values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count - 1)
  }
}
