import CohortModel
import Diagnostics
import Tables

/// `phenotypes.tsv` and its column table `phenotypes.columns.tsv`.
public enum PhenotypesFile {
  /// Reads the values of the people in `people` and of nobody else: what stands in
  /// other people's rows is not looked at beyond the number of fields.
  public static func read(
    _ bytes: [UInt8], file: String, columns columnBytes: [UInt8], columnsFile: String,
    roster: Roster, people: People
  ) throws(Problems) -> Phenotypes {
    let columns = try columnTable(columnBytes, file: columnsFile)
    let table = try TextTable(bytes, file: file)
    try table.require(["participant"] + columns.map(\.name), exact: true)
    var problems = Problems()
    var values = [[String?]](
      repeating: Array(repeating: nil, count: roster.count), count: columns.count)
    var seen: Set<Int> = []
    for row in table.rows.indices {
      guard let id = ParticipantID(table.field(row, "participant")),
        let index = roster.index(of: id), people.contains(index)
      else { continue }
      guard seen.insert(index).inserted else {
        problems.error(at: table.place(row: row, column: 0), "a second row of one participant")
        continue
      }
      for (number, column) in columns.enumerated() {
        let text = table.field(row, column.name)
        if text.isEmpty || text == column.missing { continue }
        guard isValid(text, column.kind) else {
          problems.error(
            at: table.place(row: row, column: column.name),
            "not a value of type \(column.kind.rawValue)",
            hint: "the missing code of '\(column.name)' is '\(column.missing)'")
          continue
        }
        values[number][index] = text
      }
    }
    try problems.throwIfAny()
    return Phenotypes(columns: columns, values: values)
  }

  private static func isValid(_ text: String, _ kind: PhenotypeColumn.Kind) -> Bool {
    switch kind {
    case .number: Double(text).map(\.isFinite) ?? false
    case .category, .ordinal: true
    case .dateYear: Int(text).map { (1880...2100).contains($0) } ?? false
    }
  }

  private static func columnTable(
    _ bytes: [UInt8], file: String
  ) throws(Problems) -> [PhenotypeColumn] {
    let table = try TextTable(bytes, file: file)
    try table.require(["column", "type", "unit", "missing", "label", "trait"], exact: true)
    var problems = Problems()
    var columns: [PhenotypeColumn] = []
    for row in table.rows.indices {
      guard let kind = PhenotypeColumn.Kind(rawValue: table.field(row, "type")) else {
        problems.error(
          at: table.place(row: row, column: "type"),
          "unknown type '\(table.field(row, "type"))'",
          hint: Suggestion.hint(
            for: table.field(row, "type"), among: PhenotypeColumn.Kind.allCases.map(\.rawValue)))
        continue
      }
      let trait = table.field(row, "trait")
      columns.append(
        PhenotypeColumn(
          name: table.field(row, "column"), kind: kind, unit: table.field(row, "unit"),
          missing: table.field(row, "missing"), label: table.field(row, "label"),
          trait: trait.isEmpty ? nil : trait))
    }
    try problems.throwIfAny()
    return columns
  }
}
