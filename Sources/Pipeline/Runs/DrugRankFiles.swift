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
  /// Rows that are not used as they stand, with the rule.
  let leftOut: [(count: Int, words: String)]

  /// The smallest p-value that counts by itself.
  static let leastP = 1e-300

  /// Throws for a direction that is not +1, -1 or empty, a score below 0, a p outside 0 to 1, and
  /// a gene with two rows.
  init(_ table: PlainTable, _ names: ColumnNames) throws {
    var problems = Problems()
    let gene = table.require(RunDrugRank.gene, names, &problems)
    let roles = [RunDrugRank.strength, RunDrugRank.p, RunDrugRank.direction]
    let columns = roles.map { table.index(of: $0, names) }
    let values = table.columns(
      [(gene ?? 0, .word)] + columns.compactMap { $0 }.map { ($0, .number) }, &problems)
    let rules = [
      NumberRule("genetic evidence is 0 or more") { $0 >= 0 },
      NumberRule("a p-value lies between 0 and 1") { (0...1).contains($0) },
      NumberRule("a direction is +1, -1, 0 or empty") { [-1, 0, 1].contains($0) },
    ]
    let numbers = columns.map { column -> [Double]? in
      column.flatMap { columns.compactMap { $0 }.firstIndex(of: $0) }
        .map { values[$0 + 1].numbers }
    }
    for (index, rule) in rules.enumerated() {
      if let column = columns[index], let own = numbers[index] {
        table.check(own, column: column, rule, &problems)
      }
    }
    let symbols = values[0].words
    if gene != nil { Self.check(symbols, table, &problems) }
    try problems.throwIfAny()
    let (scores, p, directions) = (numbers[0], numbers[1], numbers[2])
    var capped = 0
    let raw = symbols.indices.map { row -> Double in
      if let score = scores?[row], !score.isNaN { return score }
      if let p = p?[row], !p.isNaN {
        if p < Self.leastP { capped += 1 }
        return -log10(max(p, Self.leastP))
      }
      return scores == nil && p == nil ? 1 : 0
    }
    let highest = raw.max() ?? 0
    evidence = symbols.indices.filter { raw[$0] > 0 }.map { row in
      let direction = directions.map { $0[row].isNaN ? 0 : Int($0[row]) } ?? 0
      return GeneEvidence(
        gene: symbols[row].uppercased(), direction: direction, strength: raw[row] / highest)
    }
    leftOut = [
      (symbols.count - evidence.count, "of a gene without evidence (none given, 0, or p of 1)"),
      (capped, "with a p-value below 1e-300, which counts as 1e-300"),
    ]
  }

  /// A gene stands once; a row that could not be read has its own error.
  private static func check(
    _ symbols: [String], _ table: PlainTable, _ problems: inout Problems
  ) {
    var seen: Set<String> = []
    let isWhole = problems.items.isEmpty
    var listed = 0
    for (row, symbol) in symbols.enumerated() where listed < PlainTable.mostProblems {
      if symbol.isEmpty {
        guard isWhole else { continue }
        listed += 1
        problems.error(at: table.place(row: row), "a row without a gene")
      } else if !seen.insert(symbol.uppercased()).inserted {
        listed += 1
        problems.error(at: table.place(row: row), "'\(symbol)' stands twice")
      }
    }
  }
}

/// DrugBank's open vocabulary: ids by name.
struct DrugVocabulary: Sendable {
  private var ids: [String: String] = [:]
  private(set) var names: [String: String] = [:]

  init(_ path: String) throws {
    let table = try RunTables.table(path)
    var problems = Problems()
    let id = table.require(ColumnRole("DrugBank ID", [], "DB00001"), .none, &problems)
    let name = table.require(ColumnRole("Common name", [], "a drug's name"), .none, &problems)
    guard let id, let name else { throw problems }
    let further = table.index(of: ColumnRole("Synonyms", [], ""))
    let values = table.columns(
      ([id, name] + [further].compactMap { $0 }).map { ($0, .word) }, &problems)
    try problems.throwIfAny()
    let (drugs, common) = (values[0].words, values[1].words)
    let synonyms = further.map { _ in values[2].words }
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
  let genes: [String]
  let targets: [DrugTarget]
  /// By pair: databases, joined.
  let sources: [String]
  /// Words about the action that the table of words does not have, sorted.
  private(set) var unknownWords: [String] = []
  /// Rows that are not used as they stand, with the rule.
  private(set) var leftOut: [(count: Int, words: String)] = []

  init(_ table: PlainTable, _ names: ColumnNames, vocabulary: DrugVocabulary?) throws {
    var problems = Problems()
    let target = table.require(RunDrugRank.target, names, &problems)
    let drug = table.require(RunDrugRank.drug, names, &problems)
    guard let target, let drug else { throw problems }
    let further = [RunDrugRank.alias, RunDrugRank.types, RunDrugRank.source].map {
      table.index(of: $0, names)
    }
    let columns = [target, drug] + further.compactMap { $0 }
    let values = table.columns(columns.map { ($0, .word) }, &problems)
    try problems.throwIfAny()
    func words(_ column: Int?) -> [String]? {
      column.flatMap { columns.firstIndex(of: $0) }.map { values[$0].words }
    }
    let symbols = values[0].words, drugNames = values[1].words
    let aliases = words(further[0]), types = words(further[1]), databases = words(further[2])
    var joined = DrugTargetTable()
    var unknown: Set<String> = []
    for row in symbols.indices where !symbols[row].isEmpty && !drugNames[row].isEmpty {
      let id = vocabulary?.id([drugNames[row]] + (aliases.map { [$0[row]] } ?? []))
      let key = id ?? drugNames[row].lowercased()
      let action = InteractionType.sign(types?[row] ?? "")
      unknown.formUnion(action.unknown)
      joined.add(
        drug: key, gene: symbols[row].uppercased(), sign: action.sign,
        sources: [databases?[row] ?? ""])
      if joined.drugs.count > drugs.count {
        drugs.append(Drug(name: id.flatMap { vocabulary?.names[$0] } ?? drugNames[row], id: id))
      }
    }
    unknownWords = unknown.sorted()
    (genes, targets) = (joined.genes, joined.targets)
    sources = joined.sources.map { $0.joined(separator: ";") }
    let used = symbols.indices.count { !symbols[$0].isEmpty && !drugNames[$0].isEmpty }
    leftOut = [
      (symbols.count - used, "without a drug or a gene"),
      (used - targets.count, "of a drug and gene that stand before: joined"),
    ]
  }
}

/// Drugs of one disease, by what a table of indications says of them.
struct IndicationRows: Sendable {
  let disease: String
  /// DrugBank ids: disease-modifying; symptomatic or no indication.
  let modifying: Set<String>
  let others: Set<String>

  init(_ path: String, disease: String) throws {
    let table = try RunTables.table(path)
    var problems = Problems()
    let id = table.require(ColumnRole("drugbank_id", [], "a drug's id"), .none, &problems)
    let name = table.require(
      ColumnRole("disease", ["doid_name"], "the disease"), .none, &problems)
    let category = table.require(ColumnRole("category", [], "DM, SYM or NOT"), .none, &problems)
    guard let id, let name, let category else { throw problems }
    let values = table.columns([id, name, category].map { ($0, .word) }, &problems).map(\.words)
    try problems.throwIfAny()
    let (drugs, diseases, categories) = (values[0], values[1], values[2])
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
