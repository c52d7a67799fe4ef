import CohortModel
import Diagnostics
import Tables

/// `consent.tsv`: one row a participant. A bad row is `Ethics`' business and denies
/// that person; a bad header, encoding or field count stops the build.
public enum ConsentFile {
  /// Rows by roster index (nil: none, or more than one), and warnings about rows
  /// of nobody and of people with two.
  public static func read(
    _ bytes: [UInt8], file: String, roster: Roster
  ) throws(Problems) -> (rows: [ConsentRow?], lines: [Int?], warnings: Problems) {
    let table: TextTable
    do {
      table = try TextTable(bytes, file: file)
      try table.require(
        ConsentField.allCases.filter { $0 != .casePublic }.map(\.rawValue), exact: true,
        optional: [ConsentField.casePublic.rawValue])
    } catch {
      throw Problems(
        error.items.map {
          Diagnostic($0.severity, at: $0.place, $0.message, hint: $0.hint, exit: .consent)
        })
    }
    let fields = table.header.map { ConsentField(rawValue: $0) }
    var rows = [ConsentRow?](repeating: nil, count: roster.count)
    var lines = [Int?](repeating: nil, count: roster.count)
    var warnings = Problems()
    var seen: Set<Int> = []
    for row in table.rows.indices {
      let id = ParticipantID(table.field(row, ConsentField.participant.rawValue))
      guard let index = id.flatMap({ roster.index(of: $0) }) else {
        warnings.warn(
          at: table.place(row: row, column: 0), "consent of nobody in the participants table",
          hint: "it allows nothing; add the participant or remove the row")
        continue
      }
      guard seen.insert(index).inserted else {
        rows[index] = nil
        warnings.warn(
          at: table.place(row: row, column: 0), "a second consent row of one participant",
          hint: "both are ignored: the person is out until one is removed")
        continue
      }
      var values: [ConsentField: String] = [:]
      for (field, value) in zip(fields, table.rows[row]) {
        if let field { values[field] = String(value) }
      }
      rows[index] = ConsentRow(values)
      lines[index] = table.place(row: row).line
    }
    return (rows, lines, warnings)
  }
}
