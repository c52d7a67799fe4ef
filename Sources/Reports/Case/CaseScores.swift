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
    text.paragraph(
      "The percentile is the place among similar people of the reference; the interval says how far the reference's size leaves it open (rank interval, not risk interval). The threshold of this project is the 90th percentile. No source says how well these scores work in similar people, so no class is given."
    )
    apoe(&text, input)
    text.heading(3, "Scales")
    text.table(
      "The same scores on other scales", options: "#scales",
      header: ["Trait", "Sum", "Deviate", "Z\\_norm1", "Z\\_norm2"],
      alignRight: [false, true, true, true, true],
      rows: input.scoreRows.map { row in
        [MarkdownText.escaped(input.scores[row, "trait"].prose)]
          + ["sum", "deviate", "z_norm1", "z_norm2"].map { input.scores[row, $0].prose }
      })
    text.paragraph(
      "Sum: weights times copies. Deviate: the percentile on the scale of the normal distribution. Z\\_norm1 and Z\\_norm2: residuals after adjustment for components, without and with their variance."
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
      "\(scores[row, "above"].prose) %", variants, "not evaluated", "not given",
    ]
  }

  private static func apoe(_ text: inout MarkdownText, _ input: CaseInput) {
    guard input.permit.showsAPOE, let apoe = input.apoe else { return }
    text.heading(3, "APOE")
    let genotype = apoe[0, "genotype"].prose
    let odds =
      apoe[0, "odds"].number == nil
      ? "The table that we use has no odds for it."
      : genotype == "ε3/ε3"
        ? "It is the one that others are compared with."
        : "Odds of Alzheimer disease against ε3/ε3: \(apoe[0, "odds"].prose) (\(apoe[0, "low"].prose) to \(apoe[0, "high"].prose))."
    text.paragraph(
      "Genotype **\(genotype)**, read from two variants. \(odds) Source: Farrer 1997, \(Words.references(["9343467"])), in people of European ancestry; weaker in African Americans, stronger in Japanese. APOE is not in the score above. Shown because of opt\\_adult\\_onset."
    )
  }
}
