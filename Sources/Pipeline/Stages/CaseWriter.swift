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
    let written = workers.map(people) {
      person -> (report: ReportDocument, entry: CaseIndexPage.Entry)? in
      guard let permit = project.consents.permit(person, audience, traits: traits),
        let tables = CaseTables(
          view, person: person, traits: permit.traits, namesSimilarity: permit.showsSimilarity)
      else { return nil }
      let input = input(person, permit, tables)
      // The list says of a report what its own first screen says.
      return (
        CasePage.document(input), .init(slug: input.slug, facts: input.facts, scores: input.scores)
      )
    }.compactMap { $0 }
    return written.map(\.report)
      + [CaseIndexPage.document(written.map(\.entry), audience: audience)]
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
