import CohortModel
import Numerics
import Tables

/// Consents of every kind for synthetic people.
public struct SimulatedConsents: Sendable {
  /// `consent.tsv`.
  public let text: String

  private struct Kind {
    let share: Double
    let duo: String
    var state = "granted"
    var expires = "2036-01-31"
    var withdrawn = ""
    var clinic = "yes"
  }

  private static let kinds: [Kind] = [
    Kind(share: 0.66, duo: "GRU;CC"), Kind(share: 0.10, duo: "HMB;CC"),
    Kind(share: 0.03, duo: "GRU;NPOA;CC"), Kind(share: 0.03, duo: "NRES;CC"),
    Kind(share: 0.03, duo: "DS=MONDO:0005148;CC"), Kind(share: 0.015, duo: "DS=MONDO:0005010;CC"),
    Kind(share: 0.01, duo: "POA;CC"), Kind(share: 0.02, duo: "GRU;CC;IRB;GS=DE+FR"),
    Kind(share: 0.01, duo: "GRU;CC;NMDS"), Kind(share: 0.01, duo: "HMB;CC;NPUNCU"),
    Kind(share: 0.01, duo: "GRU;CC;MOR=2028-01-01"), Kind(share: 0.005, duo: "GRU;CC;TS=12"),
    Kind(share: 0.01, duo: "GRU;CC;GS=US"), Kind(share: 0.01, duo: "GRU", clinic: "no"),
    Kind(share: 0.015, duo: "GRU;CC", state: "withdrawn", withdrawn: "2026-03-14"),
    Kind(share: 0.01, duo: "GRU;CC", state: "expired", expires: "2026-06-30"),
    Kind(share: 0.01, duo: "GRU;CC", expires: "2026-09-30"),
    Kind(share: 0.005, duo: "GRU;CC", state: "Granted"),
  ]

  /// `openCases`: how many people open their report to everybody.
  public init(
    _ records: SimulatedRecords, _ origins: [SimulatedPeople.Origin], openCases: Int, seed: UInt64
  ) {
    var random = Random(seed: seed, stream: "consent")
    var rows: [[ConsentField: String]] = []
    for person in records.ids.indices {
      rows.append(Self.row(records, person, &random))
    }
    for person in Self.open(rows, records, origins, openCases, &random) {
      rows[person][.casePublic] = "yes"
    }
    // One in a hundred has no row at all.
    let present = rows.indices.filter { person in
      rows[person][.casePublic] == "yes" || random.uniform() >= 0.008
    }
    let fields = ConsentField.allCases
    text =
      TSV.line(fields.map(\.rawValue))
      + present.map { person in TSV.line(fields.map { rows[person][$0] ?? "" }) }.joined()
  }

  private static func row(
    _ records: SimulatedRecords, _ person: Int, _ random: inout Random
  ) -> [ConsentField: String] {
    var u = random.uniform() * kinds.reduce(0) { $0 + $1.share }
    var kind = kinds[0]
    for candidate in kinds {
      kind = candidate
      u -= candidate.share
      if u < 0 { break }
    }
    func option(_ share: Double) -> String {
      let draw = random.uniform()
      return draw < share ? "in" : draw < share + 0.04 ? "" : "out"
    }
    let isMinor = records.isMinor[person]
    let day = 1 + random.integer(below: 28), month = 1 + random.integer(below: 12)
    func two(_ number: Int) -> String { (number < 10 ? "0" : "") + String(number) }
    let granted = "2025-\(two(month))-\(two(day))"
    return [
      .participant: records.ids[person], .state: kind.state, .grantedOn: granted,
      .expiresOn: kind.expires, .withdrawnOn: kind.withdrawn,
      .withdrawalScope: kind.withdrawn.isEmpty ? "" : "no_new_use", .duo: kind.duo,
      .audiencePublic: random.uniform() < 0.97 ? "yes" : "no", .audienceClinic: kind.clinic,
      .audienceParticipant: "yes", .optACMG: option(0.7), .optCarrier: option(0.5),
      .optPGx: option(0.8), .optPRS: option(0.93), .optAncestry: option(0.85),
      .optAdultOnset: option(0.75), .minor: isMinor ? "yes" : "no",
      .guardianConsent: isMinor ? "yes" : "na", .assent: isMinor ? "yes" : "na",
      .recontact: random.uniform() < 0.8 ? "yes" : "no", .formID: "F2025-1",
      .ethicsID: "IRB-7", .recordedBy: "desk-\(1 + random.integer(below: 4))", .recordedOn: granted,
      .casePublic: "",
    ]
  }

  /// People with an open case page: adults with broad consent, among them somebody
  /// outside the reference, somebody between groups, somebody who wants no scores,
  /// somebody without a line on ancestry.
  private static func open(
    _ rows: [[ConsentField: String]], _ records: SimulatedRecords,
    _ origins: [SimulatedPeople.Origin], _ count: Int, _ random: inout Random
  ) -> [Int] {
    var eligible = rows.indices.filter {
      ["GRU;CC", "HMB;CC", "NRES;CC", "GRU;NPOA;CC"].contains(rows[$0][.duo] ?? "")
        && rows[$0][.state] == "granted" && rows[$0][.expiresOn] == "2036-01-31"
        && rows[$0][.audiencePublic] == "yes" && !records.isMinor[$0]
    }
    eligible.shuffle(using: &random)
    let special: [(Int) -> Bool] = [
      { origins[$0].shares == nil && rows[$0][.optPRS] == "in" },
      { origins[$0].shares?.contains(1) == false && rows[$0][.optPRS] == "in" },
      { rows[$0][.optPRS] == "out" },
      { rows[$0][.duo] == "HMB;CC" && rows[$0][.optPRS] == "in" },
      { rows[$0][.optAdultOnset] == "in" && rows[$0][.optPRS] == "in" },
    ]
    var chosen: [Int] = []
    for test in special {
      if let person = eligible.first(where: { test($0) && !chosen.contains($0) }) {
        chosen.append(person)
      }
    }
    for person in eligible where chosen.count < count && !chosen.contains(person) {
      chosen.append(person)
    }
    return Array(chosen.prefix(count))
  }
}
