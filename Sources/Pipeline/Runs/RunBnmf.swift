import Analyses
import Diagnostics
import Formats
import Numerics
import Tables

/// `casebook run bnmf`: clusters of variants by their traits.
public struct RunBnmf: WritingRun {
  public let tables: RunTables
  public let settings: BayesianNMF.Settings
  public let restarts: Int
  public let seed: UInt64
  /// Whether traits of a z-score table are filtered too.
  public let filters: Bool
  public let filter: TraitMatrix.Filter
  /// Set: the inputs are summary statistics of traits.
  public let selection: LeadSelection?

  public init(
    tables: RunTables, factors: Int, expected: Int, a0: Double, phi: Double, tolerance: Double,
    maximumSweeps: Int, restarts: Int, seed: UInt64, filters: Bool, correlation: Double,
    selection: LeadSelection?
  ) {
    var settings = BayesianNMF.Settings()
    (settings.factors, settings.expected, settings.a0) = (factors, expected, a0)
    (settings.phi, settings.tolerance) = (phi, tolerance)
    settings.maximumSweeps = maximumSweeps
    var filter = TraitMatrix.Filter()
    filter.correlation = correlation
    (self.tables, self.settings, self.restarts, self.seed) = (tables, settings, restarts, seed)
    (self.filters, self.filter, self.selection) = (filters, filter, selection)
  }

  static let variant = ColumnRole(
    "variant", [], "name of the variant; without it, the first column")
  static let gene = ColumnRole(
    "gene", ["nearest_gene", "symbol"], "gene of the variant, passed on to the output")

  public static var columns: String { [variant, gene].map(\.help).joined(separator: "\n") }
  public static var summaryColumns: String {
    SummaryColumns.all.map(\.help).joined(separator: "\n")
  }

  public static let written = [
    WrittenTable(
      "bnmf", "a row a variant, then a column a cluster.",
      [ClusterTables.variant, BnmfColumns.gene] + BnmfColumns.leads + ClusterTables.membership + [
        WrittenTable.varying("cluster_N", ClusterTables.weight("").meaning)
      ]),
    WrittenTable(
      "bnmf.traits", "a row a trait, then a column a cluster.",
      [
        ClusterTables.trait,
        WrittenTable.varying("cluster_N", ClusterTables.weight("").meaning),
      ]),
    WrittenTable("bnmf.runs", "a row a random start.", ClusterTables.runColumns),
    WrittenTable("bnmf.inputs", "a row a trait; with --disease.", BnmfColumns.inputs),
    WrittenTable(
      "bnmf.z", "a row a variant, then a column a trait; with --disease.",
      [ClusterTables.variant, WrittenTable.varying("traits", BnmfColumns.z("").meaning)]),
  ]

  public func run(_ progress: Progress) throws -> RunTables.Result {
    try checkSettings()
    let prepared = try selection.map { try fromAssociations($0, progress) } ?? fromScores()
    return try cluster(prepared, progress)
  }

  /// A matrix, what is known of its variants, and what was done so far.
  struct Prepared {
    let matrix: TraitMatrix
    let labels: ClusterTables.Labels
    var inputs: Table?
    var words: [String]
  }

  private func checkSettings() throws {
    var checks = try tables.checks(
      "bnmf", inputs: selection == nil ? 1...2 : 1...100_000,
      selection == nil
        ? "a table of z-scores, then one of sample sizes at most"
        : "with --disease one file a trait",
      hint: "a table of z-scores, then one of sample sizes; or --disease, then one a trait",
      roles: selection == nil ? [Self.variant, Self.gene] : SummaryColumns.all)
    checks.count("--factors", settings.factors, 1...200)
    checks.count("--expected", settings.expected, 1...200)
    checks.count("--restarts", restarts, 1...100_000)
    checks.count("--sweeps", settings.maximumSweeps, 1...100_000_000)
    checks.number("--a0", settings.a0, "not above 1 and up to 1e6") { $0 > 1 && $0 <= 1e6 }
    checks.number("--phi", settings.phi, "not above 0 and up to 1e6") { $0 > 0 && $0 <= 1e6 }
    checks.number("--tolerance", settings.tolerance, "not between 0 and 1") { $0 > 0 && $0 < 1 }
    checks.number("--prune", filter.correlation, "not above 0 and up to 1") {
      $0 > 0 && $0 <= 1
    }
    selection?.check(&checks)
    try checks.throwIfAny()
  }

  private func cluster(_ prepared: Prepared, _ progress: Progress) throws -> RunTables.Result {
    let matrix = prepared.matrix
    let split = matrix.split
    guard split.matrix.largest > 0, matrix.variants.count > 1 else {
      throw Diagnostic(
        at: Place(tables.inputs.first ?? "input"),
        "\(matrix.variants.count) variants × \(matrix.traits.count) traits are left: nothing to cluster",
        hint: "two variants and a trait that differs between them are needed")
    }
    progress.step(
      "\(restarts) runs on \(matrix.variants.count) variants × \(split.matrix.columns) columns")
    let model = BayesianNMF(split.matrix, settings)
    let fits = tables.workers.map(Array(0..<restarts)) { restart in
      model.fit(Random(seed: seed, stream: "restart \(restart)"))
    }
    progress.end()
    guard let choice = ClusterChoice(fits, variants: matrix.variants.count) else {
      preconditionFailure("there is at least one run")
    }
    if choice.clusters == 0 { throw collapsed(choice) }
    let found = ClusterTables(matrix, split, fits[choice.chosen])
    var written = [
      found.variants(prepared.labels), found.traits,
      ClusterTables.runs(fits, chosen: choice.chosen),
    ]
    if let inputs = prepared.inputs { written += [inputs, Self.scores(matrix)] }
    return try tables.write(
      written, as: "bnmf", prepared.words + words(choice, fits, found, split))
  }

  private func collapsed(_ choice: ClusterChoice) -> Diagnostic {
    let runs = choice.counts.first { $0.clusters == 0 }?.runs ?? 0
    return Diagnostic(
      at: Place(tables.inputs.first ?? "input"),
      "in \(runs) of \(restarts) runs every component died out: no cluster stands",
      hint:
        "the table is too small or its z-scores are too weak for the prior; more variants, more traits, or a smaller --phi"
    )
  }

  private static func scores(_ matrix: TraitMatrix) -> Table {
    var table = Table(
      "z", "The z-scores that were clustered",
      [ClusterTables.variant] + matrix.traits.map(BnmfColumns.z))
    for (row, variant) in matrix.variants.enumerated() {
      table.add(
        [.text(variant)]
          + matrix.traits.indices.map { .number(matrix.z[row * matrix.traits.count + $0]) })
    }
    return table
  }

  private func words(
    _ choice: ClusterChoice, _ fits: [BayesianNMF.Fit], _ found: ClusterTables,
    _ split: TraitMatrix.Split
  ) -> [String] {
    func short(_ value: Double) -> String { Digits.text(value, .significant(4)) }
    let memberships = found.variants(.none).rows.indices.map { found.members($0) }
    let sweeps = fits.map(\.sweeps)
    var lines = [
      "matrix: \(split.matrix.rows) variants × \(split.matrix.columns) columns (signs split, empty ones left out)",
      "clusters by runs: "
        + choice.counts.map { "\($0.clusters) in \($0.runs)" }.joined(separator: ", "),
      "chosen: \(choice.clusters) clusters (\(short(100 * choice.share)) % of runs), restart \(choice.chosen + 1), half squared error \(short(found.fit.likelihood))",
      "sweeps: \(sweeps.min() ?? 0) to \(sweeps.max() ?? 0); runs that did not converge: \(fits.count { !$0.hasConverged })",
    ]
    if let cosine = choice.meanCosine, let same = choice.sameCluster {
      lines.append(
        "stability over the other runs with \(choice.clusters): mean cosine \(Digits.text(cosine, .fixed(4))), variants with the same strongest cluster \(short(100 * same)) %"
      )
    } else {
      lines.append("stability: no other run has \(choice.clusters) clusters")
    }
    lines.append(
      "weight cut-off: " + (found.cutoff.map(short) ?? "none, too few weights")
        + "; variants in no cluster \(memberships.count { $0.isEmpty }), in several \(memberships.count { $0.count > 1 })"
    )
    for (cluster, name) in found.names.enumerated() {
      let traits = found.leadingTraits(cluster).prefix(6).map {
        ($0.weight < 0 ? "−" : "+") + $0.trait
      }
      lines.append(
        "\(name): \(memberships.count { $0.contains(cluster) }) variants; \(traits.joined(separator: ", "))"
      )
    }
    return lines
  }
}

// MARK: - A table of z-scores
extension RunBnmf {
  private func fromScores() throws -> Prepared {
    let inputs = try tables.read()
    let first = inputs[0]
    let names = try tables.names([Self.variant, Self.gene], inputs)
    var problems = Problems()
    let variants = Self.variants(first, names, &problems)
    let traits = first.header.indices.filter {
      $0 != variants.column && $0 != first.index(of: Self.gene, names)
    }
    let z = tables.parse(first, traits.map { ($0, .number) }, &problems).map(\.numbers)
    let headers = traits.map { first.header[$0] }
    let people = inputs.dropFirst().first.map {
      sizes($0, names, variants: variants.names, traits: headers, &problems)
    }
    try problems.throwIfAny()
    let whole = TraitMatrix(
      variants: variants.names, traits: headers, z: Self.rowMajor(z, variants.names.count),
      people: people)
    let genes = try first.index(of: Self.gene, names).map { try first.words($0) }
    let labels = ClusterTables.Labels(
      columns: genes == nil ? [] : [BnmfColumns.gene],
      entries: genes?.map { [.text($0)] } ?? [])
    guard filters else {
      return Prepared(matrix: whole.scaled, labels: labels, words: [])
    }
    let (kept, reasons) = whole.filtered(filter)
    return Prepared(
      matrix: kept.scaled, labels: labels,
      words: ["traits: \(headers.count), kept \(kept.traits.count)"]
        + headers.compactMap { name in reasons[name].map { "left out, \(name): \($0.words)" } })
  }

  static func rowMajor(_ columns: [[Double]], _ rows: Int) -> [Double] {
    (0..<rows).flatMap { row in columns.map { $0[row] } }
  }

  /// The column of names, and the names; a repeated one is an error.
  private static func variants(
    _ table: PlainTable, _ names: ColumnNames, _ problems: inout Problems
  ) -> (column: Int, names: [String]) {
    let column = table.index(of: variant, names) ?? 0
    let words = table.parse([(column, .word)], rows: 0..<table.rowCount).values[0].words
    var rows: [String: Int] = [:]
    var listed = 0
    for (row, name) in words.enumerated() where listed < PlainTable.mostProblems && !name.isEmpty {
      if rows.updateValue(row, forKey: name) != nil {
        listed += 1
        problems.error(at: table.place(row: row), "variant '\(name)' stands twice")
      }
    }
    if table.header.count < 2 {
      problems.error(at: table.headerPlace, "no column of a trait", hint: "one column a trait")
    }
    return (column, words)
  }

  /// Sample sizes by the names of variants and traits; NaN where there is none.
  private func sizes(
    _ table: PlainTable, _ names: ColumnNames, variants: [String], traits: [String],
    _ problems: inout Problems
  ) -> [Double] {
    let rows = Self.variants(table, names, &problems)
    let columns = traits.compactMap { trait -> Int? in
      let column = table.header.firstIndex(of: trait)
      if column == nil {
        problems.error(
          at: table.headerPlace, "no sample sizes of trait '\(trait)'",
          hint: Suggestion.hint(for: trait, among: table.header))
      }
      return column
    }
    let values = tables.parse(table, columns.map { ($0, .number) }, &problems).map(\.numbers)
    let rule = NumberRule("a sample size is above 0") { $0 > 0 }
    for (column, own) in zip(columns, values) { table.check(own, column: column, rule, &problems) }
    let places = Dictionary(
      rows.names.enumerated().map { ($1, $0) }, uniquingKeysWith: { a, _ in a })
    return variants.flatMap { name in
      values.map { column in places[name].map { column[$0] } ?? .nan }
    }
  }
}

extension TraitMatrix.Reason {
  var words: String {
    switch self {
    case .weak: "no variant with p below 0.05 / variants"
    case .correlated(let trait): "correlated with \(trait)"
    }
  }
}
