import Knowledge
import Numerics

/// One person's burden of a trait's score in one gene set, against similar people and against
/// other genes.
public struct PathwayBurden: Sendable, Hashable {
  public let set: String
  /// Genes of the score in the set, those with the largest burden first.
  public let genes: [String]
  public let variants: Int
  /// Σ weight × (copies − 2 × frequency among similar people).
  public let burden: Double
  /// burden / its standard deviation among similar people (independent variants).
  public let z: Double
  /// (1 + shuffles that reach it) / (1 + shuffles): genes of the score, drawn in the same number.
  public let p: Double
  /// p over the sets of the trait (Benjamini and Hochberg).
  public let q: Double
}

/// Gene sets prepared for one score.
public struct PathwayScorer: Sendable {
  /// Sets with at least two genes of the score.
  public let sets: [(set: GeneSet, genes: [Int])]
  private let scorer: TraitScorer
  private let genes: [String]
  /// By used row: its gene.
  private let geneOfRow: [Int]

  public static let shuffles = 999
  public static let leastGenes = 2

  public init(_ scorer: TraitScorer, _ all: [GeneSet]) {
    var genes: [String] = []
    var places: [String: Int] = [:]
    geneOfRow = scorer.used.map { index in
      let row = scorer.definition.rows[index]
      let gene = GeneSymbols.named(in: row.gene).first ?? row.gene
      if let place = places[gene] { return place }
      places[gene] = genes.count
      genes.append(gene)
      return genes.count - 1
    }
    self.genes = genes
    self.scorer = scorer
    sets = all.compactMap { set in
      let own = set.genes.compactMap { places[$0] }.sorted()
      return own.count >= Self.leastGenes ? (set, own) : nil
    }
  }

  /// Genes of the score by name.
  public func names(_ places: [Int]) -> [String] { places.map { genes[$0] } }

  /// z of each set: what a cohort counts.
  public func z(_ codes: [UInt8], _ similarity: PersonSimilarity) -> [Double] {
    let (burden, variance, _) = sums(codes, similarity)
    return sets.map { Self.z($0.genes, burden, variance) }
  }

  /// All sets of one person.
  public func burdens(_ codes: [UInt8], _ similarity: PersonSimilarity) -> [PathwayBurden] {
    let (burden, variance, counts) = sums(codes, similarity)
    let totals = sets.map { $0.genes.reduce(0) { $0 + burden[$1] } }
    let p = zip(sets, totals).map { own, total in
      shuffledP(own.set.name, size: own.genes.count, total, burden)
    }
    let q = MultipleTests.benjaminiHochberg(p)
    return sets.indices.map { index in
      let own = sets[index].genes
      let order = own.sorted { (burden[$1], genes[$0]) < (burden[$0], genes[$1]) }
      return PathwayBurden(
        set: sets[index].set.name, genes: names(order),
        variants: own.reduce(0) { $0 + counts[$1] }, burden: totals[index],
        z: Self.z(own, burden, variance), p: p[index], q: q[index])
    }
  }

  private static func z(_ own: [Int], _ burden: [Double], _ variance: [Double]) -> Double {
    let spread = own.reduce(0) { $0 + variance[$1] }.squareRoot()
    return spread > 0 ? own.reduce(0) { $0 + burden[$1] } / spread : 0
  }

  /// By gene: burden, its variance among similar people, and typed variants.
  private func sums(
    _ codes: [UInt8], _ similarity: PersonSimilarity
  ) -> (burden: [Double], variance: [Double], variants: [Int]) {
    var burden = [Double](repeating: 0, count: genes.count), variance = burden
    var counts = [Int](repeating: 0, count: genes.count)
    for (place, used) in scorer.used.enumerated() where codes[used] != 3 {
      let weight = scorer.definition.rows[used].weight
      let frequency = zip(scorer.variants[place].groupFrequency, similarity.proportions)
        .reduce(0) { $0 + $1.0 * $1.1 }
      let gene = geneOfRow[place]
      burden[gene] += weight * (Double(codes[used]) - 2 * frequency)
      variance[gene] += weight * weight * 2 * frequency * (1 - frequency)
      counts[gene] += 1
    }
    return (burden, variance, counts)
  }

  /// Seeded by the set's name, so that sets do not move each other.
  private func shuffledP(_ name: String, size: Int, _ total: Double, _ burden: [Double]) -> Double {
    var random = Random(seed: 1, stream: name)
    var labels = Array(burden.indices)
    var reached = 0
    for _ in 0..<Self.shuffles {
      var sum = 0.0
      for index in 0..<size {
        labels.swapAt(index, index + random.integer(below: labels.count - index))
        sum += burden[labels[index]]
      }
      if sum >= total - 1e-12 { reached += 1 }
    }
    return Double(1 + reached) / Double(1 + Self.shuffles)
  }
}
