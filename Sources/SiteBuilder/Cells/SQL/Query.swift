import CSQLite
import Diagnostics
import Foundation
import Markup
import Tables

/// A cell's statement, run in the sandbox.
struct Query {
  /// What a statement gave, as a table of released entries.
  struct Result {
    let table: TextTable
    /// Paths of the tables that were read, sorted.
    let read: [String]
  }

  let cell: Fragment.Cell
  let databases: Databases
  /// Results of earlier cells of the page.
  let earlier: [(name: String, table: TextTable)]
  let parameters: [String: String]

  /// Runs the statement. Throws a located error, with the place in the statement where SQLite
  /// knows it, for what is refused, wrong, without a limit, or empty without `empty=ok`.
  func run() throws(Problems) -> Result {
    let runs: [Run]
    do {
      runs = try zip(Databases.Variant.allCases, try databases.open()).map {
        try run($0.1, $0.0)
      }
    } catch let failure as Connection.Failure {
      throw problem(failure)
    } catch let problems as Problems {
      throw problems
    } catch {
      throw Problems([Diagnostic(at: cell.place, "the cell cannot be run", exit: .bug)])
    }
    let entries = Suppression(runs.map(\.rows), columns: runs[0].sources).entries
    let official = runs[0]
    if entries.isEmpty, cell.options["empty"] != "ok" {
      throw Problems([
        Diagnostic(
          at: cell.place, "the cell gave no row",
          hint: "write empty=ok into its braces if that may be")
      ])
    }
    try checkNames(official.columns)
    var text = TSV.line(official.columns.map(TSV.escaped))
    for row in entries { text += TSV.line(row.map(\.field)) }
    let name = cell.options.id ?? "cell"
    let read = official.tables.compactMap(databases.path).sorted()
    return Result(table: try TextTable(Array(text.utf8), file: name), read: read)
  }

  /// Names that later cells could not tell apart: SQL knows no capitals.
  private func checkNames(_ columns: [String]) throws(Problems) {
    var problems = Problems()
    var seen: Set<String> = []
    for column in columns where !seen.insert(column.lowercased()).inserted {
      problems.error(
        at: cell.place, "two columns are called '\(column)'", hint: "name one: select … as other")
    }
    let name = cell.options.id.map { Databases.sqlName($0).lowercased() } ?? ""
    let others = databases.names.map { ($0.name, "a table of the edition") }
    let cells = earlier.map { (Databases.sqlName($0.name), "the cell '\($0.name)'") }
    if let other = (others + cells).first(where: { $0.0.lowercased() == name }) {
      problems.error(
        at: cell.place, "the cell's id is that of \(other.1), to SQL",
        hint: "another id; SQL knows no capitals, and writes _ for -")
    }
    try problems.throwIfAny()
  }

  private struct Run {
    let columns: [String]
    let rows: [[Connection.Field]]
    let tables: Set<String>
    let sources: [Suppression.Source]
  }

  private func run(_ connection: Connection, _ variant: Databases.Variant) throws -> Run {
    for result in earlier {
      try Databases.add(
        result.table, as: Databases.sqlName(result.name), to: connection, variant,
        isTemporary: true)
    }
    let names = databases.names.map(\.name) + earlier.map { Databases.sqlName($0.name) }
    let sandbox = Sandbox(tables: Set(names))
    sandbox.close(connection)
    do {
      return try run(connection, sandbox)
    } catch let failure as Connection.Failure {
      guard let refusal = sandbox.refusal else { throw failure }
      throw Connection.Failure(message: refusal, offset: failure.offset, isLimit: false)
    }
  }

  private func run(_ connection: Connection, _ sandbox: Sandbox) throws -> Run {
    var statement: OpaquePointer?
    var rest = 0
    let sql = cell.text
    let code = sql.withCString { text -> Int32 in
      var tail: UnsafePointer<CChar>?
      let code = sqlite3_prepare_v2(connection.handle, text, -1, &statement, &tail)
      rest = tail.map { $0 - text } ?? 0
      return code
    }
    guard code == SQLITE_OK else { throw connection.failure() }
    guard let statement else {
      throw Connection.Failure(message: "the cell is empty", offset: nil, isLimit: false)
    }
    defer { sqlite3_finalize(statement) }
    guard Self.isBlank(sql.utf8.dropFirst(rest)) else {
      throw Connection.Failure(
        message: "a cell is one statement", offset: rest, isLimit: false)
    }
    guard sqlite3_stmt_readonly(statement) != 0, sqlite3_stmt_isexplain(statement) == 0 else {
      throw Connection.Failure(
        message: "a cell reads; it does nothing else", offset: 0, isLimit: false)
    }
    try bind(statement)
    let columns = (0..<sqlite3_column_count(statement)).map {
      sqlite3_column_name(statement, $0).map { String(cString: $0) } ?? ""
    }
    return Run(
      columns: columns, rows: try rows(statement, connection, columns.count),
      tables: sandbox.tables, sources: columns.indices.map { source(statement, Int32($0)) })
  }

  /// Whether a column of the result is one of a table, and nothing more.
  private func source(_ statement: OpaquePointer, _ index: Int32) -> Suppression.Source {
    guard let table = sqlite3_column_table_name(statement, index),
      let column = sqlite3_column_origin_name(statement, index)
    else { return .computed }
    return .released(hides: databases.hides(String(cString: table), String(cString: column)))
  }

  private func rows(
    _ statement: OpaquePointer, _ connection: Connection, _ width: Int
  ) throws -> [[Connection.Field]] {
    var rows: [[Connection.Field]] = []
    var size = 0
    while true {
      switch sqlite3_step(statement) {
      case SQLITE_DONE: return rows
      case SQLITE_ROW:
        guard rows.count < Sandbox.rowLimit else {
          throw Connection.Failure(
            message: "more than \(Sandbox.rowLimit) rows", offset: nil, isLimit: true)
        }
        rows.append((0..<Int32(width)).map { Connection.field(statement, $0) })
        size += rows[rows.count - 1].reduce(0) { $0 + $1.size }
        guard size <= Sandbox.byteLimit else {
          throw Connection.Failure(
            message: "more than \(Sandbox.byteLimit) bytes", offset: nil, isLimit: true)
        }
      default: throw connection.failure()
      }
    }
  }

  /// `:name` is a parameter of the page's front matter.
  private func bind(_ statement: OpaquePointer) throws {
    for index in 0..<sqlite3_bind_parameter_count(statement) {
      let name =
        sqlite3_bind_parameter_name(statement, index + 1).map { String(cString: $0) } ?? "?"
      guard let value = parameters[String(name.dropFirst())] else {
        throw Connection.Failure(
          message: "no parameter '\(name)' on this page", offset: nil, isLimit: false)
      }
      let field: Connection.Field =
        Int64(value).map { .integer($0) } ?? Double(value).map { .real($0) } ?? .text(value)
      Connection.bind(statement, index + 1, field)
    }
  }

  /// Blanks and comments.
  private static func isBlank(_ text: some Collection<UInt8>) -> Bool {
    var rest = Array(text)[...]
    while let first = rest.first {
      if rest.starts(with: "--".utf8) {
        rest = rest.drop { $0 != 0x0A }
      } else if rest.starts(with: "/*".utf8) {
        guard let end = rest.dropFirst(2).firstRange(of: Array("*/".utf8)) else { return true }
        rest = rest[end.upperBound...]
      } else if [0x20, 0x09, 0x0A, 0x0D, 0x3B].contains(first) {
        rest = rest.dropFirst()
      } else {
        return false
      }
    }
    return true
  }

  private func problem(_ failure: Connection.Failure) -> Problems {
    let hint =
      failure.isLimit
      ? "the cell takes too long, or gives too much: narrow it"
      : self.hint(failure.message)
    return Problems([
      Diagnostic(at: place(failure.offset ?? mention(failure.message)), failure.message, hint: hint)
    ])
  }

  /// "did you mean" for tables and columns.
  private func hint(_ message: String) -> String? {
    let parts = message.split(separator: ": ", maxSplits: 1).map(String.init)
    guard parts.count == 2 else { return nil }
    let tables = databases.names.map(\.name) + earlier.map { Databases.sqlName($0.name) }
    if parts[0] == "no such table" { return Suggestion.hint(for: parts[1], among: tables) }
    guard parts[0] == "no such column" else { return nil }
    let mentioned = databases.names.filter { cell.text.contains($0.name) }
    let columns =
      mentioned.compactMap { try? databases.tables.table($0.path).header }
      .flatMap { $0 } + earlier.flatMap(\.table.header)
    let name = parts[1].split(separator: ".").last.map(String.init) ?? parts[1]
    return Suggestion.hint(for: name, among: Set(columns))
  }

  /// Where a statement names the table that is not there; SQLite does not say.
  private func mention(_ message: String) -> Int? {
    let parts = message.components(separatedBy: "no such table: ")
    guard parts.count == 2, let found = cell.text.range(of: parts[1]) else { return nil }
    return cell.text.utf8.distance(from: cell.text.startIndex, to: found.lowerBound)
  }

  /// A place in the document, from bytes of the statement.
  private func place(_ offset: Int?) -> Place {
    guard let offset, let line = cell.place.line else { return cell.place }
    let before = cell.text.utf8.prefix(offset)
    let start = before.lastIndex(of: 0x0A).map { before.index(after: $0) } ?? before.startIndex
    let column = String(Substring(before[start...])).count + 1
    return Place(
      cell.place.file, line: line + 1 + before.count { $0 == 0x0A }, column: column)
  }
}
