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
    let table = DrugTargetTable(book)
    let directions = TargetDirections(book)
    let evidence = Self.evidence(table.genes, book, trait, directions)
    let ranking = DrugRanking(
      drugCount: table.drugs.count, targets: table.targets, evidence: evidence)
    (self.trait, self.pages, self.ranking, names) = (trait, pages, ranking, table.drugs)
    let high = ranking.exceedances(draws: Self.draws, stream: 0, seed: Self.seed)
    p = ranking.pValues(exceedances: high, draws: Self.draws)
    q = MultipleTests.benjaminiHochberg(p)
    order = ranking.order(by: names)
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

extension DrugTargetTable {
  /// Of databases and of the curated table, whose names stand for both.
  fileprivate init(_ book: KnowledgeBook) {
    self.init()
    let curated = Dictionary(
      book.drugs.map { ($0.name.lowercased(), $0.name) }, uniquingKeysWith: { first, _ in first })
    func name(_ drug: String) -> String { curated[drug.lowercased()] ?? drug.lowercased() }
    for drug in book.drugs {
      for gene in drug.targets {
        add(drug: name(drug.name), gene: gene, sign: drug.actionSign ?? 0, sources: ["curated"])
      }
    }
    for pair in book.interactions {
      add(drug: name(pair.drug), gene: pair.gene, sign: pair.action, sources: pair.sources)
    }
  }
}
