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

  /// A null for the sets, which is given the shuffles' scores twice.
  public var emptyNull: ShuffledNull { ShuffledNull(sums.scores) }

  /// `null`: of ``emptyNull``, with both passes done.
  public func table(_ null: ShuffledNull) -> Table {
    let scores = sums.scores, normal = null.normalised
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
