/// A participant's id as the study writes it: `[A-Za-z0-9][A-Za-z0-9_-]{0,63}`.
public struct ParticipantID: Hashable, Sendable, Comparable {
  public let text: String

  /// Nil where the text is not such an id, or is a name that a file system keeps for itself.
  public init?(_ text: String) {
    guard (1...64).contains(text.utf8.count),
      text.utf8.allSatisfy({ Self.isAlphanumeric($0) || $0 == 0x5F || $0 == 0x2D }),
      let first = text.utf8.first, Self.isAlphanumeric(first),
      !Self.reserved.contains(text.lowercased())
    else { return nil }
    self.text = text
  }

  public static func < (a: ParticipantID, b: ParticipantID) -> Bool { a.text < b.text }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
  }

  /// Devices of Windows, and folders of the site.
  private static let reserved: Set<String> = {
    var names: Set = ["con", "prn", "aux", "nul", "assets", "index", "data", "figures", "manifest"]
    for digit in 1...9 { names.formUnion(["com\(digit)", "lpt\(digit)"]) }
    return names
  }()
}

/// Sex as recorded.
public enum Sex: String, Sendable, CaseIterable { case female, male, unknown }

/// A person of the cohort, as `participants.tsv` has it.
public struct Participant: Sendable, Hashable {
  public let id: ParticipantID
  public let sex: Sex
  public let birthYear: Int?
  /// Further columns by name, in the file's order.
  public let labels: [String]

  public init(id: ParticipantID, sex: Sex, birthYear: Int?, labels: [String] = []) {
    (self.id, self.sex, self.birthYear, self.labels) = (id, sex, birthYear, labels)
  }

  /// The five-year band that a person's age lies in during `year`: "50 to 54"; from 90 on "90 or over".
  public func ageBand(in year: Int) -> String? {
    guard let birthYear, birthYear <= year else { return nil }
    let age = year - birthYear
    if age >= 90 { return "90 or over" }
    let low = age / 5 * 5
    return "\(low) to \(low + 4)"
  }
}

/// All people of the cohort in the file's order; an index into it is a person's number in a build.
public struct Roster: Sendable {
  public let participants: [Participant]
  public let labelNames: [String]
  private let indexes: [ParticipantID: Int]

  public init(_ participants: [Participant], labelNames: [String] = []) {
    (self.participants, self.labelNames) = (participants, labelNames)
    indexes = Dictionary(
      participants.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
  }

  public var count: Int { participants.count }
  public func index(of id: ParticipantID) -> Int? { indexes[id] }
}
