import Markup
import Tables

/// Hallmarks of each trait: a figure, and sums that add up.
enum CaseHallmarks {
  static func write(_ text: inout MarkdownText, _ input: CaseInput) {
    guard input.scores.rowCount > 0 else { return }
    text.heading(2, "Hallmarks")
    text.paragraph(
      "Each score is the sum of its hallmarks and of variants without one. \(Words.assignment) A part of fewer than five variants has no percentile: its sum stands beside the shares of similar people below, at and above it. A hallmark “stands out” where it lies above the 95th percentile and is the highest part with probability [80 % or more](../reports/methods.md#methods) when errors are counted. That counts errors of the numbers, not our sorting of variants into hallmarks."
    )
    for row in input.scoreRows {
      let trait = input.scores[row, "id"].prose
      figure(&text, input, row, trait)
      text.paragraph(
        "Parts add up to the whole score, [\(input.scores[row, "sum"].prose) at \(input.scores[row, "reference"].prose) variants](#scales)."
          + stability(input, row, trait))
    }
  }

  /// How sure it is which hallmark stands highest.
  private static func stability(_ input: CaseInput, _ row: Int, _ trait: String) -> String {
    guard input.scores[row, "stability"].number != nil else { return "" }
    let exact = input.scores[row, "stability"].number ?? 0
    let share =
      exact >= 99.5
      ? "more than 99" : exact < 1 ? "less than 1" : input.scores[row, "stability"].prose
    let name = MarkdownText.escaped(input.scores[row, "highest"].prose)
    let link = "[\(share) %](#hallmarks-\(trait))"
    guard exact >= 50 else {
      return
        " The variants without a hallmark stand highest here. Of the named hallmarks “\(name)” comes next; with errors counted it stands above them with probability \(link)."
    }
    return
      " Of the parts with a percentile “\(name)” stands highest, with errors counted with probability \(link).\(short(input, row, trait))"
  }

  /// Why the highest part does not stand out.
  private static func short(_ input: CaseInput, _ row: Int, _ trait: String) -> String {
    guard input.scores[row, "leads"].prose == "none" else { return "" }
    let percentile = input.partRows(trait)
      .first { input.parts[$0, "name"] == input.scores[row, "highest"] }
      .flatMap { input.parts[$0, "percentile"].number }
    return (percentile ?? 0) < 95
      ? " It does not stand out, being below the [95th percentile](../reports/methods.md#methods)."
      : " It does not stand out, not being surely the first."
  }

  private static func figure(
    _ text: inout MarkdownText, _ input: CaseInput, _ row: Int, _ trait: String
  ) {
    let label = input.scores[row, "trait"].prose
    let lead = input.scores[row, "leads"].prose
    let title =
      input.scores[row, "percentile"].number == nil
      ? "\(label): percentiles are withheld"
      : lead == "none"
        ? "\(label): no single hallmark stands out"
        : "\(label): \(lead) stands highest"
    var head = [
      "title": title,
      "subtitle":
        "Rank among similar reference people as standard normal deviate, with 95 % interval; behind it the reference: density, 10th to 90th percentile, middle half, median",
      "background": "reports/data/reference-\(trait)-hallmarks.tsv",
      "threshold": "90",
    ]
    head["group"] = input.place.rowCount > 0 ? input.place[0, "reference_group"].prose : "all"
    text.figure(
      "hallmarks-\(trait)", kind: "percentiles", head: head,
      columns: [
        "hallmark", "sum", "z", "low", "high", "percentile", "percentile_low", "percentile_high",
        "note", "link",
      ], rows: input.partRows(trait).map { figureRow(input, $0, trait) })
  }

  private static func figureRow(_ input: CaseInput, _ row: Int, _ trait: String) -> [Shown] {
    let parts = input.parts
    let part = parts[row, "part"].prose
    let link: Shown =
      part == "unassigned" ? .missing : .text("../reports/hallmarks/\(trait)-\(part).md")
    return [
      parts[row, "name"], parts[row, "sum"], parts[row, "deviate"], parts[row, "deviate_low"],
      parts[row, "deviate_high"], parts[row, "percentile"], parts[row, "low"], parts[row, "high"],
      .text(note(input, row)), link,
    ]
  }

  /// What stands in place of a percentile, or below the name.
  private static func note(_ input: CaseInput, _ row: Int) -> String {
    let parts = input.parts
    let count = Int(parts[row, "variants"].number ?? 0)
    let variants = count == 1 ? "1 variant" : "\(count) variants"
    if parts[row, "deviate"].number != nil { return "\(variants), sum \(parts[row, "sum"].prose)" }
    if case .withheld(let reason) = parts[row, "percentile"] { return "withheld: \(reason)" }
    guard parts[row, "below"].number != nil else { return variants }
    return
      "\(variants), sum \(parts[row, "sum"].prose): \(parts[row, "below"].prose) % of similar people lower, \(parts[row, "at"].prose) % the same, \(parts[row, "above"].prose) % higher"
  }
}
