/// Spearman's rank correlation; ties have the mean of their ranks.
public enum RankCorrelation {
  /// Between −1 and 1; nil for fewer than three pairs, or where one side is constant.
  public static func spearman(_ x: [Double], _ y: [Double]) -> Double? {
    guard x.count == y.count, x.count >= 3 else { return nil }
    let (a, b) = (ROC.midranks(x), ROC.midranks(y))
    let mean = Double(x.count + 1) / 2
    var (product, first, second) = (0.0, 0.0, 0.0)
    for (p, q) in zip(a, b) {
      product += (p - mean) * (q - mean)
      first += (p - mean) * (p - mean)
      second += (q - mean) * (q - mean)
    }
    return first > 0 && second > 0 ? product / (first * second).squareRoot() : nil
  }
}
