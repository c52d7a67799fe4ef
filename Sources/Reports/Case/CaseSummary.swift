import Markup
import Tables

/// Three sentences that a person reads first, and what the report cannot tell.
enum CaseSummary {
  static func write(_ text: inout MarkdownText, _ input: CaseInput) {
    text.heading(2, "Summary")
    for sentence in sentences(input) { text.paragraph(sentence) }
    text.inset(
      "important",
      "**What this report cannot tell.** It is not a diagnosis. A low score does not rule a disease out, and a high one does not mean that you have it or will get it. The weights come mostly from people of European ancestry and may fit others less well. Most of what decides health is not in it: age, smoking, weight, blood pressure, care and chance. If a disease runs in the family, another kind of test is the right one. Talk with a doctor or a genetic counsellor before acting on anything here."
    )
  }

  private static func sentences(_ input: CaseInput) -> [String] {
    guard input.scores.rowCount > 0 else {
      return ["There is nothing to report about polygenic scores here."]
    }
    let placed = input.scoreRows.filter { input.scores[$0, "percentile"].number != nil }
    if placed.isEmpty {
      return [
        "No percentile is given: \(reason(input)). The sums below can be computed, but whom to compare them with is not known."
      ]
    }
    return [extremes(input, placed), middle(input, placed)].filter { !$0.isEmpty }
  }

  private static func reason(_ input: CaseInput) -> String {
    if case .withheld(let reason) = input.scores[0, "percentile"] { return reason }
    return "the genotypes do not suffice"
  }

  /// The score farthest from the middle.
  private static func extremes(_ input: CaseInput, _ placed: [Int]) -> String {
    func distance(_ row: Int) -> Double { abs((input.scores[row, "percentile"].number ?? 50) - 50) }
    guard let row = placed.max(by: { distance($0) < distance($1) }) else { return "" }
    let percentile = Int(input.scores[row, "percentile"].number ?? 50)
    let trait = input.scores[row, "trait"].prose.lowercasedFirst
    let low = input.scores[row, "low"].prose, high = input.scores[row, "high"].prose
    if distance(row) < 25 {
      return
        "None of your inherited scores is far from the middle. The one farthest from it, for \(trait), is higher than that of \(percentile) in 100 similar people of the reference. The size of the reference leaves it between \(low) and \(high); errors of the published weights are not in that."
    }
    return
      "Your inherited score for \(trait) is higher than that of **\(percentile) in 100** similar people of the reference. The size of the reference leaves it between \(low) and \(high); errors of the published weights are not in that."
  }

  private static func middle(_ input: CaseInput, _ placed: [Int]) -> String {
    let high = placed.filter { (input.scores[$0, "percentile"].number ?? 0) > 90 }
    let leads = placed.filter { input.scores[$0, "leads"].prose != "none" }
    let leading = leads.map { input.scores[$0, "leads"].prose.lowercasedFirst }
    let above =
      high.isEmpty
      ? "No score stands above the 90th percentile, the fixed threshold of this project."
      : "\(high.count == 1 ? "One score stands" : "\(high.count) scores stand") above the 90th percentile, the fixed threshold of this project."
    let lead =
      leading.isEmpty
      ? "No single mechanism clearly leads."
      : "One mechanism clearly leads: \(leading.joined(separator: "; "))."
    return above + " " + lead
  }
}
