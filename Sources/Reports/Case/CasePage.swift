import CohortModel
import Ethics
import Markup
import Tables

/// One person's report: result, what it means, how far it can be trusted, what was not looked at.
public enum CasePage {
  public static func document(_ input: CaseInput) -> ReportDocument {
    var text = MarkdownText()
    text.page(
      kind: "case", kicker: "Case report", description: "Case report of one participant.",
      more: [("title_is", "id"), ("queue", "cases"), ("search", "title")])
    text.heading(1, input.slug)
    facts(&text, input)
    state(&text, input)
    CaseSummary.write(&text, input)
    CaseScores.write(&text, input)
    CaseHallmarks.write(&text, input)
    CasePaths.write(&text, input)
    CaseVariants.write(&text, input)
    if input.permit.showsSimilarity { CaseSimilarity.write(&text, input) }
    clinical(&text, input)
    notAssessed(&text, input)
    consent(&text, input)
    provenance(&text, input)
    return ReportDocument(path: "cases/\(input.slug).md", text: text.text)
  }

  private static func facts(_ text: inout MarkdownText, _ input: CaseInput) {
    var facts = [
      ("Age band", input.facts[0, "age"].prose), ("Sex", input.facts[0, "sex"].prose),
    ]
    if input.permit.showsSimilarity {
      let group = input.place[0, "group"].prose
      let exact = input.place[0, "probability"].prose
      let probability = exact == "1.00" ? "> 0.99" : exact
      facts.append(
        (
          "Most similar to",
          input.isOutside ? "no group: outside the reference" : "\(group) (\(probability))"
        ))
    }
    facts.append(("Genome build", input.genomeBuild))
    text.strip(facts, kind: "facts", id: "facts")
  }

  private static func state(_ text: inout MarkdownText, _ input: CaseInput) {
    let rate = input.quality[0, "call_rate"]
    let passes = (rate.number ?? 0) >= 98
    var facts = [
      ("Data quality", "\(passes ? "Pass" : "Below 98 %") · call rate \(rate.prose) %"),
      (
        "Consent",
        "\(MarkdownText.escaped(input.permit.duo.replacing(";", with: ", "))) · \(until(input))"
      ),
      ("Use", "Research only · confirm clinically"),
      (
        "Sign-off",
        input.permit.audience == .clinic
          ? "{{ review.\(input.slug) }}" : "Not signed · no reviewer yet"
      ),
    ]
    if input.scores.rowCount > 0 {
      facts.insert(("Scores", "\(input.scores.rowCount) · \(withheld(input)) withheld"), at: 1)
    }
    text.strip(facts, id: "state")
  }

  private static func withheld(_ input: CaseInput) -> String {
    let count = input.scoreRows.filter { input.scores[$0, "percentile"].number == nil }.count
    return count == 0 ? "none" : String(count)
  }

  private static func until(_ input: CaseInput) -> String {
    input.permit.expires.map { "valid until \($0.prose)" } ?? "without an end date"
  }

  private static func clinical(_ text: inout MarkdownText, _ input: CaseInput) {
    guard input.permit.audience == .clinic, input.clinical.rowCount > 0 else { return }
    text.heading(2, "Clinical factors")
    let clinical = input.clinical
    text.table(
      clinical.title, options: "#clinical as=sum", header: ["Factor", "Value"],
      alignRight: [false, false],
      rows: (0..<clinical.rowCount).map { row in
        let unit = clinical[row, "unit"]
        return [
          MarkdownText.escaped(clinical[row, "factor"].prose),
          MarkdownText.escaped(
            clinical[row, "value"].prose + (unit == .missing ? "" : " " + unit.prose)),
        ]
      })
  }

  /// What was looked at by nobody: the same list for everybody, whatever they chose.
  private static func notAssessed(_ text: inout MarkdownText, _ input: CaseInput) {
    text.heading(2, "What was not assessed")
    var items = [
      "**Single-gene disease.** Rare variants were not called: most of them are not typed here.",
      "**Medicine response.** No call data. Nothing follows from this about any medicine.",
      "**Absolute risk.** No incidence by age and sex and no effect of a score in similar people was given, and it cannot be had from a percentile alone.",
      input.pathLinks.rowCount > 0
        ? "**Whether a drug would help.** A path above is a hypothesis from other people's data; none was tried in this person, or in cells of this person."
        : "**Whether a drug would help.** No path to a drug is shown in this report.",
    ]
    if !input.hasFactor("parent") {
      items.append("**Family history.** It often says more than any score.")
    }
    text.list(items)
    text.paragraph(
      "Not found and not looked for are different things. We looked only for what the sections before this one show."
    )
    guard input.scores.rowCount > 0 else { return }
    text.heading(3, "What data would change this report")
    let isPlaced = input.scoreRows.contains { input.scores[$0, "percentile"].number != nil }
    text.paragraph(
      isPlaced
        ? "A study of these scores in similar people would say how good they are; more reference people, and variants that were not typed, would narrow the intervals. A measurement of the condition itself (lipids, glucose, weight) says more than any score."
        : "Reference people who are more like this person: without them no percentile can be given. A measurement of the condition itself (lipids, glucose, weight) says more than any score."
    )
  }

  private static func consent(_ text: inout MarkdownText, _ input: CaseInput) {
    text.heading(2, "Consent")
    text.table(
      "Consent", options: "#terms as=sum", header: ["Item", "Value"], alignRight: [false, false],
      rows: [
        [
          "Use allowed",
          "\(MarkdownText.escaped(input.permit.use)) (\(MarkdownText.escaped(input.permit.duo.replacing(";", with: ", "))))",
        ],
        [
          "Edition",
          input.permit.audience == .public ? "public, by the person's own choice" : "care team",
        ],
        ["Ends", input.permit.expires?.prose ?? "no date"],
        ["Withdrawal", "at any time; the report leaves every edition at the next build"],
      ])
    text.paragraph(
      "You may see, correct or withdraw these data at any time: see [ethics and consent](../ethics.md). In the United States GINA covers health insurance and larger employers; it does not cover life, disability or long-term-care insurance. This is no legal advice."
    )
  }

  private static func compared(_ input: CaseInput) -> String {
    let isPlaced = input.scoreRows.contains { input.scores[$0, "percentile"].number != nil }
    return isPlaced
      ? "Compared with" : "The reference of this project, in which no place is given, is"
  }

  private static func provenance(_ text: inout MarkdownText, _ input: CaseInput) {
    text.heading(2, "Provenance")
    let quality = input.quality
    text.paragraph(
      "Data quality: [\(quality[0, "call_rate"].prose) % of the variants have a call](../reports/qc.md); heterozygosity F, against the reference's frequencies, is \(quality[0, "f"].prose). Methods, versions, inputs and parameters are on the [methods page](../reports/methods.md); every column is explained in the [data dictionary](../reports/dictionary.md). \(compared(input)) [\(MarkdownText.escaped(input.referenceName))](../reports/methods.md#parameters)\(input.referenceIsSimulated && !input.referenceName.contains("simulated") ? ", which is simulated" : "")."
    )
    if input.hasSimilarPage {
      text.paragraph("[Cases with a similar record](../similar/\(input.slug).md).")
    }
  }
}
