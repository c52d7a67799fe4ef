import Knowledge
import Numerics
import Tables

/// From hallmarks that stand high to drugs: tables of one person.
extension CaseTables {
  public static let pathsColumns = [
    Column("id", "Id", of: .person, "trait"),
    Column("part", "Part", of: .person, "hallmark's id"),
    Column("name", "Hallmark", of: .person, "its name"),
    Column("drug_id", "Drug id", of: .person, "name of the drug's page"),
    Column("drug", "Drug", of: .person, "listed for the hallmark"),
    Column("target", "Target", of: .person, "gene whose direction decides, or as curated"),
    Column("action", "Does to it", of: .person, "decrease, increase or not stated"),
    Column(
      "match", "Genetic direction", of: .person, "concordant, discordant, conflicting, unknown"),
    Column("weakest", "Weakest link", of: .person, "of the path from the variant to the drug"),
    Column("strength", "Its strength", format: .fixed(2), of: .person, "0 to 1; methods, grades"),
    Column("strength_low", "From", format: .fixed(2), of: .person, "of the strength"),
    Column("strength_high", "To", format: .fixed(2), of: .person, "of the strength"),
    Column("failed", "A trial failed", of: .person, "curated: yes or no"),
  ]

  public static let burdenColumns = [
    Column("id", "Id", of: .person, "trait"),
    Column("part", "Part", of: .person, "hallmark's id"),
    Column("name", "Hallmark", of: .person, "its name"),
    Column("gene", "Gene", of: .person, "likely gene"),
    Column("variants", "Variants", format: .integer, of: .person, "of the hallmark at the gene"),
    Column(
      "burden", "Burden", format: .fixed(2), of: .person,
      "sum of weight × (copies − 2 × frequency) over them"),
    Column("drugs", "Drugs that act on it", format: .integer, of: .person, "of the curated table"),
  ]

  public static let modelColumns = [
    Column("id", "Id", of: .person, "trait"),
    Column("part", "Part", of: .person, "hallmark's id"),
    Column("name", "Hallmark", of: .person, "its name"),
    Column("high", "Above the threshold", of: .person, "whether the hallmark is: yes or no"),
    Column("experiment", "Experiment", of: .person, "as curated"),
    Column("model", "Model", of: .person, "cells, animal or people"),
    Column("stands", "To the path", of: .person, "supports, disputed or against"),
    Column("variant", "Variant", of: .person, "that it is about, with the counted allele"),
    Column(
      "copies", "Copies", format: .integer, of: .person,
      "of that allele; empty where it is not in the score or not typed"),
    Column("result", "Result", of: .person, "as curated"),
    Column("pmids", "Sources", of: .person, "PubMed ids"),
  ]

  public static let pathwayColumns = [
    Column("id", "Id", of: .person, "trait"),
    Column("pathway", "Pathway", of: .person, "name of the gene set"),
    Column("genes", "Genes", of: .person, "of the score in the set, the largest burden first"),
    Column("variants", "Variants", format: .integer, of: .person, "typed, at those genes"),
    Column("burden", "Burden", format: .fixed(3), of: .person, "summed over the genes"),
    Column(
      "percentile", "Percentile", format: .integer, of: .person,
      "among similar people, variants taken as independent"),
    Column(
      "p", "p of shuffled genes", format: .fixed(3), of: .person,
      "against as many other genes of the score, 999 draws"),
    Column("q", "q", format: .fixed(2), of: .person, "over the sets of the trait"),
  ]

  /// The three gene sets of each trait whose burden stands highest.
  public func pathways(_ scorers: [String: PathwayScorer]) -> Table {
    var table = Table("case-pathways", "Pathways that carry a burden", Self.pathwayColumns)
    for scorer in self.scorers {
      let id = scorer.definition.trait.id
      guard let own = scorers[id], let scores = finding.scores[id], let codes = finding.codes[id],
        whole(scores)
      else { continue }
      let order = own.burdens(codes, finding.similarity).sorted { ($1.z, $0.set) < ($0.z, $1.set) }
      for burden in order.prefix(3) {
        table.add([
          .text(id), .text(burden.set), .text(burden.genes.joined(separator: ", ")),
          .number(Double(burden.variants)), .number(burden.burden),
          .number(min(max(100 * Normal.cdf(burden.z), 1), 99)), .number(burden.p),
          .number(burden.q),
        ])
      }
    }
    return table
  }

  public static let linksColumns = [
    Column("id", "Id", of: .person, "trait"),
    Column("part", "Part", of: .person, "hallmark's id"),
    Column("drug", "Drug", of: .person, "of the path"),
    Column("from", "From", of: .person, "name"), Column("from_layer", "Kind", of: .person, "of it"),
    Column("to", "To", of: .person, "name"), Column("to_layer", "Kind", of: .person, "of it"),
    Column("sign", "Sign", of: .person, "+ raises, - lowers"),
    Column("evidence", "Evidence", of: .person, "experiment, statistics or near"),
    Column("strength", "Strength", format: .fixed(2), of: .person, "0 to 1"),
  ]

  /// What a person's paths are drawn and told from.
  public struct PathTables {
    public var paths = Table("paths", "Paths from hallmarks to drugs", pathsColumns)
    public var burden = Table("burden", "Genes that carry the hallmarks", burdenColumns)
    public var links = Table("path-links", "Links of the paths", linksColumns)
    public var models = Table("case-models", "Experiments on the hallmarks", modelColumns)
  }

  /// Tables of paths, of genes that carry a burden, of the paths' links, and of experiments.
  public func paths(_ paths: PersonPaths) -> PathTables {
    var tables = PathTables()
    for scorer in scorers {
      let trait = scorer.definition.trait
      guard let scores = finding.scores[trait.id], let codes = finding.codes[trait.id],
        whole(scores)
      else { continue }
      let high = paths.high(scorer, scores, codes, finding.similarity)
      for hallmark in high { add(hallmark, of: trait, to: &tables) }
      for tried in paths.carried(scorer, codes, besides: Set(high.map(\.part))) {
        let part = tried.model.hallmark
        let name = view.knowledge.name(ofPart: part, of: trait.id)
        tables.models.add(
          [.text(trait.id), .text(part), .text(name), .text("no")] + Self.row(tried))
      }
    }
    return tables
  }

  private func add(_ high: HighHallmark, of trait: Trait, to tables: inout PathTables) {
    let name = view.knowledge.name(ofPart: high.part, of: trait.id)
    let head: [Entry] = [.text(trait.id), .text(high.part), .text(name)]
    for candidate in high.candidates { tables.paths.add(head + Self.row(candidate)) }
    if high.candidates.isEmpty { tables.paths.add(head + Self.noDrug) }
    for gene in high.genes where gene.burden > 0 {
      let drugs = high.candidates.count { $0.match.drug.targets.contains(gene.gene) }
      tables.burden.add(
        head + [
          .text(gene.gene), .number(Double(gene.variants)), .number(gene.burden),
          .number(Double(drugs)),
        ])
    }
    for candidate in high.candidates {
      for link in candidate.links {
        tables.links.add(
          head.prefix(2) + [.text(candidate.match.drug.name)]
            + Self.row(link, hallmark: name, trait: trait.label, candidate))
      }
    }
    for tried in high.models { tables.models.add(head + [.text("yes")] + Self.row(tried)) }
  }

  private static func row(_ tried: HighHallmark.TriedModel) -> [Entry] {
    let model = tried.model
    return [
      .text(model.experiment), .text(model.model), .text(model.standing.rawValue),
      tried.carried.map { .text("\($0.row.rsid)-\($0.row.effect)") }
        ?? (model.variant == "-" ? .missing : .text(model.variant)),
      tried.carried.map { .number(Double($0.copies)) } ?? .missing, .text(model.result),
      model.pmids.isEmpty ? .missing : .text(model.pmids.joined(separator: ";")),
    ]
  }

  /// Whether the trait's score itself has a percentile.
  private func whole(_ scores: [PersonScore]) -> Bool {
    scores.first.map { Abstention.reason($0, finding.similarity) == nil } ?? false
  }

  private static let noDrug: [Entry] =
    [.missing, .text("none listed"), .missing, .missing, .text("unknown")]
    + [Entry](repeating: .missing, count: 4) + [.text("no")]

  private static func row(_ candidate: HighHallmark.Candidate) -> [Entry] {
    let drug = candidate.match.drug
    let weakest = candidate.weakest
    let action = drug.actionSign.map { $0 > 0 ? "increase" : "decrease" } ?? "not stated"
    return [
      .text(candidate.match.slug), .text(drug.name),
      .text(candidate.direction?.gene ?? drug.target), .text(action),
      .text(candidate.match.verdict.rawValue),
      weakest.map { .text("\($0.link.from) to \($0.link.to)") } ?? .missing,
      weakest.map { .number($0.strength.value) } ?? .missing,
      weakest.map { .number($0.strength.low) } ?? .missing,
      weakest.map { .number($0.strength.high) } ?? .missing,
      .text(drug.hasFailed ? "yes" : "no"),
    ]
  }

  private static func row(
    _ link: PathLink, hallmark: String, trait: String, _ candidate: HighHallmark.Candidate
  ) -> [Entry] {
    func layer(_ name: String) -> String {
      switch name {
      case hallmark: "Risk through hallmark"
      case trait: "Trait"
      case candidate.match.drug.name: "Variant or drug"
      case let name where name.hasPrefix("rs"): "Variant or drug"
      default: "Gene"
      }
    }
    return [
      .text(link.from), .text(layer(link.from)), .text(link.to), .text(layer(link.to)),
      .text(link.sign > 0 ? "+" : "-"), .text(link.basis.pathEvidence),
      link.strength.map { .number($0.value) } ?? .missing,
    ]
  }
}
