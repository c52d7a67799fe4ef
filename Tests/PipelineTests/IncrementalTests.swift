import Diagnostics
import Foundation
import Store
import TestSupport
import Testing

@testable import Pipeline

/// An incremental build equals a clean one, whatever changed before it.
@Suite struct IncrementalTests {
  /// 200 edits under `CASEBOOK_FULL`, fewer else: each costs two builds.
  static let edits = ProcessInfo.processInfo.environment["CASEBOOK_FULL"] == nil ? 24 : 200

  /// Everything that a build makes, of a copy of the project that knows nothing of earlier builds.
  private func clean(_ project: TestProject, _ audience: String) throws -> [String: Digest] {
    let copy = Fixtures.scratch("clean")
    defer { try? FileManager.default.removeItem(atPath: copy) }
    for name in ["casebook.yaml", "content", "templates"] {
      let source = project.folder + "/" + name
      guard Files.exists(source) else { continue }
      try FileManager.default.copyItem(atPath: source, toPath: copy + "/" + name)
    }
    for made in ["content/cases", "content/reports", "content/.gitignore"] {
      try? FileManager.default.removeItem(atPath: copy + "/" + made)
    }
    let request = try BuildRequest(
      folder: copy, audience: audience, jobs: 1, now: 1_795_000_000, home: copy, version: "test")
    _ = try Build(request, progress: .silent).run()
    return site(copy, audience)
  }

  private func site(_ folder: String, _ audience: String) -> [String: Digest] {
    let root = folder + (audience == "public" ? "/public" : "/.casebook/sites/clinic")
    return Dictionary(
      uniqueKeysWithValues: Files.list(root).compactMap { path in
        (try? Files.read(root + "/" + path)).map { (path, Digest(of: $0)) }
      })
  }

  /// One random change of content, data, consent, templates or settings.
  private func edit(_ project: TestProject, _ random: inout SplitMix, _ turn: Int) throws -> String
  {
    switch random.next(12) {
    case 0:
      let text = project.text("content/ethics.md")
      try project.write(text + "\nWord \(turn).\n", "content/ethics.md")
      return "a sentence"
    case 1:
      try project.write(
        "---\nmenu: Page \(turn)\n---\n# Page \(turn)\n\n[home](index.md) and [](ethics.md#withdrawal).\n",
        "content/page-\(random.next(4)).md")
      return "a page with a place in the menu"
    case 2:
      try? FileManager.default.removeItem(
        atPath: project.folder + "/content/page-\(random.next(4)).md")
      return "a page less"
    case 3:
      try project.write(
        "---\nkind: notebook\n---\n# N \(turn)\n\n{{ q.n }}\n\n```sql {#q}\nselect count(*) as n from references where year > '20\(10 + random.next(9))'\n```\n"
          .replacing("references", with: "\"references\""), "content/note.md")
      return "a notebook"
    case 4:
      try project.write(
        "# Glossary\n\n## Percentile\n\nA place, \(turn).\n\n## Term\(random.next(3))\n\nx\n",
        "content/glossary.md")
      return "the glossary"
    case 5:
      try project.write(
        "<p>Foot \(turn)</p>{{#navigation}}{{words}}{{/navigation}}\n", "templates/footer.mustache")
      return "a template"
    case 6:
      try? FileManager.default.removeItem(atPath: project.folder + "/templates/footer.mustache")
      return "a template less"
    case 7:
      try project.write(
        project.text("casebook.yaml").split(separator: "\n").map {
          $0.hasPrefix("title:") ? "title: Cohort \(turn)" : String($0)
        }.joined(separator: "\n") + "\n", "casebook.yaml")
      return "the title"
    case 8:
      let row = project.consents()[random.next(40)]
      let state = row["state"] == "granted" ? "withdrawn" : "granted"
      try project.setConsent(
        row["participant"] ?? "",
        ["state": state, "withdrawn_on": state == "granted" ? "" : "2026-11-01"])
      return "a consent"
    case 9:
      let row = project.consents()[random.next(40)]
      try project.setConsent(
        row["participant"] ?? "", ["case_public": row["case_public"] == "yes" ? "no" : "yes"])
      return "an open case"
    case 10:
      let lines = project.text("content/cohort/phenotypes.tsv").split(separator: "\n").map(
        String.init)
      var fields = lines[1 + random.next(lines.count - 1)].components(separatedBy: "\t")
      fields[fields.count - 1] = ""
      let changed = lines.map {
        $0.hasPrefix(fields[0] + "\t") ? fields.joined(separator: "\t") : $0
      }
      try project.write(changed.joined(separator: "\n") + "\n", "content/cohort/phenotypes.tsv")
      return "a phenotype"
    default:
      try project.write(
        "---\naliases: [old-\(random.next(3)).html]\ntitle: Moved \(turn)\n---\n# Moved\n\ntext\n",
        "content/moved.md")
      return "an alias"
    }
  }

  /// A disease taken back leaves nothing in the cache that was computed with it.
  @Test func aNarrowedConsentLeavesNoEntry() throws {
    let project = try TestProject()
    let id = try #require(
      project.consents().first { $0["state"] == "granted" && $0["audience_clinic"] == "yes" }?[
        "participant"])
    func entries() -> Set<String> {
      Set(Files.list(project.folder + "/.casebook/cache").filter { $0.hasPrefix("person-") })
    }
    try project.setConsent(id, ["duo": "GRU;CC", "expires_on": "", "withdrawn_on": ""])
    try project.build("clinic")
    let before = entries()
    try project.setConsent(id, ["duo": "DS=MONDO:0005148;CC"])
    try project.build("clinic")
    let after = entries()
    let gone = before.subtracting(after), new = after.subtracting(before)
    #expect(gone.count == 1 && new.count == 1, "\(gone) \(new)")
    #expect(gone.first?.split(separator: "-")[1] == new.first?.split(separator: "-")[1])
  }

  @Test(arguments: ["public", "clinic"]) func equalsACleanBuild(_ audience: String) throws {
    let project = try TestProject()
    try project.build(audience)
    var random = SplitMix(seed: audience == "public" ? 11 : 12)
    for turn in 0..<Self.edits {
      let what = try edit(project, &random, turn)
      try project.build(audience)
      let own = site(project.folder, audience), fresh = try clean(project, audience)
      let differing = Set(own.keys).union(fresh.keys).filter { own[$0] != fresh[$0] }.sorted()
      #expect(differing.isEmpty, "after \(what), edit \(turn): \(differing.prefix(5))")
      if !differing.isEmpty { return }
    }
  }

  /// Nothing changed: nothing rendered, no file of the site touched.
  @Test func nothingChangedNothingWritten() throws {
    let project = try TestProject(people: 8)
    try project.build("public")
    let root = project.folder + "/public"
    let before = Files.stamps(root).map(\.stamp)
    let summary = try project.build("public")
    #expect(summary.rendered == 0)
    #expect(Files.stamps(root).map(\.stamp) == before)
  }

  /// One note changed: its page alone, and `why` names the edge.
  @Test func oneChangeRendersOnePage() throws {
    let project = try TestProject(people: 8)
    try project.write("# A\n\ntext\n", "content/a.md")
    try project.build("public")
    try project.write("# A\n\nother text\n", "content/a.md")
    let history = try Build(project.request("public"), progress: .silent).history(of: "a.html")
    #expect(history.pending == "its document, content/a.md changed")
    #expect(try project.build("public").rendered == 1)
    let after = try Build(project.request("public"), progress: .silent).history(of: "content/a.md")
    #expect(after.pending == nil)
    #expect(after.last == "its document, content/a.md")
    #expect(after.reads.contains("the template masthead.mustache"))
  }

  /// A file of the site that somebody changed or removed is made again.
  @Test func aTouchedPageIsMadeAgain() throws {
    let project = try TestProject(people: 8)
    try project.build("public")
    let page = project.text("public/ethics.html")
    try project.write("changed", "public/ethics.html")
    try FileManager.default.removeItem(atPath: project.folder + "/public/index.html")
    #expect(try project.build("public").rendered == 2)
    #expect(project.text("public/ethics.html") == page)
    #expect(project.text("public/index.html").contains("<h1>"))
  }
}

/// Sebastiano Vigna's SplitMix64: the same edits on every machine.
private struct SplitMix {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next(_ below: Int) -> Int {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ z >> 30) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ z >> 27) &* 0x94d0_49bb_1331_11eb
    return Int((z ^ z >> 31) % UInt64(below))
  }
}
