import Knowledge
import Tables

/// What a page of similar cases prints, as tables about single people.
public enum SimilarTables {
  /// A person's own record: terms that were observed, and those looked for and not found.
  public static func record(
    _ ontology: PhenotypeOntology, observed: [Int], excluded: [Int]
  ) -> Table {
    let rows = [(observed, "observed"), (excluded, "excluded")].flatMap { terms, state in
      terms.sorted { ontology.names[$0] < ontology.names[$1] }.map { term -> [Entry] in
        [.text(ontology.names[term]), .text(ontology.ids[term]), .text(state)]
      }
    }
    return Table(
      "record", "Phenotype as recorded",
      [
        Column("label", "Phenotype", of: .person, "name of the term"),
        Column("term", "Term", of: .person, "id in the ontology"),
        Column("state", "State", of: .person, "observed, or excluded: looked for and not found"),
      ], rows: rows)
  }

  /// The nearest by terms; `names` by place among the cases.
  public static func records(
    _ neighbours: [SimilarCases.Neighbour], names: [String], ontology: PhenotypeOntology
  ) -> Table {
    Table(
      "similar-records", "Cases with the most similar records",
      [
        Column("case", "Case", of: .person, "the name of the case report in this edition"),
        Column(
          "similarity", "Similarity", format: .fixed(2), of: .person,
          "Resnik's, mean of best matches of both sides"),
        Column(
          "p", "p", format: .significant(2), of: .person,
          "share of random records of the same size that are as similar"),
        Column(
          "shared", "Most informative in common", of: .person,
          "common ancestors of the best matches"),
      ],
      rows: neighbours.map { other in
        let shared = other.shared.prefix(3).map { ontology.names[$0] }
        return [
          .text(names[other.index]), .number(other.score), .number(other.p),
          shared.isEmpty ? .missing : .text(shared.joined(separator: "; ")),
        ]
      })
  }

  /// The nearest by hallmarks: name, cosine, and hallmarks in common.
  public static func hallmarks(_ rows: [(name: String, cosine: Double, shared: Int)]) -> Table {
    Table(
      "similar-hallmarks", "Cases with the most similar hallmarks",
      [
        Column("case", "Case", of: .person, "the name of the case report in this edition"),
        Column(
          "cosine", "Cosine", format: .fixed(2), of: .person,
          "of the standardised hallmarks: 1 the same direction, −1 the opposite one"),
        Column(
          "shared", "Hallmarks compared", format: .integer, of: .person,
          "hallmarks of traits that both people's consent covers"),
      ],
      rows: rows.map { [.text($0.name), .number($0.cosine), .number(Double($0.shared))] })
  }
}
