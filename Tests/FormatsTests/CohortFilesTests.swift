import CohortModel
import Diagnostics
import Foundation
import Tables
import TestSupport
import Testing

@testable import Formats

@Suite struct ParticipantsFileTests {
  @Test func reads() throws {
    let text = "participant\tsex\tbirth_year\tsite\nP1\tfemale\t1980\tnorth\nP2\tunknown\t\t\n"
    let roster = try ParticipantsFile.read(Array(text.utf8), file: "p.tsv")
    #expect(roster.count == 2)
    #expect(roster.participants[0].birthYear == 1980)
    #expect(roster.participants[0].labels == ["north"])
    #expect(roster.labelNames == ["site"])
    #expect(roster.participants[1].birthYear == nil)
  }

  /// One row with one fault, and where it is said to be.
  static let faults: [(String, String)] = [
    ("P 1\tmale\t1980", "p.tsv:2:1: error: not a participant id"),
    ("P1\tMale\t1980", "p.tsv:2:4: error: unknown sex"),
    ("P1\tmale\t80", "p.tsv:2:9: error: not a year of birth"),
    ("MRN0001\tmale\t1980", "p.tsv:2:1: error: the id looks like a medical record number"),
    ("Anna-Schmidt\tmale\t1980", "p.tsv:2:1: error: the id looks like a name"),
    ("19800213\tmale\t1980", "p.tsv:2:1: error: the id looks like a birth date"),
    ("P1\tmale\t1980\nP1\tmale\t1980", "p.tsv:3:1: error: the participant of line 2 again"),
    ("P1\tmale\t1980\np1\tmale\t1980", "p.tsv:3:1: error: the participant of line 2 again"),
  ]

  @Test(arguments: faults) func locatesFaults(_ rows: String, _ message: String) {
    let text = "participant\tsex\tbirth_year\n\(rows)\n"
    #expect {
      try ParticipantsFile.read(Array(text.utf8), file: "p.tsv")
    } throws: { error in
      (error as? Problems)?.description.hasPrefix(message) == true
    }
  }

  @Test func saysAllAtOnce() {
    let text = "participant\tsex\tbirth_year\n!\tmale\t1\nP2\tx\t1980\nP3\tmale\t99999\n"
    #expect {
      try ParticipantsFile.read(Array(text.utf8), file: "p.tsv")
    } throws: { error in
      (error as? Problems)?.errors.count == 3
    }
  }

  /// `path_ids.tsv`: ids that become file names.
  @Test func idsThatAreNoPaths() throws {
    let lines = Fixtures.text("ethics/path_ids.tsv").split(separator: "\n").dropFirst()
    #expect(lines.count >= 20)
    for line in lines {
      let fields = line.split(separator: "\t")
      let id = try #require(
        try JSONSerialization.jsonObject(
          with: Data("[\(fields[0])]".utf8), options: .fragmentsAllowed) as? [String])[0]
      #expect((ParticipantID(id) != nil) == (fields[1] == "accept"), "\(fields[0])")
    }
  }
}

@Suite struct ConsentFileTests {
  static let header = ConsentField.allCases.map(\.rawValue).joined(separator: "\t")
  static let roster = Roster(
    ["A", "B"].compactMap { ParticipantID($0) }.map {
      Participant(id: $0, sex: .unknown, birthYear: nil)
    })

  private func line(_ id: String) -> String {
    ([id, "granted"] + Array(repeating: "", count: ConsentField.allCases.count - 2))
      .joined(separator: "\t")
  }

  @Test func twoRowsAreNone() throws {
    let text = Self.header + "\n" + line("A") + "\n" + line("B") + "\n" + line("A") + "\n"
    let read = try ConsentFile.read(Array(text.utf8), file: "c.tsv", roster: Self.roster)
    #expect(read.rows[0] == nil)
    #expect(read.rows[1]?[.state] == "granted")
    #expect(read.warnings.warnings.count == 1)
    #expect(read.warnings.description.hasPrefix("c.tsv:4:1: warning"))
  }

  @Test func aBadHeaderStopsTheBuild() {
    let text = Self.header.replacing("duo", with: "dou") + "\n"
    #expect {
      try ConsentFile.read(Array(text.utf8), file: "c.tsv", roster: Self.roster)
    } throws: { error in
      (error as? Problems)?.exit == .consent
    }
  }

  /// A public log never names a person.
  @Test func warningsNameNobody() throws {
    let text = Self.header + "\n" + line("Somebody") + "\n"
    let read = try ConsentFile.read(Array(text.utf8), file: "c.tsv", roster: Self.roster)
    #expect(!read.warnings.description.contains("Somebody"))
  }
}

@Suite struct PhenotypesFileTests {
  static let columns =
    "column\ttype\tunit\tmissing\tlabel\ttrait\nbmi\tnumber\tkg\tNA\tBMI\tobesity\n"

  private func read(_ rows: String, people: [Int]) throws -> Phenotypes {
    try PhenotypesFile.read(
      Array(("participant\tbmi\n" + rows).utf8), file: "f.tsv", columns: Array(Self.columns.utf8),
      columnsFile: "f.columns.tsv", roster: ConsentFileTests.roster,
      people: People(people, universe: 2))
  }

  @Test func readsOnlyThePeopleWhoAreIn() throws {
    let values = try read("A\t21.5\nB\t\u{0}rubbish\n", people: [0]).values
    #expect(values == [["21.5", nil]])
  }

  @Test func locatesWhatIsNoNumber() {
    #expect {
      try read("A\tfat\n", people: [0])
    } throws: { error in
      (error as? Problems)?.description.hasPrefix("f.tsv:2:3: error: not a value of type number")
        == true
    }
  }
}
