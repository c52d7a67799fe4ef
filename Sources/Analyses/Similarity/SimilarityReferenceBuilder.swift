import CohortModel
import Knowledge
import Numerics

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Makes the aggregate of labelled people.
public enum SimilarityReferenceBuilder {
  /// `codes`: by variant, dosage codes of the people; `labels`: the group of each
  /// person. Variants with an overall frequency of at least 1 % enter; groups stand in
  /// alphabetical order.
  public static func reference(
    name: String, build: String, variants: [Variant], codes: [[UInt8]], labels: [String],
    components: Int = 4
  ) -> SimilarityReference {
    let groups = Set(labels).sorted()
    let groupOf = labels.map { groups.firstIndex(of: $0) ?? 0 }
    let overall = codes.map { frequency($0) { _ in true } }
    let kept = variants.indices.filter { overall[$0] >= 0.01 && overall[$0] <= 0.99 }
    let rows = kept.map { codes[$0] }
    let columns = zip(kept, rows).map { index, row in
      standardised(row, frequency: overall[index])
    }
    let (loadings, eigenvalues) = PrincipalComponents.loadings(
      people: labels.count, components: components, columns: columns)
    // Columns of norm √variants, so that a projection is an average over variants.
    let norm = Double(kept.count).squareRoot()
    let scaled = loadings.map { $0.map { $0 * norm } }
    let points = scores(columns, scaled)
    let depths = calibration(rows, groupOf, groups.count)
    return SimilarityReference(
      name: name, build: build, groups: groups,
      counts: groups.indices.map { g in groupOf.count { $0 == g } },
      panel: kept.map {
        .init(
          chromosome: variants[$0].chromosome, position: variants[$0].position,
          id: variants[$0].id, counted: variants[$0].counted, other: variants[$0].other)
      },
      frequency: kept.map { overall[$0] },
      groupFrequency: groups.indices.map { g in
        rows.map { frequency($0) { groupOf[$0] == g } }
      },
      loadings: scaled,
      covariances: groups.indices.map { g in
        covariance(points, groupOf.indices.filter { groupOf[$0] == g })
      },
      eigenvalues: eigenvalues, depth: max(0.06, depths.all),
      additiveDepth: max(0, depths.additive))
  }

  private static func frequency(_ row: [UInt8], _ isIn: (Int) -> Bool) -> Double {
    var (sum, called) = (0, 0)
    for (person, code) in row.enumerated() where code != 3 && isIn(person) {
      sum += Int(code)
      called += 1
    }
    return called == 0 ? 0 : Double(sum) / Double(2 * called)
  }

  private static func standardised(_ row: [UInt8], frequency f: Double) -> [Double] {
    let scale = 1 / sqrt(2 * f * (1 - f))
    return row.map { $0 == 3 ? 0 : (Double($0) - 2 * f) * scale }
  }

  /// People's points: averages of loading × standardised dosage.
  private static func scores(_ columns: [[Double]], _ loadings: [[Double]]) -> [[Double]] {
    let people = columns.first?.count ?? 0
    var points = [[Double]](
      repeating: Array(repeating: 0, count: loadings.count), count: people)
    for (v, column) in columns.enumerated() {
      for person in 0..<people {
        for k in loadings.indices { points[person][k] += loadings[k][v] * column[person] }
      }
    }
    return points.map { $0.map { $0 / Double(columns.count) } }
  }

  /// Maximum-likelihood covariance (ddof 0), row-major.
  private static func covariance(_ points: [[Double]], _ members: [Int]) -> [Double] {
    let size = points.first?.count ?? 0
    let n = Double(max(members.count, 1))
    let mean = (0..<size).map { k in members.reduce(0) { $0 + points[$1][k] } / n }
    return (0..<size * size).map { index in
      let (i, j) = (index / size, index % size)
      return members.reduce(0) {
        $0 + (points[$1][i] - mean[i]) * (points[$1][j] - mean[j])
      } / n
    }
  }

  /// How deep the reference's own people lie, by five-fold cross-validation: per
  /// group the 0.5 % quantile, then the median over groups, per √variant.
  private static func calibration(
    _ rows: [[UInt8]], _ groupOf: [Int], _ groups: Int
  ) -> (all: Double, additive: Double) {
    var number = [Int](repeating: 0, count: groups)
    let fold = groupOf.map { group in
      defer { number[group] += 1 }
      return number[group] % 5
    }
    var depths = [[Mixture.Depth]](repeating: [], count: groups)
    for out in 0..<5 {
      let frequencies = foldFrequencies(rows, groupOf, groups, fold, out)
      for person in groupOf.indices where fold[person] == out {
        let codes = rows.map { $0[person] }
        let fit = Mixture.fit(codes: codes, frequencies: frequencies, groups: groups)
        depths[groupOf[person]].append(
          Mixture.depth(codes: codes, frequencies: frequencies, proportions: fit.proportions))
      }
    }
    let root = Double(rows.count).squareRoot()
    return (
      -quantile(depths.map { quantile($0.map(\.z), 0.005) }, 0.5) / root,
      -quantile(depths.map { quantile($0.map(\.additive), 0.005) }, 0.5) / root
    )
  }

  private static func foldFrequencies(
    _ rows: [[UInt8]], _ groupOf: [Int], _ groups: Int, _ fold: [Int], _ out: Int
  ) -> [Double] {
    let people = (0..<groups).map { g in
      groupOf.indices.count { groupOf[$0] == g && fold[$0] != out }
    }
    return rows.flatMap { row in
      (0..<groups).map { g in
        SimilarityModel.smoothed(
          frequency(row) { groupOf[$0] == g && fold[$0] != out }, people: people[g])
      }
    }
  }

  /// 0 of nothing.
  private static func quantile(_ values: [Double], _ share: Double) -> Double {
    values.isEmpty ? 0 : Sample.quantile(values.sorted(), share)
  }
}
