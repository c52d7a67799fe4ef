import CohortModel
import Diagnostics
import Foundation
import Store
import TestSupport
import Testing

@testable import Pipeline

@Suite struct SameBytesTests {
  /// One thread or two, another folder, another day of the clock.
  @Test func sameInputSameBytes() throws {
    let first = try TestProject(), second = try TestProject()
    for audience in ["public", "clinic"] {
      try first.build(audience, jobs: 1)
      try second.build(audience, jobs: 2)
    }
    let (a, b) = (first.products(), second.products())
    #expect(a.count > 100)
    #expect(a == b)
    try first.build("public")
    #expect(first.products() == a)
  }

  /// With another date only what names the date changes, where no consent lapsed.
  @Test func anotherDayChangesTheDateOnly() throws {
    let project = try TestProject()
    try project.build("public", date: "2026-11-20")
    let before = project.products()
    try project.build("public", date: "2026-11-21")
    let after = project.products()
    // The page's words are in the search index.
    let changed = Set(before.keys.filter { before[$0] != after[$0] && !$0.contains("/search/") })
    #expect(
      changed == [
        "content/reports/methods.md", "content/reports/manifest.tsv", "public/methods.html",
        "public/manifest.tsv",
      ])
  }
}

@Suite struct ConsentInBuildsTests {
  /// What a denied person's data are changes no byte: genotypes, phenotypes, labels, sex and age.
  @Test(arguments: ["public", "clinic"]) func deniedDataAreNotRead(_ audience: String) throws {
    let project = try TestProject()
    let denied = project.consents().filter { $0["state"] == "granted" }.prefix(5)
      .map { $0["participant"] ?? "" }
    for id in denied {
      try project.setConsent(id, ["state": "withdrawn", "withdrawn_on": "2026-01-01"])
    }
    try project.build(audience)
    let before = project.products()
    try garble(project, denied)
    try project.build(audience)
    #expect(project.products() == before)
  }

  private func garble(_ project: TestProject, _ people: [String]) throws {
    func change(_ path: String, _ line: (Substring) -> String) throws {
      let lines = project.text(path).split(separator: "\n")
      let changed = lines.map { row in
        people.contains { row.hasPrefix($0 + "\t") } ? line(row) : String(row)
      }
      #expect(lines.map(String.init) != changed)
      try project.write(changed.joined(separator: "\n") + "\n", path)
    }
    try change("content/cohort/phenotypes.tsv") { row in
      row.split(separator: "\t").enumerated().map { $0 == 0 ? String($1) : "garbage!" }
        .joined(separator: "\t")
    }
    try change("content/cohort/participants.tsv") {
      "\($0.split(separator: "\t")[0])\tunknown\t1901"
    }
    let ids = project.text("content/cohort/cohort.fam").split(separator: "\n").map {
      String($0.split(separator: "\t")[1])
    }
    var bed = try Files.read(project.folder + "/content/cohort/cohort.bed")
    let stride = (ids.count + 3) / 4
    let places = people.compactMap { ids.firstIndex(of: $0) }
    for row in 0..<(bed.count - 3) / stride {
      for place in places {
        bed[3 + row * stride + place / 4] ^= UInt8(row % 3 + 1) << UInt8(place % 4 * 2)
      }
    }
    try Files.write(bed, to: project.folder + "/content/cohort/cohort.bed")
  }

  /// A person who withdraws leaves every edition and site at the next build, of either audience.
  @Test(arguments: ["public", "clinic"]) func withdrawalReachesEveryEdition(_ audience: String)
    throws
  {
    let project = try TestProject()
    try project.build("public")
    try project.build("clinic")
    let id = project.openIDs[0]
    let slugs = [try project.slug(id, .public), try project.slug(id, .clinic)]
    let before = project.products()
    for slug in slugs { #expect(before.keys.contains { $0.contains(slug) }) }
    try project.setConsent(id, ["state": "withdrawn", "withdrawn_on": "2026-11-01"])
    try project.build(audience)
    for path in project.products().keys {
      for slug in slugs {
        #expect(!path.contains(slug), "\(path)")
        #expect(!project.text(path).contains(slug), "\(path)")
      }
    }
  }

  /// One withdrawal changes no other person's report.
  @Test func aWithdrawalTouchesNoOtherReport() throws {
    let project = try TestProject()
    try project.build("clinic")
    let before = project.products()
    let id = project.openIDs[0]
    try project.setConsent(id, ["state": "withdrawn", "withdrawn_on": "2026-11-01"])
    try project.build("clinic")
    let after = project.products()
    let cases = before.keys.filter {
      $0.hasPrefix(".casebook/editions/clinic/cases/") && !$0.hasSuffix("index.md")
        && !$0.hasSuffix("manifest.tsv")
    }
    let changed = cases.filter { after[$0] != before[$0] }
    #expect(changed.count == 1)
    #expect(after[changed[0]] == nil)
  }

  /// A consent for diabetes research is in the diabetes numbers and in nothing else.
  @Test func oneDiseaseIsOneDisease() throws {
    let project = try TestProject()
    let id =
      project.consents().first { $0["duo"] == "GRU;CC" && $0["state"] == "granted" }?["participant"]
      ?? ""
    func people(_ table: String) -> String {
      let lines = project.text(".casebook/editions/clinic/reports/data/\(table).tsv").split(
        separator: "\n")
      return String(lines[1].split(separator: "\t")[0])
    }
    try project.build("clinic")
    let before = ["trait-t2d", "trait-cad", "cohort", "qc-summary", "similarity"].map(people)
    try project.setConsent(id, ["duo": "DS=MONDO:0005148;CC"])
    try project.build("clinic")
    let after = ["trait-t2d", "trait-cad", "cohort", "qc-summary", "similarity"].map(people)
    #expect(after[0] == before[0])
    for index in 1..<5 { #expect(Int(after[index]) == (Int(before[index]) ?? 0) - 1) }
    #expect(try !project.products().keys.contains { $0.contains(try project.slug(id, .clinic)) })
  }

  /// The report of somebody who declined scores is that of one for whom there is nothing to say.
  @Test func decliningLeavesNoTrace() throws {
    let project = try TestProject()
    let id = project.openIDs[0]
    try project.setConsent(id, ["opt_prs": "out", "opt_ancestry": "out", "opt_adult_onset": "out"])
    try project.build("public")
    let text = project.text("content/cases/\(try project.slug(id, .public)).md")
    #expect(text.contains("There is nothing to report about polygenic scores here."))
    for word in ["Percentile", "hallmark_", "APOE", "-like", "withheld", "declined", "opt_prs"] {
      #expect(!text.contains(word), "\(word)")
    }
  }

  @Test func aBadTableStopsTheBuildAndLeavesTheOldSite() throws {
    let project = try TestProject()
    try project.build("public")
    let before = project.products()
    try project.write("participant\tstate\n", "content/cohort/consent.tsv")
    #expect {
      try project.build("public")
    } throws: { ($0 as? Problems)?.exit == .consent }
    #expect(project.products() == before)
  }
}

@Suite struct GitTests {
  private func git(_ project: TestProject, _ words: [String]) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments =
      ["git", "-C", project.folder, "-c", "user.name=t", "-c", "user.email=t@t"] + words
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self)
  }

  private func realPeople() throws -> (TestProject, String) {
    let project = try TestProject([("synthetic: true\n", ""), ("key: \(TestProject.key)\n", "")])
    let key = project.folder + "/../casebook-\(UUID().uuidString.prefix(8)).key"
    try Keys.make(key)
    return (project, key)
  }

  /// After builds of both audiences and `git add -A` no object, and in no project a file of the public
  /// edition, names anybody without an open case: ids, pseudonyms, planted words.
  @Test func nothingOfAnybodyReachesGit() throws {
    let (project, keyFile) = try realPeople()
    let open = Set(project.openIDs)
    let canaries = try plant(project)
    try project.build("public", keyFile: keyFile)
    try project.build("clinic", keyFile: keyFile)
    let loaded = try Project(project.request("public", keyFile: keyFile))
    let key = try Keys.key(loaded.config, project.request("public", keyFile: keyFile))
    var forbidden = canaries
    for audience in [Audience.public, .clinic] {
      let slugs = loaded.pseudonyms(audience, key: key).slugs
      for (person, slug) in zip(loaded.roster.participants, slugs) {
        let isOpen = open.contains(person.id.text) && audience == .public
        if !isOpen { forbidden.append(slug) }
        if !open.contains(person.id.text) { forbidden.append(person.id.text) }
      }
    }
    _ = try git(project, ["init", "-q"])
    _ = try git(project, ["add", "-A"])
    let tracked = try git(project, ["ls-files"]).split(separator: "\n").map(String.init)
    #expect(tracked.contains("content/cases/index.md"))
    #expect(!tracked.contains { $0.hasPrefix("content/cohort/") || $0.hasPrefix(".casebook/") })
    for path in tracked {
      let text = project.text(path)
      for word in forbidden { #expect(!text.contains(word), "\(path)") }
    }
  }

  /// Words that must not come out: in labels and in phenotypes.
  private func plant(_ project: TestProject) throws -> [String] {
    var canaries: [String] = []
    let lines = project.text("content/cohort/participants.tsv").split(separator: "\n")
    let labelled = lines.enumerated().map { index, line in
      if index == 0 { return line + "\tward" }
      canaries.append("Canary\(index)Ward")
      return line + "\tCanary\(index)Ward"
    }
    try project.write(labelled.joined(separator: "\n") + "\n", "content/cohort/participants.tsv")
    let phenotypes = project.text("content/cohort/phenotypes.tsv").split(separator: "\n")
    let planted = phenotypes.enumerated().map { index, line -> String in
      guard index > 0 else { return String(line) }
      var fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      canaries.append("73.\(1000 + index)7")
      fields[1] = "73.\(1000 + index)7"
      return fields.joined(separator: "\t")
    }
    try project.write(planted.joined(separator: "\n") + "\n", "content/cohort/phenotypes.tsv")
    return canaries
  }

  @Test func trackedInputsOfRealPeopleAreRefused() throws {
    let (project, keyFile) = try realPeople()
    _ = try git(project, ["init", "-q"])
    _ = try git(project, ["add", "-f", "content/cohort/consent.tsv"])
    #expect {
      try project.build("public", keyFile: keyFile)
    } throws: { ($0 as? Problems)?.exit == .consent }
  }

  @Test func noKeyNoBuild() throws {
    let project = try TestProject([("synthetic: true\n", ""), ("key: \(TestProject.key)\n", "")])
    #expect {
      try project.build("public")
    } throws: { ($0 as? Problems)?.description.contains("no pseudonym key") == true }
  }

  @Test func aKeyThatOthersReadIsRefused() throws {
    let (project, keyFile) = try realPeople()
    try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: keyFile)
    #expect(throws: Problems.self) { try project.build("public", keyFile: keyFile) }
  }

  @Test func withoutCasesNoCaseIsWritten() throws {
    // The shipped home page links to the list, which is there and empty.
    let project = try TestProject([("traits:", "git: {cases: none}\ntraits:")])
    try project.build("public")
    let cases = project.products().keys.filter { $0.contains("cases/") }
    #expect(
      cases.filter { $0.hasSuffix(".md") || $0.hasSuffix(".html") }.sorted()
        == ["content/cases/index.md", "public/cases/index.html"])
  }
}

@Suite struct ConfigTests {
  @Test func namedPhenotypesHaveToBeThere() throws {
    let project = try TestProject()
    try FileManager.default.removeItem(atPath: project.folder + "/content/cohort/phenotypes.tsv")
    #expect(throws: Diagnostic.self) { try project.build("public") }
  }

  /// One setting gone wrong, and what is said.
  static let faults: [(String, String, String)] = [
    (
      "title: Test cohort", "titel: x",
      "casebook.yaml:1:1: error: unknown setting 'titel'\n  hint: did you mean 'title'?"
    ),
    ("build: GRCh37", "build: hg19", "casebook.yaml:11:10: error: unknown genome build"),
    (
      "release: 2026.1", "git: {cases: all}",
      "casebook.yaml: error: git.cases: all is not available"
    ),
    ("synthetic: true", "synthetic: maybe", "casebook.yaml"),
    (
      "traits: [alzheimer", "traits: [alzheimr",
      "casebook.yaml: error: unknown trait 'alzheimr'\n  hint: did you mean 'alzheimer'?"
    ),
    ("date: 2026-11-20", "date: 20.11.2026", "casebook.yaml:4:7: error: 'date' is no date"),
    ("strand: forward", "strand: both", "casebook.yaml:12:11: error: unknown strand"),
  ]

  @Test(arguments: faults) func says(_ find: String, _ put: String, _ message: String) throws {
    let project = try TestProject([(find, put)], people: 4)
    let problems = Build(try project.request("public"), progress: .silent).problems()
    #expect(problems.description.hasPrefix(message), "\(problems.description)")
    #expect(!problems.errors.isEmpty)
  }

  @Test func anotherGenomeBuildIsRefused() throws {
    let project = try TestProject([("build: GRCh37", "build: GRCh38")], people: 4)
    let problems = Build(try project.request("public"), progress: .silent).problems()
    #expect(problems.description.contains("the reference is of GRCh37, the project of GRCh38"))
  }

  @Test func checkWritesNothing() throws {
    let project = try TestProject(people: 8)
    _ = Build(try project.request("public"), progress: .silent).problems()
    #expect(project.products().isEmpty)
  }
}
