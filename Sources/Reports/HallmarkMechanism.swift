import Ethics
import Knowledge
import Markup
import Tables

/// The mechanism of a hallmark as experiments drew it, step by step, with those that disagree.
enum HallmarkMechanism {
  static func write(_ text: inout MarkdownText, _ context: PageContext, _ hallmark: Hallmark) {
    let table = context.table("mechanisms")
    let rows = (0..<table.rowCount).filter {
      table[$0, "trait_id"].prose == hallmark.trait && table[$0, "hallmark"].prose == hallmark.id
    }
    guard !rows.isEmpty else { return }
    text.heading(2, "The mechanism, step by step")
    let isContested = rows.contains { table[$0, "evidence"].prose == "against" }
    text.paragraph(
      "What experiments in cells and animals say happens between a variant and the trait.\(isContested ? " **They disagree:** one arrow runs against the others, and both are drawn." : "") A step that was seen in cells need not decide anything in a person."
    )
    text.figure(
      "mechanism", kind: "path",
      head: [
        "title": "From the variant to what cells do",
        "subtitle":
          "Signs: + raises, − lowers. Line: solid is an experiment, dashed statistics or a statement\(isContested ? ", dotted an experiment against the others" : "")",
      ], columns: ["from", "from_layer", "to", "to_layer", "sign", "evidence"],
      rows: rows.map { row in
        ["from", "from_layer", "to", "to_layer", "sign", "evidence"].map { table[row, $0] }
      })
    text.table(
      "Steps and where they were seen", options: "#steps",
      header: ["Step", "Evidence", "Note", "Sources"],
      alignRight: Array(repeating: false, count: 4),
      rows: rows.map { row in
        [
          step(table, row), evidence(table[row, "evidence"].prose),
          table[row, "note"] == .missing ? "–" : MarkdownText.escaped(table[row, "note"].prose),
          sources(table, row),
        ]
      })
    text.ledger(
      rows.count, of: table.rowCount,
      leftOut: [(table.rowCount - rows.count, "they belong to other hallmarks")],
      table: "../data/mechanisms.tsv")
  }

  private static func step(_ table: Released, _ row: Int) -> String {
    let verb = table[row, "sign"].prose == "+" ? "raises" : "lowers"
    return
      "\(MarkdownText.escaped(table[row, "from"].prose)) \(verb) \(MarkdownText.escaped(table[row, "to"].prose))"
  }

  private static func evidence(_ word: String) -> String {
    word == "against" ? "experiment **against the others**" : word
  }

  private static func sources(_ table: Released, _ row: Int) -> String {
    let pmids = table[row, "pmids"]
    return pmids == .missing
      ? MarkdownText.escaped(table[row, "source"].prose)
      : Words.references(pmids.prose.split(separator: ";").map(String.init))
  }
}
