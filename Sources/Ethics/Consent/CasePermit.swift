import CohortModel
import Tables

/// What one person's report may hold in one edition. Made from the consent, and
/// needed to release anything about a person.
public struct CasePermit: Sendable {
  public let person: Int
  public let audience: Audience
  /// Ids of traits whose scores may stand in the report.
  public let traits: Set<String>
  public let showsSimilarity: Bool
  public let showsAPOE: Bool
  /// The consent as it reads: permission and modifiers.
  public let duo: String
  public let expires: CalendarDate?
  /// Opt-ins that are in, by the names of their columns.
  public let optIns: [FindingKind]

  init(
    person: Int, audience: Audience, traits: Set<String>, showsSimilarity: Bool, showsAPOE: Bool,
    duo: String, expires: CalendarDate?, optIns: [FindingKind]
  ) {
    (self.person, self.audience, self.traits) = (person, audience, traits)
    (self.showsSimilarity, self.showsAPOE) = (showsSimilarity, showsAPOE)
    (self.duo, self.expires, self.optIns) = (duo, expires, optIns)
  }

  /// Releases tables about this person for this audience.
  public func release(_ tables: [Table]) -> [Released] {
    tables.map { table in
      Released(
        table,
        entries: table.rows.map { row in
          row.enumerated().map { $1.shown(table.columns[$0].format) }
        })
    }
  }
}

/// A trait as consent sees it.
public struct ConsentTrait: Sendable, Hashable {
  public let id: String
  public let mondo: String?
  public let ancestors: [String]
  public let isAdultOnset: Bool

  public init(id: String, mondo: String?, ancestors: [String], isAdultOnset: Bool) {
    (self.id, self.mondo, self.ancestors, self.isAdultOnset) = (id, mondo, ancestors, isAdultOnset)
  }
}

extension ConsentBook {
  /// The question about a trait's pages: its disease, or health where it is none.
  public func question(_ audience: Audience, about trait: ConsentTrait) -> Question {
    guard let mondo = trait.mondo else { return Question(audience, .health) }
    return Question(audience, .disease).about(disease: mondo, ancestors: trait.ancestors)
  }

  /// The permit for a person's report; nil where there is to be none.
  public func permit(
    _ person: Int, _ audience: Audience, traits: [ConsentTrait]
  ) -> CasePermit? {
    guard hasCase(person, audience) else { return nil }
    let general = Question(audience, audience == .public ? .health : .care)
    func allows(_ question: Question) -> Bool { decision(person, question).isAllowed }
    let shown = traits.filter { trait in
      if trait.isAdultOnset, isMinor(person) { return false }
      return allows(question(audience, about: trait).showing(.prs))
    }
    let alzheimer = traits.first { $0.id == "alzheimer" }
    let terms = terms(person)
    return CasePermit(
      person: person, audience: audience, traits: Set(shown.map(\.id)),
      showsSimilarity: allows(Question(audience, .ancestry).showing(.ancestry)),
      showsAPOE: alzheimer.map {
        allows(question(audience, about: $0).showing(.adultOnset))
      } ?? false,
      duo: terms.duo, expires: terms.expires,
      optIns: FindingKind.allCases.filter { allows(general.showing($0)) })
  }
}
