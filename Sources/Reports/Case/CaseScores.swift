import Analyses
import Markup
import Tables

/// The trait table, and APOE where it may stand.
enum CaseScores {
  static func write(_ text: inout MarkdownText, _ input: CaseInput) {
    guard input.scores.rowCount > 0 else { return }
    text.heading(2, "Scores")
    text.table(
      "Polygenic scores, in alphabetical order", options: "#scores",
      header: [
        "Trait", "Percentile", "95 % interval", "P(above 90th)", "Variants", "In similar people",
        "Absolute risk",
      ], alignRight: [false, true, true, true, true, false, false],
      rows: input.scoreRows.map { row(input, $0) })
    text.ledger(
      input.scores.rowCount, of: input.scores.rowCount, table: "../reports/data/case-scores.tsv")
    text.paragraph(
      "The percentile is the place among similar people of the reference. Interval and probability say how far three things leave it open: the reference's size, variants that were not typed, and errors of the weights where their sources give them ([shares below](#scales)). They are no risk. The threshold of this project is the [90th percentile](../reports/methods.md#parameters). No source says how well these scores work in similar people, so no class is given. Shown because of the choice for scores (opt\\_prs)."
    )
    let reasons = Set(
      input.scoreRows.compactMap { row -> String? in
        if case .withheld(let reason) = input.scores[row, "percentile"] { return reason }
        return nil
      })
    for reason in reasons.sorted() {
      text.paragraph("[Withheld](#scores): \(MarkdownText.escaped(reason)).")
    }
    RivalWords.write(&text, input)
    distribution(&text, input)
    apoe(&text, input)
    text.heading(3, "Scales")
    text.table(
      "The same scores on other scales, and where each interval comes from", options: "#scales",
      header: ["Trait", "Sum", "Deviate", "Z\\_norm1", "Z\\_norm2", "Interval from, %"],
      alignRight: [false, true, true, true, true, true],
      rows: input.scoreRows.map { row in
        [MarkdownText.escaped(input.scores[row, "trait"].prose)]
          + ["sum", "deviate", "z_norm1", "z_norm2"].map { input.scores[row, $0].prose }
          + [
            ["error_reference", "error_unmatched", "error_weights"].map {
              input.scores[row, $0].prose
            }.joined(separator: " · ")
          ]
      })
    text.ledger(
      input.scores.rowCount, of: input.scores.rowCount, table: "../reports/data/case-scores.tsv")
    text.paragraph(
      "Sum: weights times copies. Deviate: the percentile as a normal deviate. Z\\_norm1, Z\\_norm2: residuals on components, without and with their variance. Interval from: shares of its variance from the reference's size · untyped variants · errors of weights."
    )
  }

  private static func row(_ input: CaseInput, _ row: Int) -> [String] {
    let scores = input.scores
    let trait =
      "[\(MarkdownText.escaped(scores[row, "trait"].prose))](../reports/traits/\(scores[row, "id"].prose).md)"
    let variants = "\(scores[row, "called"].prose) of \(scores[row, "defined"].prose)"
    guard let percentile = scores[row, "percentile"].number else {
      return [
        trait, scores[row, "percentile"].prose, "–", "–", variants, "not evaluated", "not given",
      ]
    }
    return [
      trait, "**\(Digits.ordinal(Int(percentile)))**",
      "\(scores[row, "low"].prose) to \(scores[row, "high"].prose)",
      share(scores[row, "above"]), variants, "not evaluated", "not given",
    ]
  }

  /// Never 0 or 100: the reference is a sample.
  private static func share(_ shown: Shown) -> String {
    switch shown.number {
    case .some(..<1): "< 1 %"
    case .some(99.5...): "> 99 %"
    default: shown.prose + " %"
    }
  }

  /// The reference's distribution with the person's place, for the score farthest from the middle.
  private static func distribution(_ text: inout MarkdownText, _ input: CaseInput) {
    let placed = input.scoreRows.filter { input.scores[$0, "deviate"].number != nil }
    func distance(_ row: Int) -> Double { (input.scores[row, "percentile"].number ?? 0) }
    guard let row = placed.max(by: { distance($0) < distance($1) }) else { return }
    let scores = input.scores
    text.figure(
      "whole", kind: "distribution",
      head: [
        "title":
          "\(scores[row, "trait"].prose): \(Digits.ordinal(Int(scores[row, "percentile"].number ?? 50))) percentile, the highest of this report",
        "subtitle":
          "The reference's distribution of the whole score, averaged over its groups; the dot is this person's percentile as a normal deviate, with its 95 % interval",
        "background": "reports/data/reference-\(scores[row, "id"].prose)-whole.tsv",
      ], columns: ["label", "z", "low", "high"],
      rows: [
        [
          .text("This person"), scores[row, "deviate"], scores[row, "deviate_low"],
          scores[row, "deviate_high"],
        ]
      ])
  }

  private static func apoe(_ text: inout MarkdownText, _ input: CaseInput) {
    guard let apoe = input.apoe, apoe.rowCount > 0 else { return }
    text.heading(3, "APOE")
    let genotype = apoe[0, "genotype"].prose
    let odds =
      apoe[0, "odds"].number == nil
      ? "Its odds are not among the facts of this project."
      : genotype == "ε3/ε3"
        ? "It is the most common genotype; the odds of the others are given against it."
        : "In one meta-analysis the odds of Alzheimer disease were \(apoe[0, "odds"].prose) times those of ε3/ε3 (95 % interval \(apoe[0, "low"].prose) to \(apoe[0, "high"].prose)) \(Words.references([APOEGenotype.source])), in people of European ancestry; those of ε4 were weaker in African Americans and stronger in Japanese."
    text.paragraph(
      "*APOE* is a gene of fat transport; its forms ε2, ε3 and ε4 are the strongest common inherited factor in late Alzheimer disease. Genotype **\(genotype)**, read from two variants. \(odds) Odds are not a risk: many people with ε4 never get the disease, and many without it do. *APOE* is not in the scores above. This is a research result: confirm it in an accredited laboratory, with a counsellor, before any decision. Parents, children, brothers and sisters share much of it: it may say something about them too. Source: Farrer 1997 \(Words.references([APOEGenotype.source])). Shown because of the choice for adult-onset conditions (opt\\_adult\\_onset)."
    )
  }
}
