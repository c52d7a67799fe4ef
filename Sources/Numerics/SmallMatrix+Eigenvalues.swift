#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension SmallMatrix {
  /// Eigenvalues of a symmetric matrix, ascending: cyclic Jacobi rotations, in a fixed order on
  /// every machine.
  public var eigenvalues: [Double] {
    var a = self
    for _ in 0..<60 {
      var off = 0.0
      for p in 0..<rows {
        for q in (p + 1)..<max(rows, p + 1) { off += a[p, q] * a[p, q] }
      }
      if off < 1e-26 { break }
      for p in 0..<rows {
        for q in (p + 1)..<max(rows, p + 1) where a[p, q] != 0 { a.rotate(p, q) }
      }
    }
    return (0..<rows).map { a[$0, $0] }.sorted()
  }

  private mutating func rotate(_ p: Int, _ q: Int) {
    let theta = (self[q, q] - self[p, p]) / (2 * self[p, q])
    let t = (theta < 0 ? -1 : 1) / (abs(theta) + (theta * theta + 1).squareRoot())
    let c = 1 / (t * t + 1).squareRoot(), s = t * c
    for k in 0..<rows {
      let (x, y) = (self[k, p], self[k, q])
      (self[k, p], self[k, q]) = (c * x - s * y, s * x + c * y)
    }
    for k in 0..<rows {
      let (x, y) = (self[p, k], self[q, k])
      (self[p, k], self[q, k]) = (c * x - s * y, s * x + c * y)
    }
  }
}
