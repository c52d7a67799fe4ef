import Knowledge
import Numerics
import Tables

/// Sets at the ends of a ranking of genes: GSEA of a ranked list (Subramanian 2005).
public struct RankedEnrichment: Sendable {
  /// Rules of the test.
  public struct Settings: Sendable, Equatable {
    /// Members in the ranking that a set needs, and may have.
    public var smallest = 15
    public var largest = 500
    /// The power of the score that a member adds.
    public var exponent = 1.0

    public init() {}
  }

  /// Genes in falling order of score; ties by name.
  public let genes: [String]
  public let sets: [GeneSet]
  private let members: [[Int]]
  private let sums: RunningSum

  /// `scores`: finite, one a gene, genes once each. Sets outside the size limits are left out.
  public init(genes: [String], scores: [Double], sets: [GeneSet], _ settings: Settings) {
    let order = genes.indices.sorted {
      scores[$0] == scores[$1] ? genes[$0] < genes[$1] : scores[$0] > scores[$1]
    }
    self.genes = order.map { genes[$0] }
    let ranks = Dictionary(
      self.genes.enumerated().map { ($1, $0) }, uniquingKeysWith: { a, _ in a })
    let found = sets.map { set in set.genes.compactMap { ranks[$0] }.sorted() }
    let limits = max(1, settings.smallest)...max(1, settings.smallest, settings.largest)
    let kept = sets.indices.filter {
      limits.contains(found[$0].count) && found[$0].count < genes.count
    }
    self.sets = kept.map { sets[$0] }
    members = kept.map { found[$0] }
    sums = RunningSum(
      scores: order.map { scores[$0] }, sets: members, exponent: settings.exponent)
  }

  /// The scores of all sets under one shuffle of the genes: the same for a seed and a number,
  /// whoever draws them.
  public func shuffled(seed: UInt64, number: Int) -> [Double] {
    sums.shuffledScores(Random(seed: seed, stream: "shuffle \(number)"))
  }

  /// `null`: by shuffle, then set.
  public func table(null: [[Double]]) -> Table {
    let scores = sums.scores
    let normal = Normalised(scores, null)
    var table = Table("ranked", "Enrichment of sets in a ranking", Self.columns)
    let order = sets.indices.sorted { a, b in
      let (x, y) = (normal.p[a].isNaN ? 2 : normal.p[a], normal.p[b].isNaN ? 2 : normal.p[b])
      if x != y { return x < y }
      let (m, n) = (normal.size(a), normal.size(b))
      return m == n ? sets[a].name < sets[b].name : m > n
    }
    for index in order {
      let leading = sums.peak(members[index]).leading
      table.add([
        .text(sets[index].name), .text(sets[index].description),
        .number(Double(members[index].count)), .number(scores[index]),
        .number(normal.observed[index]), .number(normal.p[index]), .number(normal.fdr[index]),
        .number(Double(leading.count)), .text(leading.map { genes[$0] }.joined(separator: ",")),
      ])
    }
    return table
  }

  public static let columns = [
    Column("set", "Set", "Name of the gene set."),
    Column("description", "Description", "What the GMT file says of the set."),
    Column(
      "size", "Members in the ranking", format: .integer, "Genes of the set in the ranking."),
    Column(
      "es", "Enrichment score", format: .exact,
      "Enrichment score, -1 to 1: above 0 at the top of the ranking, below 0 at its bottom."),
    Column(
      "nes", "Normalised score", format: .exact,
      "es / mean of the shuffled scores of its sign; empty where no shuffle had that sign."),
    Column(
      "p", "Nominal p", format: .exact,
      "(1 + shuffles of that sign as extreme) / (1 + shuffles of that sign)."),
    Column(
      "fdr", "False discovery rate", format: .exact,
      "False discovery rate: share of shuffled over share of observed nes as extreme, at most 1."),
    Column(
      "leading", "Genes of the leading edge", format: .integer,
      "Members from the end of the ranking to where es is reached."),
    Column("leading_genes", "Leading edge", "Those genes in the ranking's order, with commas."),
  ]
}

/// Scores over the mean of the shuffled ones of their sign, and what that says.
private struct Normalised {
  /// NaN where no shuffle gave the score's sign.
  let observed: [Double]
  /// (1 + shuffles of the sign at least as extreme) / (1 + shuffles of the sign).
  let p: [Double]
  /// Share of shuffled over share of observed scores that are as extreme, at most 1.
  let fdr: [Double]

  init(_ scores: [Double], _ null: [[Double]]) {
    var observed: [Double] = [], p: [Double] = []
    var above: [Double] = [], below: [Double] = []
    for (set, score) in scores.enumerated() {
      let own = null.map { $0[set] }
      let rising = Self.mean(own.filter { $0 >= 0 }), falling = Self.mean(own.filter { $0 < 0 })
      observed.append(score >= 0 ? score / rising : -score / falling)
      let same = own.filter { ($0 >= 0) == (score >= 0) }
      let extreme = same.count { abs($0) >= abs(score) }
      p.append(same.isEmpty ? .nan : Double(1 + extreme) / Double(1 + same.count))
      for value in own {
        value >= 0 ? above.append(value / rising) : below.append(value / -falling)
      }
    }
    (self.observed, self.p) = (observed, p)
    let up = Tail(above), down = Tail(below.map { -$0 })
    let seenUp = Tail(observed.filter { $0 >= 0 }),
      seenDown = Tail(observed.filter { $0 < 0 }.map { -$0 })
    fdr = observed.map { value in
      if value.isNaN { return .nan }
      let expected = value >= 0 ? up.share(from: value) : down.share(from: -value)
      let found = value >= 0 ? seenUp.share(from: value) : seenDown.share(from: -value)
      return min(1, expected / found)
    }
  }

  /// |normalised score|; 0 where there is none.
  func size(_ set: Int) -> Double { observed[set].isNaN ? 0 : abs(observed[set]) }

  private static func mean(_ values: [Double]) -> Double {
    values.isEmpty ? .nan : values.reduce(0, +) / Double(values.count)
  }

  /// Shares of values at or above a limit.
  private struct Tail {
    private let sorted: [Double]

    init(_ values: [Double]) { sorted = values.sorted() }

    func share(from limit: Double) -> Double {
      var (low, high) = (0, sorted.count)
      while low < high {
        let middle = (low + high) / 2
        if sorted[middle] < limit { low = middle + 1 } else { high = middle }
      }
      return sorted.isEmpty ? 0 : Double(sorted.count - low) / Double(sorted.count)
    }
  }
}
