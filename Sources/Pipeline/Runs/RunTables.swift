import Diagnostics
import Formats
import Store
import Tables

/// Tables in and a table out: what analyses of `casebook run` share that read no genotypes.
public struct RunTables: Sendable {
  public let inputs: [String]
  public let columns: [String]
  public let out: String
  public let jobs: Int

  public init(inputs: [String], columns: [String], out: String, jobs: Int) {
    (self.inputs, self.columns, self.out, self.jobs) = (inputs, columns, out, jobs)
  }

  /// What was written, and words for standard output.
  public struct Result: Sendable {
    public let summary: String
    public let files: [String]

    init(summary: String, files: [String]) { (self.summary, self.files) = (summary, files) }
  }

  var workers: Workers { Workers(jobs) }

  /// A file's text, inflated where it is compressed.
  static func bytes(_ path: String) throws -> [UInt8] {
    let bytes = try Files.read(path)
    return bytes.starts(with: [0x1F, 0x8B]) ? try Inflate.bytes(path) : bytes
  }

  /// Reads a table; throws where no row stands below its header.
  static func table(_ path: String) throws -> PlainTable { try table(bytes(path), file: path) }

  static func table(_ bytes: [UInt8], file: String) throws -> PlainTable {
    let table = try PlainTable(bytes, file: file)
    guard table.rowCount > 0 else {
      throw Diagnostic(
        at: table.headerPlace, "no row below the header",
        hint: "the first line names the columns; was the file cut off?")
    }
    return table
  }

  /// Reads all inputs; the errors of all of them at once.
  func read() throws -> [PlainTable] {
    try RunFiles.checkOutput(out)
    var problems = Problems()
    let tables = try inputs.compactMap { path in
      try problems.gather { try Self.table(path) }
    }
    try problems.throwIfAny()
    return tables
  }

  /// The headers that the user named, checked against the analysis and its inputs.
  func names(_ roles: [ColumnRole], _ tables: [PlainTable]) throws -> ColumnNames {
    let names = try ColumnNames(columns, roles: roles)
    try names.check(tables.map(\.header))
    return names
  }

  /// Parses columns of a table in parallel portions.
  func parse(
    _ table: PlainTable, _ wanted: [(index: Int, kind: PlainTable.Kind)]
  ) throws -> [PlainTable.Values] {
    var problems = Problems()
    let values = parse(table, wanted, &problems)
    try problems.throwIfAny()
    return values
  }

  /// As ``parse(_:_:)``; errors join `problems`, and what could not be read is missing.
  func parse(
    _ table: PlainTable, _ wanted: [(index: Int, kind: PlainTable.Kind)],
    _ problems: inout Problems
  ) -> [PlainTable.Values] {
    let parts = workers.map(table.portions(jobs * 4)) { table.parse(wanted, rows: $0) }
    let listed = problems.items.count + PlainTable.mostProblems
    for part in parts where problems.items.count < listed { problems.add(new: part.problems) }
    guard var values = parts.first?.values else {
      return wanted.map { $0.kind == .number ? .numbers([]) : .words([]) }
    }
    for part in parts.dropFirst() {
      for index in values.indices { values[index].append(part.values[index]) }
    }
    return values
  }

  /// Writes tables in full precision: the first as `PREFIX.ANALYSIS.tsv`, further ones as
  /// `PREFIX.ANALYSIS.NAME.tsv`.
  func write(_ tables: [Table], as analysis: String, _ summary: [String]) throws -> Result {
    let files = tables.enumerated().map { index, table in
      (
        bytes: Array(Self.text(table).utf8),
        path: out + ".\(analysis)" + (index == 0 ? "" : ".\(table.name)") + ".tsv"
      )
    }
    try Files.replaceAll(files)
    return Result(summary: summary.joined(separator: "\n"), files: files.map(\.path))
  }

  private static func text(_ table: Table) -> String {
    var text = TSV.line(table.columns.map(\.name))
    for row in table.rows { text += TSV.line(zip(row, table.columns).map { field($0, $1) }) }
    return text
  }

  private static func field(_ entry: Entry, _ column: Column) -> String {
    switch entry {
    case .text(let words): TSV.escaped(words)
    case .number(let value): value.isNaN ? "" : Digits.text(value, column.format)
    case .missing: ""
    case .withheld(let reason): "{withheld: \(TSV.escaped(reason))}"
    case .people: preconditionFailure("a run counts nobody of a cohort")
    }
  }
}
