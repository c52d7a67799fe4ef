import CohortModel
import Foundation
import TestSupport
import Testing

@testable import Ethics

/// One decided case of `consent_decisions.json`.
struct ConsentCase: Sendable, CustomTestStringConvertible {
  let id: String
  let description: String
  let row: ConsentRow?
  let use: Use
  let allows: Bool
  let rule: String

  var testDescription: String { "\(id) \(description)" }

  static let all: [ConsentCase] = {
    let bytes = Fixtures.bytes("ethics/consent_decisions.json")
    guard let json = try? JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any],
      let cases = json["cases"] as? [[String: Any]]
    else { return [] }
    return cases.map(ConsentCase.init)
  }()

  private init(_ json: [String: Any]) {
    id = json["id"] as? String ?? ""
    description = json["description"] as? String ?? ""
    row = (json["record"] as? [String: String]).map { record in
      ConsentRow(
        Dictionary(
          uniqueKeysWithValues: record.compactMap { key, value in
            ConsentField(rawValue: key).map { ($0, value) }
          }))
    }
    let use = json["use"] as? [String: Any] ?? [:]
    var project = ProjectUse()
    project.commercial = use["commercial"] as? Bool
    project.forProfit = use["for_profit"] as? Bool
    project.irb = use["irb"] as? String
    project.country = use["country"] as? String
    project.project = use["project"] as? String
    project.institution = use["institution"] as? String
    project.user = use["user"] as? String
    let disease = use["disease"] as? String
    self.use = Use(
      project, audience: Audience(rawValue: use["audience"] as? String ?? "") ?? .public,
      purpose: Purpose(rawValue: use["purpose"] as? String ?? "") ?? .health, disease: disease,
      // Type 2 diabetes lies below diabetes mellitus.
      diseaseAncestors: disease == "MONDO:0005148" ? ["MONDO:0005015"] : [],
      finding: (use["finding"] as? String).flatMap(FindingKind.init),
      phenotypeOnly: use["phenotype_only"] as? Bool ?? false)
    allows = json["expected"] as? String == "allow"
    rule = String((json["reason"] as? String ?? "").prefix(2))
  }
}

@Suite struct ConsentTests {
  static let today = CalendarDate("2026-11-24") ?? CalendarDate(unixTime: 0)

  @Test func casesAreThere() { #expect(ConsentCase.all.count >= 30) }

  @Test(arguments: ConsentCase.all) func decides(_ c: ConsentCase) {
    let decision = Consent.decide(c.row, for: c.use, on: Self.today)
    #expect(decision.isAllowed == c.allows)
    if case .deny(let denial) = decision { #expect(denial.rule.rawValue == c.rule) }
  }

  static let good: [ConsentField: String] = [
    .state: "granted", .grantedOn: "2024-01-10", .expiresOn: "2034-01-10", .duo: "GRU;CC",
    .audiencePublic: "yes", .audienceClinic: "yes", .optPRS: "in", .minor: "no",
  ]

  private func decide(
    _ changes: [ConsentField: String], audience: Audience = .public, purpose: Purpose = .health,
    finding: FindingKind? = nil, commercial: Bool? = false
  ) -> Bool {
    var project = ProjectUse()
    (project.commercial, project.forProfit) = (commercial, false)
    (project.irb, project.country, project.user) = ("IRB-7", "DE", "u1")
    let row = ConsentRow(Self.good.merging(changes) { _, new in new })
    return Consent.decide(
      row, for: Use(project, audience: audience, purpose: purpose, finding: finding),
      on: Self.today
    ).isAllowed
  }

  /// Rows that the decided cases do not have: each differs from an allowed one in one field.
  static let denied: [[ConsentField: String]] = [
    [.state: "Granted"], [.duo: ""], [.duo: "GRU;HMB"], [.duo: "CC"], [.duo: "GRU;ABC"],
    [.duo: "GRU;GRU"], [.duo: "GRU;GS"], [.duo: "GRU;GS=FR"], [.duo: "GRU;US=u2"],
    [.duo: "GRU;RS=other"], [.duo: "GRU;TS=12"], [.duo: "GRU;TS=x"], [.duo: "GRU;MOR=2027-01-01"],
    [.duo: "GRU;MOR=soon"], [.optPGx: "yes"], [.audienceClinic: "Yes"], [.minor: ""],
    [.grantedOn: ""], [.grantedOn: "2024-02-30"], [.expiresOn: "2026-11-24"],
    [.withdrawnOn: "2027-01-01"], [.recordedOn: "2027-01-01"], [.audiencePublic: "no"],
    [.minor: "yes", .guardianConsent: "no"], [.minor: "yes", .guardianConsent: ""],
  ]

  @Test(arguments: denied) func failsClosed(_ changes: [ConsentField: String]) {
    #expect(!decide(changes))
  }

  static let allowed: [[ConsentField: String]] = [
    [:], [.duo: "NRES"], [.duo: "HMB"], [.duo: "DUO:0000042"], [.duo: "GRU;GS=DE+FR"],
    [.duo: "GRU;TS=120"], [.duo: "GRU;MOR=2026-01-01"], [.expiresOn: ""], [.duo: "GRU;PUB;COL;RTN"],
    [.minor: "yes", .guardianConsent: "yes"],
  ]

  @Test(arguments: allowed) func allows(_ changes: [ConsentField: String]) {
    #expect(decide(changes))
  }

  @Test func unknownCommercialUseCountsAsCommercial() {
    #expect(!decide([.duo: "GRU;NCU"], commercial: nil))
  }

  @Test func anOpenCaseIsTheOneExceptionInPublic() {
    #expect(!decide([:], finding: .prs))
    #expect(decide([.casePublic: "yes"], finding: .prs))
    #expect(!decide([.casePublic: "yes", .optPRS: "out"], finding: .prs))
  }

  @Test func minorsHaveNoAdultOnsetFinding() {
    let minor: [ConsentField: String] = [
      .minor: "yes", .guardianConsent: "yes", .optAdultOnset: "in",
    ]
    #expect(!decide(minor, audience: .clinic, purpose: .care, finding: .adultOnset))
  }

  @Test func nobodyIsInWithoutAUse() {
    let book = ConsentBook(rows: [ConsentRow(Self.good)], project: nil, date: Self.today)
    #expect(book.people(.init(.public, .health)).count == 0)
  }

  @Test func codesHaveTheirIdsOfDUO() throws {
    let json = try #require(
      JSONSerialization.jsonObject(with: Data(Fixtures.bytes("ethics/consent_decisions.json")))
        as? [String: Any])
    let ids = try #require(json["duo_ids"] as? [String: String])
    for code in DUOCode.allCases where ids[code.rawValue] != nil {
      #expect(code.id == ids[code.rawValue])
    }
  }
}

@Suite struct PseudonymTests {
  /// HMAC-SHA256 slugs of `pseudonyms.tsv`.
  @Test func slugs() throws {
    let key = try #require(
      PseudonymKey(hex: String(repeating: "00112233445566778899aabbccddeeff", count: 2)))
    let lines = Fixtures.text("ethics/pseudonyms.tsv").split(separator: "\n").dropFirst(2)
    #expect(lines.count == 15)
    for line in lines {
      let fields = line.split(separator: "\t").map(String.init)
      #expect(key.slug(scope: fields[1], id: fields[0]) == fields[2])
    }
  }

  @Test(arguments: ["", "12", String(repeating: "g", count: 64)])
  func noKey(_ hex: String) { #expect(PseudonymKey(hex: hex) == nil) }
}
