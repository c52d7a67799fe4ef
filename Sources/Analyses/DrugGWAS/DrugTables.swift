import Knowledge
import Tables

/// Drugs of the project's traits: what their targets' instruments say, and what trials found. The
/// two never mix: the first is computed, the second curated and cited.
public enum DrugTables {
  public static func tables(_ view: CohortView) -> [Table] {
    tables(view.knowledge, traits: view.scorers.map(\.definition.trait))
  }

  /// Tables for the drugs of some traits.
  public static func tables(_ book: KnowledgeBook, traits: [Trait]) -> [Table] {
    let survey = DrugSurvey(book, traits: traits)
    return [survey.drugs, survey.evidence, survey.genes]
      + MechanismTables.tables(book, traits: traits)
      + [interactions(book), ranking(book, traits, survey)]
  }

  private static func interactions(_ book: KnowledgeBook) -> Table {
    Table(
      "interactions", "Drugs on curated genes, as databases state it",
      [
        Column("gene", "Gene", "symbol"), Column("drug", "Drug", "as in DGIdb"),
        Column("types", "What it does", "in the databases' words"),
        Column("action", "Direction", "decrease, increase or not stated"),
        Column("sources", "Databases", "that state it"),
      ],
      rows: book.interactions.map { pair in
        [
          .text(pair.gene), .text(pair.drug.lowercased()),
          pair.types.isEmpty ? .missing : .text(pair.types.joined(separator: ", ")),
          .text(pair.action < 0 ? "decrease" : pair.action > 0 ? "increase" : "not stated"),
          .text(pair.sources.joined(separator: ", ")),
        ]
      })
  }

  private static func ranking(
    _ book: KnowledgeBook, _ traits: [Trait], _ survey: DrugSurvey
  ) -> Table {
    var pages: [String: String] = [:]
    for match in survey.matches where pages[match.drug.name] == nil {
      pages[match.drug.name] = match.match.slug
    }
    return Table(
      "drug-ranking", "Drugs by the genetic evidence of their targets", TraitRanking.columns,
      rows: book.interactions.isEmpty
        ? [] : traits.flatMap { TraitRanking(book, $0, pages: pages).rows })
  }

  /// The name of a drug's page.
  public static func slug(_ name: String) -> String {
    var out = ""
    for character in name.lowercased() {
      if character.isASCII, character.isLetter || character.isNumber {
        out.append(character)
      } else if out.last != "-", !out.isEmpty {
        out.append("-")
      }
    }
    let bare = out.last == "-" ? String(out.dropLast()) : out
    // Names that lose letters get a mark of their own, so that two of them never share a page.
    guard bare.isEmpty || bare != name.lowercased().replacing(" ", with: "-") else { return bare }
    let mark = String(QuickHash.of(name.utf8), radix: 16).suffix(8)
    return bare.isEmpty ? "x-\(mark)" : "\(bare.prefix(40))-\(mark)"
  }
}

/// All drugs of some traits with what is computed for them.
public struct DrugSurvey: Sendable {
  public let matches: [(drug: Drug, trait: Trait, match: DrugMatch)]
  private let directions: TargetDirections
  private let traits: [Trait]
  /// Effects with a p-value, over all instruments: the family of tests.
  public let tests: Int

  public init(_ book: KnowledgeBook, traits: [Trait]) {
    let directions = TargetDirections(book)
    self.directions = directions
    self.traits = traits
    var seen: Set<String> = ["index", "ranking"]
    matches = book.drugs.compactMap { drug in
      traits.first { $0.id == drug.trait }.map { trait in
        // A drug that is listed for two traits has two pages.
        var slug = DrugTables.slug(drug.name)
        if seen.contains(slug) { slug += "-" + trait.id }
        var count = 2
        while !seen.insert(slug).inserted {
          slug = "\(DrugTables.slug(drug.name))-\(trait.id)-\(count)"
          count += 1
        }
        return (drug, trait, DrugMatch(drug, on: trait, directions, slug: slug))
      }
    }
    tests = directions.genes.flatMap(directions.evidence).count { $0.p != nil }
  }

  var drugs: Table {
    var table = Table("drugs", "Drugs of the project's traits", Self.drugColumns)
    for (drug, trait, match) in matches {
      let deciding = match.directions.flatMap(\.deciding)
      let weakest = WeakestLink.of(match)
      table.add([
        .text(match.slug), .text(drug.name), .text(trait.id), .text(trait.label),
        .text(drug.target), .text(drug.mechanism), .text(Self.words(drug.actionSign)),
        .text(drug.actionSign == nil ? "not stated" : drug.effect),
        .text(drug.hallmark), .text(match.verdict.rawValue),
        .text(Self.wanted(match)), .text(Self.route(match)),
        match.tier(tests: tests).map { .text($0) } ?? .missing,
        .number(Double(Set(deciding.map(\.instrument.name)).count)),
        weakest.map { .text($0.link) } ?? .missing,
        weakest.map { .number($0.strength.value) } ?? .missing,
        weakest.map { .number($0.strength.low) } ?? .missing,
        weakest.map { .number($0.strength.high) } ?? .missing,
        .text(drug.status), .text(drug.indication), .text(drug.hasFailed ? "yes" : "no"),
        .text(against(drug, deciding)),
      ])
    }
    return table
  }

  private static let drugColumns = [
    Column("id", "Id", "name of the drug's page"), Column("drug", "Drug", ""),
    Column("trait_id", "Trait id", ""), Column("trait", "Trait", "for which it is listed"),
    Column("target", "Target", "gene symbols"), Column("mechanism", "Mechanism", ""),
    Column("action", "Does to the target", "decrease, increase, or not stated"),
    Column("recorded", "Action as recorded", "in the curated table's words"),
    Column("hallmark", "Hallmark", "id of the hallmark that it is listed for"),
    Column(
      "match", "Genetic direction", "concordant, discordant, conflicting or unknown: computed"),
    Column("wanted", "Wanted by genetics", "decrease or increase of the target's activity"),
    Column("route", "By", "the trait whose effects decide"),
    Column("tier", "Tier", "A, B or C"),
    Column("instruments", "Instruments", format: .integer, "that decide"),
    Column("weakest", "Weakest link", "of the chain that decides"),
    Column("strength", "Its strength", format: .fixed(2), "0 to 1; graded, see the methods page"),
    Column("strength_low", "From", format: .fixed(2), "of the strength"),
    Column("strength_high", "To", format: .fixed(2), "of the strength"),
    Column("status", "Status", "curated"), Column("indication", "Indication", "curated"),
    Column("failed", "A trial failed", "curated: yes or no"),
    Column(
      "against", "Discordant on", "other traits that alleles like the drug's action make worse"),
  ]

  /// Traits beside the deciding ones that the drug's action would make worse, by its targets' instruments.
  private func against(_ drug: Drug, _ deciding: [DirectionEvidence]) -> String {
    let known = Set(deciding)
    let traits = drug.targets.flatMap(directions.evidence).filter {
      !known.contains($0) && DrugMatch.verdict(of: drug, $0) == .discordant
    }.map { $0.trait.label.lowercasedFirst }
    return traits.isEmpty ? "none" : Set(traits).sorted().joined(separator: ", ")
  }

  private static func words(_ sign: Int?) -> String {
    sign.map { $0 > 0 ? "increase" : "decrease" } ?? "not stated"
  }

  private static func wanted(_ match: DrugMatch) -> String {
    let wanted = Set(match.directions.compactMap(\.wanted))
    return wanted.isEmpty ? "unknown" : wanted.sorted().joined(separator: " and ")
  }

  /// "effects on coronary artery disease itself", "effects on LDL cholesterol".
  private static func route(_ match: DrugMatch) -> String {
    let words = match.directions.compactMap { direction -> String? in
      switch direction.route {
      case .direct: "effects on " + direction.disease.label.lowercasedFirst + " itself"
      case .through(let trait, let isJoined):
        "effects on " + trait.label.lowercasedFirst
          + (isJoined ? ", joined to the disease at the gene" : "")
      case nil: nil
      }
    }
    return words.isEmpty ? "none" : Set(words).sorted().joined(separator: "; ")
  }

  /// One row a drug, instrument and trait.
  var evidence: Table {
    var table = Table(
      "drug-evidence", "Instruments of the drugs' targets",
      [
        Column("id", "Id", "name of the drug's page"), Column("drug", "Drug", ""),
        Column("target", "Target", "gene"), Column("instrument", "Instrument", "variant or group"),
        Column("allele", "Allele", "whose effect is given"),
        Column("on_target", "On the target", "what the allele does to its activity"),
        Column("shown_by", "Shown by", "what was measured"), Column("basis", "Kind", "of evidence"),
        Column("trait_id", "Trait id", ""), Column("trait", "Trait", ""),
        Column("decides", "Decides", "yes where the verdict rests on the row"),
        Column("effect", "Effect", format: .significant(3), "of one copy of the allele"),
        Column("se", "SE", format: .significant(2), "of the effect"),
        Column("p", "p", format: .significant(2), "two-sided"),
        Column("unit", "Unit", "of the effect"),
        Column("wanted", "Wanted", "decrease or increase of the target's activity"),
        Column("match", "Drug's action", "concordant, discordant or unknown, for this row"),
        Column("pmids", "PMID", "sources of the row"),
        Column("source", "Source", "whether the citation was read"),
        Column("note", "Note", "curated"),
      ])
    for (drug, _, match) in matches {
      let deciding = Set(match.directions.flatMap(\.deciding))
      for target in drug.targets {
        for evidence in directions.evidence(of: target) {
          table.add(
            [.text(match.slug), .text(drug.name), .text(target)]
              + EvidenceRow.entries(evidence, decides: deciding.contains(evidence)) + [
                .text(DrugMatch.verdict(of: drug, evidence).rawValue)
              ] + EvidenceRow.sources(evidence))
        }
      }
    }
    return table
  }

  /// One row a gene with an instrument, trait by trait.
  var genes: Table {
    var table = Table(
      "genes", "Genes with an instrument",
      [
        Column("gene", "Gene", "symbol"), Column("instrument", "Instrument", "variant or group"),
        Column("allele", "Allele", "whose effect is given"),
        Column("on_target", "On the product", "what the allele does to its activity"),
        Column("shown_by", "Shown by", "what was measured"), Column("basis", "Kind", "of evidence"),
        Column("trait_id", "Trait id", ""), Column("trait", "Trait", ""),
        Column("decides", "Has a direction", "yes or no"),
        Column("effect", "Effect", format: .significant(3), "of one copy of the allele"),
        Column("se", "SE", format: .significant(2), "of the effect"),
        Column("p", "p", format: .significant(2), "two-sided"),
        Column("unit", "Unit", "of the effect"),
        Column("wanted", "Wanted", "decrease or increase of the product's activity"),
        Column("pmids", "PMID", "sources of the row"),
        Column("source", "Source", "whether the citation was read"),
        Column("note", "Note", "curated"),
      ])
    for gene in directions.genes {
      for evidence in directions.evidence(of: gene) {
        table.add(
          [.text(gene)] + EvidenceRow.entries(evidence, decides: evidence.sign != nil)
            + EvidenceRow.sources(evidence))
      }
    }
    return table
  }
}

/// One piece of evidence as entries.
private enum EvidenceRow {
  static func entries(_ evidence: DirectionEvidence, decides: Bool) -> [Entry] {
    let instrument = evidence.instrument
    let onTarget = instrument.targetSign.map { $0 > 0 ? "more active" : "less active" }
    return [
      .text(instrument.name), instrument.effect.map { .text($0) } ?? .missing,
      .text(onTarget ?? "not recorded"), .text(instrument.measure),
      .text(instrument.basis == .none ? "none" : instrument.basis.rawValue),
      .text(evidence.trait.id), .text(evidence.trait.label), .text(decides ? "yes" : "no"),
      evidence.effect.map { .number($0) } ?? .text(evidence.traitSign > 0 ? "raises" : "lowers"),
      evidence.standardError.map { .number($0) } ?? .missing,
      evidence.p.map { .number($0) } ?? .missing,
      evidence.unit.isEmpty ? .missing : .text(evidence.unit),
      .text(evidence.wanted ?? "unknown"),
    ]
  }

  static func sources(_ evidence: DirectionEvidence) -> [Entry] {
    let pmids = (evidence.instrument.pmids + evidence.pmids).filter { !$0.isEmpty }.uniqued()
    let note = evidence.instrument.note
    return [
      .text(pmids.joined(separator: ";")),
      .text(evidence.instrument.isToBeChecked ? "citation to be checked" : "read"),
      note.isEmpty ? .missing : .text(note),
    ]
  }
}
