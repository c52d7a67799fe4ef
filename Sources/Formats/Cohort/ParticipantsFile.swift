import CohortModel
import Diagnostics
import Tables

/// `participants.tsv`: participant, sex, birth_year; further columns are labels.
public enum ParticipantsFile {
  /// Reads the roster. Throws all errors of the file at once.
  public static func read(_ bytes: [UInt8], file: String) throws(Problems) -> Roster {
    let table = try TextTable(bytes, file: file)
    var problems = Problems()
    let required = ["participant", "sex", "birth_year"]
    try table.require(required, exact: false)
    let labels = table.header.indices.filter { !required.contains(table.header[$0]) }
    var participants: [Participant] = []
    var lines: [String: Int] = [:]
    for row in table.rows.indices {
      guard let person = participant(table, row, labels, &problems) else { continue }
      if let first = lines.updateValue(row, forKey: person.id.text.lowercased()) {
        problems.error(
          at: table.place(row: row, column: "participant"),
          "the participant of line \(table.place(row: first).line ?? 0) again",
          hint: "ids differ in more than upper and lower case")
      }
      participants.append(person)
    }
    try problems.throwIfAny()
    return Roster(participants, labelNames: labels.map { table.header[$0] })
  }

  private static func participant(
    _ table: TextTable, _ row: Int, _ labels: [Int], _ problems: inout Problems
  ) -> Participant? {
    let idText = table.field(row, "participant")
    guard let id = ParticipantID(idText) else {
      problems.error(
        at: table.place(row: row, column: "participant"),
        "not a participant id",
        hint: "letters, digits, - and _, at most 64, beginning with a letter or digit")
      return nil
    }
    if let hint = Self.identifyingHint(idText) {
      problems.error(
        at: table.place(row: row, column: "participant"),
        "the id looks like \(hint)", hint: "use a study id that says nothing of the person",
        exit: .consent)
    }
    guard let sex = Sex(rawValue: table.field(row, "sex")) else {
      problems.error(
        at: table.place(row: row, column: "sex"), "unknown sex",
        hint: "female, male or unknown")
      return nil
    }
    let yearText = table.field(row, "birth_year")
    let year = Int(yearText)
    if !yearText.isEmpty, !(year.map { (1880...2100).contains($0) } ?? false) {
      problems.error(
        at: table.place(row: row, column: "birth_year"), "not a year of birth",
        hint: "four digits, or empty")
    }
    return Participant(
      id: id, sex: sex, birthYear: year, labels: labels.map { String(table.rows[row][$0]) })
  }

  /// What an id gives away, or nil: a medical record number, a birth date, a name.
  static func identifyingHint(_ id: String) -> String? {
    let lower = id.lowercased()
    if lower.hasPrefix("mrn") || lower.hasPrefix("nhs") { return "a medical record number" }
    let digits = id.filter(\.isNumber)
    if CalendarDate(id) != nil || digits.count == 8 && isDate(digits) { return "a birth date" }
    let letters = id.split { $0 == "-" || $0 == "_" }
    let isName =
      letters.count == 2
      && letters.allSatisfy { part in
        part.count > 2 && part.allSatisfy(\.isLetter) && part.first?.isUppercase == true
          && part.dropFirst().allSatisfy(\.isLowercase)
      }
    return isName ? "a name" : nil
  }

  private static func isDate(_ digits: String) -> Bool {
    let year = digits.prefix(4), rest = digits.dropFirst(4)
    guard let number = Int(year), (1900...2026).contains(number) else { return false }
    return CalendarDate("\(year)-\(rest.prefix(2))-\(rest.suffix(2))") != nil
  }
}

extension TextTable {
  /// The field of a named column as text, empty where there is no such column.
  func field(_ row: Int, _ name: String) -> String {
    index(of: name).map { String(rows[row][$0]) } ?? ""
  }

  /// Checks that the columns are there; with `exact`, that there are no others.
  func require(_ columns: [String], exact: Bool, optional: [String] = []) throws(Problems) {
    var problems = Problems()
    for column in columns where index(of: column) == nil {
      problems.error(
        at: headerPlace, "no column '\(column)'",
        hint: Suggestion.nearest(to: column, among: header).map { "is '\($0)' meant as it?" }
          ?? "the columns are: " + columns.joined(separator: ", "))
    }
    for column in header where exact && !columns.contains(column) && !optional.contains(column) {
      problems.error(
        at: headerPlace, "unknown column '\(column)'",
        hint: Suggestion.hint(for: column, among: columns + optional))
    }
    try problems.throwIfAny()
  }
}
