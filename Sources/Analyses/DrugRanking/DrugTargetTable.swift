/// Drugs and the genes they act on, each pair once: statements of several sources are joined.
public struct DrugTargetTable: Sendable {
  /// In the order in which they came.
  public private(set) var drugs: [String] = []
  public private(set) var genes: [String] = []
  private var drugNumbers: [String: Int] = [:]
  private var geneNumbers: [String: Int] = [:]
  private var order: [Pair] = []
  private var stated: [Pair: (signs: Set<Int>, sources: Set<String>)] = [:]

  private struct Pair: Hashable {
    let drug: Int
    let gene: Int
  }

  public init() {}

  /// Adds a statement. `drug` tells drugs apart; `sign`: −1 less activity, +1 more, 0 not stated.
  public mutating func add(drug: String, gene: String, sign: Int, sources: [String]) {
    let pair = Pair(
      drug: Self.number(drug, in: &drugNumbers, &drugs),
      gene: Self.number(gene, in: &geneNumbers, &genes))
    if stated[pair] == nil { order.append(pair) }
    stated[pair, default: ([], [])].signs.insert(sign)
    stated[pair, default: ([], [])].sources.formUnion(sources)
  }

  /// A pair has no action where its statements contradict each other.
  public var targets: [DrugTarget] {
    order.compactMap { pair in
      stated[pair].map { known in
        let signs = known.signs.subtracting([0])
        return DrugTarget(
          drug: pair.drug, gene: pair.gene, action: signs.count == 1 ? signs.first ?? 0 : 0,
          sources: known.sources.count)
      }
    }
  }

  /// Of each of the targets, sorted.
  public var sources: [[String]] { order.compactMap { stated[$0]?.sources.sorted() } }

  private static func number(
    _ name: String, in numbers: inout [String: Int], _ names: inout [String]
  ) -> Int {
    if let known = numbers[name] { return known }
    numbers[name] = names.count
    names.append(name)
    return names.count - 1
  }
}
