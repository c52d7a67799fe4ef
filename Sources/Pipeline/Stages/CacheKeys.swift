import CohortModel
import Ethics
import Store
import Tables

/// Names of cached findings: of whom they tell, and the digest of everything they came from.
struct CacheKeys: Sendable {
  /// Program, references, knowledge and settings: what every finding comes from.
  private let ground: Digest
  private let audience: Audience
  /// Who is in, by audience.
  private let circles: [Audience: String]
  /// What names of people's entries begin with today: who is in, for which traits, on which ground.
  private let kept: Set<String>
  /// By roster index, for the audience.
  private let prefixes: [String]

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
    var prefixes: [Audience: [String]] = [:]
    var kept: Set<String> = []
    for audience in [Audience.public, .clinic] {
      let sets = ConsentSets(project, audience)
      let everyone = sets.everyone.members
      circles[audience] = Digest(of: everyone.map { tags[$0] }.joined(separator: "\n")).short
      let own = Self.prefixes(tags, sets, ground)
      prefixes[audience] = own
      kept.formUnion(everyone.map { own[$0] })
    }
    (self.circles, self.kept) = (circles, kept)
    self.prefixes = prefixes[audience] ?? []
  }

  /// An entry names the traits that it was computed for: when somebody takes one back, what was
  /// computed with it may not stay.
  private static func prefixes(
    _ tags: [String], _ sets: ConsentSets, _ ground: Digest
  ) -> [String] {
    let traits = sets.traits.keys.sorted().map {
      (id: $0, people: Set(sets.traits[$0]?.members ?? []))
    }
    return tags.indices.map { person in
      let own = traits.filter { $0.people.contains(person) }.map(\.id).joined(separator: " ")
      return "person-\(tags[person])-\(Digest(of: own).short)-\(ground.short)-"
    }
  }

  /// A person's finding: both audiences share it.
  func person(_ index: Int, _ read: [UInt8]) -> String {
    prefixes[index] + Digest(ofParts: [("ground", ground), ("read", Digest(of: read))]).hex
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
      return kept.contains(name.split(separator: "-").prefix(4).joined(separator: "-") + "-")
    }
    return circles.keys.contains { $0 != audience && name.hasPrefix(circle($0)) }
  }

  private func circle(_ audience: Audience) -> String {
    "cohort-\(audience.rawValue)-\(circles[audience] ?? "")-"
  }
}
