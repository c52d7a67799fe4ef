import CSQLite
import Foundation

/// One connection to an SQLite database in memory. Not to be shared between threads.
final class Connection {
  /// What SQLite said, and where in the statement, if it knew.
  struct Failure: Error {
    let message: String
    /// Bytes from the start of the statement.
    let offset: Int?
    let isLimit: Bool
  }

  enum Field: Equatable {
    case null
    case text(String)
    case integer(Int64)
    case real(Double)

    /// Bytes, about.
    var size: Int { if case .text(let text) = self { text.utf8.count } else { 8 } }
  }

  let handle: OpaquePointer
  /// What SQLite calls back as long as the connection is open.
  var sandbox: Sandbox?

  /// An empty database, or one that another connection serialized.
  init(_ image: [UInt8] = []) throws(Failure) {
    var handle: OpaquePointer?
    let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_MEMORY | SQLITE_OPEN_NOMUTEX
    guard sqlite3_open_v2(":memory:", &handle, flags, nil) == SQLITE_OK, let handle else {
      throw Failure(message: "the database cannot be opened", offset: nil, isLimit: false)
    }
    self.handle = handle
    if !image.isEmpty, cb_open_image(handle, image, Int64(image.count)) != SQLITE_OK {
      throw failure()
    }
    // What is sorted counts as memory, and has its limit; it never goes to a file.
    try execute("pragma temp_store = 2")
  }

  deinit { sqlite3_close_v2(handle) }

  /// The bytes of the whole database, for other connections to open.
  func serialized() throws(Failure) -> [UInt8] {
    var count: sqlite3_int64 = 0
    // A database without a table has no bytes.
    guard let bytes = sqlite3_serialize(handle, "main", &count, 0) else {
      if count == 0, sqlite3_errcode(handle) == SQLITE_OK { return [] }
      throw failure()
    }
    defer { sqlite3_free(bytes) }
    return Array(UnsafeBufferPointer(start: bytes, count: Int(count)))
  }

  /// Runs a statement of the program's own.
  func execute(_ sql: String) throws(Failure) {
    guard sqlite3_exec(handle, sql, nil, nil, nil) == SQLITE_OK else { throw failure() }
  }

  func failure() -> Failure {
    let code = sqlite3_errcode(handle)
    let offset = Int(sqlite3_error_offset(handle))
    return Failure(
      message: String(cString: sqlite3_errmsg(handle)), offset: offset >= 0 ? offset : nil,
      isLimit: [SQLITE_INTERRUPT, SQLITE_TOOBIG, SQLITE_NOMEM].contains(code))
  }

  /// Inserts rows into a table, all or none.
  func insert(_ rows: [[Field]], into table: String, columns: Int) throws(Failure) {
    let marks = Array(repeating: "?", count: columns).joined(separator: ",")
    var statement: OpaquePointer?
    let sql = "insert into \(Self.quoted(table)) values (\(marks))"
    guard sqlite3_prepare_v2(handle, sql, -1, &statement, nil) == SQLITE_OK else {
      throw failure()
    }
    defer { sqlite3_finalize(statement) }
    try execute("begin")
    for row in rows {
      for (index, field) in row.enumerated() { Self.bind(statement, Int32(index + 1), field) }
      guard sqlite3_step(statement) == SQLITE_DONE else { throw failure() }
      sqlite3_reset(statement)
    }
    try execute("commit")
  }

  static func bind(_ statement: OpaquePointer?, _ index: Int32, _ field: Field) {
    switch field {
    case .null: sqlite3_bind_null(statement, index)
    case .integer(let value): sqlite3_bind_int64(statement, index, value)
    case .real(let value): sqlite3_bind_double(statement, index, value)
    case .text(let value): cb_bind_text(statement, index, value, Int32(value.utf8.count))
    }
  }

  static func field(_ statement: OpaquePointer?, _ index: Int32) -> Field {
    switch sqlite3_column_type(statement, index) {
    case SQLITE_INTEGER: .integer(sqlite3_column_int64(statement, index))
    case SQLITE_FLOAT: .real(sqlite3_column_double(statement, index))
    case SQLITE_NULL: .null
    default: .text(sqlite3_column_text(statement, index).map { String(cString: $0) } ?? "")
    }
  }

  /// A name as SQL writes it.
  static func quoted(_ name: String) -> String {
    "\"" + name.replacing("\"", with: "\"\"") + "\""
  }
}
