@_spi(Selecting) import CohortModel
import Tables

/// All consents of a build: what may be asked of whom. The only maker of selections.
public struct ConsentBook: Sendable {
  let rows: [ConsentRow?]
  private let project: ProjectUse?
  private let date: CalendarDate

  /// `rows` by roster index: nil where a person has no row, or two. Without a use
  /// nobody is in.
  public init(rows: [ConsentRow?], project: ProjectUse?, date: CalendarDate) {
    (self.rows, self.project, self.date) = (rows, project, date)
  }

  /// What `who` is asked about.
  public struct Question: Sendable, Hashable {
    public let audience: Audience
    public let purpose: Purpose
    public var disease: String?
    public var diseaseAncestors: [String] = []
    public var finding: FindingKind?
    public var phenotypeOnly = false

    public init(_ audience: Audience, _ purpose: Purpose) {
      (self.audience, self.purpose) = (audience, purpose)
    }

    public func about(disease: String, ancestors: [String]) -> Question {
      var question = self
      (question.disease, question.diseaseAncestors) = (disease, ancestors)
      return question
    }

    /// The same for what reads no genotype.
    public var ofPhenotypesOnly: Question {
      var question = self
      question.phenotypeOnly = true
      return question
    }

    public func showing(_ finding: FindingKind) -> Question {
      var question = self
      question.finding = finding
      return question
    }
  }

  public func decision(_ person: Int, _ question: Question) -> ConsentDecision {
    guard let project else { return .deny(Denial(.r3, "no use block")) }
    let use = Use(
      project, audience: question.audience, purpose: question.purpose, disease: question.disease,
      diseaseAncestors: question.diseaseAncestors, finding: question.finding,
      phenotypeOnly: question.phenotypeOnly)
    return Consent.decide(rows[person], for: use, on: date)
  }

  /// The people who allow it.
  public func people(_ question: Question) -> People {
    People(rows.indices.filter { decision($0, question).isAllowed }, universe: rows.count)
  }

  public func selection(_ question: Question) -> SampleSelection {
    SampleSelection(people(question))
  }

  /// The selection of people who allow at least one of the questions, or have a case.
  public func selection(anyOf questions: [Question], orCasesOf audience: Audience)
    -> SampleSelection
  {
    SampleSelection(questions.reduce(cases(audience)) { $0.union(people($1)) })
  }

  /// Everybody of the table by where their consent stands for health research.
  public func standing(_ audience: Audience) -> [(words: String, people: People)] {
    let kinds = [
      "in: consent covers health research", "out: withdrawn", "out: ended",
      "out: other uses, audiences or unreadable records",
    ]
    var members = [[Int]](repeating: [], count: kinds.count)
    for person in rows.indices {
      switch decision(person, Question(audience, .health)) {
      case .allow: members[0].append(person)
      case .deny(let denial) where denial.rule == .r2:
        members[denial.reason == "expired" ? 2 : 1].append(person)
      case .deny: members[3].append(person)
      }
    }
    return zip(kinds, members).map { ($0, People($1, universe: rows.count)) }
  }

  /// Who has an own report in the edition.
  public func cases(_ audience: Audience) -> People {
    People(rows.indices.filter { hasCase($0, audience) }, universe: rows.count)
  }

  /// In the clinic, where care is allowed; in public, where health is and the person
  /// chose an open case page.
  func hasCase(_ person: Int, _ audience: Audience) -> Bool {
    if audience == .public, rows[person]?[.casePublic] != "yes" { return false }
    return decision(person, Question(audience, audience == .public ? .health : .care)).isAllowed
  }

  public func isMinor(_ person: Int) -> Bool { rows[person]?[.minor] != "no" }

  /// The permission and modifiers of a person's consent, and its last day, for the person's own report.
  public func terms(_ person: Int) -> (duo: String, expires: CalendarDate?) {
    (rows[person]?[.duo] ?? "", CalendarDate(rows[person]?[.expiresOn] ?? ""))
  }
}
