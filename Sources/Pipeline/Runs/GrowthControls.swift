import Analyses
import Diagnostics
import Formats
import Tables

/// Cell counts with the counts of their controls, from one of three forms: columns beside them,
/// two further tables joined by tags, or control rows among the others.
struct GrowthCounts {
  /// Rows of the table that are treated wells.
  let rows: [Int]
  let doses: [Double]
  let counts: [Double]
  /// By treated row.
  let controls: [Double]
  let time0: [Double]
  /// How controls were found, for the summary.
  let form: String

  init(_ plate: PlateTable, controlTable: PlateTable?, time0Table: PlateTable?) throws {
    var problems = Problems()
    let doses = plate.amounts(PlateRoles.dose, &problems)
    let counts = plate.amounts(PlateRoles.count, &problems)
    if plate.has(PlateRoles.control), plate.has(PlateRoles.time0) {
      rows = Array(0..<plate.table.rowCount)
      controls = Self.positive(plate, PlateRoles.control, &problems)
      time0 = Self.positive(plate, PlateRoles.time0, &problems)
      try problems.throwIfAny()
      form = "controls beside the counts"
    } else if let controlTable, let time0Table {
      rows = Array(0..<plate.table.rowCount)
      controls = Self.join(plate, controlTable, PlateRoles.controlTag, &problems)
      time0 = Self.join(plate, time0Table, PlateRoles.time0Tag, &problems)
      try problems.throwIfAny()
      form = "controls joined by tag, wells of a tag by the mean of their middle half"
    } else {
      let stacked = try StackedControls(plate, doses, counts, &problems)
      (rows, controls, time0) = (stacked.rows, stacked.controls, stacked.time0)
      form =
        "controls among the rows, by the mean of their middle half"
        + (stacked.unread > 0
          ? "; \(stacked.unread) rows without a time or a dose are neither wells nor controls" : "")
    }
    self.doses = rows.map { doses[$0] }
    self.counts = rows.map { counts[$0] }
  }

  private static func positive(
    _ plate: PlateTable, _ role: ColumnRole, _ problems: inout Problems
  ) -> [Double] {
    let values = plate.amounts(role, &problems)
    var listed = 0
    for (row, value) in values.enumerated() where value == 0 && listed < PlainTable.mostProblems {
      listed += 1
      problems.error(at: plate.place(row, role), "no cells in the control", hint: role.meaning)
    }
    return values
  }

  /// Counts of another table by tag, averaged.
  private static func join(
    _ plate: PlateTable, _ other: PlateTable, _ role: ColumnRole, _ problems: inout Problems
  ) -> [Double] {
    let own = plate.table.require(role, plate.names, &problems)
    let theirs = other.table.require(role, other.names, &problems)
    let counts = positive(other, PlateRoles.count, &problems)
    guard let own, let theirs else { return Array(repeating: .nan, count: plate.table.rowCount) }
    let names = other.run.parse(other.table, [(theirs, .word)], &problems)[0].words
    let groups = RowGroups(names.map { [$0] }, rows: counts.indices)
    var means: [String: Double] = [:]
    for (key, rows) in zip(groups.keys, groups.rows) {
      means[key[0]] = GrowthRate.trimmedMean(rows.map { counts[$0] }.filter { !$0.isNaN })
    }
    let tags = plate.run.parse(plate.table, [(own, .word)], &problems)[0].words
    var listed = 0
    return tags.enumerated().map { row, tag in
      if let mean = means[tag] { return mean }
      // A row that could not be read has its own error.
      if listed < PlainTable.mostProblems, problems.items.isEmpty || !tag.isEmpty {
        listed += 1
        problems.error(
          at: plate.place(row, role), "\(other.table.file) has no count for this \(role.name)",
          hint: "each tag of the data stands in the table of controls")
      }
      return .nan
    }
  }
}

/// Controls as rows of the same table: dose 0 at the time of the treated wells, and time 0.
/// Keys that controls and treated wells have no value of in common are no keys of the match.
private struct StackedControls {
  let rows: [Int]
  let controls: [Double]
  let time0: [Double]

  /// Rows that are neither treated nor a control: their time or dose is missing.
  let unread: Int

  init(
    _ plate: PlateTable, _ doses: [Double], _ counts: [Double], _ problems: inout Problems
  ) throws {
    guard plate.has(PlateRoles.time) else {
      problems.error(
        at: plate.table.headerPlace, "no control counts",
        hint:
          "columns cell_count__ctrl and cell_count__time0, or --control-table and --time0-table, or rows of dose 0 and of time 0"
      )
      throw problems
    }
    let times = plate.amounts(PlateRoles.time, &problems)
    try problems.throwIfAny()
    let all = plate.table.header.indices.filter { index in
      index != plate.index(PlateRoles.dose) && index != plate.index(PlateRoles.count)
    }
    let texts = try plate.texts(all)
    let rows = times.indices.filter { times[$0] > 0 && doses[$0] > 0 }
    let untreated = times.indices.filter { times[$0] > 0 && doses[$0] == 0 }
    let beginning = times.indices.filter { times[$0] == 0 }
    self.rows = rows
    unread = times.count - rows.count - untreated.count - beginning.count
    controls = try Self.match(plate, texts, counts, rows, untreated, "dose 0")
    time0 = try Self.match(plate, texts, counts, rows, beginning, "time 0")
  }

  private static func match(
    _ plate: PlateTable, _ texts: [[String]], _ counts: [Double], _ treated: [Int],
    _ controls: [Int], _ name: String
  ) throws -> [Double] {
    let width = texts.first?.count ?? 0
    let keys = (0..<width).filter { column in
      !Set(controls.map { texts[$0][column] }).isDisjoint(with: treated.map { texts[$0][column] })
    }
    let matched = texts.map { text in keys.map { text[$0] } }
    let groups = RowGroups(matched, rows: controls.filter { counts[$0] > 0 })
    var means: [[String]: Double] = [:]
    for (key, rows) in zip(groups.keys, groups.rows) {
      means[key] = GrowthRate.trimmedMean(rows.map { counts[$0] })
    }
    var problems = Problems()
    let found = treated.map { row -> Double in
      if let mean = means[matched[row]] { return mean }
      if problems.items.count < 20 {
        problems.error(
          at: plate.table.place(row: row), "no control row of \(name) has this row's keys",
          hint: "keys are the columns in which controls and treated wells have values in common")
      }
      return .nan
    }
    try problems.throwIfAny()
    return found
  }
}
