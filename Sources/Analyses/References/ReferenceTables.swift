import Knowledge
import Tables

/// The publications that the project's knowledge rests on, for bibliographies.
public enum ReferenceTables {
  public static func tables(_ view: CohortView) -> [Table] {
    let cited = cited(view)
    let known = Dictionary(
      view.knowledge.references.map { ($0.pmid, $0) }, uniquingKeysWith: { first, _ in first })
    return [
      Table(
        "references", "Publications cited",
        [
          Column("pmid", "PMID", "number in PubMed"),
          Column("first_author", "First author", ""),
          Column("year", "Year", ""),
          Column("title", "Title", "as seen; empty where it was not recorded"),
          Column("journal", "Journal", ""),
          Column("doi", "DOI", "where it was recorded"),
        ],
        rows: cited.sorted { (Int($0) ?? 0, $0) < (Int($1) ?? 0, $1) }.map { pmid in
          let own = known[pmid]
          return [.text(pmid)]
            + [own?.author, own?.year, own?.title, own?.journal, own?.doi].map { words in
              words.map { $0.isEmpty ? .missing : .text($0) } ?? .missing
            }
        })
    ]
  }

  /// What any row about the project's traits cites: variants, hallmarks, drugs, instruments, cell
  /// models, and the source of the APOE odds.
  private static func cited(_ view: CohortView) -> Set<String> {
    let traits = Set(view.scorers.map(\.definition.trait.id))
    var pmids: Set<String> = [APOEGenotype.source]
    for scorer in view.scorers { pmids.formUnion(scorer.definition.rows.map(\.pmid)) }
    for trait in traits {
      for hallmark in view.knowledge.hallmarks(of: trait) { pmids.formUnion(hallmark.pmids) }
    }
    for drug in view.knowledge.drugs where traits.contains(drug.trait) {
      pmids.formUnion(drug.pmids)
    }
    for model in view.knowledge.cellModels { pmids.formUnion(model.pmids) }
    for instrument in view.knowledge.instruments { pmids.formUnion(instrument.pmids) }
    for row in view.knowledge.variants where traits.contains(row.disease) { pmids.insert(row.pmid) }
    return pmids.subtracting([""])
  }
}
