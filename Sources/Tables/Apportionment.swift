/// Rounds parts so that they add up to their rounded whole.
public enum Apportionment {
  /// Rounds `whole` and each of `parts`, which add up to it, to multiples of `step`
  /// (all in the same integer unit). Each is first rounded to the step; the units
  /// left over go to the parts with the largest remainders, ties by order. The
  /// whole is never adjusted. Returns multiples of `step`.
  public static func rounded(
    whole: Int128, parts: [Int128], step: Int128
  ) -> (whole: Int128, parts: [Int128]) {
    let total = nearest(whole, step)
    var units = parts.map { nearest($0, step) }
    var left = total - units.reduce(0, +)
    let direction: Int128 = left < 0 ? -1 : 1
    // How far each part was moved against the direction of the units left over.
    let remainders = zip(parts, units).map { ($0 - $1 * step) * direction }
    let order = parts.indices.sorted {
      remainders[$0] == remainders[$1] ? $0 < $1 : remainders[$0] > remainders[$1]
    }
    var next = 0
    while left != 0, !order.isEmpty {
      units[order[next % order.count]] += direction
      left -= direction
      next += 1
    }
    return (total, units)
  }

  /// Half away from zero.
  private static func nearest(_ value: Int128, _ step: Int128) -> Int128 {
    let half = step / 2
    return value >= 0 ? (value + half) / step : -((-value + half) / step)
  }
}
