import CohortModel
import Tables
import TestSupport
import Testing

@testable import Ethics

@Suite struct DisclosureTests {
  /// The sacro column of `profile_counts.tsv`.
  @Test func thresholds() {
    let lines = Fixtures.text("ethics/profile_counts.tsv").split(separator: "\n").dropFirst()
    for line in lines {
      let fields = line.split(separator: "\t")
      guard let count = Int(fields[0]) else { continue }
      #expect(DisclosureProfile.sacro.hides(count) == (fields[1] == "s"))
    }
  }

  private func table(_ counts: [Int]) -> Table {
    var table = Table(
      "t", "t",
      [
        Column("n", "n", format: .integer, of: .people),
        Column("share", "share", format: .fixed(1), of: .derived(from: ["n"])),
        Column("word", "word"),
      ])
    for count in counts {
      table.add([
        .people(People(0..<count, universe: 50)), .number(Double(count) / 2), .text("x"),
      ])
    }
    return table
  }

  private func release(_ table: Table, _ audience: Audience) -> Released? {
    DisclosurePlan([table], audience: audience, profile: .sacro).release()["t"]
  }

  @Test func smallCountsAndWhatComesOfThemAreHidden() throws {
    let released = try #require(release(table([0, 9, 10]), .public))
    #expect((0..<3).map { released[$0, "n"] } == [.suppressed, .suppressed, .number("10")])
    #expect((0..<3).map { released[$0, "share"] } == [.suppressed, .suppressed, .number("5.0")])
    #expect(released[0, "word"] == .text("x"))
  }

  @Test func theClinicSeesWholeCounts() throws {
    let released = try #require(release(table([0, 9]), .clinic))
    #expect(released[1, "n"] == .number("9"))
  }

  static let subjects: [Column.Subject] = [.person, .variant]

  @Test(arguments: subjects) func tablesOfPeopleOrVariantsHaveNoPublicRows(
    _ subject: Column.Subject
  ) throws {
    let table = Table("t", "t", [Column("a", "a", of: subject)], rows: [[.number(1)]])
    let released = try #require(release(table, .public))
    #expect(released.rowCount == 0)
    #expect(released.text == "a\n")
    #expect(release(table, .clinic)?.rowCount == 1)
  }

  @Test func valuesAreRoundedOnce() throws {
    let table = Table(
      "t", "t", [Column("a", "a", format: .fixed(2))], rows: [[.number(1.23456)], [.number(.nan)]])
    let released = try #require(release(table, .public))
    #expect(released.text == "a\n1.23\n\n")
  }
}

@Suite struct CasePermitTests {
  private func permit(_ changes: [ConsentField: String]) -> CasePermit? {
    var project = ProjectUse()
    (project.commercial, project.forProfit) = (false, false)
    let row = ConsentRow(ConsentTests.good.merging(changes) { _, new in new })
    let book = ConsentBook(rows: [row], project: project, date: ConsentTests.today)
    let traits = ["cad", "alzheimer"].map {
      ConsentTrait(id: $0, mondo: "MONDO:\($0)", ancestors: [], isAdultOnset: true)
    }
    return book.permit(0, .clinic, traits: traits)
  }

  private let scores = Table(
    "scores", "s", [Column("id", "id", of: .person)], rows: [[.text("cad")], [.text("t2d")]])

  /// Rows of traits that the permit does not cover are not released, nor are other kinds.
  @Test func releasesWhatItCovers() throws {
    let all = try #require(permit([.optPRS: "in", .optAncestry: "in"]))
    #expect(all.release(scores, as: .scores).rowCount == 1)
    #expect(all.release(scores, as: .similarity).rowCount == 2)
    #expect(all.release(scores, as: .apoe).rowCount == 0)
    let none = try #require(permit([.optPRS: "out"]))
    #expect(none.release(scores, as: .scores).rowCount == 0)
    #expect(none.release(scores, as: .similarity).rowCount == 0)
  }

  @Test func minorsHaveNoScoreOfAnAdultCondition() throws {
    let minor = try #require(permit([.minor: "yes", .guardianConsent: "yes", .optPRS: "in"]))
    #expect(minor.traits.isEmpty)
  }

  /// Below the threshold nobody is named; above it nobody without a report of their own.
  @Test func similarCasesAreNamedFromFiveOthersOn() throws {
    var project = ProjectUse()
    (project.commercial, project.forProfit) = (false, false)
    let good = ConsentRow(ConsentTests.good)
    let noCare = ConsentRow(ConsentTests.good.merging([.duo: "GRU"]) { _, new in new })
    let rows = [ConsentRow?](repeating: good, count: 6) + [noCare, nil]
    let book = ConsentBook(rows: rows, project: project, date: ConsentTests.today)
    let permits = book.similarPermits(.clinic)
    #expect(book.similarPermits(.public).isEmpty && permits.keys.sorted() == [0, 1, 2, 3, 4, 5])
    let permit = try #require(permits[0])
    func released(_ others: [Int]) -> SimilarPermit.Release {
      let table = Table(
        "t", "t", [Column("case", "Case", of: .person)], rows: others.map { [.text("p\($0)")] })
      return permit.release(table, naming: others, of: others, by: .records)
    }
    #expect(released([1, 2, 3, 4, 6, 7, 0]).table.text == "case\n")
    #expect(released([1, 2, 3, 4, 6, 7, 0]).compared == nil)
    #expect(released([1, 6, 2, 3, 4, 5]).table.text == "case\np1\np2\np3\np4\np5\n")
    #expect(released([1, 6, 2, 3, 4, 5]).compared == 5)
  }

  @Test(arguments: ["DS=MONDO:cad;CC", "POA;CC", "GRU"]) func noReportWithoutCare(_ duo: String) {
    #expect(permit([.duo: duo]) == nil)
  }
}
