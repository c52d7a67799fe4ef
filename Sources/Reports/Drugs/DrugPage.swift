import Ethics
import Knowledge
import Markup
import Tables

/// One page a drug, and their index. What genetics says and what trials found stand apart.
public enum DrugPage {
  public static func documents(_ context: PageContext) -> [ReportDocument] {
    let drugs = context.table("drugs")
    guard drugs.rowCount > 0 else { return [] }
    return [DrugIndexPage.document(context)] + DrugRankingPage.documents(context)
      + (0..<drugs.rowCount).map { page(context, DrugRow(drugs, $0)) }
  }

  private static func page(_ context: PageContext, _ row: DrugRow) -> ReportDocument {
    var text = MarkdownText()
    text.page(
      kind: "drug", kicker: "Drug of \(row["trait"].lowercasedFirst)",
      description: "Genetic direction and trial evidence of \(row["drug"]).")
    text.heading(1, row["drug"])
    text.paragraph(lead(row))
    text.strip(
      [
        ("Target", row.target), ("Does to it", MarkdownText.escaped(row["recorded"])),
        ("Genetic direction", row["match"].capitalizedFirst),
        ("Tier", row["tier"] == "–" ? "none" : row["tier"]),
        ("Status", row["failed"] == "yes" ? Words.failed : row["status"]),
      ], id: "state")
    text.inset("caution", "**\(Words.hypothesis)** No page here says what to take, or how much.")
    genetics(&text, context, row)
    DrugTrials.write(&text, context, row)
    others(&text, context, row)
    DrugTrials.models(&text, context, row)
    limits(&text)
    return ReportDocument(path: "reports/drugs/\(row["id"]).md", text: text.text)
  }

  private static func lead(_ row: DrugRow) -> String {
    let action =
      row["action"] == "not stated"
      ? "\(row.name) is listed for \(row.trait); what it does to one gene's product is not stated."
      : "\(row.name) \(row["action"])s the activity of \(row.target), as recorded\(product(row))."
    return "\(action) \(verdict(row)) \(trials(row))"
  }

  /// Where the record names something else than the target: "decrease Abeta".
  private static func product(_ row: DrugRow) -> String {
    let rest = row["recorded"].dropFirst(row["action"].count)
    return rest.isEmpty || rest.hasPrefix(" (") || [" channel", " signalling"].contains(rest)
      ? ""
      : " (“\(MarkdownText.escaped(row["recorded"]))”: what is made from the gene's product is read as the product)"
  }

  private static func verdict(_ row: DrugRow) -> String {
    switch row["match"] {
    case "concordant":
      "Genetic evidence points the same way: alleles that do what it does go with less of the trait that was measured (\(row.route)).\(row.throughExposure)"
    case "discordant":
      "Genetic evidence points the other way: alleles that do what it does go with more of the trait that was measured (\(row.route)).\(row.throughExposure)"
    case "conflicting":
      "The instruments of its target disagree with each other, so no direction is given."
    default:
      "Its genetic direction is unknown: no instrument of this project says what its target's activity does to \(row.trait)."
    }
  }

  private static func trials(_ row: DrugRow) -> String {
    row["failed"] == "yes"
      ? "\(Words.failed.capitalizedFirst): see [trial evidence](#trial-evidence)."
      : "What trials found stands apart, under [trial evidence](#trial-evidence)."
  }

  private static func genetics(_ text: inout MarkdownText, _ context: PageContext, _ row: DrugRow) {
    text.heading(2, "Genetic direction")
    text.paragraph(
      "Computed from instruments, never from what the drug is used for: what an allele does to the target, times what it does to the trait ([formula](#how-this-is-computed))."
    )
    let table = context.table("drug-evidence")
    let own = row.evidence(table)
    let deciding = own.filter { table[$0, "decides"].prose == "yes" }
    guard !deciding.isEmpty else {
      text.paragraph(unknown(row, table, own))
      text.ledger(
        0, of: own.count, leftOut: [(own.count, "no direction on this disease or its exposures")],
        table: "../data/drug-evidence.tsv")
      return
    }
    if row["match"] == "conflicting" {
      text.paragraph(
        "**Conflicting.** The rows below contradict each other about what more of the target's activity does, so no direction follows."
      )
    } else {
      DrugEvidence.path(&text, context, row, table, deciding)
    }
    DrugEvidence.table(
      &text, table, deciding, id: "instruments", caption: "Instruments that decide")
    text.ledger(
      deciding.count, of: own.count,
      leftOut: [(own.count - deciding.count, "other traits, which stand below")],
      table: "../data/drug-evidence.tsv")
    guard row["weakest"] != "–" else { return }
    text.paragraph(
      "The weakest link is \(MarkdownText.escaped(row["weakest"])): strength [\(row["strength"]), from \(row["strength_low"]) to \(row["strength_high"])](../methods.md#grades). The chain is as strong as that link, not as their sum. Tier [\(row["tier"])](#how-this-is-computed)."
    )
  }

  private static func unknown(_ row: DrugRow, _ table: Released, _ own: [Int]) -> String {
    guard !own.isEmpty else {
      return
        "**Unknown.** No instrument acts on \(row.target). That is a gap in what was collected here, and says nothing for or against the drug."
    }
    let shown = own.filter { table[$0, "on_target"].prose == "not recorded" }
    let why =
      shown.count == own.count
      ? "What the alleles do to the target's activity is not recorded, so no direction follows from their effects on traits."
      : "No instrument has a direction on this disease or on its exposures; what they say of other traits stands below."
    return "**Unknown.** \(why)"
  }

  /// Other traits on which the target's instruments have a word: a warning is one of them.
  private static func others(_ text: inout MarkdownText, _ context: PageContext, _ row: DrugRow) {
    let table = context.table("drug-evidence")
    let own = row.evidence(table)
    let rest = own.filter { table[$0, "decides"].prose != "yes" }
    guard !rest.isEmpty else { return }
    text.heading(2, "Other traits of the target")
    let against = rest.filter { table[$0, "match"].prose == "discordant" }
    if !against.isEmpty {
      let traits = Set(against.map { table[$0, "trait"].prose }).sorted()
      text.paragraph(
        "**Against the drug's action:** alleles that do what it does make \(MarkdownText.escaped(traits.joined(separator: ", "))) worse ([rows](#others)). That can be an unwanted effect of the drug."
      )
    }
    DrugEvidence.table(&text, table, rest, id: "others", caption: "Instruments and other traits")
    text.ledger(
      rest.count, of: own.count,
      leftOut: [(own.count - rest.count, "they decide, and stand above")],
      table: "../data/drug-evidence.tsv")
  }

  private static func limits(_ text: inout MarkdownText) {
    text.heading(2, "How this is computed")
    text.list([
      "**Direction** = (what the allele does to the target: + or −) × (what it does to the trait: + or −). A plus means that more activity goes with more disease, so a decrease is wanted; a minus, that an increase is wanted. For a trait of which more is better the sign is turned.",
      "**Route**: effects on the disease itself; where there are none, effects on its exposures, such as LDL cholesterol for coronary artery disease. Joined means that another variant of the gene moves both the same way.",
      "**Tier** A: a coding change or an experiment shows the effect on the target, and the effect on the trait has p below 0.05 divided by the number of effects tested ([rows](../data/drug-evidence.tsv)); B: one of the two; C: neither.",
      "**Not computed here**: colocalisation and Mendelian randomisation need regional statistics, which this project does not have (`casebook run coloc`, `casebook run mr`).",
    ])
    text.paragraph(
      "An allele acts from conception on and a little; a drug acts late and strongly. A direction that fits is no evidence that a drug works, and none that it is safe."
    )
  }
}

/// A drug's row of the table of drugs.
struct DrugRow {
  private let table: Released
  private let row: Int

  init(_ table: Released, _ row: Int) { (self.table, self.row) = (table, row) }

  subscript(_ column: String) -> String { table[row, column].prose }

  var name: String { MarkdownText.escaped(self["drug"].capitalizedFirst) }
  var target: String { "*\(MarkdownText.escaped(self["target"]))*" }
  var trait: String { MarkdownText.escaped(self["trait"].lowercasedFirst) }
  var route: String { MarkdownText.escaped(self["route"].lowercasedFirst) }

  /// What was measured is an exposure, and not the disease.
  var throughExposure: String {
    self["route"].contains("itself")
      ? "" : " The disease itself was not measured: that the exposure leads to it is assumed here."
  }

  /// Rows of the evidence about the drug.
  func evidence(_ table: Released) -> [Int] {
    (0..<table.rowCount).filter { table[$0, "id"].prose == self["id"] }
  }
}
