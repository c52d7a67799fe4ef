import Markup
import Tables

/// The variants that move each score most.
enum CaseVariants {
  static func write(_ text: inout MarkdownText, _ input: CaseInput) {
    guard input.contributions.rowCount > 0 else { return }
    text.heading(2, "Variants that contribute most")
    text.paragraph(
      "Contribution is [weight × (copies − 2 × frequency in the score reference)](../reports/methods.md#methods): how far the variant moves this score from the mean over all groups of the reference. The percentile compares with similar people only, so the two can point in different directions."
    )
    for row in input.scoreRows {
      let trait = input.scores[row, "id"].prose
      let rows = (0..<input.contributions.rowCount).filter {
        input.contributions[$0, "id"].prose == trait
      }
      guard !rows.isEmpty else { continue }
      text.table(
        input.scores[row, "trait"].prose, options: "#variants-\(trait)",
        header: [
          "Variant", "Gene", "Allele", "Copies",
          input.referenceIsSimulated ? "Frequency (simulated)" : "Frequency", "Weight",
          "Contribution",
        ],
        alignRight: [false, false, false, true, true, true, true],
        rows: rows.map { row in
          [
            "variant", "gene", "allele", "copies", "frequency", "weight", "contribution",
          ].map { column in
            let shown = input.contributions[row, column]
            return shown == .missing ? "" : MarkdownText.escaped(shown.prose)
          }
        })
    }
  }
}
