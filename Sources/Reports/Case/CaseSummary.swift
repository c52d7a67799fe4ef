import Markup
import Tables

/// What a person reads first, and what the report cannot tell.
enum CaseSummary {
  static func write(_ text: inout MarkdownText, _ input: CaseInput) {
    text.heading(2, "Summary")
    guard input.scores.rowCount > 0 else {
      text.paragraph(
        "There is nothing to report about polygenic scores here. That says nothing, good or bad, about your health."
      )
      return text.inset(
        "important",
        "**What this report cannot tell.** It is not a diagnosis, and it does not rule any disease out. If a disease runs in the family, ask about a test of single genes: that is another kind of test. Talk with a doctor or a genetic counsellor before acting on anything here."
      )
    }
    for sentence in sentences(input) { text.paragraph(sentence) }
    text.inset(
      "important",
      "**What this report cannot tell.** It is not a diagnosis. A low score does not rule a disease out, and a high one does not mean that you have it or will get it. The weights come mostly from people of European ancestry and may fit others less well. Most of what decides health is not in it: age, smoking, weight, blood pressure, care and chance. If a disease runs in the family, ask about a test of single genes: that is another kind of test. Talk with a doctor or a genetic counsellor before acting on anything here."
    )
  }

  private static func sentences(_ input: CaseInput) -> [String] {
    let placed = input.scoreRows.filter { input.scores[$0, "percentile"].number != nil }
    if placed.isEmpty {
      return [
        "We cannot give percentiles. The people that we compare with do not fit your data well enough. This is a gap in our reference; it says nothing about your health."
      ]
    }
    return [lead(input, placed), parts(input, placed), apoe(input)].filter { !$0.isEmpty }
  }

  /// Scores above the threshold first; else the range of all.
  private static func lead(_ input: CaseInput, _ placed: [Int]) -> String {
    func percentile(_ row: Int) -> Int { Int(input.scores[row, "percentile"].number ?? 50) }
    let high = placed.filter { percentile($0) > 90 }.sorted { percentile($0) > percentile($1) }
    let rest = placed.filter { percentile($0) <= 90 }
    var words: [String] = high.map { row in
      let recorded =
        input.isRecorded(input.scores[row, "id"].prose)
        ? " The condition is on your record already; the score says nothing about its course." : ""
      let disputed =
        RivalWords.disagrees(input, input.scores[row, "id"].prose)
        ? " \(RivalWords.disputed(input, input.scores[row, "id"].prose))" : ""
      return
        "Your inherited score for \(name(input, row)) is higher than that of [**\(percentile(row))\u{A0}in\u{A0}100**](#scores) similar people of the reference.\(disputed)\(recorded)"
    }
    let places = rest.map(percentile).sorted()
    if let low = places.first, let top = places.last {
      let range =
        low == top
        ? "is at the [\(Digits.ordinal(low)) percentile](#scores)"
        : "lie between the [\(Digits.ordinal(low)) and the \(Digits.ordinal(top)) percentile](#scores)"
      let subject =
        high.isEmpty
        ? (rest.count == 1 ? "Your score" : "Your \(rest.count) scores")
        : (rest.count == 1 ? "The other" : "The other \(rest.count)")
      words.append("\(subject) \(range).")
    }
    words.append(
      high.isEmpty
        ? "None stands above the [90th percentile, the fixed threshold](../reports/methods.md#parameters) of this project."
        : "The threshold of this project is the [90th percentile](../reports/methods.md#parameters)."
    )
    words += [near(input, placed), wide(input, placed), known(input, rest)]
    return words.filter { !$0.isEmpty }.joined(separator: " ")
  }

  /// Traits for which two ways of adding up lie far apart.
  private static func wide(_ input: CaseInput, _ placed: [Int]) -> String {
    placed.compactMap { row in
      RivalWords.wide(input, input.scores[row, "id"].prose).map { places in
        "For \(name(input, row)) two ways of adding up lie far apart (\(places)): read neither as a place."
      }
    }.joined(separator: " ")
  }

  /// Conditions on the record of traits that do not stand high.
  private static func known(_ input: CaseInput, _ rest: [Int]) -> String {
    let names = rest.filter { input.isRecorded(input.scores[$0, "id"].prose) }
      .map { name(input, $0) }
    return names.isEmpty
      ? ""
      : "Your record already has \(names.joined(separator: " and ")): a score adds little to that, and says nothing about its course."
  }

  /// The score whose side of the threshold is least sure, where chance could turn it.
  private static func near(_ input: CaseInput, _ placed: [Int]) -> String {
    let open = placed.filter { (5..<95).contains(input.scores[$0, "above"].number ?? 0) }
    guard
      let row = open.min(by: {
        abs((input.scores[$0, "above"].number ?? 0) - 50)
          < abs((input.scores[$1, "above"].number ?? 0) - 50)
      })
    else { return "" }
    return
      "Which side of the threshold the score for \(name(input, row)) is on is not sure: above it with probability [\(input.scores[row, "above"].prose) %](#scores), which is no probability of disease."
  }

  private static func parts(_ input: CaseInput, _ placed: [Int]) -> String {
    let leading = placed.filter { input.scores[$0, "leads"].prose != "none" }.map { row in
      "within \(name(input, row)) it is “\(MarkdownText.escaped(input.scores[row, "leads"].prose))”"
    }
    let high = highOnly(input)
    let uncertain =
      high
      + "The real uncertainty is larger than the intervals: no study has checked these scores in similar people."
    return leading.isEmpty
      ? "No single mechanism stands out: in none of the diseases is one above the [95th percentile and the first with probability 80 % or more](../reports/methods.md#methods). "
        + uncertain
      : "\(leading.count == 1 ? "One mechanism stands" : "Mechanisms stand") out from the others of the same disease: \(leading.joined(separator: "; ")). "
        + uncertain
  }

  /// Hallmarks above the threshold that do not clearly lead.
  private static func highOnly(_ input: CaseInput) -> String {
    let names = (0..<input.paths.rowCount).map { input.paths[$0, "name"].prose }.uniqued()
      .filter { name in !input.scoreRows.contains { input.scores[$0, "leads"].prose == name } }
    guard !names.isEmpty else { return "" }
    let listed = names.prefix(3).map { "“\(MarkdownText.escaped($0))”" }.joined(separator: ", ")
    return
      "High, but not enough to stand out: \(listed)\(names.count > 3 ? " and \(names.count - 3) more" : "") ([above the 90th percentile](#high)). "
  }

  private static func apoe(_ input: CaseInput) -> String {
    guard let apoe = input.apoe, apoe.rowCount > 0 else { return "" }
    return "*APOE* is reported separately below; read it with a doctor or counsellor."
  }

  private static func name(_ input: CaseInput, _ row: Int) -> String {
    MarkdownText.escaped(input.scores[row, "trait"].prose.lowercasedFirst)
  }
}
