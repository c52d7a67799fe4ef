import CohortModel

/// Why a use is denied: the rule (`R1` to `R5`) and words without any private value.
public struct Denial: Error, Sendable, Hashable, CustomStringConvertible {
  /// The rules of consent, R1 to R5.
  public enum Rule: String, Sendable { case r1 = "R1", r2 = "R2", r3 = "R3", r4 = "R4", r5 = "R5" }

  public let rule: Rule
  public let reason: String

  init(_ rule: Rule, _ reason: String) { (self.rule, self.reason) = (rule, reason) }

  public var description: String { "\(rule.rawValue) \(reason)" }
}

/// The answer to one question. Anything that is not allowed in so many words is denied.
public enum ConsentDecision: Sendable, Hashable {
  case allow
  case deny(Denial)

  public var isAllowed: Bool { self == .allow }
}

/// Consent as a pure function of a record, a use and a date (GA4GH DUO; the mapping
/// of codes to tests is Casebook's own).
public enum Consent {
  /// Decides on `row`; nil stands for no record.
  public static func decide(
    _ row: ConsentRow?, for use: Use, on date: CalendarDate
  ) -> ConsentDecision {
    guard let row else { return .deny(Denial(.r1, "no consent record")) }
    do {
      let record = try ConsentRecord(row, on: date)
      try checkState(record, on: date)
      try checkPermission(record.clauses, use)
      try checkModifiers(record, use, on: date)
      try checkAudience(record, use)
      try checkFinding(record, use)
      return .allow
    } catch {
      return .deny(error)
    }
  }

  /// Whether the row denies every use because it cannot be read; nil where it can.
  public static func fault(in row: ConsentRow, on date: CalendarDate) -> Denial? {
    do {
      _ = try ConsentRecord(row, on: date)
      return nil
    } catch {
      return error
    }
  }

  private static func checkState(_ record: ConsentRecord, on date: CalendarDate) throws(Denial) {
    if record.state != .granted { throw Denial(.r2, record.state.rawValue) }
    if record.isWithdrawalDated { throw Denial(.r2, "withdrawn_on set") }
    if let expires = record.expiresOn, expires <= date { throw Denial(.r2, "expired") }
    if record.grantedOn == nil { throw Denial(.r1, "granted_on missing") }
  }

  private static func checkPermission(_ clauses: DUOClauses, _ use: Use) throws(Denial) {
    switch clauses.permission {
    case .HMB where use.purpose == .ancestry: throw Denial(.r3, "HMB excludes ancestry")
    case .POA where use.purpose != .ancestry: throw Denial(.r3, "POA only")
    case .DS:
      let diseases = Set((use.disease.map { [$0] } ?? []) + use.diseaseAncestors)
      if use.purpose != .disease || diseases.isDisjoint(with: clauses.permissionParameters) {
        throw Denial(.r3, "DS other disease")
      }
    default: break
    }
  }

  private static func checkModifiers(
    _ record: ConsentRecord, _ use: Use, on date: CalendarDate
  ) throws(Denial) {
    let clauses = record.clauses
    if clauses.has(.NPOA), use.purpose == .ancestry { throw Denial(.r3, "NPOA") }
    if clauses.has(.NMDS), use.purpose == .methods { throw Denial(.r3, "NMDS") }
    if clauses.has(.GSO), use.phenotypeOnly { throw Denial(.r3, "GSO") }
    let isForProfit = use.project.forProfit ?? true
    let isCommercial = use.project.commercial ?? true
    if clauses.has(.NPU), isForProfit { throw Denial(.r3, "NPU") }
    if clauses.has(.NCU), isCommercial { throw Denial(.r3, "NCU") }
    if clauses.has(.NPUNCU), isForProfit || isCommercial { throw Denial(.r3, "NPUNCU") }
    if clauses.has(.IRB), (use.project.irb ?? "").isEmpty {
      throw Denial(.r3, "IRB approval id missing")
    }
    for (code, value) in [
      (DUOCode.GS, use.project.country), (.US, use.project.user), (.PS, use.project.project),
      (.IS, use.project.institution), (.RS, use.project.rs),
    ] {
      guard let allowed = clauses.modifiers[code] else { continue }
      guard let value, allowed.contains(value) else { throw Denial(.r3, code.rawValue) }
    }
    try checkDates(record, use, on: date)
  }

  private static func checkDates(
    _ record: ConsentRecord, _ use: Use, on date: CalendarDate
  ) throws(Denial) {
    if let moratorium = record.clauses.modifiers[.MOR] {
      guard moratorium.count == 1, let until = CalendarDate(moratorium[0]) else {
        throw Denial(.r1, "no date in MOR")
      }
      if use.audience == .public, date < until { throw Denial(.r3, "MOR") }
    }
    if let limit = record.clauses.modifiers[.TS] {
      guard limit.count == 1, let months = Int(limit[0]), (0...1200).contains(months),
        let granted = record.grantedOn
      else { throw Denial(.r1, "no number of months in TS") }
      if granted.adding(months: months) <= date { throw Denial(.r3, "TS") }
    }
  }

  private static func checkAudience(_ record: ConsentRecord, _ use: Use) throws(Denial) {
    if use.audience == .clinic, !record.clauses.has(.CC) {
      throw Denial(.r5, "clinic needs CC (DUO:0000043)")
    }
    guard record.audiences.contains(use.audience) else {
      throw Denial(.r5, "audience_\(use.audience.rawValue) not yes")
    }
    if use.audience == .public, use.finding != nil, !record.hasOpenCase {
      throw Denial(.r5, "individual finding never public")
    }
  }

  private static func checkFinding(_ record: ConsentRecord, _ use: Use) throws(Denial) {
    guard let finding = use.finding else { return }
    if finding == .adultOnset, record.isMinor {
      throw Denial(.r4, "adult-onset finding of a minor")
    }
    guard record.optIns.contains(finding) else {
      throw Denial(.r4, "opt_\(finding.rawValue) not in")
    }
  }
}
