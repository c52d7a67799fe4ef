import CohortModel
import Knowledge
import Tables

/// Gene sets and cell types of the project: what they hold, and in how many people their genes
/// carry much of a score.
public enum PathwayTables {
  public static func tables(_ view: CohortView) -> [Table] {
    [pathways(view), cellTypes(view)]
  }

  /// The z above which a set is counted as high: the 95th percentile of similar people.
  public static let high = 1.645

  private static func pathways(_ view: CohortView) -> Table {
    var table = Table(
      "pathways", "Gene sets and scores",
      [
        Column("pathway", "Pathway", "name of the set"), Column("id", "Id", "as its source has it"),
        Column("size", "Genes in the set", format: .integer, "all"),
        Column("trait_id", "Trait id", ""), Column("trait", "Trait", "whose score is looked at"),
        Column("genes", "Genes of the score", "in the set"),
        Column(
          "people", "People", format: .integer, of: .people,
          "people whose consent covers the disease, inside the reference"),
        Column(
          "high", "High", format: .integer, of: .people,
          "people with z above 1.645 among similar people"),
        Column(
          "share", "Share, %", format: .fixed(1), of: .derived(from: ["people", "high"]),
          "5 % would be expected"),
      ])
    for scorer in view.scorers {
      let trait = scorer.definition.trait
      let pathways = PathwayScorer(scorer, view.knowledge.sets)
      let people = view.set(view.traitPeople[trait.id] ?? People(universe: view.roster.count)) {
        view.findings[$0]?.codes[trait.id] != nil
          && view.findings[$0]?.similarity.isOutside == false
      }
      let scores = Dictionary(
        uniqueKeysWithValues: people.members.compactMap { person in
          view.findings[person].flatMap { finding in
            finding.codes[trait.id].map { (person, pathways.z($0, finding.similarity)) }
          }
        })
      for (index, own) in pathways.sets.enumerated() {
        let high = view.set(people) { (scores[$0]?[index] ?? 0) > Self.high }
        table.add([
          .text(own.set.name), .text(own.set.description), .number(Double(own.set.genes.count)),
          .text(trait.id), .text(trait.label),
          .text(pathways.names(own.genes).sorted().joined(separator: ", ")), .people(people),
          .people(high), .number(100 * Double(high.count) / Double(max(people.count, 1))),
        ])
      }
    }
    return table
  }

  /// Cell types that hallmarks name.
  private static func cellTypes(_ view: CohortView) -> Table {
    var table = Table(
      "cell-types", "Cell types that hallmarks name",
      [
        Column("cell_type", "Cell type", "name"), Column("id", "Id", "Cell Ontology"),
        Column("trait_id", "Trait id", ""), Column("hallmark_id", "Hallmark id", ""),
        Column("hallmark", "Hallmark", "that names it"), Column("trait", "Trait", ""),
        Column("specificity", "Specificity", "of the hallmark's genes for the cell type"),
      ])
    for scorer in view.scorers {
      let trait = scorer.definition.trait
      for hallmark in view.knowledge.hallmarks(of: trait.id) {
        for words in hallmark.cellTypes {
          let parts = words.split(separator: " ")
          let id = parts.last.flatMap { $0.contains(":") ? String($0) : nil }
          let name = parts.filter { !$0.contains(":") }.joined(separator: " ")
          table.add([
            .text(name), id.map { .text($0) } ?? .missing, .text(trait.id), .text(hallmark.id),
            .text(hallmark.name), .text(trait.label), .text("no specificity data yet"),
          ])
        }
      }
    }
    return table
  }
}
