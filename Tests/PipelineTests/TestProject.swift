import CohortModel
import Diagnostics
import Foundation
import Store
import TestSupport

@testable import Pipeline

/// A project of some forty synthetic people in a folder of its own.
struct TestProject {
  let folder: String
  static let key = String(repeating: "0123456789abcdef", count: 4)

  /// `settings` replaces lines of casebook.yaml: what to find, what to put.
  init(_ settings: [(String, String)] = [], people: Int = 40) throws {
    folder = Fixtures.scratch("project")
    for path in ["knowledge", "reference", "index.md", "ethics.md"] {
      let source = Fixtures.root + "/content/" + path
      let files = Files.isDirectory(source) ? Files.list(source).map { path + "/" + $0 } : [path]
      for file in files {
        try Files.write(
          Files.read(Fixtures.root + "/content/" + file), to: folder + "/content/" + file)
      }
    }
    // Without the notebooks, whose queries ask for more people than there are here.
    let home = String(decoding: try Files.read(folder + "/content/index.md"), as: UTF8.self)
    let lines = home.split(separator: "\n", omittingEmptySubsequences: false)
    try Files.write(
      Array(lines.filter { !$0.contains("notebooks/") }.joined(separator: "\n").utf8),
      to: folder + "/content/index.md")
    _ = try Simulate(
      similarity: folder + "/content/reference/1000g-phase1.similarity.tsv",
      knowledge: folder + "/content/knowledge", groups: [people], admixed: 3, far: 1, siblings: 1,
      missing: 0.002, variants: 300, seed: 5, frequencySeed: 1, openCases: 5, year: 2026,
      prefix: "ZQXJ", out: folder + "/content/cohort", name: "cohort", asPanel: false
    ).run(.silent)
    var yaml = """
      title: Test cohort
      synthetic: true
      release: 2026.1
      date: 2026-11-20
      use: {for_profit: false, commercial: false, irb: IRB-7, country: DE, project: t, institution: i, user: u}
      inputs:
        participants: content/cohort/participants.tsv
        consent: content/cohort/consent.tsv
        phenotypes: content/cohort/phenotypes.tsv
        genotypes: [content/cohort/cohort.bed]
        build: GRCh37
        strand: forward
      reference: {similarity: content/reference/1000g-phase1.similarity.tsv, scores: content/reference/simulated.scores.tsv}
      traits: [alzheimer, cad, obesity, t2d]
      key: \(Self.key)

      """
    for (find, put) in settings { yaml = yaml.replacing(find, with: put) }
    try Files.write(Array(yaml.utf8), to: folder + "/casebook.yaml")
  }

  func request(
    _ audience: String, jobs: Int = 2, date: String? = nil, keyFile: String? = nil
  ) throws -> BuildRequest {
    try BuildRequest(
      folder: folder, audience: audience, jobs: jobs, date: date, now: 1_795_000_000,
      keyFile: keyFile, home: folder, version: "test")
  }

  @discardableResult func build(
    _ audience: String, jobs: Int = 2, date: String? = nil, keyFile: String? = nil
  ) throws -> BuildSummary {
    try Build(
      request(audience, jobs: jobs, date: date, keyFile: keyFile), progress: .silent
    ).run()
  }

  /// Digest by path of everything that builds write.
  func products() -> [String: Digest] {
    var found: [String: Digest] = [:]
    for place in [
      "content/cases", "content/reports", "public", ".casebook/editions", ".casebook/sites",
    ] {
      for path in Files.list(folder + "/" + place) {
        found[place + "/" + path] = (try? Files.read(folder + "/" + place + "/" + path)).map {
          Digest(of: $0)
        }
      }
    }
    return found
  }

  func text(_ path: String) -> String {
    (try? Files.read(folder + "/" + path)).map { String(decoding: $0, as: UTF8.self) } ?? ""
  }

  func write(_ text: String, _ path: String) throws {
    try Files.write(Array(text.utf8), to: folder + "/" + path)
  }

  /// Rows of the consent table as dictionaries, in order.
  func consents() -> [[String: String]] {
    let lines = text("content/cohort/consent.tsv").split(separator: "\n")
    let header = lines[0].split(separator: "\t").map(String.init)
    return lines.dropFirst().map { line in
      let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      return Dictionary(uniqueKeysWithValues: zip(header, fields))
    }
  }

  func writeConsents(_ rows: [[String: String]]) throws {
    let header = ConsentField.allCases.map(\.rawValue)
    let lines = [header] + rows.map { row in header.map { row[$0] ?? "" } }
    try write(
      lines.map { $0.joined(separator: "\t") }.joined(separator: "\n") + "\n",
      "content/cohort/consent.tsv")
  }

  /// Changes the consents of one participant.
  func setConsent(_ id: String, _ changes: [String: String]) throws {
    try writeConsents(
      consents().map { row in
        row["participant"] == id ? row.merging(changes) { _, new in new } : row
      })
  }

  /// Ids of people with an open case.
  var openIDs: [String] {
    consents().filter { $0["case_public"] == "yes" }.map { $0["participant"] ?? "" }
  }

  func slug(_ id: String, _ audience: Audience) throws -> String {
    let project = try Project(request(audience.rawValue))
    guard let known = ParticipantID(id), let index = project.roster.index(of: known) else {
      return ""
    }
    return project.pseudonyms(
      audience, key: try Keys.key(project.config, request(audience.rawValue))
    )
    .slugs[index]
  }
}

extension BuildRequest {
  var audienceName: String { audience.rawValue }
}
