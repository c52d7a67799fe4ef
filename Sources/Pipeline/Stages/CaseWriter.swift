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

  /// The reports and their index; none at all where the project keeps no public cases.
  func documents(_ workers: Workers, _ progress: Progress) -> [ReportDocument] {
    if audience == .public, project.config.gitCases == .none { return [] }
    let traits = project.consentTraits
    let people = view.cases.members
    progress.step("writing \(people.count) case reports")
    let written = workers.map(people) { person -> ReportDocument? in
      guard let permit = project.consents.permit(person, audience, traits: traits),
        let tables = CaseTables(view, person: person, traits: permit.traits)
      else { return nil }
      return CasePage.document(input(person, permit, tables))
    }.compactMap { $0 }
    let slugs = people.map { pseudonyms[$0] }
    return written + [CaseIndexPage.document(slugs: slugs, audience: audience)]
  }

  private func input(_ person: Int, _ permit: CasePermit, _ tables: CaseTables) -> CaseInput {
    let released = permit.release([
      tables.facts, tables.quality, tables.similarity, tables.place, tables.scores, tables.parts,
      tables.contributions(4), tables.clinical,
    ])
    return CaseInput(
      slug: pseudonyms[person], permit: permit, facts: released[0], quality: released[1],
      similarity: released[2], place: released[3], scores: released[4], parts: released[5],
      contributions: released[6], apoe: tables.apoe.flatMap { permit.release([$0]).first },
      clinical: released[7], knowledge: project.knowledge,
      genomeBuild: project.config.genomeBuild, isSynthetic: project.config.isSynthetic,
      referenceName: project.scoreReference.name,
      referenceIsSimulated: project.scoreReference.isSimulated)
  }
}
