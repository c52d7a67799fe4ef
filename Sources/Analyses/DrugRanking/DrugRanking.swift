import Numerics

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What genetics says of a gene.
public struct GeneEvidence: Sendable, Hashable {
  public let gene: String
  /// +1: more of it, more risk; -1: more of it, less risk; 0: not known.
  public let direction: Int
  /// 0 to 1, relative to the strongest gene.
  public let strength: Double

  public init(gene: String, direction: Int, strength: Double) {
    (self.gene, self.direction, self.strength) = (gene, direction, strength)
  }
}

/// What is known of a drug's action on one gene.
public struct DrugTarget: Sendable, Hashable {
  /// Numbers of a drug and of a gene.
  public let drug: Int
  public let gene: Int
  /// -1: less activity; +1: more; 0: not known, or sources disagree.
  public let action: Int
  /// Databases that state the pair.
  public let sources: Int

  public init(drug: Int, gene: Int, action: Int, sources: Int) {
    (self.drug, self.gene, self.action, self.sources) = (drug, gene, action, sources)
  }
}

/// How a drug's action stands to what genetics would want.
public enum Concordance: String, Sendable {
  case concordant, discordant, unknown

  /// More target, more risk: a drug should lower it; and the other way round.
  public init(action: Int, direction: Int) {
    self =
      action * direction == 0 ? .unknown : action * direction < 0 ? .concordant : .discordant
  }

  /// A pair counts whole, half where a direction is not known, and against the drug where it is
  /// wrong.
  public var factor: Double {
    switch self {
    case .concordant: 1
    case .unknown: 0.5
    case .discordant: -1
    }
  }
}

/// One drug and one gene with evidence, and the parts of their score.
public struct DrugGenePair: Sendable, Hashable {
  public let target: DrugTarget
  public let evidence: GeneEvidence
  public let concordance: Concordance

  init(_ target: DrugTarget, _ evidence: GeneEvidence) {
    (self.target, self.evidence) = (target, evidence)
    concordance = Concordance(action: target.action, direction: evidence.direction)
  }

  /// 1 - 2^-n of n databases.
  public var support: Double { 1 - pow(2, -Double(target.sources)) }
  public var score: Double { evidence.strength * concordance.factor * support }

  /// The part that holds least: gene, direction, or interaction; the first of equals.
  public var weakest: (name: String, strength: Double) {
    let direction = concordance == .unknown ? 0.5 : 1
    let links = [
      ("gene-disease", evidence.strength), ("direction", direction), ("drug-gene", support),
    ]
    return links.min { $0.1 < $1.1 } ?? links[0]
  }
}

/// Drugs by the genetic evidence of their targets.
public struct DrugRanking: Sendable {
  /// One drug.
  public struct Drug: Sendable {
    /// Sum of the pairs' scores, times the penalty.
    public let score: Double
    /// Genes it acts on.
    public let targetCount: Int
    /// (genes it acts on)^-w: drugs that touch everything touch evidence by chance.
    public let penalty: Double
    /// Best first, by size.
    public let pairs: [DrugGenePair]
  }

  public let drugs: [Drug]
  private let targets: [[DrugTarget]]
  private let evidence: [GeneEvidence?]

  /// `evidence`: by gene; nil where there is none.
  public init(
    drugCount: Int, targets: [DrugTarget], evidence: [GeneEvidence?], damping: Double = 0.5
  ) {
    var byDrug = [[DrugTarget]](repeating: [], count: drugCount)
    for target in targets { byDrug[target.drug].append(target) }
    self.targets = byDrug
    self.evidence = evidence
    drugs = byDrug.map { targets in
      let pairs = targets.compactMap { target in
        evidence[target.gene].map { DrugGenePair(target, $0) }
      }.sorted(by: Self.precedes)
      let penalty = targets.isEmpty ? 0 : pow(Double(targets.count), -damping)
      return Drug(
        score: pairs.map(\.score).reduce(0, +) * penalty, targetCount: targets.count,
        penalty: penalty, pairs: pairs)
    }
  }

  /// Drugs with a gene that has evidence, best first; equal ones by name.
  public func order(by names: [String]) -> [Int] {
    drugs.indices.filter { !drugs[$0].pairs.isEmpty }.sorted {
      drugs[$0].score == drugs[$1].score
        ? names[$0] < names[$1] : drugs[$0].score > drugs[$1].score
    }
  }

  /// By drug, of how many draws score as high; 1 without a gene that has evidence: leaving those
  /// out would select what is tested.
  public func pValues(exceedances: [Int], draws: Int) -> [Double] {
    drugs.indices.map { drug in
      drugs[drug].pairs.isEmpty ? 1 : Double(1 + exceedances[drug]) / Double(1 + draws)
    }
  }

  private static func precedes(_ a: DrugGenePair, _ b: DrugGenePair) -> Bool {
    let (first, second) = (abs(a.score), abs(b.score))
    return first == second ? a.evidence.gene < b.evidence.gene : first > second
  }

  /// By drug: how many of so many draws give it a score as high, where evidence is dealt anew among
  /// genes that about as many drugs act on.
  public func exceedances(draws: Int, stream: Int, seed: UInt64) -> [Int] {
    var random = Random(seed: seed, stream: "evidence \(stream)")
    let groups = alike()
    var dealt = evidence
    var counts = [Int](repeating: 0, count: drugs.count)
    let hit = drugs.indices.filter { !drugs[$0].pairs.isEmpty }
    for _ in 0..<draws {
      groups.shuffle(&dealt, &random)
      for drug in hit {
        // Sums of the same terms in another order differ in the last bits.
        let own = drugs[drug].score
        if score(drug, dealt) >= own - 1e-12 * abs(own) { counts[drug] += 1 }
      }
    }
    return counts
  }

  private func score(_ drug: Int, _ evidence: [GeneEvidence?]) -> Double {
    var sum = 0.0
    for target in targets[drug] {
      if let evidence = evidence[target.gene] { sum += DrugGenePair(target, evidence).score }
    }
    return sum * drugs[drug].penalty
  }

  /// Genes by the number of drugs that act on them.
  private func alike() -> DegreeGroups {
    var degrees = [Int](repeating: 0, count: evidence.count)
    for target in targets.joined() { degrees[target.gene] += 1 }
    return DegreeGroups(degrees, atLeast: 20)
  }
}
