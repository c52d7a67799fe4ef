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
  /// The consent in words, and its codes.
  public let use: String
  public let duo: String
  public let expires: CalendarDate?
  init(
    person: Int, audience: Audience, traits: Set<String>, showsSimilarity: Bool, showsAPOE: Bool,
    use: String, duo: String, expires: CalendarDate?
  ) {
    (self.person, self.audience, self.traits) = (person, audience, traits)
    (self.showsSimilarity, self.showsAPOE) = (showsSimilarity, showsAPOE)
    (self.use, self.duo, self.expires) = (use, duo, expires)
  }

  /// Everything that the report may hold, as text: it changes where a choice changes.
  public var summary: String {
    [
      traits.sorted().joined(separator: ","), String(showsSimilarity), String(showsAPOE), duo,
      expires?.description ?? "",
    ].joined(separator: " ")
  }

  /// What a table of a report is about.
  public enum Content: Sendable {
    case facts, quality, clinical, similarity, apoe
    /// Rows by trait: a column `id` names it.
    case scores
  }

  /// Releases a table about this person, without the rows that the permit does not cover.
  public func release(_ table: Table, as content: Content) -> Released {
    precondition(
      table.columns.allSatisfy { $0.subject == .person },
      "\(table.name) is no table about one person")
    let rows: [[Entry]]
    switch content {
    case .facts, .quality: rows = table.rows
    case .clinical: rows = audience == .clinic ? table.rows : []
    case .similarity: rows = showsSimilarity ? table.rows : []
    case .apoe: rows = showsAPOE ? table.rows : []
    case .scores:
      guard let id = table.index(of: "id") else {
        preconditionFailure("\(table.name) has no column 'id'")
      }
      rows = table.rows.filter { row in
        if case .text(let trait) = row[id] { return traits.contains(trait) }
        return false
      }
    }
    return Released(
      table,
      entries: rows.map { row in
        row.enumerated().map { $1.shown(table.columns[$0].format) }
      })
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
      use: DUOClauses(terms.duo)?.words ?? "", duo: terms.duo, expires: terms.expires)
  }
}
