import Ethics
import Knowledge
import Markup
import Tables

/// What is curated about a drug: trials, and experiments on its hallmark.
enum DrugTrials {
  static func write(_ text: inout MarkdownText, _ context: PageContext, _ row: DrugRow) {
    text.heading(2, "Trial evidence")
    text.paragraph("Curated and cited; nothing of it enters the genetic direction.")
    guard let drug = drug(context, row) else { return }
    text.table(
      "What is recorded", options: "#trials as=sum", header: ["Item", "Value"],
      alignRight: [false, false],
      rows: [
        ["Status", MarkdownText.escaped(drug.status)],
        ["Indication", MarkdownText.escaped(drug.indication)],
        [
          "Failed",
          !drug.hasFailed
            ? "none recorded here"
            : drug.isHearsay
              ? "**reported, not confirmed**: \(Words.failed); the report was read second-hand, and the sources below do not show it"
              : "**yes**: \(Words.failed)",
        ],
        [
          "Warnings",
          drug.warnings.isEmpty
            ? "none recorded here; this is no list of a drug's effects"
            : MarkdownText.escaped(Words.withoutDoses(drug.warnings)),
        ],
        [
          "Curated note",
          drug.note.isEmpty ? "none recorded" : MarkdownText.escaped(Words.withoutDoses(drug.note)),
        ],
        [
          "Sources",
          Words.sources(drug.pmids, drug.confidence),
        ],
        ["Hallmark", hallmark(context, drug)],
      ])
    text.paragraph(
      "A finding that is not recorded here is not looked for: this is no list of a drug's effects.")
  }

  static func drug(_ context: PageContext, _ row: DrugRow) -> Drug? {
    context.knowledge.drugs.first { $0.name == row["drug"] && $0.trait == row["trait_id"] }
  }

  private static func hallmark(_ context: PageContext, _ drug: Drug) -> String {
    guard
      let own = context.knowledge.hallmarks(of: drug.trait).first(where: { $0.id == drug.hallmark })
    else { return MarkdownText.escaped(drug.hallmark) }
    return "[\(MarkdownText.escaped(own.name))](../hallmarks/\(own.trait)-\(own.id).md)"
  }

  /// Experiments on a gene that the drug targets.
  static func models(_ text: inout MarkdownText, _ context: PageContext, _ row: DrugRow) {
    guard let drug = drug(context, row) else { return }
    let traits = Set(context.scores.map(\.trait.id))
    let own = context.knowledge.cellModels.filter { model in
      traits.contains(model.trait) && model.genes.contains { drug.targets.contains($0) }
    }
    guard !own.isEmpty else { return }
    text.heading(2, "Experiments on the target")
    text.inset(
      "caution",
      "**A cell model is not a patient**, and an experiment with one drug says nothing of another. \(Words.editing)"
    )
    text.table(
      "Experiments", options: "#models",
      header: ["Experiment", "Model", "What was done", "Result", "Sources"],
      alignRight: [false, false, false, false, false],
      rows: own.map { model in
        [
          MarkdownText.escaped(model.experiment), MarkdownText.escaped(model.model),
          MarkdownText.escaped(Words.withoutDoses(model.perturbation)),
          MarkdownText.escaped(model.result),
          Words.sources(model.pmids, model.confidence),
        ]
      })
    let all = context.table("cellmodels").rowCount
    text.ledger(
      own.count, of: all, leftOut: [(all - own.count, "they are about other genes")],
      table: "../data/cellmodels.tsv")
  }
}
