import Numerics

/// The solution that many starts of a factorisation speak for, and how firmly.
public struct ClusterChoice: Sendable, Equatable {
  /// Active components, and how many runs ended with them; in rising order.
  public let counts: [(clusters: Int, runs: Int)]
  /// The number of clusters that most runs ended with; the smaller of two that tie.
  public let clusters: Int
  /// The run of that number with the smallest ½‖V − WH‖².
  public let chosen: Int
  /// Over the other runs of that number, matched cluster by cluster: the mean cosine of the
  /// variants' weights. Nil without another run.
  public let meanCosine: Double?
  /// The share of variants whose strongest cluster is the same one, over those runs.
  public let sameCluster: Double?

  public static func == (a: ClusterChoice, b: ClusterChoice) -> Bool {
    a.chosen == b.chosen && a.clusters == b.clusters && a.meanCosine == b.meanCosine
      && a.sameCluster == b.sameCluster && a.counts.elementsEqual(b.counts, by: ==)
  }

  /// The share of runs that ended with the chosen number.
  public var share: Double {
    let all = counts.reduce(0) { $0 + $1.runs }
    let own = counts.first { $0.clusters == clusters }?.runs ?? 0
    return all > 0 ? Double(own) / Double(all) : 0
  }

  /// Nil where there is no run. `variants`: rows of the factorised matrix.
  public init?(_ fits: [BayesianNMF.Fit], variants: Int) {
    let byCount = Dictionary(grouping: fits.indices) { fits[$0].active }
    counts = byCount.map { (clusters: $0.key, runs: $0.value.count) }
      .sorted { $0.clusters < $1.clusters }
    let most = counts.map(\.runs).max()
    guard let modal = counts.first(where: { $0.runs == most })?.clusters,
      let runs = byCount[modal],
      let best = runs.min(by: { Self.precedes(fits[$0], $0, fits[$1], $1) })
    else { return nil }
    (clusters, chosen) = (modal, best)
    let agreements = runs.filter { $0 != best }.map {
      Self.agreement(fits[best], fits[$0], variants)
    }
    let count = Double(agreements.count)
    meanCosine = agreements.isEmpty ? nil : agreements.reduce(0) { $0 + $1.cosine } / count
    sameCluster = agreements.isEmpty ? nil : agreements.reduce(0) { $0 + $1.same } / count
  }

  private static func precedes(
    _ a: BayesianNMF.Fit, _ i: Int, _ b: BayesianNMF.Fit, _ j: Int
  ) -> Bool {
    a.likelihood == b.likelihood ? i < j : a.likelihood < b.likelihood
  }

  private static func agreement(
    _ a: BayesianNMF.Fit, _ b: BayesianNMF.Fit, _ variants: Int
  ) -> (cosine: Double, same: Double) {
    let count = a.active
    guard count > 0 else { return (1, 1) }
    let matched = match(cosines(a.weights, b.weights, count, variants), count)
    var same = 0
    for row in 0..<variants {
      let one = strongest(a.weights, row, count), other = strongest(b.weights, row, count)
      if one.map({ matched.partner[$0] }) == other { same += 1 }
    }
    return (matched.sum / Double(count), Double(same) / Double(max(variants, 1)))
  }

  /// Cosines of the columns of two matrices.
  private static func cosines(
    _ a: [Double], _ b: [Double], _ count: Int, _ rows: Int
  ) -> [Double] {
    func product(_ x: [Double], _ i: Int, _ y: [Double], _ j: Int) -> Double {
      (0..<rows).reduce(0) { $0 + x[$1 * count + i] * y[$1 * count + j] }
    }
    return (0..<count).flatMap { i in
      (0..<count).map { j in
        let size = (product(a, i, a, i) * product(b, j, b, j)).squareRoot()
        return size > 0 ? product(a, i, b, j) / size : 0
      }
    }
  }

  /// Pairs from the most alike down; ties by number.
  private static func match(
    _ cosines: [Double], _ count: Int
  ) -> (partner: [Int], sum: Double) {
    var partner = [Int](repeating: -1, count: count)
    var taken = Set<Int>()
    var sum = 0.0
    let order = cosines.indices.sorted {
      cosines[$0] == cosines[$1] ? $0 < $1 : cosines[$0] > cosines[$1]
    }
    for index in order where partner[index / count] < 0 && !taken.contains(index % count) {
      partner[index / count] = index % count
      taken.insert(index % count)
      sum += cosines[index]
    }
    return (partner, sum)
  }

  /// The component with the largest weight of a row; nil where all are 0.
  static func strongest(_ weights: [Double], _ row: Int, _ count: Int) -> Int? {
    var best: Int?
    for k in 0..<count
    where weights[row * count + k] > (best.map { weights[row * count + $0] } ?? 0) {
      best = k
    }
    return best
  }
}
