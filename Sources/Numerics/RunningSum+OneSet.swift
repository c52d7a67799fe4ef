/// One set at a time, of a ranking that is never built: what connectivity asks for each pair of columns.
extension RunningSum {
  /// The extreme deviation of a running sum that rises by |score| / sum of |score| at a hit and
  /// falls by 1 / misses else; checked at and just before each hit. `order` holds items from the
  /// highest score to the lowest. A tie of both sides goes to the positive one. 0 where nothing or
  /// everything is hit, or all hits score 0.
  @inlinable
  public static func extreme(
    order: UnsafeBufferPointer<Int32>, sizes: UnsafeBufferPointer<Double>,
    isHit: (Int32) -> Bool
  ) -> Double {
    var (total, hits) = (0.0, 0)
    for item in order where isHit(item) {
      total += sizes[Int(item)]
      hits += 1
    }
    guard hits > 0, hits < order.count, total > 0 else { return 0 }
    let fall = 1 / Double(order.count - hits)
    var (gained, seen, high, low) = (0.0, 0, 0.0, 0.0)
    for (rank, item) in order.enumerated() where isHit(item) {
      let misses = Double(rank - seen) * fall
      low = min(low, gained / total - misses)
      gained += sizes[Int(item)]
      high = max(high, gained / total - misses)
      seen += 1
    }
    return high >= -low ? high : low
  }
}
