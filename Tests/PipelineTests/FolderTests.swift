import CohortModel
import Diagnostics
import Foundation
import Store
import TestSupport
import Testing

@testable import Pipeline

/// Where a site may go, and what becomes of files that no manifest lists.
@Suite struct FolderTests {
  static let refused = [
    "content", "public", "public/sub", ".casebook/x", ".", "..", "content/cases",
  ]

  @Test(arguments: refused) func outputsOverTheProjectAreRefused(_ output: String) throws {
    let project = try TestProject(people: 4)
    #expect {
      _ = try BuildRequest(
        folder: project.folder, audience: "clinic", output: project.folder + "/" + output, jobs: 1,
        now: 0, home: project.folder, version: "test")
    } throws: { ($0 as? Diagnostic)?.exit == .usage }
  }

  /// A person who withdraws leaves a site elsewhere as well as the default one.
  @Test func withdrawalReachesOtherOutputs() throws {
    let project = try TestProject()
    let elsewhere = Fixtures.scratch("elsewhere") + "/site"
    func request() throws -> BuildRequest {
      try BuildRequest(
        folder: project.folder, audience: "public", output: elsewhere, jobs: 2,
        date: "2026-11-20", now: 1_795_000_000, home: project.folder, version: "test")
    }
    try project.build("public")
    _ = try Build(request(), progress: .silent).run()
    let id = project.openIDs[0], slug = try project.slug(id, .public)
    #expect(Files.exists(elsewhere + "/cases/\(slug).html"))
    try project.setConsent(id, ["state": "withdrawn", "withdrawn_on": "2026-11-01"])
    try project.build("clinic")
    #expect(!Files.exists(elsewhere + "/cases/\(slug).html"))
    #expect(!Files.exists(project.folder + "/public/cases/\(slug).html"))
  }

  /// A report that a merge brought back is removed, though no manifest lists it.
  @Test func aReportThatCameBackIsRemoved() throws {
    let project = try TestProject()
    try project.build("public")
    try project.write("# back\n", "content/cases/abcdefgh234567ab.md")
    try project.write("mine\n", "content/cases/README.md")
    try project.build("public")
    #expect(!Files.exists(project.folder + "/content/cases/abcdefgh234567ab.md"))
    #expect(project.text("content/cases/README.md") == "mine\n")
  }

  @Test func aBrokenManifestStopsTheBuild() throws {
    let project = try TestProject(people: 8)
    try project.build("public")
    try project.write("<<<<<<< ours\n", "content/cases/manifest.tsv")
    #expect {
      try project.build("public")
    } throws: { ($0 as? Diagnostic)?.message == "the list of the build's files cannot be read" }
  }

  @Test func aLostPageComesBack() throws {
    let project = try TestProject(people: 8)
    try project.build("public")
    let before = project.products()
    try FileManager.default.removeItem(atPath: project.folder + "/public/index.html")
    try project.build("public")
    #expect(project.products() == before)
  }

  /// A choice taken back in the consent table reaches the edition of the other audience.
  @Test func aChoiceTakenBackReachesEveryEdition() throws {
    let project = try TestProject()
    try project.build("public")
    try project.build("clinic")
    let id = project.openIDs[0]
    let path = "content/cases/\(try project.slug(id, .public)).md"
    try project.setConsent(id, ["opt_prs": "in"])
    try project.build("public")
    #expect(project.text(path).contains("## Scores"))
    try project.setConsent(id, ["opt_prs": "out"])
    try project.build("clinic")
    #expect(!project.text(path).contains("## Scores"))
  }

  /// GSO allows genetic studies only: out of the phenotype tables, in the scores.
  @Test func geneticStudiesOnly() throws {
    let project = try TestProject()
    let id =
      project.consents().first { $0["duo"] == "GRU;CC" && $0["state"] == "granted" }?["participant"]
      ?? ""
    func measured() -> [Int] {
      project.text(".casebook/editions/clinic/reports/data/cohort-age-sex.tsv").split(
        separator: "\n"
      )
      .dropFirst().flatMap { $0.split(separator: "\t").dropFirst().compactMap { Int($0) } }
    }
    try project.build("clinic")
    let before = measured().reduce(0, +)
    try project.setConsent(id, ["duo": "GRU;CC;GSO"])
    try project.build("clinic")
    #expect(measured().reduce(0, +) == before - 1)
  }
}
