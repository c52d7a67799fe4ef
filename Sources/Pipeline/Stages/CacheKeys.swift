import CohortModel
import Ethics
import Store
import Tables

/// Names of cached findings: of whom they tell, and the digest of everything they came from.
struct CacheKeys: Sendable {
  /// Program, references, knowledge and settings: what every finding comes from.
  private let ground: Digest
  private let audience: Audience
  /// By roster index; a name that is of no use outside the project.
  private let tags: [String]
  /// Who is in, by audience.
  private let circles: [Audience: String]
  private let known: Set<String>

  init(_ project: Project, _ request: BuildRequest, _ audience: Audience, key: PseudonymKey?) {
    let parts = project.digests.filter { !$0.key.hasPrefix("content/cohort/") }
      .map { (name: $0.key, digest: $0.value) }
    ground = Digest(
      ofParts: parts + [
        ("program", request.program), ("year", Digest(of: String(project.date.year))),
      ])
    self.audience = audience
    let tags = project.roster.participants.map { person in
      key?.slug(scope: "cache", id: person.id.text) ?? Digest(of: "cache" + person.id.text).short
    }
    var circles: [Audience: String] = [:]
    var known: Set<String> = []
    for audience in [Audience.public, .clinic] {
      let everyone = ConsentSets(project, audience).everyone.members
      circles[audience] = Digest(of: everyone.map { tags[$0] }.joined(separator: "\n")).short
      known.formUnion(everyone.map { tags[$0] })
    }
    (self.tags, self.circles, self.known) = (tags, circles, known)
  }

  /// A person's finding: both audiences share it.
  func person(_ index: Int, _ read: [UInt8]) -> String {
    "person-\(tags[index])-\(Digest(ofParts: [("ground", ground), ("read", Digest(of: read))]).hex)"
  }

  /// A cohort's finding, for the people of a selection.
  func cohort(_ analysis: String, _ read: Digest) -> String {
    let key = Digest(ofParts: [("ground", ground), (analysis, read)]).hex
    return "\(circle(audience))\(analysis)-\(key)"
  }

  /// Whether an entry that this build did not ask for may stay: one of another audience, if
  /// the same people are in it still.
  func keeps(_ name: String) -> Bool {
    if name.hasPrefix("person-") {
      let tag = name.split(separator: "-")[1]
      return known.contains(String(tag))
    }
    return circles.keys.contains { $0 != audience && name.hasPrefix(circle($0)) }
  }

  private func circle(_ audience: Audience) -> String {
    "cohort-\(audience.rawValue)-\(circles[audience] ?? "")-"
  }
}
