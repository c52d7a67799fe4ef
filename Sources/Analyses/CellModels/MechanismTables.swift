import Knowledge
import Tables

/// What was tried in cells or animals, and the arrows that follow from it: curated, none computed.
enum MechanismTables {
  static func tables(_ book: KnowledgeBook, traits: [Trait]) -> [Table] {
    let ids = Set(traits.map(\.id))
    return [
      models(book.cellModels.filter { ids.contains($0.trait) }),
      steps(book.mechanisms.filter { ids.contains($0.trait) }),
    ]
  }

  private static func models(_ models: [CellModel]) -> Table {
    Table(
      "cellmodels", "Experiments in cells and animals",
      [
        Column("trait_id", "Trait id", ""), Column("hallmark", "Hallmark", "id"),
        Column("experiment", "Experiment", "short name"),
        Column("model", "Model", "cells, animal or people"),
        Column("variant", "Variant", "that it is about"), Column("gene", "Gene", "as curated"),
        Column("perturbation", "Perturbation", "what was changed"),
        Column("result", "Result", "as curated"),
        Column("stands", "To the path", "supports, disputed or against"),
        Column("pmids", "PubMed", "ids"), Column("source", "Source", "what was read"),
      ],
      rows: models.map { model in
        [
          model.trait, model.hallmark, model.experiment, model.model, model.variant, model.gene,
          model.perturbation, model.result, model.standing.rawValue,
          model.pmids.joined(separator: ";"), model.confidence,
        ].map { $0.isEmpty ? .missing : .text($0) }
      })
  }

  private static func steps(_ steps: [MechanismStep]) -> Table {
    Table(
      "mechanisms", "Arrows of mechanisms",
      [
        Column("trait_id", "Trait id", ""), Column("hallmark", "Hallmark", "id"),
        Column("from", "From", "name"), Column("from_layer", "Kind", "of it"),
        Column("to", "To", "name"), Column("to_layer", "Kind", "of it"),
        Column("sign", "Sign", "+ raises, - lowers"),
        Column("evidence", "Evidence", "experiment, against, statistics or statement"),
        Column("pmids", "PubMed", "ids"), Column("source", "Source", "where PubMed has none"),
        Column("note", "Note", ""),
      ],
      rows: steps.map { step in
        [
          step.trait, step.hallmark, step.from, step.fromLayer, step.to, step.toLayer,
          step.sign > 0 ? "+" : "-", step.evidence.rawValue, step.pmids.joined(separator: ";"),
          step.source, step.note,
        ].map { $0.isEmpty ? .missing : .text($0) }
      })
  }
}
