import Analyses
import Diagnostics
import Formats
import Knowledge

/// The two studies of `casebook run mr`, from two tables or from one.
struct MRStudies {
  let exposure: [Association]
  let outcome: Harmonisation.Outcome
  /// What was not used of the tables, for the summary.
  let notes: [String]

  init(_ read: [PlainTable], _ names: ColumnNames) throws {
    let (exposure, all) =
      try read.count == 2 ? Self.two(read, names) : Self.one(read[0], names)
    self.exposure = exposure
    outcome = Harmonisation.Outcome(all)
    guard read.count == 2 else {
      notes = []
      return
    }
    notes =
      read.flatMap { LeftOut.unread($0, names) }
      + LeftOut.outcome(
        read[1].file, outcome, exposure, lacking: "that the exposure's table lacks")
  }

  private static func two(
    _ read: [PlainTable], _ names: ColumnNames
  ) throws -> ([Association], [Association]) {
    var problems = Problems()
    let rows = try read.map { table in
      for (role, other) in [
        (SummaryColumns.beta, SummaryColumns.oddsRatio),
        (SummaryColumns.standardError, SummaryColumns.variance),
      ] where table.index(of: role, names) == nil && table.index(of: other, names) == nil {
        _ = table.require(role, names, &problems)
      }
      return try problems.gather { try SummaryFile.associations(table, names) } ?? []
    }
    try problems.throwIfAny()
    return (rows[0], rows[1])
  }

  private static func one(
    _ table: PlainTable, _ names: ColumnNames
  ) throws -> ([Association], [Association]) {
    var problems = Problems()
    let needed = RunMR.oneTable.map { table.require($0, names, &problems) }
    let optional = RunMR.oneTableOptional.map { table.index(of: $0, names) }
    let variant = table.index(of: SummaryColumns.variant, names)
    let columns = (needed + optional).compactMap { $0 }
    let values = table.columns(
      columns.map { ($0, .number) } + (variant.map { [($0, .word)] } ?? []), &problems)
    let rules =
      [nil, SummaryColumns.standardError, nil, SummaryColumns.standardError]
      + [SummaryColumns.people, SummaryColumns.people, SummaryColumns.p]
    func numbers(_ index: Int?) -> [Double]? {
      index.flatMap { columns.firstIndex(of: $0) }.map { values[$0].numbers }
    }
    for (column, role) in zip(needed + optional, rules) {
      guard let column, let role, let rule = SummaryColumns.rule(role) else { continue }
      table.check(numbers(column) ?? [], column: column, rule, &problems)
    }
    try problems.throwIfAny()
    func known(_ values: [Double]?, _ row: Int) -> Double? {
      values.flatMap { $0[row].isNaN ? nil : $0[row] }
    }
    func rows(_ first: Int, people: Int?, p: Int?) -> [Association] {
      let (beta, error) = (numbers(needed[first]), numbers(needed[first + 1]))
      let (counts, p) = (numbers(people), numbers(p))
      return (0..<table.rowCount).map { row in
        Association(
          variant: variant.flatMap { _ in values.last?.words[row] } ?? "row \(row + 1)",
          beta: known(beta, row), standardError: known(error, row), p: known(p, row),
          people: known(counts, row))
      }
    }
    return (
      rows(0, people: optional[0], p: optional[2]), rows(2, people: optional[1], p: nil)
    )
  }
}
