import Analyses
import Diagnostics
import Formats
import Knowledge
import Tables

/// `casebook run enrichment`: gene sets in a ranking of genes, in a list, or in clusters.
public struct RunEnrichment: WritingRun {
  /// The genes, then one or more GMT files.
  public let tables: RunTables
  /// A table from variants to genes, where the input names variants.
  public let genes: String?
  /// A file of the genes that were tested.
  public let background: String?
  /// Nil: 15 in a ranking, 2 in lists.
  public let smallest: Int?
  public let largest: Int
  public let exponent: Double
  public let permutations: Int
  public let seed: UInt64

  public init(
    tables: RunTables, genes: String?, background: String?, smallest: Int?, largest: Int,
    exponent: Double, permutations: Int, seed: UInt64
  ) {
    (self.tables, self.genes, self.background) = (tables, genes, background)
    (self.smallest, self.largest, self.exponent) = (smallest, largest, exponent)
    (self.permutations, self.seed) = (permutations, seed)
  }

  static let variant = ColumnRole(
    "variant", ["rsid", "snp", "var_id", "variant_id", "var_id_hg19", "var_id_hg38"],
    "variant, where --genes names a table from variants to genes")
  static let roles = [GeneRows.gene, GeneRows.score, GeneRows.cluster, variant]

  public static var columns: String { roles.map(\.help).joined(separator: "\n") }

  public static let written = [
    WrittenTable(
      "enrichment", "a row a set; of a ranking.", RankedEnrichment.columns),
    WrittenTable(
      "enrichment", "a row a cluster and set that share a gene; of clusters or a list.",
      ListEnrichment.columns),
  ]

  public func run(_ progress: Progress) throws -> RunTables.Result {
    try check()
    var problems = Problems()
    let read = try problems.gather { try readRows() }
    let gathered = try problems.gather { try readSets() }
    let tested = try problems.gather { try background.map(readBackground) }
    try problems.throwIfAny()
    guard let read, let sets = gathered, let tested else {
      preconditionFailure("what could not be read has thrown")
    }
    let (rows, notes) = read
    if let clusters = rows.clusters {
      return try test(clusters, of: rows.genes, sets, tested, notes)
    }
    guard let scores = rows.scores else { return try test(rows.genes, sets, tested) }
    if let background {
      throw Diagnostic(
        at: Place("--background \(background)"), "a ranking is its own background",
        hint: "leave it out, or give a list of genes without scores", exit: .usage)
    }
    return try rank(rows.genes, scores, sets, progress)
  }

  private func check() throws {
    var checks = try tables.checks(
      "enrichment", inputs: 2...10_000, "genes and one or more GMT files are needed",
      hint: "casebook run enrichment genes.tsv sets.gmt --out PREFIX", roles: Self.roles)
    checks.count("--permutations", permutations, 1...1_000_000)
    checks.number("--exponent", exponent, "not between 0 and 10") { (0...10).contains($0) }
    if let smallest { checks.count("--min-size", smallest, 1...1_000_000) }
    checks.count("--max-size", largest, 1...1_000_000)
    if let smallest, smallest >= 1, largest >= 1, largest < smallest {
      checks.refuse("--max-size \(largest)", "below --min-size \(smallest)")
    }
    try checks.throwIfAny()
  }
}

// MARK: - Reading
extension RunEnrichment {
  /// The genes, and what was left out of the table.
  private func readRows() throws -> (rows: GeneRows, notes: [String]) {
    let file = tables.inputs[0]
    let bytes = try RunTables.bytes(file)
    if genes == nil, tables.columns.isEmpty, let bare = try GeneRows.readBare(bytes, file: file) {
      return (bare, [])
    }
    let table = try RunTables.table(bytes, file: file)
    let names = try tables.names(Self.roles, [table])
    guard let genes else { return (try GeneRows.read(table, names), []) }
    return try mapped(table, names, genes)
  }

  /// Rows of variants as rows of genes; a variant without a gene is left out.
  private func mapped(
    _ table: PlainTable, _ names: ColumnNames, _ map: String
  ) throws -> (rows: GeneRows, notes: [String]) {
    var problems = Problems()
    let source = try RunTables.table(map)
    let gene = source.require(GeneRows.gene, .none, &problems)
    let cluster = table.require(GeneRows.cluster, names, &problems)
    let variants = table.header.indices.filter { column in
      column == table.index(of: Self.variant, names) || Self.isVariant(table.header[column])
    }
    if variants.isEmpty { _ = table.require(Self.variant, names, &problems) }
    guard let gene, let cluster else { throw problems }
    let others = source.header.indices.filter { $0 != gene }
    let known = source.columns(([gene] + others).map { ($0, .word) }, &problems).map(\.words)
    let own = table.columns((variants + [cluster]).map { ($0, .word) }, &problems).map(\.words)
    try problems.throwIfAny()
    var symbols: [String: String] = [:]
    for column in known.dropFirst() {
      for (name, symbol) in zip(column, known[0]) where !symbol.isEmpty {
        symbols[name] = symbols[name] ?? symbol
      }
    }
    let clusters = own[own.count - 1]
    let kept = clusters.indices.compactMap { row -> (String, String)? in
      let found = own.dropLast().lazy.compactMap { symbols[$0[row]] }.first
      return found.map { ($0, clusters[row]) }
    }
    return (
      GeneRows(genes: kept.map(\.0), scores: nil, clusters: kept.map { GeneRows.parts($0.1) }),
      LeftOut.counts(
        table.file, [(clusters.count - kept.count, "of a variant without a gene in \(map)")])
    )
  }

  private static func isVariant(_ header: String) -> Bool {
    let name = header.lowercased()
    return ([variant.name] + variant.aliases).contains(name)
  }

  private func readSets() throws -> [GeneSet] {
    var problems = Problems()
    let read = try tables.inputs.dropFirst().map { path in
      try problems.gather { try GMT.read(RunTables.bytes(path), file: path) } ?? []
    }
    try problems.throwIfAny()
    return read.flatMap { $0 }
  }
}

// MARK: - Tests
extension RunEnrichment {
  private func rank(
    _ genes: [String], _ scores: [Double], _ sets: [GeneSet], _ progress: Progress
  ) throws -> RunTables.Result {
    var best: [String: Double] = [:]
    for (gene, score) in zip(genes, scores) where !score.isNaN && !gene.isEmpty {
      if best[gene].map({ abs($0) >= abs(score) }) != true { best[gene] = score }
    }
    let names = best.keys.sorted()
    var settings = RankedEnrichment.Settings()
    (settings.smallest, settings.largest) = (smallest ?? 15, largest)
    settings.exponent = exponent
    let ranked = RankedEnrichment(
      genes: names, scores: names.map { best[$0] ?? 0 }, sets: sets, settings)
    guard !ranked.sets.isEmpty else { throw noSet(settings.smallest) }
    progress.step("\(permutations) shuffles of \(names.count) genes, \(ranked.sets.count) sets")
    let table = ranked.table(null(of: ranked))
    progress.end()
    let distinct = Set(names.compactMap { best[$0] }).count
    return try tables.write(
      [table], as: "enrichment",
      [
        "ranking: \(names.count) genes; rows without a score \(scores.count { $0.isNaN }), repeated genes \(scores.count { !$0.isNaN } - names.count) (the larger |score| stays), tied \(names.count - distinct) (by name)",
        "sets: \(sets.count), with \(settings.smallest) to \(settings.largest) genes in the ranking \(ranked.sets.count) (a set of all its genes is left out: it has no rest)",
        "null: \(permutations) shuffles of genes, seed \(seed)",
      ] + Self.strongest(table, "set", "fdr", 5))
  }

  /// Shuffled scores up to this number are kept for the second pass; of more, each is drawn again.
  private static let mostKept = 50_000_000

  private func null(of ranked: RankedEnrichment) -> ShuffledNull {
    let blocks = stride(from: 0, to: permutations, by: 512).map {
      Array($0..<min($0 + 512, permutations))
    }
    func draw(_ block: [Int]) -> [[Double]] {
      tables.workers.map(block) { ranked.shuffled(seed: seed, number: $0) }
    }
    let isKept = permutations <= Self.mostKept / ranked.sets.count
    var kept: [[[Double]]] = []
    var null = ranked.emptyNull
    for block in blocks {
      let drawn = draw(block)
      for shuffle in drawn { null.add(shuffle) }
      if isKept { kept.append(drawn) }
    }
    for (index, block) in blocks.enumerated() {
      for shuffle in isKept ? kept[index] : draw(block) { null.compare(shuffle) }
    }
    return null
  }

  private func test(
    _ genes: [String], _ sets: [GeneSet], _ tested: Set<String>?
  ) throws -> RunTables.Result {
    guard let tested else {
      throw Diagnostic(
        at: Place(tables.inputs[0]), "a list of genes without the genes that were tested",
        hint: "--background FILE, a gene a line; or a column 'cluster' in a table of all genes",
        exit: .usage)
    }
    let list = ListEnrichment.List(name: "list", genes: Set(genes))
    let repeated = genes.count - list.genes.count
    return try test(
      [list], background: tested, sets,
      LeftOut.counts(tables.inputs[0], [(repeated, "of a gene named twice: it counts once")]))
  }

  private func test(
    _ clusters: [[String]], of genes: [String], _ sets: [GeneSet], _ tested: Set<String>?,
    _ notes: [String]
  ) throws -> RunTables.Result {
    var lists: [String: Set<String>] = [:]
    for (gene, own) in zip(genes, clusters) where !gene.isEmpty {
      for cluster in own { lists[cluster, default: []].insert(gene) }
    }
    let own = Set(genes.filter { !$0.isEmpty })
    return try test(
      lists.keys.sorted().map { .init(name: $0, genes: lists[$0] ?? []) },
      background: tested ?? own, sets, notes)
  }

  private func test(
    _ lists: [ListEnrichment.List], background: Set<String>, _ sets: [GeneSet],
    _ notes: [String]
  ) throws -> RunTables.Result {
    let tests = ListEnrichment(
      background: background, sets: sets, smallest: smallest ?? 2, largest: largest)
    guard !tests.sets.isEmpty else { throw noSet(smallest ?? 2) }
    let table = tests.table(lists)
    let outside = lists.map { list in
      "\(list.name): \(list.genes.count) genes, \(list.genes.subtracting(background).count) outside the background"
    }
    return try tables.write(
      [table], as: "enrichment",
      notes + [
        "background: \(background.count) genes",
        "sets: \(sets.count), with \(smallest ?? 2) to \(largest) genes in the background \(tests.sets.count)",
      ] + outside + Self.strongest(table, "set", "q", 5))
  }

  private func readBackground(_ file: String) throws -> Set<String> {
    let bytes = try RunTables.bytes(file)
    let rows =
      try GeneRows.readBare(bytes, file: file)
      ?? GeneRows.read(RunTables.table(bytes, file: file))
    return Set(rows.genes.filter { !$0.isEmpty })
  }

  private func noSet(_ smallest: Int) -> Diagnostic {
    Diagnostic(
      at: Place(tables.inputs[1]),
      "no set has \(smallest) to \(largest) of the input's genes",
      hint: "are genes spelt alike in both (symbols, ids)? --min-size lowers the bar")
  }

  /// The rows with the smallest false discovery rates, in words.
  private static func strongest(
    _ table: Table, _ name: String, _ rate: String, _ count: Int
  ) -> [String] {
    guard let set = table.index(of: name), let column = table.index(of: rate) else { return [] }
    let cluster = table.index(of: "cluster")
    func value(_ row: [Entry]) -> Double {
      if case .number(let value) = row[column], !value.isNaN { value } else { 2 }
    }
    func words(_ entry: Entry) -> String { if case .text(let words) = entry { words } else { "" } }
    let order = table.rows.enumerated().sorted {
      value($0.element) == value($1.element)
        ? $0.offset < $1.offset : value($0.element) < value($1.element)
    }
    return order.prefix(count).map { _, row in
      let list = cluster.map { words(row[$0]) + ", " } ?? ""
      return "\(list)\(words(row[set])): \(rate) \(Digits.text(value(row), .significant(2)))"
    }
  }
}
