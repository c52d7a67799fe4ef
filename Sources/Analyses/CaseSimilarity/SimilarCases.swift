/// The cases that a record of phenotypic terms is most like: Resnik's similarity, best matches of
/// both sides, with the share of random queries of the same size that come as near.
public struct SimilarCases: Sendable {
  /// Random queries for a p-value, and their seed.
  public static let queryCount = 1000
  public static let seed: UInt64 = 1
  /// Cases that a page lists.
  public static let limit = 10

  /// One of the nearest.
  public struct Neighbour: Sendable, Equatable {
    /// Place among the cases.
    public let index: Int
    public let score: Double
    public let p: Double
    /// Most informative common ancestors of best matches, most informative first.
    public let shared: [Int]
  }

  public let index: ProfileIndex
  private let rows: [Int: [Double]]

  /// `profiles` by case: terms that were observed; ties keep this order.
  public init(_ information: TermInformation, profiles: [[Int]]) {
    index = ProfileIndex(information, profiles: profiles, .best(.resnik, bothWays: true))
    let index = index
    rows = Dictionary(uniqueKeysWithValues: index.terms.map { ($0, index.row($0)) })
  }

  /// Cases that can be compared: those with a term.
  public var comparable: [Int] { index.profiles.indices.filter { !index.profiles[$0].isEmpty } }

  /// The nearest others of a case, with their scores.
  public func nearest(to own: Int) -> [(index: Int, score: Double)] {
    guard !index.profiles[own].isEmpty else { return [] }
    let others = comparable.filter { $0 != own }
    let scores = index.scores(index.profiles[own], rows: rows, of: others)
    return CaseRanking.order(scores).prefix(Self.limit).map { (others[$0], scores[$0]) }
  }

  /// Sorted scores of random queries of one size against chosen cases. `rows` are those of the
  /// index for every term of the pool.
  public func null(
    size: Int, pool: [Int], rows: [Int: [Double]], of chosen: [Int]
  ) -> [Int: [Double]] {
    index.null(
      size: size, queries: Self.queryCount, seed: Self.seed, pool: pool, rows: rows, of: chosen)
  }

  /// A case's neighbours with p = (1 + queries as near) / (1 + queries), and shared terms.
  public func judged(
    _ own: Int, _ nearest: [(index: Int, score: Double)], null: [Int: [Double]]
  ) -> [Neighbour] {
    nearest.map { other in
      Neighbour(
        index: other.index, score: other.score,
        p: CaseRanking.p(other.score, draws: null[other.index] ?? []),
        shared: shared(own, other.index))
    }
  }

  /// The common ancestors of best matches of both sides that say anything, without those that
  /// stand above another of them.
  private func shared(_ own: Int, _ other: Int) -> [Int] {
    let information = index.information
    let (a, b) = (index.profiles[own], index.profiles[other])
    func best(_ term: Int, _ others: [Int]) -> Int? {
      others.compactMap { information.commonAncestor(term, $0) }
        .max { information.content[$0] < information.content[$1] }
    }
    let found = Set(a.compactMap { best($0, b) } + b.compactMap { best($0, a) })
      .filter { information.content[$0] > 0 }
    let above = Set(
      found.flatMap { term in
        information.ontology.ancestors[term].map(Int.init).filter { $0 != term }
      })
    return found.subtracting(above).sorted {
      let (x, y) = (information.content[$0], information.content[$1])
      return x == y ? $0 < $1 : x > y
    }
  }
}
