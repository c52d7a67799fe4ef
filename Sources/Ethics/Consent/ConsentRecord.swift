import CohortModel

/// A consent row that was read and found to be one: each field has a known value.
/// The reader fails closed: whatever it does not know denies.
struct ConsentRecord: Equatable {
  enum State: String { case granted, withdrawn, expired }
  enum Answer: String { case yes, no, na }

  let state: State
  let grantedOn: CalendarDate?
  let expiresOn: CalendarDate?
  let isWithdrawalDated: Bool
  let clauses: DUOClauses
  let audiences: Set<Audience>
  let optIns: Set<FindingKind>
  let isMinor: Bool
  let guardian: Answer?
  let hasOpenCase: Bool

  /// Throws the reason for which the row denies everything (rule R1).
  init(_ row: ConsentRow, on date: CalendarDate) throws(Denial) {
    guard let state = State(rawValue: row[.state] ?? "") else {
      throw Denial(.r1, "unknown state")
    }
    self.state = state
    grantedOn = try Self.day(row, .grantedOn)
    expiresOn = try Self.day(row, .expiresOn)
    isWithdrawalDated = !(row[.withdrawnOn] ?? "").isEmpty
    let dated = [
      grantedOn, try Self.day(row, .withdrawnOn), try Self.day(row, .recordedOn),
    ]
    if dated.contains(where: { $0.map { $0 > date } ?? false }) {
      throw Denial(.r1, "a date that lies in the future")
    }
    guard let clauses = DUOClauses(row[.duo] ?? "") else {
      throw Denial(.r1, "not one permission and known modifiers in duo")
    }
    self.clauses = clauses
    var audiences: Set<Audience> = []
    for (field, audience) in Self.audienceFields
    where try Self.word(row, field, ["yes", "no", ""]) == "yes" {
      audiences.insert(audience)
    }
    self.audiences = audiences
    var optIns: Set<FindingKind> = []
    for (field, kind) in Self.optInFields
    where try Self.word(row, field, ["in", "out", ""]) == "in" {
      optIns.insert(kind)
    }
    self.optIns = optIns
    isMinor = try Self.word(row, .minor, ["yes", "no"]) == "yes"
    guardian = Answer(rawValue: try Self.word(row, .guardianConsent, ["yes", "no", "na", ""]))
    _ = try Self.word(row, .assent, ["yes", "no", "na", ""])
    _ = try Self.word(row, .recontact, ["yes", "no", ""])
    _ = try Self.word(row, .withdrawalScope, ["no_new_use", "erase", ""])
    hasOpenCase = try Self.word(row, .casePublic, ["yes", "no", ""]) == "yes"
    // A record that knows the field must say that a guardian agreed.
    if isMinor, row[.guardianConsent] != nil, guardian != .yes {
      throw Denial(.r1, "a minor without a guardian's consent")
    }
  }

  private static let audienceFields: [(ConsentField, Audience)] = [
    (.audiencePublic, .public), (.audienceClinic, .clinic), (.audienceParticipant, .participant),
  ]

  private static let optInFields: [(ConsentField, FindingKind)] = [
    (.optACMG, .acmgSF), (.optCarrier, .carrier), (.optPGx, .pgx), (.optPRS, .prs),
    (.optAncestry, .ancestry), (.optAdultOnset, .adultOnset),
  ]

  private static func word(
    _ row: ConsentRow, _ field: ConsentField, _ known: [String]
  ) throws(Denial) -> String {
    let value = row[field] ?? ""
    guard known.contains(value) else { throw Denial(.r1, "unknown value in \(field.rawValue)") }
    return value
  }

  private static func day(_ row: ConsentRow, _ field: ConsentField) throws(Denial) -> CalendarDate?
  {
    let value = row[field] ?? ""
    if value.isEmpty { return nil }
    guard let date = CalendarDate(value) else {
      throw Denial(.r1, "no date of the form 2026-11-20 in \(field.rawValue)")
    }
    return date
  }
}
