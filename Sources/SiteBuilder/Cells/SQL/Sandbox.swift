import CSQLite

/// What a cell's statement may do: read the tables of the edition, and compute. Everything else
/// is refused by SQLite's authorizer before it runs, and what runs is bounded by counts, never
/// by a clock, so that the same cell gives the same on every machine.
final class Sandbox {
  /// Tables that the statement named.
  private(set) var tables: Set<String> = []
  /// What was refused first.
  private(set) var refusal: String?
  private let allowed: Set<String>
  private var steps = 0

  /// Rows that a statement may give.
  static let rowLimit = 10_000
  /// Bytes of text that a statement may give.
  static let byteLimit = 4_000_000
  /// Bytes that SQLite may hold in the whole process, for sorting and the like.
  static let heapLimit: Int64 = 1 << 30
  /// Calls of the progress handler, each after 1,000 instructions of SQLite's machine.
  private static let stepLimit = 5_000

  init(tables: Set<String>) { allowed = tables }

  private static let aggregates: Set = [
    "avg", "count", "group_concat", "max", "min", "sum", "total", "first_value", "lag",
    "last_value", "lead", "nth_value", "ntile", "percent_rank", "rank", "row_number", "cume_dist",
    "dense_rank",
  ]
  private static let plain: Set = [
    "abs", "acos", "asin", "atan", "ceil", "ceiling", "coalesce", "cos", "exp", "floor", "format",
    "glob", "ifnull", "iif", "instr", "length", "like", "ln", "log", "log10", "log2", "lower",
    "ltrim", "mod", "nullif", "pi", "pow", "power", "printf", "replace", "round", "rtrim", "sign",
    "sin", "sqrt", "substr", "substring", "tan", "trim", "trunc", "typeof", "unicode", "upper",
  ]

  private static let limits: [(Int32, Int32)] = [
    (SQLITE_LIMIT_LENGTH, 10_000), (SQLITE_LIMIT_SQL_LENGTH, 100_000),
    (SQLITE_LIMIT_EXPR_DEPTH, 50), (SQLITE_LIMIT_COMPOUND_SELECT, 20), (SQLITE_LIMIT_ATTACHED, 0),
    (SQLITE_LIMIT_VDBE_OP, 25_000), (SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 100),
    (SQLITE_LIMIT_COLUMN, 200),
  ]

  /// Closes the connection to everything but what a cell may do; it keeps the sandbox.
  func close(_ connection: Connection) {
    connection.sandbox = self
    let db = connection.handle
    sqlite3_hard_heap_limit64(Self.heapLimit)
    for (what, value) in Self.limits { sqlite3_limit(db, what, value) }
    cb_db_config(db, SQLITE_DBCONFIG_DQS_DML, 0)
    cb_db_config(db, SQLITE_DBCONFIG_DQS_DDL, 0)
    cb_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0)
    cb_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1)
    cb_db_config(db, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0)
    sqlite3_exec(db, "pragma query_only = 1", nil, nil, nil)
    let own = Unmanaged.passUnretained(self).toOpaque()
    sqlite3_progress_handler(
      db, 1_000,
      { own in
        guard let own else { return 1 }
        return Unmanaged<Sandbox>.fromOpaque(own).takeUnretainedValue().goesOn() ? 0 : 1
      }, own)
    sqlite3_set_authorizer(
      db,
      { own, action, first, second, _, _ in
        guard let own else { return SQLITE_DENY }
        return Unmanaged<Sandbox>.fromOpaque(own).takeUnretainedValue()
          .allows(action, first.map { String(cString: $0) }, second.map { String(cString: $0) })
          ? SQLITE_OK : SQLITE_DENY
      }, own)
  }

  private func goesOn() -> Bool {
    steps += 1
    return steps <= Self.stepLimit
  }

  private func allows(_ action: Int32, _ first: String?, _ second: String?) -> Bool {
    switch action {
    case SQLITE_SELECT, SQLITE_RECURSIVE: return true
    case SQLITE_READ:
      let name = first ?? ""
      if allowed.contains(name) {
        tables.insert(name)
        return true
      }
      // A common table expression of which only rows are counted.
      if second == "", !name.hasPrefix("sqlite_"), !name.hasPrefix("pragma_") { return true }
      return refuse("no table '\(name)' for a cell")
    case SQLITE_FUNCTION:
      let name = (second ?? "").lowercased()
      if Self.aggregates.contains(name) || Self.plain.contains(name) {
        return true
      }
      return refuse("no function '\(name)' for a cell")
    default: return refuse("a cell reads; it does nothing else")
    }
  }

  private func refuse(_ why: String) -> Bool {
    refusal = refusal ?? why
    return false
  }
}
