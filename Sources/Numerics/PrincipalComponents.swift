import COpenBLAS

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Principal components of standardised genotypes.
public enum PrincipalComponents {
  /// Loadings of the top components of X (people × variants, row-major by variant:
  /// `columns[v]` is a variant's standardised dosages): eigenvectors of XX' by
  /// LAPACK, then X'u/√λ. Signs: the largest loading is positive. Returns loadings by component,
  /// each of length variants, and the eigenvalues of XX'/variants.
  public static func loadings(
    people: Int, components: Int, columns: [[Double]]
  ) -> (loadings: [[Double]], eigenvalues: [Double]) {
    cb_blas_one_thread()
    var gram = [Double](repeating: 0, count: people * people)
    let batch = 512
    var start = 0
    while start < columns.count {
      let chunk = columns[start..<min(start + batch, columns.count)]
      let flat = chunk.flatMap { $0 }
      cb_dsyrk(
        Int32(CbColMajor), Int32(CbLower), Int32(CbNoTrans), Int32(people), Int32(chunk.count), 1,
        flat,
        Int32(people), 1, &gram, Int32(people))
      start += batch
    }
    let (values, vectors) = largest(&gram, people, components)
    let loadings = vectors.enumerated().map { index, vector in
      let scale = 1 / sqrt(values[index])
      let raw = columns.map { column in
        zip(column, vector).reduce(0) { $0 + $1.0 * $1.1 } * scale
      }
      let peak = raw.max { abs($0) < abs($1) } ?? 1
      return peak < 0 ? raw.map { -$0 } : raw
    }
    return (loadings, values.map { $0 / Double(columns.count) })
  }

  /// The largest eigenvalues of a symmetric matrix (lower triangle), descending, with vectors.
  private static func largest(
    _ matrix: inout [Double], _ size: Int, _ count: Int
  ) -> ([Double], [[Double]]) {
    var n = Int32(size), found: Int32 = 0, info: Int32 = 0
    var low = Int32(size - count + 1), high = Int32(size)
    var (vl, vu, tolerance) = (0.0, 0.0, 0.0)
    var values = [Double](repeating: 0, count: size)
    var vectors = [Double](repeating: 0, count: size * count)
    var support = [Int32](repeating: 0, count: 2 * count)
    var workSize = Int32(26 * size), integerSize = Int32(10 * size)
    var work = [Double](repeating: 0, count: Int(workSize))
    var integers = [Int32](repeating: 0, count: Int(integerSize))
    cb_dsyevr(
      "V", "I", "L", &n, &matrix, &n, &vl, &vu, &low, &high, &tolerance, &found, &values, &vectors,
      &n, &support, &work, &workSize, &integers, &integerSize, &info)
    precondition(info == 0, "LAPACK finds the eigenvalues of a finite symmetric matrix")
    let order = (0..<count).reversed()
    return (
      order.map { values[$0] },
      order.map { Array(vectors[$0 * size..<($0 + 1) * size]) }
    )
  }
}
