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
  /// Nil where the edition has no pages of similar cases.
  private let records: PhenotypeRecords?
  private let paths: PersonPaths
  private let pathways: [String: PathwayScorer]

  init(
    project: Project, audience: Audience, view: CohortView, pseudonyms: [String],
    records: PhenotypeRecords?
  ) {
    (self.project, self.audience, self.view) = (project, audience, view)
    (self.pseudonyms, self.records) = (pseudonyms, records)
    paths = PersonPaths(project.knowledge, traits: project.scores.map(\.trait))
    pathways = Dictionary(
      uniqueKeysWithValues: view.scorers.map {
        ($0.definition.trait.id, PathwayScorer($0, project.knowledge.sets))
      })
  }

  var isWritten: Bool { audience != .public || project.config.gitCases != .none }

  /// What comes of the people with a report of their own.
  struct Written {
    /// The reports, their index, and pages of similar cases; an index of nobody where the project keeps no public cases.
    let documents: [ReportDocument]
    /// Scores, parts and contributions of all of them, for notebooks.
    let tables: [Released]
  }

  func write(_ workers: Workers, _ progress: Progress) -> Written {
    guard isWritten else {
      return Written(
        documents: [CaseIndexPage.document([], audience: audience)], tables: Self.tables([]))
    }
    let traits = project.consentTraits
    let people = view.cases.members
    progress.step("writing \(people.count) case reports")
    let written = workers.map(people) {
      person -> (
        person: Int, report: ReportDocument, entry: CaseIndexPage.Entry, input: CaseInput
      )? in
      guard let permit = project.consents.permit(person, audience, traits: traits),
        let tables = CaseTables(
          view, person: person, traits: permit.traits, namesSimilarity: permit.showsSimilarity)
      else { return nil }
      let input = input(person, permit, tables)
      // The list says of a report what its own first screen says.
      return (
        person, CasePage.document(input),
        .init(slug: input.slug, facts: input.facts, scores: input.scores), input
      )
    }.compactMap { $0 }
    return Written(
      documents: written.map(\.report)
        + [CaseIndexPage.document(written.map(\.entry), audience: audience)]
        + similar(Set(written.map(\.person)), workers, progress),
      tables: Self.tables(written.map(\.input).sorted { $0.slug < $1.slug }))
  }

  /// Pages of similar cases for those of `people` who have a record.
  private func similar(
    _ people: Set<Int>, _ workers: Workers, _ progress: Progress
  ) -> [ReportDocument] {
    guard let records else { return [] }
    return SimilarCasesWriter(
      project: project, audience: audience, view: view, records: records,
      people: people.intersection(records.packets.keys)
    ).documents(workers, progress)
  }

  private static func tables(_ inputs: [CaseInput]) -> [Released] {
    [
      .joined(
        "case-scores", "Scores of the people with a report of their own",
        like: CaseTables.scoresColumns, inputs.map { ($0.slug, $0.scores) }),
      .joined(
        "case-parts", "Hallmarks of the people with a report of their own",
        like: CaseTables.partsColumns, inputs.map { ($0.slug, $0.parts) }),
      .joined(
        "case-rivals", "Other scores of the same traits, by case report",
        like: CaseTables.rivalsColumns, inputs.map { ($0.slug, $0.rivals) }),
      .joined(
        "case-contributions", "Variants that contribute most, by case report",
        like: CaseTables.contributionsColumns, inputs.map { ($0.slug, $0.contributions) }),
      .joined(
        "case-paths", "Drugs listed for hallmarks that stand high, by case report",
        like: CaseTables.pathsColumns, inputs.map { ($0.slug, $0.paths) }),
      .joined(
        "case-burden", "Genes that carry hallmarks that stand high, by case report",
        like: CaseTables.burdenColumns, inputs.map { ($0.slug, $0.burden) }),
      .joined(
        "case-pathways", "Pathways that carry a burden, by case report",
        like: CaseTables.pathwayColumns, inputs.map { ($0.slug, $0.pathways) }),
      .joined(
        "case-models", "Experiments on hallmarks that stand high, by case report",
        like: CaseTables.modelColumns, inputs.map { ($0.slug, $0.models) }),
    ]
  }

  private func input(_ person: Int, _ permit: CasePermit, _ tables: CaseTables) -> CaseInput {
    let way = tables.paths(paths)
    return CaseInput(
      slug: pseudonyms[person], permit: permit,
      facts: permit.release(tables.facts, as: .facts),
      quality: permit.release(tables.quality, as: .quality),
      similarity: permit.release(tables.similarity, as: .similarity),
      place: permit.release(tables.place, as: .similarity),
      scores: permit.release(tables.scores, as: .scores),
      parts: permit.release(tables.parts, as: .scores),
      rivals: permit.release(tables.rivals, as: .scores),
      contributions: permit.release(tables.contributions(3), as: .scores),
      apoe: tables.apoe.map { permit.release($0, as: .apoe) },
      paths: permit.release(way.paths, as: .scores),
      burden: permit.release(way.burden, as: .scores),
      pathLinks: permit.release(way.links, as: .scores),
      models: permit.release(way.models, as: .scores),
      pathways: permit.release(tables.pathways(pathways), as: .scores),
      clinical: permit.release(tables.clinical, as: .clinical), knowledge: project.knowledge,
      genomeBuild: project.config.genomeBuild, isSynthetic: project.config.isSynthetic,
      referenceName: project.scoreReference.name,
      referenceIsSimulated: project.scoreReference.isSimulated,
      hasSimilarPage: records?.packets[person] != nil)
  }
}
