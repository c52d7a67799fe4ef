import Markup
import Tables

/// The variants that move each score most.
enum CaseVariants {
  static func write(_ text: inout MarkdownText, _ input: CaseInput) {
    guard input.contributions.rowCount > 0 else { return }
    text.heading(2, "Variants that contribute most")
    text.paragraph(
      "Contribution is [weight × (copies − 2 × frequency in the score reference)](../reports/methods.md#methods): how far the variant moves this score from the mean over all groups of the reference. The percentile compares with similar people only, so the two can point in different directions.\(input.referenceIsSimulated ? " Frequencies are of a simulated panel." : "")"
    )
    let table = input.contributions
    let rows = input.scoreRows.flatMap { row in
      (0..<table.rowCount).filter { table[$0, "id"] == input.scores[row, "id"] }
    }
    text.table(
      "Variants by trait, with the sum of the others and of all", options: "#variants",
      header: [
        "Trait", "Variant", "Gene", "Allele", "Copies",
        "Frequency", "Weight",
        "Contribution",
      ],
      alignRight: [false, false, false, false, true, true, true, true],
      rows: rows.enumerated().compactMap { place, row in line(input, rows, place, row) })
    let shown = rows.count { table[$0, "copies"] != .missing }
    let all = input.scoreRows.reduce(0) { $0 + Int(input.scores[$1, "called"].number ?? 0) }
    text.ledger(
      shown, of: all, leftOut: [(all - shown, "they move a score less; their sum stands above")],
      table: "../reports/data/case-contributions.tsv")
  }

  /// The rest and the total share a line.
  private static func line(
    _ input: CaseInput, _ rows: [Int], _ place: Int, _ row: Int
  ) -> [String]? {
    let table = input.contributions
    func isLast(_ place: Int) -> Bool {
      place + 1 == rows.count || table[rows[place + 1], "id"] != table[rows[place], "id"]
    }
    let hasOthers = isLast(place) && place > 0 && table[rows[place - 1], "copies"] == .missing
    guard !hasOthers else { return nil }
    let trait =
      input.scoreRows.first { input.scores[$0, "id"] == table[row, "id"] }
      .map { input.scores[$0, "trait"].prose } ?? ""
    let joinsTotal = table[row, "copies"] == .missing && !isLast(place)
    let columns = ["variant", "gene", "allele", "copies", "frequency", "weight", "contribution"]
    let own = columns.map { column -> String in
      let shown = table[row, column]
      guard shown != .missing else { return "" }
      let words = MarkdownText.escaped(shown.prose)
      return joinsTotal
        ? "\(words) · \(MarkdownText.escaped(table[rows[place + 1], column].prose))" : words
    }
    return [MarkdownText.escaped(trait)] + own
  }
}
