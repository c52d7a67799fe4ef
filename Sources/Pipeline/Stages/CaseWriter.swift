import Analyses
import CohortModel
import Ethics
import Reports
import Tables

/// Writes each person's report.
struct CaseWriter: Sendable {
  let project: Project
  let audience: Audience
  let view: CohortView
  let pseudonyms: [String]

  var isWritten: Bool { audience != .public || project.config.gitCases != .none }

  /// The reports and their index; an index of nobody where the project keeps no public cases.
  func documents(_ workers: Workers, _ progress: Progress) -> [ReportDocument] {
    guard isWritten else { return [CaseIndexPage.document([], audience: audience)] }
    let traits = project.consentTraits
    let people = view.cases.members
    progress.step("writing \(people.count) case reports")
    let written = workers.map(people) { person -> ReportDocument? in
      guard let permit = project.consents.permit(person, audience, traits: traits),
        let tables = CaseTables(
          view, person: person, traits: permit.traits, namesSimilarity: permit.showsSimilarity)
      else { return nil }
      return CasePage.document(input(person, permit, tables))
    }.compactMap { $0 }
    return written + [CaseIndexPage.document(entries(people, traits), audience: audience)]
  }

  /// Lines of the list: what each report says of itself in its first screen.
  private func entries(_ people: [Int], _ traits: [ConsentTrait]) -> [CaseIndexPage.Entry] {
    people.compactMap { person in
      guard let permit = project.consents.permit(person, audience, traits: traits),
        let tables = CaseTables(
          view, person: person, traits: permit.traits, namesSimilarity: permit.showsSimilarity)
      else { return nil }
      return CaseIndexPage.Entry(
        slug: pseudonyms[person], facts: permit.release(tables.facts, as: .facts),
        scores: permit.release(tables.scores, as: .scores))
    }
  }

  private func input(_ person: Int, _ permit: CasePermit, _ tables: CaseTables) -> CaseInput {
    CaseInput(
      slug: pseudonyms[person], permit: permit,
      facts: permit.release(tables.facts, as: .facts),
      quality: permit.release(tables.quality, as: .quality),
      similarity: permit.release(tables.similarity, as: .similarity),
      place: permit.release(tables.place, as: .similarity),
      scores: permit.release(tables.scores, as: .scores),
      parts: permit.release(tables.parts, as: .scores),
      contributions: permit.release(tables.contributions(3), as: .scores),
      apoe: tables.apoe.map { permit.release($0, as: .apoe) },
      clinical: permit.release(tables.clinical, as: .clinical), knowledge: project.knowledge,
      genomeBuild: project.config.genomeBuild, isSynthetic: project.config.isSynthetic,
      referenceName: project.scoreReference.name,
      referenceIsSimulated: project.scoreReference.isSimulated)
  }
}
