/// A matrix without negative entries, by its entries above 0: rows and columns can both be walked.
/// z-scores split by sign are at least half zeros.
public struct NonnegativeMatrix: Sendable {
  public let rows: Int
  public let columns: Int
  public let mean: Double
  /// With n − 1 in the denominator; 0 for a single entry.
  public let variance: Double
  public let largest: Double
  let byRow: Lines
  let byColumn: Lines

  /// Entries above 0 of each row, or of each column, in order.
  struct Lines: Sendable {
    var starts: [Int64] = [0]
    var index: [Int32] = []
    var value: [Double] = []

    mutating func end() { starts.append(Int64(index.count)) }
  }

  /// `values`: row-major, none negative, none infinite or NaN.
  public init(rows: Int, columns: Int, values: [Double]) {
    precondition(values.count == rows * columns, "a matrix has rows times columns values")
    precondition(values.allSatisfy { $0 >= 0 && $0.isFinite }, "entries are at least 0")
    (self.rows, self.columns) = (rows, columns)
    var byRow = Lines(), byColumn = Lines()
    for row in 0..<rows {
      for column in 0..<columns where values[row * columns + column] > 0 {
        byRow.index.append(Int32(column))
        byRow.value.append(values[row * columns + column])
      }
      byRow.end()
    }
    for column in 0..<columns {
      for row in 0..<rows where values[row * columns + column] > 0 {
        byColumn.index.append(Int32(row))
        byColumn.value.append(values[row * columns + column])
      }
      byColumn.end()
    }
    (self.byRow, self.byColumn) = (byRow, byColumn)
    let count = Double(max(values.count, 1))
    let mean = values.reduce(0, +) / count
    self.mean = mean
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    variance = values.count > 1 ? squares / (count - 1) : 0
    largest = values.max() ?? 0
  }

  /// Half the sum of squared differences from w h', where both are row-major with `width` columns.
  func halfSquaredError(_ w: [Double], _ h: [Double], width: Int) -> Double {
    var sum = 0.0
    for row in 0..<rows {
      var entry = Int(byRow.starts[row])
      let end = Int(byRow.starts[row + 1])
      for column in 0..<columns {
        var product = 0.0
        for k in 0..<width { product += w[row * width + k] * h[column * width + k] }
        var seen = 0.0
        if entry < end, Int(byRow.index[entry]) == column {
          seen = byRow.value[entry]
          entry += 1
        }
        sum += (seen - product) * (seen - product)
      }
    }
    return sum / 2
  }
}
