extension RandomAccessCollection {
  /// The first place whose element `belongs`, found by halves: all before it do not, all from it
  /// on do. The end where none does.
  public func firstPlace(where belongs: (Element) -> Bool) -> Index {
    var low = startIndex, count = self.count
    while count > 0 {
      let half = count / 2, middle = index(low, offsetBy: half)
      if belongs(self[middle]) {
        count = half
      } else {
        (low, count) = (index(after: middle), count - half - 1)
      }
    }
    return low
  }
}
