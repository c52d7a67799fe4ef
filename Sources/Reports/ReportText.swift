import Ethics
import Figures
import Markup
import Tables

/// Pieces that all page writers share: tables and figures of released numbers.
extension MarkdownText {
  /// Front matter of a generated page.
  mutating func page(
    kind: String, kicker: String, description: String, more: [(String, String)] = []
  ) {
    front(
      [("kind", kind), ("kicker", kicker), ("description", description)] + more)
  }

  /// A released table: at most 40 rows here, the rest in the `.tsv`.
  /// `columns` nil: all of them. `data` is the way from the page to the tables.
  mutating func table(
    _ table: Released, data: String?, columns names: [String]? = nil, caption: String? = nil,
    links: (Int, String) -> String? = { _, _ in nil }
  ) {
    if let reason = table.emptyBecause {
      return paragraph("\(table.title): not given for this audience, because \(reason).")
    }
    guard table.rowCount > 0 else { return paragraph("\(table.title): nothing to list.") }
    let columns = table.columns.filter { names?.contains($0.name) ?? true }
    let shown = min(table.rowCount, 40)
    let rows = (0..<shown).map { row in
      columns.map { column -> String in
        let words = MarkdownText.escaped(table[row, column.name].prose)
        return links(row, column.name).map { "[\(words)](\($0))" } ?? words
      }
    }
    self.table(
      caption ?? table.title,
      options: "#\(table.name)" + (data.map { " data=\($0)\(table.name).tsv" } ?? ""),
      header: columns.map { column in column.unit.map { "\(column.label), \($0)" } ?? column.label
      },
      alignRight: columns.map { column in
        (0..<shown).contains { table[$0, column.name].number != nil }
      },
      rows: rows)
    if let data { ledger(shown, of: table.rowCount, table: data + table.name + ".tsv") }
  }

  /// The last line of a table: how many rows of how many, and what a rule left out. `table` is the
  /// way to the file that has them.
  mutating func ledger(
    _ shown: Int, of total: Int, leftOut: [(count: Int, rule: String)] = [], table: String
  ) {
    let rules = leftOut.filter { $0.count > 0 }.map { "\($0.count) left out: \($0.rule)" }
    let rest = rules.isEmpty ? "none left out by a rule" : rules.joined(separator: "; ")
    paragraph("[Shown \(shown) of \(total)](\(table)); \(rest).")
  }

  /// A figure of given rows.
  mutating func figure(
    _ id: String, kind: String, head: [String: String], columns: [String], rows: [[Shown]]
  ) {
    let data = FigureData(kind: kind, head: head, columns: columns, rows: rows)
    cell("figure {#\(id) kind=\(kind)}", data.fence)
  }

  /// Bars of one column of a released table.
  mutating func bars(
    _ table: Released, id: String, label: String, value: String, title: String, subtitle: String,
    unit: String
  ) {
    guard table.rowCount > 0 else { return }
    figure(
      id, kind: "bars", head: ["title": title, "subtitle": subtitle, "unit": unit],
      columns: ["label", "value"],
      rows: (0..<table.rowCount).map { [table[$0, label], table[$0, value]] })
  }

  /// One row of a table as a strip of facts under the title.
  mutating func strip(_ facts: [(String, String)], kind: String = "strip", id: String) {
    table(
      kind == "strip" ? "State of this page" : "Facts", options: "#\(id) as=\(kind)",
      header: facts.map(\.0), alignRight: facts.map { _ in false }, rows: [facts.map(\.1)])
  }
}

/// Words that pages share.
enum Words {
  static let hypothesis =
    "Hypotheses, not advice: a research finding says nothing about what a person should take."
  static let editing =
    "Naming a gene is no plan to edit it. Editing is somatic research only; off-target changes and mosaicism are open questions, and heritable editing is not acceptable now. No guide sequence is derived from a participant."
  /// The same for a reader of a report: nobody plans to edit anybody.
  static let noEditing =
    "Nobody's genes are to be edited because of a report; what may and may not be is on the [ethics page](../ethics.md)."
  /// What "failed" covers in the curated table.
  static let failed = "a trial failed, was neutral, or no filing followed"
  static let assignment =
    "The hallmark of a variant is our assignment from the likely gene, not the cited paper's."

  /// A count as a sentence has it.
  static func people(_ shown: Shown) -> String {
    switch shown {
    case .number("1"): "1 person"
    case .number(let text): "\(text) people"
    case .suppressed: "fewer than 10 people, or a number that would give such a one away,"
    default: "an unknown number of people"
    }
  }

  /// Text of the curated tables on a page about drugs: no page prints a dose, so amounts are left out.
  static func withoutDoses(_ words: String) -> String {
    let amount = /[0-9][0-9.,–-]*\s?(?:mg|µg|mcg|ug|g|IU|ml|mL)\b(?:\/(?:kg|day|d|week))?/
    return words.replacing(amount, with: "(a dose, left out)")
  }

  /// A citation of publications by their numbers in PubMed: a mark, and an entry of the page's
  /// bibliography.
  static func references(_ pmids: [String]) -> String {
    pmids.isEmpty ? "" : "[" + pmids.map { "@pmid:\($0)" }.joined(separator: "; ") + "]"
  }

  /// The publications of a curated row, or what its `confidence` says was read:
  /// "verified (bioRxiv 2021.08.13.456245 abstract): …".
  static func sources(_ pmids: [String], _ confidence: String) -> String {
    let links = pmids.isEmpty ? withoutPubMed(confidence) : references(pmids)
    return confidence.contains("recalled") ? links + " (citation to be checked)" : links
  }

  private static func withoutPubMed(_ confidence: String) -> String {
    guard let start = confidence.firstIndex(of: "("), let end = confidence.firstIndex(of: ")"),
      start < end
    else { return "no PubMed record" }
    let source = confidence[confidence.index(after: start)..<end]
    return "not in PubMed: \(MarkdownText.escaped(String(source)))"
  }
}
