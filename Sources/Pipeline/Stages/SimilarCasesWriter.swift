import Analyses
import CohortModel
import Ethics
import Formats
import Knowledge
import Reports
import Tables

/// Writes the clinic's pages of similar cases, one for each case with a phenopacket.
struct SimilarCasesWriter: Sendable {
  /// What one person's record says in terms of the ontology.
  private struct Record: Sendable {
    let person: Int
    let observed: [Int]
    let excluded: [Int]
    let unknownCount: Int
  }

  private let view: CohortView
  private let permits: [Int: SimilarPermit]
  private let ontology: PhenotypeOntology
  private let diseases: [AnnotatedDisease]?
  /// In the order of names in the edition, so that ties tell nothing.
  private let records: [Record]
  private let profiles: [(person: Int, profile: HallmarkProfile)]

  /// `people` are those with a packet and a report.
  init(
    project: Project, audience: Audience, view: CohortView, records: PhenotypeRecords,
    people: Set<Int>
  ) {
    self.view = view
    permits = project.consents.similarPermits(audience)
    (ontology, diseases) = (records.ontology, records.diseases)
    func isBefore(_ a: Int, _ b: Int) -> Bool { view.pseudonyms[a] < view.pseudonyms[b] }
    self.records = people.sorted(by: isBefore).compactMap { person in
      records.packets[person].map { Self.record($0, of: person, records.ontology) }
    }
    let traits = project.consentTraits
    profiles = view.cases.members.sorted(by: isBefore).compactMap { person in
      guard let finding = view.findings[person],
        let permit = project.consents.permit(person, audience, traits: traits)
      else { return nil }
      return (person, HallmarkProfile(finding, traits: permit.traits))
    }
  }

  private static func record(
    _ packet: Phenopacket, of person: Int, _ ontology: PhenotypeOntology
  ) -> Record {
    func terms(_ ids: [String]) -> [Int] { Set(ids.compactMap(ontology.term)).sorted() }
    let observed = terms(packet.observed)
    return Record(
      person: person, observed: observed,
      excluded: terms(packet.excluded).filter { !observed.contains($0) },
      unknownCount: (packet.observed + packet.excluded).count { ontology.term($0) == nil })
  }

  func documents(_ workers: Workers, _ progress: Progress) -> [ReportDocument] {
    guard !records.isEmpty else { return [] }
    progress.step("similar cases of \(records.count) people with a phenopacket")
    // Without annotations a term is as informative as few terms lie below it.
    let annotated = diseases?.map(\.terms) ?? ontology.ids.indices.map { [$0] }
    let cases = SimilarCases(
      TermInformation(ontology, profiles: annotated), profiles: records.map(\.observed))
    let nearest = workers.map(Array(records.indices)) { cases.nearest(to: $0) }
    let nulls = nulls(cases, nearest, pool: Set(annotated.joined()).sorted(), workers)
    return workers.map(Array(records.indices)) { own in
      let null = nulls[records[own].observed.count] ?? [:]
      return document(own, cases, cases.judged(own, nearest[own], null: null))
    }.compactMap { $0 }
  }

  /// Scores of random queries by the size of a record and the case compared with.
  private func nulls(
    _ cases: SimilarCases, _ nearest: [[(index: Int, score: Double)]], pool: [Int],
    _ workers: Workers
  ) -> [Int: [Int: [Double]]] {
    let sizes = Set(records.map(\.observed.count)).subtracting([0]).sorted()
    let rows = Dictionary(
      uniqueKeysWithValues: zip(pool, workers.map(pool) { cases.index.row($0) }))
    let found = workers.map(sizes) { size in
      let targets = records.indices.filter { records[$0].observed.count == size }
        .flatMap { nearest[$0].map(\.index) }
      return cases.null(size: size, pool: pool, rows: rows, of: Set(targets).sorted())
    }
    return Dictionary(uniqueKeysWithValues: zip(sizes, found))
  }

  private func document(
    _ own: Int, _ cases: SimilarCases, _ neighbours: [SimilarCases.Neighbour]
  ) -> ReportDocument? {
    let record = records[own]
    guard let permit = permits[record.person] else { return nil }
    let names = records.map { view.pseudonyms[$0.person] }
    let compared = record.observed.isEmpty ? [] : cases.comparable.filter { $0 != own }
    return SimilarCasesPage.document(
      SimilarCasesInput(
        slug: names[own],
        record: permit.release(
          SimilarTables.record(ontology, observed: record.observed, excluded: record.excluded)),
        unknownCount: record.unknownCount,
        records: permit.release(
          SimilarTables.records(neighbours, names: names, ontology: ontology),
          naming: neighbours.map { records[$0.index].person },
          of: compared.map { records[$0].person }, by: .records),
        hallmarks: hallmarks(record.person, permit),
        ontology: PhenotypeSource(version: ontology.version, diseaseCount: diseases?.count)))
  }

  private func hallmarks(_ person: Int, _ permit: SimilarPermit) -> SimilarPermit.Release {
    let own = profiles.first { $0.person == person }?.profile
    let compared = profiles.compactMap {
      other -> (person: Int, cosine: Double, shared: Int)? in
      guard other.person != person, let (value, shared) = own?.cosine(other.profile) else {
        return nil
      }
      return (other.person, value, shared)
    }
    let top = CaseRanking.order(compared.map(\.cosine)).prefix(SimilarCases.limit)
      .map { compared[$0] }
    return permit.release(
      SimilarTables.hallmarks(
        top.map { (view.pseudonyms[$0.person], $0.cosine, $0.shared) }),
      naming: top.map(\.person), of: compared.map(\.person), by: .hallmarks)
  }
}
