import Analyses
import Diagnostics
import Formats
import Tables

/// `casebook run connectivity`: which perturbations move genes as a signature does, or against it.
public struct RunConnectivity: WritingRun {
  public let tables: RunTables
  public let options: Options

  /// How the reference is read and what is asked of it.
  public struct Options: Sendable {
    public let useControls: Bool
    public let controlField: String?
    public let controlValue: String?
    public let leastMAD: Double
    /// Fields of the columns within which NCS is made.
    public let group: [String]
    /// Genes at each end of a signature that is made from scores; nil: ``mostGenes``, but at most
    /// a quarter of the reference's.
    public let up: Int?
    public let down: Int?
    public let xsumTop: Int
    public let useTau: Bool
    /// Fields by which columns are replicates; none: a signature is asked for.
    public let replicates: [String]

    public init(
      useControls: Bool, controlField: String?, controlValue: String?, leastMAD: Double,
      group: [String], up: Int?, down: Int?, xsumTop: Int, useTau: Bool, replicates: [String]
    ) {
      (self.useControls, self.controlField) = (useControls, controlField)
      (self.controlValue, self.leastMAD) = (controlValue, leastMAD)
      (self.group, self.up, self.down, self.xsumTop) = (group, up, down, xsumTop)
      (self.useTau, self.replicates) = (useTau, replicates)
    }
  }

  public init(tables: RunTables, options: Options) {
    (self.tables, self.options) = (tables, options)
  }

  public static var columns: String {
    QuerySignature.roles.map(\.help).joined(separator: "\n")
  }

  /// Genes at each end where nothing is said (Subramanian 2017).
  public static let mostGenes = 150

  public static let written = [
    WrittenTable(
      "connectivity", "a row a column of the reference that is no control.",
      ConnectedColumn.head
        + [WrittenTable.varying("fields", ConnectedColumn.label("").meaning)]
        + ConnectedColumn.scoreColumns),
    WrittenTable(
      "connectivity", "a row a value of the field; with --replicates.",
      [WrittenTable.varying("field", "Value that the columns share.")]
        + ReplicateConnectivity.measures),
  ]

  public func run(_ progress: Progress) throws -> RunTables.Result {
    try check()
    let path = tables.inputs[tables.inputs.count - 1]
    var problems = Problems()
    let table =
      try !options.replicates.isEmpty
      ? nil
      : problems.gather {
        try RunTables.table(tables.inputs[0])
      }
    let gct = try problems.gather { try GCTFile(RunTables.bytes(path), file: path) }
    try problems.throwIfAny()
    guard let gct else { throw problems }
    let reference = try ReferenceSignatures(gct, options, tables.workers)
    let ends = try SignatureEnds(options, genes: reference.genes.count, file: path)
    guard let table else { return try replicates(reference, ends, progress) }
    return try query(table, reference, ends, progress)
  }

  private func check() throws {
    let isReplicates = !options.replicates.isEmpty
    var checks = try tables.checks(
      "connectivity", inputs: isReplicates ? 1...1 : 2...2,
      isReplicates
        ? "--replicates takes one GCT file" : "a signature table and a GCT file are needed",
      hint: isReplicates
        ? "connectivity reference.gct --replicates pert_iname"
        : "connectivity signature.tsv reference.gct", roles: QuerySignature.roles)
    if let up = options.up { checks.count("--up", up, 1...1_000_000) }
    if let down = options.down { checks.count("--down", down, 1...1_000_000) }
    checks.count("--xsum-top", options.xsumTop, 1...10_000_000)
    checks.number("--min-mad", options.leastMAD, "not above 0") { $0 > 0 }
    try checks.throwIfAny()
  }

  // MARK: - A signature against the reference

  /// tau and replicates connect all columns with one another: beyond this it would take minutes.
  private static let mostConnected = 5000

  private func query(
    _ table: PlainTable, _ reference: ReferenceSignatures, _ ends: SignatureEnds,
    _ progress: Progress
  ) throws -> RunTables.Result {
    let names = try tables.names(QuerySignature.roles, [table])
    let query = try QuerySignature(table, names, reference, up: ends.up, down: ends.down)
    let groups = try grouping(reference)
    let connections = tables.workers.map(reference.ranked) { $0.connection(to: query.signature) }
    let xsums = tables.workers.map(reference.ranked) {
      $0.extremeSum(of: query.signature, top: options.xsumTop)
    }
    let ncs = Connectivity.normalised(connections.map(\.score), groups: groups.places)
    let isSmall = reference.ranked.count <= Self.mostConnected
    let taus = options.useTau && isSmall ? taus(reference, ends, groups.places, ncs, progress) : nil
    let fields = Self.shown(reference)
    let labels = try fields.map { try reference.labels($0, option: "field") }
    let columns = ConnectedColumn.ranked(
      reference.columns.indices.map { index in
        ConnectedColumn(
          name: reference.gct.columnIDs[reference.columns[index]],
          labels: labels.map { $0[index] }, connection: connections[index], ncs: ncs[index],
          tau: taus?[index], xsum: xsums[index])
      })
    return try tables.write(
      [ConnectedColumn.table(columns, labels: fields)], as: "connectivity",
      reference.notes + query.notes + ends.notes + [groups.note]
        + tauNote(isSmall, ends) + xsumNote(reference)
        + ["most connected:"] + columns.prefix(10).filter { $0.ncs > 0 }.map(Self.line)
        + ["most reversed:"] + columns.suffix(10).reversed().filter { $0.ncs < 0 }.map(Self.line))
  }

  private func xsumNote(_ reference: ReferenceSignatures) -> [String] {
    options.xsumTop > reference.genes.count
      ? ["XSum: over all \(reference.genes.count) genes, which are fewer than \(options.xsumTop)"]
      : []
  }

  private func tauNote(_ isSmall: Bool, _ ends: SignatureEnds) -> [String] {
    guard options.useTau else { return [] }
    return [
      isSmall
        ? "tau: against the own signatures (\(ends.up) up, \(ends.down) down) of the other columns"
        : "tau: left out, for there are more than \(Self.mostConnected) columns"
    ]
  }

  private static func line(_ column: ConnectedColumn) -> String {
    let tau = column.tau.map { "  tau \(Digits.text($0, .fixed(1)))" } ?? ""
    let labels = column.labels.isEmpty ? "" : "  " + column.labels.joined(separator: " ")
    return
      "  \(column.name)\(labels)  WTCS \(Digits.text(column.connection.score, .fixed(3)))  NCS \(Digits.text(column.ncs, .fixed(2)))\(tau)  XSum \(Digits.text(column.xsum, .significant(4)))"
  }

  /// cmap's fields that tell what a column is.
  private static func shown(_ reference: ReferenceSignatures) -> [String] {
    ["pert_iname", "pert_id", "pert_type", "pert_idose", "pert_itime", "cell_id"].filter {
      reference.gct.columnFields.contains($0)
    }
  }

  /// Numbers of the groups within which NCS is made.
  private func grouping(_ reference: ReferenceSignatures) throws -> (places: [Int], note: String) {
    let known = ["cell_id", "pert_type"].filter { reference.gct.columnFields.contains($0) }
    let fields = options.group.isEmpty ? known : options.group
    guard !fields.isEmpty else {
      return (reference.columns.map { _ in 0 }, "NCS: all columns are one group")
    }
    let groups = RowGroups(
      try reference.labels(fields, option: "--group").map { [$0] },
      rows: reference.columns.indices)
    var places = [Int](repeating: 0, count: reference.columns.count)
    for (place, rows) in groups.rows.enumerated() {
      for row in rows { places[row] = place }
    }
    return (
      places, "NCS: within \(fields.joined(separator: " and ")), \(groups.keys.count) of them"
    )
  }

  private func taus(
    _ reference: ReferenceSignatures, _ ends: SignatureEnds, _ groups: [Int], _ ncs: [Double],
    _ progress: Progress
  ) -> [Double?] {
    let all = own(reference, ends, progress).enumerated().map { index, scores in
      Connectivity.normalised(scores, groups: groups, without: index)
    }
    return ncs.indices.map { column in
      Connectivity.tau(
        ncs[column], reference: all.indices.filter { $0 != column }.map { all[$0][column] })
    }
  }

  /// WTCS of each column's own signature in every column.
  private func own(
    _ reference: ReferenceSignatures, _ ends: SignatureEnds, _ progress: Progress
  ) -> [[Double]] {
    progress.step("connecting \(reference.ranked.count) columns with one another")
    defer { progress.end() }
    return tables.workers.map(reference.ranked) { column in
      let signature = Signature(of: column, up: ends.up, down: ends.down)
      return reference.ranked.map { $0.connection(to: signature).score }
    }
  }

  // MARK: - Replicates

  private func replicates(
    _ reference: ReferenceSignatures, _ ends: SignatureEnds, _ progress: Progress
  ) throws -> RunTables.Result {
    let labels = try reference.labels(options.replicates, option: "--replicates")
    let field = options.replicates.joined(separator: "+")
    guard reference.ranked.count <= Self.mostConnected else {
      throw Diagnostic(
        at: Place("--replicates \(field)"),
        "\(reference.ranked.count) columns, to be connected with one another: more than \(Self.mostConnected)",
        hint: "give a GCT file of fewer columns, such as those of one cell line", exit: .usage)
    }
    let findings = ReplicateConnectivity.findings(
      scores: own(reference, ends, progress), labels: labels)
    guard !findings.isEmpty else {
      throw Diagnostic(
        at: Place("--replicates \(field)"), "no value of it has two columns beside others",
        hint: "fields: \(reference.gct.columnFields.joined(separator: ", "))", exit: .usage)
    }
    let more = findings.count { $0.within > $0.between }
    let clear = findings.count { $0.quantile >= 0.95 }
    let share = { (count: Int) in
      Digits.text(100 * Double(count) / Double(findings.count), .fixed(1))
    }
    return try tables.write(
      [ReplicateConnectivity.table(findings, field: field)], as: "connectivity",
      reference.notes + ends.notes + [
        "signatures: \(ends.up) up, \(ends.down) down of each column",
        "replicates connect more than others: \(more) of \(findings.count) values of \(field), \(share(more)) %",
        "mean replicate above 95 % of connections with others: \(clear) of \(findings.count), \(share(clear)) %",
      ])
  }
}
