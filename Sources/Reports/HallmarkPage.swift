import Ethics
import Knowledge
import Markup
import Tables

/// One page a hallmark, and their index.
public enum HallmarkPage {
  public static func documents(_ context: PageContext) -> [ReportDocument] {
    [index(context)]
      + context.scores.flatMap { score in
        context.knowledge.hallmarks(of: score.trait.id).map { page(context, score, $0) }
      }
  }

  private static func index(_ context: PageContext) -> ReportDocument {
    var text = MarkdownText()
    text.page(
      kind: "hallmarks", kicker: "Hallmarks",
      description: "The mechanisms that the diseases are broken down into.",
      more: [("menu", "Hallmarks"), ("menu_order", "3")])
    text.heading(1, "Hallmarks")
    text.paragraph(
      "A hallmark is one mechanism of a disease, with its genes, variants, pathways and cell types, and with the drugs that act on it. \(Words.assignment)"
    )
    for score in context.scores {
      let trait = score.trait
      text.heading(2, trait.label)
      text.table(
        "Hallmarks of \(trait.label.lowercasedFirst)", options: "#hallmarks-\(trait.id)",
        header: ["Hallmark", "What it is", "Variants in the score"],
        alignRight: [false, false, true],
        rows: context.knowledge.hallmarks(of: trait.id).map { hallmark in
          [
            "[\(MarkdownText.escaped(hallmark.name))](\(trait.id)-\(hallmark.id).md)",
            MarkdownText.escaped(hallmark.description),
            String(score.rows(of: hallmark.id).count),
          ]
        })
    }
    return ReportDocument(path: "reports/hallmarks/index.md", text: text.text)
  }

  private static func page(
    _ context: PageContext, _ score: ScoreDefinition, _ hallmark: Hallmark
  ) -> ReportDocument {
    let part = PartRow(context.table("trait-\(score.trait.id)-parts"), hallmark.id)
    var text = MarkdownText()
    text.page(
      kind: "hallmark", kicker: "Hallmark of \(score.trait.label.lowercasedFirst)",
      description: hallmark.description)
    text.heading(1, hallmark.name)
    text.paragraph(MarkdownText.escaped(hallmark.description) + ". " + lead(part))
    text.strip(
      [
        ("Kind of claim", "Association · cause only where marked"),
        (
          "Variants",
          part.map { "\($0["matched"]) of \($0["variants"]) matched" } ?? "none in the score"
        ),
        ("Share of the weight", part.map { $0["weight"] + " %" } ?? "none"),
        ("People", part?["people"] ?? "not scored"),
        (
          "Definition",
          "Curated · \(hallmark.pmids.count == 1 ? "one source" : "\(hallmark.pmids.count) sources")"
        ),
      ], id: "state")
    whatItIs(&text, hallmark, score)
    inCohort(&text, context, score, hallmark, part)
    variants(&text, context, score, hallmark)
    HallmarkMechanism.write(&text, context, hallmark)
    HallmarkPath.write(&text, context, hallmark)
    drugs(&text, context, hallmark)
    cellModels(&text, context, hallmark)
    text.heading(2, "Sources")
    sources(&text, context, hallmark)
    return ReportDocument(
      path: "reports/hallmarks/\(score.trait.id)-\(hallmark.id).md", text: text.text)
  }

  private static func lead(_ part: PartRow?) -> String {
    guard let part else {
      return "No variant of the score is assigned to it, so nobody is scored for it."
    }
    let variants = part["variants"] == "1" ? "one variant" : "\(part["variants"]) variants"
    return "It carries \(part["weight"]) % of the score's summed weight, at \(variants)."
  }

  private static func whatItIs(
    _ text: inout MarkdownText, _ hallmark: Hallmark, _ score: ScoreDefinition
  ) {
    text.heading(2, "What it is")
    text.table(
      "Definition", options: "#definition as=sum", header: ["Item", "Value"],
      alignRight: [false, false],
      rows: [
        ["Trait", "[\(score.trait.label)](../traits/\(score.trait.id).md)"],
        ["Genes", hallmark.genes.map { "*\(MarkdownText.escaped($0))*" }.joined(separator: ", ")],
        [
          "Pathways",
          hallmark.pathways.isEmpty
            ? "none listed" : hallmark.pathways.map(MarkdownText.escaped).joined(separator: ", "),
        ],
        ["Cell types", hallmark.cellTypes.map(MarkdownText.escaped).joined(separator: ", ")],
        [
          "Evidence",
          hallmark.confidence.contains("recalled")
            ? "partly recalled: citation to be checked" : "sources read",
        ],
        [
          "Sharing rule",
          "each variant counts for one hallmark; parts and remainder add up to the score exactly",
        ],
      ])
    text.inset(
      "note",
      "**What it is not.** Not a test of the mechanism in a person, not a diagnosis, and no reason to start or stop a medicine."
    )
  }

  private static func inCohort(
    _ text: inout MarkdownText, _ context: PageContext, _ score: ScoreDefinition,
    _ hallmark: Hallmark, _ part: PartRow?
  ) {
    text.heading(2, "Score in the cohort")
    guard part != nil else {
      return text.paragraph("Nothing to show: the score has no variant here.")
    }
    let deciles = context.table("trait-\(score.trait.id)-part-deciles")
    let rows = (0..<deciles.rowCount).filter { deciles[$0, "part"].prose == hallmark.id }
    guard !rows.isEmpty else {
      return text.paragraph(
        "The part has fewer than five variants. Its values are few and uneven, so a percentile would say more than it knows: reports show its sum and the share of similar people below, at and above it."
      )
    }
    text.figure(
      "deciles", kind: "bars",
      head: [
        "title": "People by tenth of the reference",
        "subtitle":
          "Each tenth holds 10 % of similar reference people; bars are people of this cohort",
        "unit": "people",
      ], columns: ["label", "value"],
      rows: rows.map { [deciles[$0, "tenth"], deciles[$0, "people"]] })
  }

  private static func variants(
    _ text: inout MarkdownText, _ context: PageContext, _ score: ScoreDefinition,
    _ hallmark: Hallmark
  ) {
    text.heading(2, "Genes and variants")
    let table = context.table("trait-\(score.trait.id)-variants")
    let rows = (0..<table.rowCount).filter { table[$0, "part"].prose == hallmark.id }
    guard !rows.isEmpty else { return text.paragraph("No variant of the score lies here.") }
    text.table(
      "Variants of the part, in the order of the score", options: "#variants",
      header: ["Variant", "Gene", "Allele", "Weight", "Matched", "Source"],
      alignRight: [false, false, false, true, false, false],
      rows: rows.map { row in
        ["variant", "gene", "allele", "weight", "matched", "source"].map {
          MarkdownText.escaped(table[row, $0].prose)
        }
      })
    text.ledger(
      rows.count, of: table.rowCount,
      leftOut: [(table.rowCount - rows.count, "they belong to other parts of the score")],
      table: "../data/trait-\(score.trait.id)-variants.tsv")
    text.paragraph(Words.assignment)
  }

  private static func drugs(
    _ text: inout MarkdownText, _ context: PageContext, _ hallmark: Hallmark
  ) {
    text.heading(2, "Drugs that act on it")
    let drugs = context.knowledge.drugs.filter {
      $0.trait == hallmark.trait && $0.hallmark == hallmark.id
    }
    guard !drugs.isEmpty else { return text.paragraph("No drug of the curated table acts here.") }
    text.inset("caution", "**\(Words.hypothesis)**")
    text.table(
      "Drugs and the direction of their action", options: "#drugs",
      header: [
        "Drug", "Target", "Does to it", "Genetic direction", "Trials and status", "Sources",
      ],
      alignRight: Array(repeating: false, count: 6),
      rows: drugs.map { drug in
        let row = computed(context, drug)
        let name = MarkdownText.escaped(drug.name)
        return [
          row.map { "[\(name)](../drugs/\($0["id"]).md)" } ?? name,
          "*\(MarkdownText.escaped(drug.target))*", MarkdownText.escaped(drug.effect),
          row.map { $0["match"] } ?? "unknown",
          "\(drug.hasFailed ? "**\(Words.failed.capitalizedFirst).** " : "")\(MarkdownText.escaped(drug.status)) for \(MarkdownText.escaped(drug.indication)). \(MarkdownText.escaped(Words.withoutDoses(drug.note)))",
          Words.sources(drug.pmids, drug.confidence),
        ]
      })
    text.ledger(drugs.count, of: drugs.count, table: "../data/drugs.tsv")
  }

  private static func computed(_ context: PageContext, _ drug: Drug) -> DrugRow? {
    let table = context.table("drugs")
    return (0..<table.rowCount).first {
      table[$0, "drug"].prose == drug.name && table[$0, "trait_id"].prose == drug.trait
    }.map { DrugRow(table, $0) }
  }

  private static func cellModels(
    _ text: inout MarkdownText, _ context: PageContext, _ hallmark: Hallmark
  ) {
    let models = context.knowledge.cellModels.filter {
      $0.trait == hallmark.trait && $0.hallmark == hallmark.id
    }
    guard !models.isEmpty else { return }
    text.heading(2, "Cell models")
    text.inset("caution", "**A cell model is not a patient.** \(Words.editing)")
    text.table(
      "Experiments", options: "#models",
      header: ["Experiment", "Model", "Gene", "Result", "Sources"],
      alignRight: Array(repeating: false, count: 5),
      rows: models.map { model in
        [
          MarkdownText.escaped(model.experiment), MarkdownText.escaped(model.model),
          "*\(MarkdownText.escaped(model.gene))*", MarkdownText.escaped(model.result),
          Words.sources(model.pmids, model.confidence),
        ]
      })
    text.ledger(
      models.count, of: context.table("cellmodels").rowCount,
      leftOut: [
        (context.table("cellmodels").rowCount - models.count, "they are about other hallmarks")
      ], table: "../data/cellmodels.tsv")
  }

  private static func sources(
    _ text: inout MarkdownText, _ context: PageContext, _ hallmark: Hallmark
  ) {
    guard !hallmark.pmids.isEmpty else { return text.paragraph("No publication is recorded.") }
    let mark = hallmark.confidence.contains("recalled") ? " Citations to be checked." : ""
    text.paragraph(
      "The hallmark and its genes follow \(hallmark.pmids.count == 1 ? "one publication" : "\(hallmark.pmids.count) publications") \(Words.references(hallmark.pmids)).\(mark)"
    )
  }
}

/// The row of one part.
private struct PartRow {
  private let table: Released
  private let row: Int

  init?(_ table: Released, _ part: String) {
    guard let row = (0..<table.rowCount).first(where: { table[$0, "part"].prose == part }) else {
      return nil
    }
    (self.table, self.row) = (table, row)
  }

  subscript(_ column: String) -> String {
    let shown = table[row, column]
    return shown == .missing ? "no percentile" : shown.prose
  }
}
