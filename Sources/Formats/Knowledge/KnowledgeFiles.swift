import CohortModel
import Diagnostics
import Knowledge
import Tables

/// The curated tables of `content/knowledge`.
public enum KnowledgeFiles {
  /// The tables by file name; those in `optional` may be absent.
  public static let names = [
    "traits.tsv", "hallmarks.tsv", "variants.tsv", "drugs.tsv", "cellmodels.tsv", "references.tsv",
    "exclusions.tsv", "instruments.tsv", "mechanisms.tsv", "interactions.tsv",
  ]
  private static let optional = [
    "exclusions.tsv", "instruments.tsv", "mechanisms.tsv", "interactions.tsv",
  ]

  /// Columns that a table cannot do without: a misspelt one would silently mean "not known".
  private static let columns = [
    "traits.tsv": "trait_id label kind mondo mondo_ancestors efo variants_trait_values",
    "hallmarks.tsv": "disease hallmark_id name description genes pathway_ids cell_types pmids"
      + " confidence",
    "variants.tsv": "rsid chr effect_allele other_allele beta se p trait unit disease hallmark"
      + " gene pmid confidence",
    "drugs.tsv": "drug target mechanism target_effect indication disease hallmark direction_note"
      + " pmids confidence status",
    "cellmodels.tsv": "experiment disease hallmark model variant gene perturbation result pmids"
      + " confidence",
    "references.tsv": "pmid first_author year title journal doi",
    "exclusions.tsv": "rule rsids reason",
    "instruments.tsv": "gene instrument effect_allele other_allele target_effect basis outcome"
      + " effect se unit pmids confidence",
    "mechanisms.tsv": "disease hallmark from from_kind to to_kind sign evidence pmids source",
    "interactions.tsv": "gene drug types sources",
  ].mapValues { $0.split(separator: " ").map(String.init) }

  private static func missing(_ columns: [String], of table: TextTable) -> Problems {
    var problems = Problems()
    for column in columns where table.index(of: column) == nil {
      problems.error(
        at: table.headerPlace, "no column '\(column)'",
        hint: Suggestion.hint(for: column, among: table.header))
    }
    return problems
  }

  /// Reads all tables. `read` gives the bytes of a file, or nil where it is absent.
  /// Throws the errors of all tables at once.
  public static func read(
    folder: String, _ read: (String) throws -> [UInt8]?
  ) throws -> KnowledgeBook {
    var problems = Problems()
    var tables: [String: TextTable] = [:]
    for name in names {
      let path = folder + "/" + name
      let bytes = try problems.gather { try read(path) } ?? nil
      guard let bytes else {
        if !optional.contains(name) {
          problems.error(
            at: Place(path), "no such table", hint: "content/knowledge holds \(name)")
        }
        continue
      }
      tables[name] = try problems.gather { try TextTable(bytes, file: path) }
      tables[name].map { problems.add(missing(columns[name] ?? [], of: $0)) }
    }
    try problems.throwIfAny()
    func rows<T>(_ name: String, _ make: (KnowledgeLine, inout Problems) -> T?) -> [T] {
      guard let table = tables[name] else { return [] }
      return table.rows.indices.compactMap { make(KnowledgeLine(table: table, row: $0), &problems) }
    }
    let book = KnowledgeBook(
      traits: rows("traits.tsv", trait), hallmarks: rows("hallmarks.tsv", hallmark),
      variants: rows("variants.tsv", variant), drugs: rows("drugs.tsv", drug),
      cellModels: rows("cellmodels.tsv", cellModel), references: rows("references.tsv", reference),
      exclusions: rows("exclusions.tsv", exclusion),
      instruments: rows("instruments.tsv") { InstrumentLine(line: $0).instrument(&$1) },
      mechanisms: rows("mechanisms.tsv") { MechanismLine(line: $0).step(&$1) },
      interactions: rows("interactions.tsv", interaction))
    problems.add(InstrumentLine.faults(book, folder: folder))
    for drug in book.drugs where book.trait(drug.trait) == nil {
      problems.error(
        at: Place(folder + "/drugs.tsv"), "'\(drug.name)' is listed for no trait: '\(drug.trait)'",
        hint: Suggestion.hint(for: drug.trait, among: book.traits.map(\.id)))
    }
    // A row that could not be read would shift the lines of the others.
    if problems.items.isEmpty { problems.add(MechanismLine.faults(book, folder: folder)) }
    for hallmark in book.hallmarks {
      if book.hallmarks.count(where: { $0.trait == hallmark.trait && $0.id == hallmark.id }) > 1 {
        problems.error(
          at: Place(folder + "/hallmarks.tsv"),
          "the hallmark '\(hallmark.id)' of '\(hallmark.trait)' stands twice")
      }
    }
    for trait in book.traits where book.traits.count(where: { $0.id == trait.id }) > 1 {
      problems.error(at: Place(folder + "/traits.tsv"), "the trait '\(trait.id)' stands twice")
    }
    try problems.throwIfAny()
    return book
  }

  private static func trait(_ line: KnowledgeLine, _ problems: inout Problems) -> Trait? {
    guard let id = line.identifier("trait_id", &problems) else { return nil }
    return Trait(
      id: id, label: line["label"], isDisease: line["kind"] == "disease",
      mondo: line.optional("mondo"), mondoAncestors: line.list("mondo_ancestors"),
      efo: line["efo"], variantTraits: line.list("variants_trait_values", separator: "|"),
      scoreTrait: line.optional("score_trait") ?? id, isAdultOnset: line["onset"] != "any",
      higherIsBetter: line["higher_is"] == "better")
  }

  private static func hallmark(_ line: KnowledgeLine, _ problems: inout Problems) -> Hallmark? {
    guard let trait = line.identifier("disease", &problems),
      let id = line.identifier("hallmark_id", &problems)
    else { return nil }
    return Hallmark(
      trait: trait, id: id, name: line["name"], description: line["description"],
      genes: line.list("genes", separator: ","), pathways: line.list("pathway_ids"),
      cellTypes: line.list("cell_types"), pmids: line.pmids, confidence: line["confidence"])
  }

  private static func variant(_ line: KnowledgeLine, _ problems: inout Problems) -> KnownVariant? {
    guard let rsid = line.required("rsid", &problems),
      let effect = line.required("effect_allele", &problems)
    else { return nil }
    var groups: [String: Double] = [:]
    for (group, column) in [
      ("AFR", "eaf_afr_approx"), ("EAS", "eaf_eas_approx"), ("EUR", "eaf_eur_approx"),
      ("SAS", "eaf_sas_approx"),
    ] {
      groups[group] = line.number(column, &problems)
    }
    return KnownVariant(
      rsid: rsid, chromosome: line["chr"], position37: Int(line["pos_grch37"]),
      effect: effect.uppercased(), other: line.optional("other_allele")?.uppercased(),
      beta: line.number("beta", &problems), standardError: line.number("se", &problems),
      p: line.number("p", &problems),
      studyFrequency: line.number("eaf_study", &problems), groupFrequencies: groups,
      traitText: line["trait"], unit: line["unit"], disease: line["disease"],
      hallmark: line.optional("hallmark"), gene: line["gene"], pmid: line["pmid"],
      confidence: line["confidence"])
  }

  private static func drug(_ line: KnowledgeLine, _ problems: inout Problems) -> Drug? {
    guard let name = line.required("drug", &problems) else { return nil }
    let effect = line["target_effect"]
    let first = effect.prefix { $0 != " " }
    if !["decrease", "increase", "n/a", "", "-"].contains(first) {
      problems.error(
        at: line.place("target_effect"), "not a direction in 'target_effect'",
        hint: "decrease or increase, words may follow; n/a where it is neither")
    }
    line.checkPMIDs(&problems)
    return Drug(
      name: name, target: line["target"], mechanism: line["mechanism"],
      effect: line["target_effect"], indication: line["indication"], trait: line["disease"],
      hallmark: line["hallmark"], note: line["direction_note"], pmids: line.pmids,
      confidence: line["confidence"], status: line["status"], warnings: line["warnings"])
  }

  private static func cellModel(_ line: KnowledgeLine, _ problems: inout Problems) -> CellModel? {
    guard let experiment = line.required("experiment", &problems) else { return nil }
    line.checkPMIDs(&problems)
    return CellModel(
      experiment: experiment, trait: line["disease"], hallmark: line["hallmark"],
      model: line["model"], variant: line["variant"], gene: line["gene"],
      perturbation: line["perturbation"],
      result: line["result"], pmids: line.pmids, confidence: line["confidence"])
  }

  private static func reference(_ line: KnowledgeLine, _ problems: inout Problems) -> Reference? {
    guard let pmid = line.required("pmid", &problems) else { return nil }
    return Reference(
      pmid: pmid, author: line["first_author"], year: line["year"], title: line["title"],
      journal: line["journal"], doi: line["doi"], evidence: line["evidence"])
  }

  private static func interaction(
    _ line: KnowledgeLine, _ problems: inout Problems
  ) -> DrugInteraction? {
    guard let gene = line.required("gene", &problems), let drug = line.required("drug", &problems)
    else { return nil }
    return DrugInteraction(
      gene: gene, drug: drug, types: line.list("types"), sources: line.list("sources"))
  }

  private static func exclusion(_ line: KnowledgeLine, _ problems: inout Problems) -> Exclusion? {
    guard let rule = Exclusion.Rule(rawValue: line["rule"]) else {
      problems.error(
        at: line.place("rule"), "unknown rule '\(line["rule"])'",
        hint: Suggestion.hint(for: line["rule"], among: Exclusion.Rule.allCases.map(\.rawValue)))
      return nil
    }
    return Exclusion(rule: rule, rsids: line.list("rsids"), reason: line["reason"])
  }
}

/// One line of a knowledge table, by column name.
struct KnowledgeLine {
  let table: TextTable
  let row: Int

  subscript(_ column: String) -> String { table.field(row, column) }

  func optional(_ column: String) -> String? { self[column].isEmpty ? nil : self[column] }

  /// Numbers in PubMed; a hyphen stands where there is none.
  var pmids: [String] { list("pmids").filter { $0 != "-" } }

  func list(_ column: String, separator: Character = ";") -> [String] {
    self[column].split(separator: separator).map { part in
      String(part.drop { $0 == " " })
    }
  }

  func checkPMIDs(_ problems: inout Problems) {
    for pmid in pmids where pmid.isEmpty || !pmid.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
      problems.error(
        at: place("pmids"), "not a number in 'pmids'", hint: "PubMed ids, separated by ;")
    }
  }

  func place(_ column: String) -> Place { table.place(row: row, column: column) }

  func required(_ column: String, _ problems: inout Problems) -> String? {
    if let value = optional(column) { return value }
    problems.error(
      at: place(column), "nothing in '\(column)'", hint: "the column says which row this is")
    return nil
  }

  /// An id that becomes part of a file name.
  func identifier(_ column: String, _ problems: inout Problems) -> String? {
    guard let id = required(column, &problems) else { return nil }
    let isGood = id.utf8.allSatisfy {
      (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F || $0 == 0x2D
    }
    guard isGood, id.utf8.count <= 60 else {
      problems.error(
        at: place(column), "not an id in '\(column)'",
        hint: "lower-case letters, digits, - and _; it becomes part of a file name")
      return nil
    }
    return id
  }

  func number(_ column: String, _ problems: inout Problems) -> Double? {
    guard let text = optional(column) else { return nil }
    // Curated tables may add words in brackets, and mark what is not known.
    let bare =
      text.drop { $0 == "~" }.split(separator: " (", maxSplits: 1).first.map(String.init) ?? text
    if bare == "NR" || bare == "[NR]" || bare == "rare" { return nil }
    let isFrequency = column.hasPrefix("eaf_") || column == "p"
    if let value = Double(bare), isFrequency ? (0...1).contains(value) : abs(value) < 1e6 {
      return value
    }
    problems.error(at: place(column), "not a number in '\(column)'")
    return nil
  }
}
