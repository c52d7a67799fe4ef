import CohortModel
import Diagnostics
import Store
import TestSupport
import Testing

@testable import Pipeline

/// A project whose people have phenopackets in terms of the toy ontology.
private struct RecordProject {
  let project: TestProject
  /// People with a packet, all with consent for care.
  let people: [String]

  static let folder = "content/cohort/phenopackets"
  static let edition = ".casebook/editions/clinic/"
  private static let reference = """
    simulated.scores.tsv, ontology: content/reference/toy.obo, \
    annotations: content/reference/toy.hpoa}
    """

  /// `terms` by person: digits of the toy ontology's terms. Every second packet names its
  /// participant by subject.id, the others by the file's name.
  init(_ terms: [String]) throws {
    project = try TestProject([
      ("simulated.scores.tsv}", Self.reference),
      ("  build: GRCh37", "  phenopackets: \(Self.folder)\n  build: GRCh37"),
    ])
    for name in ["toy.obo", "toy.hpoa"] {
      try project.write(Fixtures.text("run/" + name), "content/reference/" + name)
    }
    people = project.consents().filter { $0["state"] == "granted" }.prefix(terms.count)
      .map { $0["participant"] ?? "" }
    for (number, (person, terms)) in zip(people, terms).enumerated() {
      try allow(person, "GRU;CC")
      let isNamed = number.isMultiple(of: 2)
      try write(
        packet(subject: isNamed ? "patient \(number)" : person, terms),
        isNamed ? person : "packet-\(number)")
    }
  }

  func allow(_ person: String, _ duo: String) throws {
    try project.setConsent(
      person,
      [
        "state": "granted", "granted_on": "2025-01-01", "expires_on": "", "withdrawn_on": "",
        "duo": duo, "audience_clinic": "yes", "opt_prs": "in",
      ])
  }

  func write(_ text: String, _ name: String) throws {
    try project.write(text, Self.folder + "/" + name + ".json")
  }

  func packet(subject: String, _ terms: String) -> String {
    let features = terms.map { "{\"type\": {\"id\": \"HP:000000\($0)\", \"label\": \"secret\"}}" }
      .joined(separator: ", ")
    return """
      {"id": "x", "subject": {"id": "\(subject)"}, "phenotypicFeatures": [\(features), \
      {"type": {"id": "HP:0000002"}, "excluded": true}]}
      """
  }

  func slug(_ person: String) throws -> String { try project.slug(person, .clinic) }

  func page(_ person: String) throws -> String {
    project.text(Self.edition + "similar/\(try slug(person)).md")
  }

  /// Lines of a section's table that link to a case.
  func rows(_ person: String, _ section: String) throws -> [Substring] {
    let parts = try page(person).split(separator: "## ").filter { $0.hasPrefix(section) }
    return parts.flatMap { $0.split(separator: "\n") }.filter { $0.hasPrefix("| [") }
  }

  func paths(_ word: String) -> [String] {
    project.products().keys.filter { $0.contains(word) }.sorted()
  }
}

@Suite struct SimilarCasesTests {
  /// Query {D, C} and others {D, F}, {E}, {C}, {D}, {F}: numbers of science.md section 11.
  private static let six = ["43", "46", "5", "3", "4", "6"]

  @Test func eachRecordHasAPageInTheClinicAlone() throws {
    let records = try RecordProject(Self.six)
    try records.project.build("clinic")
    for person in records.people {
      let slug = try records.slug(person)
      #expect(!records.paths("sites/clinic/similar/\(slug).html").isEmpty)
      let report = records.project.text(RecordProject.edition + "cases/\(slug).md")
      #expect(report.contains("[Cases with a similar record](../similar/\(slug).md)"))
    }
    let page = try records.page(records.people[0])
    for words in ["| D | HP:0000004 | observed |", "| B | HP:0000002 | excluded |", "no prognosis"]
    {
      #expect(page.contains(words), "\(words)")
    }
    #expect(!page.contains("secret"))
    let methods = records.project.text(RecordProject.edition + "reports/methods.md")
    #expect(methods.contains("HPO licence, unchanged") && methods.contains("| Phenopackets |"))
    try records.project.build("public")
    #expect(records.paths("similar/").allSatisfy { $0.hasPrefix(".casebook/") })
    #expect(!records.project.text("content/reports/methods.md").contains("| Phenopackets |"))
  }

  @Test func similarityIsResniksBothWays() throws {
    let records = try RecordProject(Self.six)
    try records.project.build("clinic")
    let rows = try records.rows(records.people[0], "Similar records")
    let known = [(1, "0.71"), (4, "0.69"), (2, "0.17")]
    for (other, score) in known {
      let slug = try records.slug(records.people[other])
      #expect(rows.contains { $0.hasPrefix("| [\(slug)](../cases/\(slug).md) | \(score) | ") })
    }
    #expect(rows.count == 5)
    #expect(rows[0].hasSuffix("| D; C |"))
  }

  /// Without care, and where only genetic studies are allowed: no page, no neighbour, and the
  /// packet is not opened.
  @Test(arguments: ["GRU", "GRU;CC;GSO"]) func deniedRecordsAreNotRead(_ duo: String) throws {
    let records = try RecordProject(Self.six + ["43"])
    let denied = records.people[6]
    try records.allow(denied, duo)
    try records.write("not to be opened", denied)
    try records.project.build("clinic")
    let slug = try records.slug(denied)
    #expect(records.paths("similar/\(slug)").isEmpty)
    for person in records.people.dropLast() {
      let rows = try records.rows(person, "Similar records")
      #expect(rows.count == 5 && !rows.contains { $0.contains(slug) })
    }
  }

  /// With four others nothing is listed, with five all of them.
  @Test(arguments: [(5, 0), (6, 5)]) func nothingBelowTheThreshold(_ c: (people: Int, rows: Int))
    throws
  {
    let records = try RecordProject(Array(Self.six.prefix(c.people)))
    try records.project.build("clinic")
    let person = records.people[0]
    #expect(try records.rows(person, "Similar records").count == c.rows)
    let words = "Nothing is listed: too few other cases of this edition could be compared."
    let part = try records.page(person).split(separator: "## ").first {
      $0.hasPrefix("Similar records")
    }
    #expect(part?.contains(words) == (c.rows == 0))
  }

  @Test(arguments: ["public", "clinic"]) func withdrawalReachesSimilarPages(_ audience: String)
    throws
  {
    let records = try RecordProject(Self.six + ["43"])
    let project = records.project
    try project.build("public")
    try project.build("clinic")
    let gone = records.people[0], slug = try records.slug(gone)
    let before = project.products()
    #expect(before.keys.filter { $0.contains("similar/\(slug)") }.count >= 2)
    try project.setConsent(gone, ["state": "withdrawn", "withdrawn_on": "2026-11-01"])
    try project.build(audience)
    let after = project.products()
    for path in after.keys where path.contains("clinic") {
      #expect(!path.contains(slug) && !project.text(path).contains(slug), "\(path)")
    }
    // Nobody else's report changed.
    let cases = before.keys.filter {
      $0.hasPrefix(RecordProject.edition + "cases/") && !$0.hasSuffix("index.md")
        && !$0.hasSuffix("manifest.tsv")
    }
    #expect(cases.filter { after[$0] != before[$0] }.count == 1)
  }

  /// Without packets the folder of the edition is emptied.
  @Test func pagesGoWithTheSetting() throws {
    let records = try RecordProject(Self.six)
    try records.project.build("clinic")
    let yaml = records.project.text("casebook.yaml")
    try records.project.write(
      yaml.replacing("  phenopackets: \(RecordProject.folder)\n", with: ""), "casebook.yaml")
    try records.project.build("clinic")
    #expect(records.paths("similar/").filter { !$0.hasSuffix("manifest.tsv") }.isEmpty)
  }

  static let wrong: [(name: String, subject: String?, error: String)] = [
    ("stranger", "Planted Name", "stranger.json: error: a phenopacket of nobody"),
    ("stranger", nil, "stranger.json: error: no JSON"),
    ("again", "0", "again.json: error: another phenopacket of the same participant"),
    ("1", "0", ": error: named after one participant, and about another"),
  ]

  /// The subject is a name, or the number of a person with a packet; so is the file.
  @Test(arguments: wrong) func wrongPacketsAreErrors(
    _ c: (name: String, subject: String?, error: String)
  ) throws {
    let records = try RecordProject(["43", "46"])
    func id(_ word: String) -> String { Int(word).map { records.people[$0] } ?? word }
    let text = c.subject.map { records.packet(subject: id($0), "6") } ?? "Planted Name"
    try records.write(text, id(c.name))
    #expect {
      try records.project.build("clinic")
    } throws: { error in
      let said = "\(error)"
      return said.contains(c.error) && !said.contains("Planted") && !said.contains("HP:")
    }
    // The public edition has no page for them, and reads none.
    try records.project.build("public")
  }

  @Test func packetsNeedAnOntology() throws {
    let project = try TestProject([
      ("  build: GRCh37", "  phenopackets: \(RecordProject.folder)\n  build: GRCh37")
    ])
    #expect {
      try project.build("public")
    } throws: {
      "\($0)".contains("casebook.yaml:11:17: error: inputs.phenopackets without reference.ontology")
    }
  }
}
