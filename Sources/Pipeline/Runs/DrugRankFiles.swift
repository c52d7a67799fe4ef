import Analyses
import Diagnostics
import Formats
import Knowledge

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Genes with their evidence, each once.
struct TargetRows: Sendable {
  let evidence: [GeneEvidence]

  /// Throws for a direction that is not +1, -1 or empty, a score below 0, a p outside 0 to 1, and
  /// a gene with two rows.
  init(_ table: PlainTable, _ names: ColumnNames) throws {
    var problems = Problems()
    let gene = table.require(RunDrugRank.gene, names, &problems)
    try problems.throwIfAny()
    guard let gene else { preconditionFailure("a missing column has thrown") }
    let symbols = try table.words(gene)
    func numbers(_ role: ColumnRole, _ range: ClosedRange<Double>) throws -> [Double]? {
      guard let index = table.index(of: role, names) else { return nil }
      let values = try table.numbers(index)
      for (row, value) in values.enumerated()
      where !value.isNaN && !range.contains(value) && problems.items.count < 20 {
        problems.error(
          at: table.place(row: row, column: table.header[index]),
          "\(role.name) cannot be this", hint: role.meaning)
      }
      return values
    }
    let scores = try numbers(RunDrugRank.strength, 0...Double.greatestFiniteMagnitude)
    let p = try numbers(RunDrugRank.p, 0...1)
    let directions = try numbers(RunDrugRank.direction, -1...1)
    var seen: Set<String> = []
    for (row, symbol) in symbols.enumerated() where problems.items.count < 20 {
      if symbol.isEmpty { problems.error(at: table.place(row: row), "a row without a gene") }
      if !symbol.isEmpty, !seen.insert(symbol.uppercased()).inserted {
        problems.error(at: table.place(row: row), "'\(symbol)' stands twice")
      }
      if let value = directions?[row], !value.isNaN, ![-1, 0, 1].contains(value) {
        problems.error(
          at: table.place(row: row), "a direction that is not +1, -1, 0 or empty")
      }
    }
    try problems.throwIfAny()
    let raw = symbols.indices.map { row -> Double in
      if let score = scores?[row], !score.isNaN { return score }
      if let p = p?[row], !p.isNaN { return -log10(max(p, 1e-300)) }
      return scores == nil && p == nil ? 1 : 0
    }
    let highest = raw.max() ?? 0
    evidence = symbols.indices.filter { raw[$0] > 0 }.map { row in
      let direction = directions.map { $0[row].isNaN ? 0 : Int($0[row]) } ?? 0
      return GeneEvidence(
        gene: symbols[row].uppercased(), direction: direction, strength: raw[row] / highest)
    }
  }
}

/// DrugBank's open vocabulary: ids by name.
struct DrugVocabulary: Sendable {
  private var ids: [String: String] = [:]
  private(set) var names: [String: String] = [:]

  init(_ path: String) throws {
    let table = try PlainTable(RunTables.bytes(path), file: path)
    var problems = Problems()
    let id = table.require(ColumnRole("DrugBank ID", [], "DB00001"), .none, &problems)
    let name = table.require(ColumnRole("Common name", [], "a drug's name"), .none, &problems)
    try problems.throwIfAny()
    guard let id, let name else { return }
    let (drugs, common) = (try table.words(id), try table.words(name))
    let synonyms = try table.index(of: ColumnRole("Synonyms", [], "")).map { try table.words($0) }
    for row in drugs.indices {
      names[drugs[row]] = common[row]
      ids[drugs[row].lowercased()] = drugs[row]
    }
    // Names before synonyms: another drug's synonym never takes a name.
    for row in drugs.indices { ids[common[row].lowercased()] = drugs[row] }
    for row in drugs.indices {
      for synonym in (synonyms?[row] ?? "").split(separator: " | ") {
        let key = synonym.lowercased()
        if ids[key] == nil { ids[key] = drugs[row] }
      }
    }
  }

  /// The id of a drug that one of its names is known by.
  func id(_ names: [String]) -> String? { names.lazy.compactMap { ids[$0.lowercased()] }.first }
}

/// Drugs and the genes they act on, rows of one pair joined.
struct InteractionRows: Sendable {
  struct Drug: Sendable {
    let name: String
    /// The DrugBank id, where the vocabulary has it.
    let id: String?
  }

  private(set) var drugs: [Drug] = []
  private(set) var genes: [String] = []
  private(set) var targets: [DrugTarget] = []
  /// By pair: databases, joined.
  private(set) var sources: [String] = []
  /// Words about the action that the table of words does not have, sorted.
  private(set) var unknownWords: [String] = []

  private struct Pair: Hashable {
    let drug: Int
    let gene: Int
  }

  init(_ table: PlainTable, _ names: ColumnNames, vocabulary: DrugVocabulary?) throws {
    var problems = Problems()
    let target = table.require(RunDrugRank.target, names, &problems)
    let drug = table.require(RunDrugRank.drug, names, &problems)
    try problems.throwIfAny()
    guard let target, let drug else { return }
    func words(_ role: ColumnRole) throws -> [String]? {
      try table.index(of: role, names).map { try table.words($0) }
    }
    let symbols = try table.words(target), drugNames = try table.words(drug)
    let aliases = try words(RunDrugRank.alias), types = try words(RunDrugRank.types)
    let databases = try words(RunDrugRank.source)
    var drugNumbers: [String: Int] = [:], geneNumbers: [String: Int] = [:]
    var found: [Pair: (signs: Set<Int>, sources: Set<String>)] = [:]
    var order: [Pair] = []
    var unknown: Set<String> = []
    for row in symbols.indices where !symbols[row].isEmpty && !drugNames[row].isEmpty {
      let id = vocabulary?.id([drugNames[row]] + (aliases.map { [$0[row]] } ?? []))
      let key = id ?? drugNames[row].lowercased()
      let drug = drugNumbers[key] ?? drugs.count
      if drug == drugs.count {
        drugNumbers[key] = drug
        drugs.append(Drug(name: id.flatMap { vocabulary?.names[$0] } ?? drugNames[row], id: id))
      }
      let symbol = symbols[row].uppercased()
      let gene = geneNumbers[symbol] ?? genes.count
      if gene == genes.count {
        geneNumbers[symbol] = gene
        genes.append(symbol)
      }
      let action = InteractionType.sign(types?[row] ?? "")
      unknown.formUnion(action.unknown)
      let pair = Pair(drug: drug, gene: gene)
      if found[pair] == nil { order.append(pair) }
      found[pair, default: ([], [])].signs.insert(action.sign)
      found[pair, default: ([], [])].sources.insert(databases?[row] ?? "")
    }
    unknownWords = unknown.sorted()
    for pair in order {
      guard let (signs, databases) = found[pair] else { continue }
      let stated = signs.subtracting([0])
      targets.append(
        DrugTarget(
          drug: pair.drug, gene: pair.gene, action: stated.count == 1 ? stated.first ?? 0 : 0,
          sources: databases.count))
      sources.append(databases.sorted().joined(separator: ";"))
    }
  }
}

/// Drugs of one disease, by what a table of indications says of them.
struct IndicationRows: Sendable {
  let disease: String
  /// DrugBank ids: disease-modifying; symptomatic or no indication.
  let modifying: Set<String>
  let others: Set<String>

  init(_ path: String, disease: String) throws {
    let table = try PlainTable(RunTables.bytes(path), file: path)
    var problems = Problems()
    let id = table.require(ColumnRole("drugbank_id", [], "a drug's id"), .none, &problems)
    let name = table.require(
      ColumnRole("disease", ["doid_name"], "the disease"), .none, &problems)
    let category = table.require(ColumnRole("category", [], "DM, SYM or NOT"), .none, &problems)
    try problems.throwIfAny()
    guard let id, let name, let category else { preconditionFailure("a missing column has thrown") }
    let (drugs, diseases) = (try table.words(id), try table.words(name))
    let categories = try table.words(category)
    let rows = diseases.indices.filter { diseases[$0].lowercased() == disease.lowercased() }
    guard !rows.isEmpty else {
      throw Diagnostic(
        at: Place("--disease \(disease)"), "\(path) has no such disease",
        hint: Suggestion.hint(for: disease, among: Set(diseases)), exit: .usage)
    }
    self.disease = disease
    let modifying = Set(rows.filter { categories[$0] == "DM" }.map { drugs[$0] })
    self.modifying = modifying
    others = Set(rows.map { drugs[$0] }).subtracting(modifying)
  }
}
