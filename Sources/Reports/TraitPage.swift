import Ethics
import Knowledge
import Markup
import Tables

/// One page a trait, and their index.
public enum TraitPage {
  public static func documents(_ context: PageContext) -> [ReportDocument] {
    [index(context)] + context.scores.map { page(context, $0) }
  }

  private static func index(_ context: PageContext) -> ReportDocument {
    let table = context.table("traits")
    var text = MarkdownText()
    text.page(
      kind: "traits", kicker: "Traits", description: "The traits that this cohort is scored for.",
      more: [("menu", "Traits"), ("menu_order", "2")])
    text.heading(1, "Traits")
    text.paragraph(
      "Each trait has one polygenic score, put together from published genome-wide hits and split into the hallmarks of the disease. Only people whose consent covers the disease are in its numbers."
    )
    text.table(
      table, data: "../data/",
      columns: ["trait", "people", "variants", "matched", "hallmarks"],
      links: { row, column in column == "trait" ? table[row, "id"].prose + ".md" : nil })
    return ReportDocument(path: "reports/traits/index.md", text: text.text)
  }

  private static func page(_ context: PageContext, _ score: ScoreDefinition) -> ReportDocument {
    let trait = score.trait
    let summary = context.table("trait-\(trait.id)")
    var text = MarkdownText()
    text.page(
      kind: "trait", kicker: "Trait",
      description: "The polygenic score of \(trait.label) in this cohort.")
    text.heading(1, trait.label)
    text.paragraph(lead(summary, trait))
    text.strip(
      [
        ("People scored", summary[0, "people"].prose),
        ("Percentile given", summary[0, "placed"].prose),
        ("Above the 90th", summary[0, "above_90"].prose),
        (
          "Variants",
          "\(summary[0, "matched"].prose) of \(summary[0, "variants"].prose) · \(summary[0, "weight_share"].prose) % of the weight"
        ),
        ("Evaluated here", "No · in no group of this cohort"),
      ], id: "state")
    definition(&text, context, score)
    distribution(&text, context, trait)
    rivals(&text, context, trait)
    hallmarks(&text, context, trait)
    variants(&text, context, score)
    limits(&text, context, score)
    return ReportDocument(path: "reports/traits/\(trait.id).md", text: text.text)
  }

  private static func lead(_ summary: Released, _ trait: Trait) -> String {
    let share = summary[0, "share_above_90"]
    let placed =
      share.number == nil
      ? "How many stand above the reference's 90th percentile is not shown."
      : "[\(share.prose) %](../data/trait-\(trait.id).tsv) of those with a percentile stand above the reference's 90th; 10 % would be expected if the cohort were like the reference."
    return
      "[\(Words.people(summary[0, "people"]).capitalizedFirst)](../data/trait-\(trait.id).tsv) are scored for \(trait.label.lowercasedFirst). \(placed)"
  }

  private static func definition(
    _ text: inout MarkdownText, _ context: PageContext, _ score: ScoreDefinition
  ) {
    let trait = score.trait
    text.heading(2, "What is scored")
    let source = context.knowledge.trait(trait.scoreTrait)
    var rows = [
      ["Condition", trait.label + (trait.mondo.map { " (\($0))" } ?? "")],
      [
        "Score",
        "\(score.rows.count) variants, weights in \(score.unit), additive; put together for this project from published hits, and validated by nobody as a score",
      ],
      ["Sources", Words.references(Set(score.rows.map(\.pmid)).sorted())],
      ["Counted allele", "the one that raises the trait"],
      ["Developed in", "mostly people of European ancestry"],
    ]
    if let source, source.id != trait.id {
      rows.insert(["Measured by", "its score is that of \(source.label.lowercasedFirst)"], at: 1)
    }
    text.table(
      "Definition", options: "#definition as=sum", header: ["Item", "Value"],
      alignRight: [false, false], rows: rows)
  }

  private static func distribution(
    _ text: inout MarkdownText, _ context: PageContext, _ trait: Trait
  ) {
    text.heading(2, "Score in the cohort")
    text.bars(
      context.table("trait-\(trait.id)-deciles"), id: "deciles", label: "tenth", value: "people",
      title: "People by tenth of the reference",
      subtitle:
        "Each tenth holds 10 % of similar reference people; bars are people of this cohort with a percentile",
      unit: "people")
    text.table(context.table("trait-\(trait.id)-groups"), data: "../data/")
    text.paragraph(
      "Only people whose consent covers ancestry as well are in this table. Differences between its rows are within what chance gives where the intervals overlap. Percentiles are within similar people, so that groups are alike by construction. Equal percentiles do not mean equal accuracy, nor equal risk."
    )
  }

  /// How far the choice of the score moves people.
  private static func rivals(
    _ text: inout MarkdownText, _ context: PageContext, _ trait: Trait
  ) {
    let table = context.table("trait-\(trait.id)-rivals")
    guard table.rowCount > 0 else { return }
    text.heading(3, "Agreement with other scores")
    text.table(table, data: "../data/")
    text.paragraph(
      "Scores of one trait put many people in different places. Equal weights count each copy of the same variants alike; published scores come from the project's own files. Where two scores stand on different sides of the threshold, a report says so and no class is given."
    )
  }

  private static func hallmarks(
    _ text: inout MarkdownText, _ context: PageContext, _ trait: Trait
  ) {
    text.heading(2, "Hallmarks")
    text.paragraph(
      "The score is the sum of its parts: one for each hallmark that has variants, and one for variants without a hallmark. \(Words.assignment) A part of fewer than five variants has no percentile: it is shown as its sum and its place among similar people."
    )
    let parts = context.table("trait-\(trait.id)-parts")
    text.table(
      parts, data: "../data/",
      columns: ["name", "variants", "matched", "weight", "people", "above_90", "leads"],
      links: { row, column in
        let part = parts[row, "part"].prose
        return column == "name" && part != "unassigned"
          ? "../hallmarks/\(trait.id)-\(part).md" : nil
      })
    structure(&text, context, trait)
    let named = context.knowledge.hallmarks(of: trait.id)
    let used = Set((0..<parts.rowCount).map { parts[$0, "part"].prose })
    let empty = named.filter { !used.contains($0.id) }
    if !empty.isEmpty {
      text.paragraph("No variant of the score is assigned to these hallmarks:")
      text.list(
        empty.map { "[\(MarkdownText.escaped($0.name))](../hallmarks/\(trait.id)-\($0.id).md)" })
    }
  }

  /// How the parts hang together among the reference's people.
  private static func structure(
    _ text: inout MarkdownText, _ context: PageContext, _ trait: Trait
  ) {
    let shares = context.table("trait-\(trait.id)-shares")
    let correlations = context.table("trait-\(trait.id)-correlations")
    guard shares.rowCount > 0 else { return }
    text.heading(3, "How the hallmarks hang together")
    text.table(
      shares, data: "../data/",
      columns: ["name", "share", "low", "high", "with_whole"])
    let between = (0..<correlations.rowCount).compactMap { row -> Double? in
      correlations[row, "row"] == correlations[row, "column"]
        ? nil : correlations[row, "value"].number.map(abs)
    }
    let largest = Digits.text(between.max() ?? 0, .fixed(2))
    text.figure(
      "correlations", kind: "heatmap",
      head: [
        "title": "No two hallmarks of a score move together by more than \(largest)",
        "subtitle":
          "Pearson's correlation of the parts' sums among the reference's people, after regression on components",
      ], columns: ["row", "column", "value"],
      rows: (0..<correlations.rowCount).map { row in
        ["row", "column", "value"].map { correlations[row, $0] }
      })
    text.paragraph(
      "Shares add up to the whole; a [share](../data/trait-\(trait.id)-shares.tsv) is the slope of the part on the whole score, and its interval that of a regression over the reference's people. A person's hallmarks are nearly independent of each other, since their variants lie apart in the genome."
    )
    drugs(&text, context, trait)
  }

  /// Drugs listed for the trait, by what genetics says.
  private static func drugs(_ text: inout MarkdownText, _ context: PageContext, _ trait: Trait) {
    let drugs = context.table("drugs")
    let own = (0..<drugs.rowCount).filter { drugs[$0, "trait_id"].prose == trait.id }
    guard !own.isEmpty else { return }
    let counts = ["concordant", "discordant", "conflicting", "unknown"].map { verdict in
      "\(own.count { drugs[$0, "match"].prose == verdict }) \(verdict)"
    }
    text.heading(3, "Drugs listed for it")
    text.paragraph(
      "[\(own.count) drugs](../drugs/index.md), by genetic direction: \(counts.joined(separator: ", ")). What trials found stands on each drug's page, apart from that."
    )
  }

  private static func variants(
    _ text: inout MarkdownText, _ context: PageContext, _ score: ScoreDefinition
  ) {
    text.heading(2, "Variants")
    text.table(
      context.table("trait-\(score.trait.id)-variants"), data: "../data/",
      columns: ["variant", "gene", "allele", "weight", "part", "matched", "source"])
    text.heading(2, "Left out")
    text.table(context.table("trait-\(score.trait.id)-left-out"), data: "../data/")
  }

  private static func limits(
    _ text: inout MarkdownText, _ context: PageContext, _ score: ScoreDefinition
  ) {
    text.heading(2, "Limits")
    var limits = [
      "A relative rank among a reference panel. Not a diagnosis; lifestyle and single-gene variants are not in it, and a low score does not rule the condition out.",
      "Built mostly from European-ancestry data: less accurate the further a person's genotypes lie from those.",
      "Discovery effects are inflated (winner's curse). Whether people of this cohort were in the discovery studies is not known.",
      "No effect per standard deviation was evaluated in any group of this cohort, so no class and no absolute risk is given.",
      "No published list of reporting items (PRS-RS) came with the weights; what is missing is missing here too.",
    ]
    if context.isSynthetic {
      limits.append(
        "The cohort is synthetic: this page shows how the report works, not how groups differ.")
    }
    text.list(limits)
  }
}
