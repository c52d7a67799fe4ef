import Diagnostics
import Foundation
import Store

/// Makes a project: settings, pages, knowledge and references of the installation that
/// the program stands in, and a small synthetic cohort.
public struct NewProject: Sendable {
  private let folder: String
  private let isEmpty: Bool

  public init(folder: String, isEmpty: Bool) { (self.folder, self.isEmpty) = (folder, isEmpty) }

  /// Gives the number of files made. Never overwrites.
  public func make(_ progress: Progress) throws -> Int {
    if Files.exists(folder + "/casebook.yaml") {
      throw Diagnostic(
        at: Place(folder + "/casebook.yaml"), "a project is there already",
        hint: "casebook build builds it", exit: .usage)
    }
    let source = try Self.installation()
    var count = 0
    for path in Files.list(source + "/content") where isShared(path) {
      try Files.write(Files.read(source + "/content/" + path), to: folder + "/content/" + path)
      count += 1
    }
    try Files.write(Array(settings.utf8), to: folder + "/casebook.yaml")
    try Files.write(Array(".casebook/\n".utf8), to: folder + "/.gitignore")
    guard !isEmpty else { return count + 2 }
    let people = Simulate(
      similarity: folder + "/content/reference/1000g-phase1.similarity.tsv",
      knowledge: folder + "/content/knowledge", groups: [96], admixed: 12, far: 3, siblings: 2,
      missing: 0.002, variants: 5000, seed: 11, frequencySeed: 1, openCases: 6, year: 2026,
      prefix: "D", out: folder + "/content/cohort", name: "cohort", asPanel: false)
    _ = try people.run(progress)
    return count + 9
  }

  /// Knowledge, references and the hand-written pages.
  private func isShared(_ path: String) -> Bool {
    path.hasPrefix("knowledge/") || path.hasPrefix("reference/")
      || path.hasSuffix(".md") && !path.contains("/")
  }

  /// The folder above the program that holds `content/knowledge`.
  private static func installation() throws -> String {
    let program = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    var place = program.deletingLastPathComponent()
    while place.path != "/" {
      if Files.isDirectory(place.path + "/content/knowledge") { return place.path }
      place.deleteLastPathComponent()
    }
    throw Diagnostic(
      at: Place(program.path), "the shared tables are not beside the program",
      hint: "run the casebook of a checkout, which has content/knowledge and content/reference",
      exit: .resources)
  }

  private var settings: String {
    let synthetic =
      isEmpty
      ? "# synthetic: true             # leave out for real people"
      : "synthetic: true\nkey: 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
    return """
      title: \(isEmpty ? "My cohort" : "Sample cohort")
      \(synthetic)
      release: 2026.1
      use: {for_profit: false, commercial: false, irb: IRB-1, country: DE, project: sample, institution: sample-institute, user: sample-team}
      inputs:
        participants: content/cohort/participants.tsv
        consent: content/cohort/consent.tsv
        phenotypes: content/cohort/phenotypes.tsv
        genotypes: [content/cohort/cohort.bed]
        build: GRCh37
        strand: forward
      reference: {similarity: content/reference/1000g-phase1.similarity.tsv, scores: content/reference/simulated.scores.tsv}
      traits: [alzheimer, cad, obesity, t2d]
      disclosure: {profile: sacro}
      ids: keyed
      git: {cases: public}
      languages: [en]

      """
  }
}
