import Diagnostics
import Formats

/// The columns of plate tables, by the names that programs give them.
enum PlateRoles {
  static let model = ColumnRole(
    "model", ["cell_line", "line", "sampleid", "cellid", "clone", "cell_model"],
    "cell line or clone")
  static let donor = ColumnRole(
    "donor", ["patient", "participant", "individual", "subject"], "whose cells they are")
  static let drug = ColumnRole(
    "drug",
    [
      "agent", "treatment", "treatmentid", "compound", "perturbagen", "drug1", "drug_row", "drug_a",
    ],
    "what the well was given")
  static let curve = ColumnRole(
    "curve", ["curve_id", "rowid", "experiment", "block_id", "exp_id"],
    "a further name that tells curves apart")
  static let dose = ColumnRole(
    "dose",
    [
      "concentration", "conc", "dose1", "conc1", "conc_r", "dose_um", "concentration_um", "conc_um",
    ],
    "dose, 0 or more, in any unit")
  static let value = ColumnRole(
    "value",
    ["viability", "viability_pct", "viability_percent", "response", "survival", "inhibition"],
    "what is left of the control: a fraction, a percentage, or a raw signal with --control")
  static let plate = ColumnRole("plate", ["plate_id", "barcode"], "wells of one plate")
  static let time = ColumnRole("time", ["hours", "duration", "time_h", "timepoint"], "hours")
  static let drug2 = ColumnRole(
    "drug2", ["drug_col", "drug_b", "agent2", "compound2"], "the second drug of a combination")
  static let dose2 = ColumnRole(
    "dose2", ["conc_c", "concentration2", "conc2", "dose_b", "dose_col"], "its dose")
  static let count = ColumnRole(
    "cell_count", ["count", "cells"], "cells at the end, or what stands for them")
  static let control = ColumnRole(
    "cell_count__ctrl", ["control_count"], "cells at the end without a drug")
  static let time0 = ColumnRole("cell_count__time0", ["time0_count"], "cells at the beginning")
  static let controlTag = ColumnRole(
    "ctrl_tag", ["control_tag"], "which rows of --control-table belong to a row")
  static let time0Tag = ColumnRole(
    "time0_tag", [], "which rows of --time0-table belong to a row")
}

/// A plate table and where its columns are.
struct PlateTable {
  let table: PlainTable
  let names: ColumnNames
  let run: RunTables

  func index(_ role: ColumnRole) -> Int? { table.index(of: role, names) }
  func has(_ role: ColumnRole) -> Bool { index(role) != nil }

  /// A column of words; missing is the empty text.
  func words(_ index: Int) throws -> [String] {
    try run.parse(table, [(index, .word)])[0].words
  }

  /// Numbers of a role that has to be there. Below zero is an error; missing is NaN.
  func amounts(_ role: ColumnRole, _ problems: inout Problems) -> [Double] {
    let values = numbers(role, &problems)
    var listed = 0
    for (row, value) in values.enumerated() where value < 0 && listed < PlainTable.mostProblems {
      listed += 1
      problems.error(
        at: place(row, role), "\(role.name) below zero", hint: "\(role.meaning)")
    }
    return values
  }

  func amounts(_ role: ColumnRole) throws -> [Double] {
    var problems = Problems()
    let values = amounts(role, &problems)
    try problems.throwIfAny()
    return values
  }

  /// Numbers of a role that has to be there; missing is NaN, and so is all where it is not.
  func numbers(_ role: ColumnRole, _ problems: inout Problems) -> [Double] {
    guard let index = table.require(role, names, &problems) else {
      return Array(repeating: .nan, count: table.rowCount)
    }
    return run.parse(table, [(index, .number)], &problems)[0].numbers
  }

  func place(_ row: Int, _ role: ColumnRole) -> Place {
    table.place(row: row, column: index(role).map { table.header[$0] })
  }

  /// The columns that tell curves apart: those of the roles that are there, and those named.
  func keys(_ roles: [ColumnRole], by: [String]) throws -> [Int] {
    var problems = Problems()
    var keys = roles.compactMap { index($0) }
    for header in by {
      guard let index = table.header.firstIndex(of: header) else {
        problems.error(
          at: Place("--by \(header)"), "the table has no such column",
          hint: Suggestion.hint(for: header, among: table.header), exit: .usage)
        continue
      }
      if !keys.contains(index) { keys.append(index) }
    }
    try problems.throwIfAny()
    return keys
  }

  /// The texts of columns by row.
  func texts(_ columns: [Int]) throws -> [[String]] {
    guard !columns.isEmpty else { return Array(repeating: [], count: table.rowCount) }
    let parsed = try run.parse(table, columns.map { ($0, .word) }).map(\.words)
    return (0..<table.rowCount).map { row in parsed.map { $0[row] } }
  }
}

/// Rows that have the same texts, in the order of their first ones.
struct RowGroups {
  let keys: [[String]]
  let rows: [[Int]]

  init(_ texts: [[String]], rows kept: some Sequence<Int>) {
    var places: [[String]: Int] = [:]
    var (keys, rows): ([[String]], [[Int]]) = ([], [])
    for row in kept {
      if let place = places[texts[row]] {
        rows[place].append(row)
      } else {
        places[texts[row]] = rows.count
        keys.append(texts[row])
        rows.append([row])
      }
    }
    (self.keys, self.rows) = (keys, rows)
  }
}
