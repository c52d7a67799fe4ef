import Analyses
import CohortModel
import Ethics
import Knowledge
import Tables

/// A document that the build writes: its path below `content/`, and its Markdown.
public struct ReportDocument: Sendable, Equatable {
  public let path: String
  public let text: String

  public init(path: String, text: String) { (self.path, self.text) = (path, text) }
}

/// One input of the build, as the methods page lists it.
public struct InputRecord: Sendable {
  public let name: String
  public let path: String
  public let digest: String
  /// People's data: the digest is printed for the clinic only, since a digest over
  /// few people confirms a guess.
  public let tellsOfPeople: Bool
  public let licence: String

  public init(name: String, path: String, digest: String, tellsOfPeople: Bool, licence: String) {
    (self.name, self.path, self.digest) = (name, path, digest)
    (self.tellsOfPeople, self.licence) = (tellsOfPeople, licence)
  }
}

/// What page writers may use: released tables, and what is known. No finding, no person.
public struct PageContext: Sendable {
  public let audience: Audience
  public let tables: [String: Released]
  public let knowledge: KnowledgeBook
  public let scores: [ScoreDefinition]
  public let inputs: [InputRecord]
  public let isSynthetic: Bool
  public let date: CalendarDate
  public let genomeBuild: String
  public let version: String
  /// Parameters and sources that the methods page states, in order.
  public let parameters: [(name: String, value: String)]
  public let profile: DisclosureProfile
  public let hidden: (entries: Int, tables: Int)
  /// Names of the case reports of the edition, so that a page may link to them.
  public let caseSlugs: Set<String>

  public init(
    audience: Audience, tables: [String: Released], knowledge: KnowledgeBook,
    scores: [ScoreDefinition], inputs: [InputRecord], isSynthetic: Bool, date: CalendarDate,
    genomeBuild: String, version: String, parameters: [(name: String, value: String)],
    profile: DisclosureProfile, hidden: (entries: Int, tables: Int), caseSlugs: Set<String>
  ) {
    (self.audience, self.tables, self.knowledge) = (audience, tables, knowledge)
    (self.scores, self.inputs, self.isSynthetic) = (scores, inputs, isSynthetic)
    (self.date, self.genomeBuild, self.version) = (date, genomeBuild, version)
    (self.parameters, self.profile, self.hidden) = (parameters, profile, hidden)
    self.caseSlugs = caseSlugs
  }

  /// A table of the catalogue; a name that nothing made is a bug of the page.
  public func table(_ name: String) -> Released {
    guard let table = tables[name] else {
      preconditionFailure("no analysis of the catalogue makes a table '\(name)'")
    }
    return table
  }
}
