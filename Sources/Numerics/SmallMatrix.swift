#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A small dense matrix, row-major. Our own fixed-order loops, so that results are
/// the same on every processor.
public struct SmallMatrix: Sendable, Equatable {
  public let rows: Int
  public let columns: Int
  public var values: [Double]

  public init(rows: Int, columns: Int, values: [Double]? = nil) {
    (self.rows, self.columns) = (rows, columns)
    self.values = values ?? Array(repeating: 0, count: rows * columns)
    precondition(self.values.count == rows * columns, "a matrix has rows times columns values")
  }

  public subscript(_ row: Int, _ column: Int) -> Double {
    get { values[row * columns + column] }
    set { values[row * columns + column] = newValue }
  }

  public func times(_ vector: [Double]) -> [Double] {
    (0..<rows).map { row in (0..<columns).reduce(0) { $0 + self[row, $1] * vector[$1] } }
  }

  /// The lower Cholesky factor; nil where the matrix is not positive definite.
  public var cholesky: SmallMatrix? {
    var lower = SmallMatrix(rows: rows, columns: rows)
    for i in 0..<rows {
      for j in 0...i {
        var sum = self[i, j]
        for k in 0..<j { sum -= lower[i, k] * lower[j, k] }
        if i == j {
          guard sum > 0 else { return nil }
          lower[i, i] = sqrt(sum)
        } else {
          lower[i, j] = sum / lower[j, j]
        }
      }
    }
    return lower
  }

  /// Solves A x = b for a positive definite A; nil otherwise.
  public func solve(_ b: [Double]) -> [Double]? {
    guard let lower = cholesky else { return nil }
    return lower.solvingFactor(b)
  }

  /// Solves L L' x = b, where this is L.
  public func solvingFactor(_ b: [Double]) -> [Double] {
    var y = b
    for i in 0..<rows {
      for k in 0..<i { y[i] -= self[i, k] * y[k] }
      y[i] /= self[i, i]
    }
    for i in (0..<rows).reversed() {
      for k in (i + 1)..<max(rows, i + 1) { y[i] -= self[k, i] * y[k] }
      y[i] /= self[i, i]
    }
    return y
  }

  /// Inverse of a positive definite matrix.
  public var inverse: SmallMatrix? {
    guard let lower = cholesky else { return nil }
    var result = SmallMatrix(rows: rows, columns: rows)
    for column in 0..<rows {
      var unit = [Double](repeating: 0, count: rows)
      unit[column] = 1
      let solved = lower.solvingFactor(unit)
      for row in 0..<rows { result[row, column] = solved[row] }
    }
    return result
  }

  /// The log-determinant of a positive definite matrix.
  public var logDeterminant: Double? {
    cholesky.map { lower in (0..<rows).reduce(0) { $0 + 2 * log(lower[$1, $1]) } }
  }
}

/// Weighted least squares by normal equations.
public enum LeastSquares {
  /// Coefficients of y on the rows of x, weights 1 where none are given; nil where x is singular.
  public static func fit(_ x: [[Double]], _ y: [Double], weights: [Double]? = nil) -> [Double]? {
    guard let width = x.first?.count else { return nil }
    var cross = SmallMatrix(rows: width, columns: width)
    var right = [Double](repeating: 0, count: width)
    for (row, values) in x.enumerated() {
      let weight = weights?[row] ?? 1
      for i in 0..<width {
        right[i] += weight * values[i] * y[row]
        for j in 0...i { cross[i, j] += weight * values[i] * values[j] }
      }
    }
    for i in 0..<width {
      for j in 0..<i { cross[j, i] = cross[i, j] }
    }
    return cross.solve(right)
  }
}
