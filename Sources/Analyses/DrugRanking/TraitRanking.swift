import Knowledge
import Numerics
import Tables

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Drugs of the drug–gene tables, databases' and curated ones, ranked for a trait by the genetic
/// evidence of their targets. A gene's evidence: −log10 p of its best variant of the trait; half of
/// that of its best instrument on an exposure where the trait has no variant; the strongest counts 1.
struct TraitRanking {
  static let draws = 1000
  static let seed: UInt64 = 1
  /// Evidence through an exposure, against evidence on the trait itself.
  static let indirect = 0.5
  /// A p-value that no double can hold counts as this.
  private static let smallestP = 1e-300

  let trait: Trait
  private let names: [String]
  private let ranking: DrugRanking
  private let p: [Double]
  private let q: [Double]
  /// Drugs with a gene that has evidence, best first.
  private let order: [Int]
  /// Curated drugs' pages by name.
  private let pages: [String: String]

  init(_ book: KnowledgeBook, _ trait: Trait, pages: [String: String]) {
    let table = DrugGeneTable(book)
    let directions = TargetDirections(book)
    let evidence = Self.evidence(table.genes, book, trait, directions)
    let ranking = DrugRanking(
      drugCount: table.drugs.count, targets: table.targets, evidence: evidence)
    (self.trait, self.pages, self.ranking, names) = (trait, pages, ranking, table.drugs)
    let high = ranking.exceedances(draws: Self.draws, stream: 0, seed: Self.seed)
    let p = ranking.drugs.indices.map { drug in
      ranking.drugs[drug].pairs.isEmpty ? 1 : Double(1 + high[drug]) / Double(1 + Self.draws)
    }
    self.p = p
    q = MultipleTests.benjaminiHochberg(p)
    let drugs = ranking.drugs
    order = drugs.indices.filter { !drugs[$0].pairs.isEmpty }.sorted {
      (drugs[$1].score, table.drugs[$0]) < (drugs[$0].score, table.drugs[$1])
    }
  }

  private static func evidence(
    _ genes: [String], _ book: KnowledgeBook, _ trait: Trait, _ directions: TargetDirections
  ) -> [GeneEvidence?] {
    func size(_ p: Double?) -> Double? {
      p.flatMap { $0 > 0 && $0 < 1 ? -log10(max($0, smallestP)) : nil }
    }
    let source = book.trait(trait.scoreTrait) ?? trait
    var own: [String: Double] = [:]
    for variant in book.variants where source.variantTraits.contains(variant.traitText) {
      guard let size = size(variant.p) else { continue }
      for gene in variant.genes { own[gene] = max(own[gene] ?? 0, size) }
    }
    let found = genes.map { gene -> (direction: GeneDirection, size: Double?) in
      let direction = directions.direction(of: gene, on: trait)
      let through = direction.deciding.compactMap { size($0.p) }.max().map { indirect * $0 }
      return (direction, own[gene] ?? through)
    }
    let strongest = found.compactMap(\.size).max() ?? 0
    return zip(genes, found).map { gene, found in
      found.size.flatMap { size in
        strongest > 0
          ? GeneEvidence(
            gene: gene, direction: found.direction.sign ?? 0, strength: size / strongest) : nil
      }
    }
  }

  static let columns = [
    Column("trait_id", "Trait id", ""), Column("trait", "Trait", "that drugs are ranked for"),
    Column("rank", "Rank", format: .integer, "by score"),
    Column("drug", "Drug", "name"),
    Column("page", "Page", "name of the drug's page, where it is curated"),
    Column(
      "score", "Score", format: .fixed(3),
      "sum over genes of strength × direction × support, × penalty"),
    Column("gene", "Best gene", "of its genes with evidence"),
    Column("direction", "Direction", "concordant, discordant or unknown, on that gene"),
    Column("strength", "Genetic strength", format: .fixed(2), "of that gene, 0 to 1"),
    Column("factor", "Direction counts", format: .fixed(1), "1, 0.5 or −1"),
    Column("sources", "Databases", format: .integer, "that state drug and gene"),
    Column("support", "Support", format: .fixed(2), "1 − 2^−databases"),
    Column("targets", "Genes", format: .integer, "of this table that it acts on"),
    Column("penalty", "Penalty", format: .fixed(2), "genes^−0.5"),
    Column("weakest", "Weakest part", "gene-disease, direction or drug-gene"),
    Column("against", "Acts against", "genes on which its direction is the wrong one"),
    Column("p", "p", format: .significant(2), "evidence dealt anew among genes of like degree"),
    Column("q", "q", format: .significant(2), "Benjamini-Hochberg over all drugs of the table"),
  ]

  var rows: [[Entry]] {
    order.enumerated().compactMap { place, drug in
      let own = ranking.drugs[drug]
      guard let best = own.pairs.first else { return nil }
      let wrong = own.pairs.filter { $0.concordance == .discordant }.map(\.evidence.gene)
      return [
        .text(trait.id), .text(trait.label), .number(Double(place + 1)), .text(names[drug]),
        pages[names[drug]].map { .text($0) } ?? .missing, .number(own.score),
        .text(best.evidence.gene), .text(best.concordance.rawValue),
        .number(best.evidence.strength), .number(best.concordance.factor),
        .number(Double(best.target.sources)), .number(best.support),
        .number(Double(own.targetCount)), .number(own.penalty), .text(best.weakest.name),
        wrong.isEmpty ? .missing : .text(wrong.joined(separator: ", ")), .number(p[drug]),
        .number(q[drug]),
      ]
    }
  }
}

/// Drugs and genes of databases and of the curated table, each pair once.
private struct DrugGeneTable {
  private(set) var drugs: [String] = []
  private(set) var genes: [String] = []
  private(set) var targets: [DrugTarget] = []

  private struct Pair: Hashable {
    let drug: Int
    let gene: Int
  }

  init(_ book: KnowledgeBook) {
    var numbers: (drugs: [String: Int], genes: [String: Int]) = ([:], [:])
    var found: [Pair: (signs: Set<Int>, sources: Set<String>)] = [:]
    var order: [Pair] = []
    func add(_ drug: String, _ gene: String, _ sign: Int, _ sources: [String]) {
      let key = drug.lowercased()
      let pair = Pair(
        drug: Self.number(key, name: drug, in: &numbers.drugs, &drugs),
        gene: Self.number(gene, name: gene, in: &numbers.genes, &genes))
      if found[pair] == nil { order.append(pair) }
      found[pair, default: ([], [])].signs.insert(sign)
      found[pair, default: ([], [])].sources.formUnion(sources)
    }
    for drug in book.drugs {
      for gene in drug.targets { add(drug.name, gene, drug.actionSign ?? 0, ["curated"]) }
    }
    for pair in book.interactions {
      add(pair.drug.lowercased(), pair.gene, pair.action, pair.sources)
    }
    targets = order.compactMap { pair in
      found[pair].map { known in
        let stated = known.signs.subtracting([0])
        return DrugTarget(
          drug: pair.drug, gene: pair.gene, action: stated.count == 1 ? stated.first ?? 0 : 0,
          sources: known.sources.count)
      }
    }
  }

  private static func number(
    _ key: String, name: String, in numbers: inout [String: Int], _ names: inout [String]
  ) -> Int {
    if let known = numbers[key] { return known }
    numbers[key] = names.count
    names.append(name)
    return names.count - 1
  }
}
