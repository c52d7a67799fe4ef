import Ethics
import Markup
import Tables

/// From hallmarks that stand high to what could be tested: genes, drugs whose direction is known, and
/// the path drawn. Nothing found is said at the same length.
enum CasePaths {
  static func write(_ text: inout MarkdownText, _ input: CaseInput) {
    guard input.scores.rowCount > 0 else { return }
    text.heading(2, "From hallmarks to hypotheses")
    text.inset(
      "caution",
      "**A research hypothesis, not treatment advice.** A path shows what could be tested in cells. It does not say that a drug would help this person, and nothing here is a reason to start, stop or change a medicine. \(Words.editing)"
    )
    let hallmarks = groups(input)
    guard !hallmarks.isEmpty else { return nothing(&text, input) }
    text.paragraph(
      "Looked into: every hallmark above the [90th percentile](#hallmarks) with five variants or more. [\(hallmarks.count == 1 ? "1 hallmark stands" : "\(hallmarks.count) hallmarks stand") there](../reports/data/case-paths.tsv)."
    )
    var drawn = 0
    for rows in hallmarks { hallmark(&text, input, rows, &drawn) }
    change(&text)
  }

  /// Rows of the paths by trait and hallmark, in their order.
  private static func groups(_ input: CaseInput) -> [[Int]] {
    var groups: [(key: String, rows: [Int])] = []
    for row in 0..<input.paths.rowCount {
      let key = input.paths[row, "id"].prose + " " + input.paths[row, "part"].prose
      if groups.last?.key == key {
        groups[groups.count - 1].rows.append(row)
      } else {
        groups.append((key, [row]))
      }
    }
    return groups.map(\.rows)
  }

  private static func nothing(_ text: inout MarkdownText, _ input: CaseInput) {
    let placed = input.scoreRows.filter { input.scores[$0, "percentile"].number != nil }
    text.paragraph(
      placed.isEmpty
        ? "**No path is drawn, because no percentile is given.** Without a place among similar people it cannot be said which mechanism stands high. That is a gap in the reference, and says nothing about this person's health."
        : "**No path is drawn, because no hallmark stands above the [90th percentile](#hallmarks).** Only hallmarks with five variants or more were looked at. That is a result: in these scores no inherited mechanism stands out. It does not mean that there is no risk, that a disease is ruled out, or that a medicine taken today is not needed: most of what decides health is not in these scores."
    )
    text.paragraph(
      "What could change it: a larger reference, scores that were evaluated in similar people, or more variants that were typed. Drugs that act on the mechanisms, and what genetics says of them, are on the [drugs page](../reports/drugs/index.md)."
    )
  }

  private static func hallmark(
    _ text: inout MarkdownText, _ input: CaseInput, _ rows: [Int], _ drawn: inout Int
  ) {
    let paths = input.paths
    let first = rows[0]
    let trait = paths[first, "id"].prose, part = paths[first, "part"].prose
    text.heading(3, "\(paths[first, "name"].prose) (\(label(input, trait)))")
    text.paragraph(carriers(input, trait, part))
    text.paragraph(around(input, trait, part))
    let drugs = rows.filter { paths[$0, "drug_id"] != .missing }
    guard !drugs.isEmpty else {
      return text.paragraph(
        "No drug of the curated table is listed for this hallmark, so there is no path from here. Cell models and sources are on the [hallmark's page](../reports/hallmarks/\(trait)-\(part).md)."
      )
    }
    text.paragraph(counts(input, drugs))
    let known = drugs.filter { paths[$0, "strength"].number != nil }
    if drawn < 2, let best = strongest(input, known) {
      figure(&text, input, best)
      drawn += 1
    }
    table(&text, input, drugs, trait, part)
    text.paragraph(
      "What was tried in cells or animals for this hallmark, for it and against it, stands on the [hallmark's page](../reports/hallmarks/\(trait)-\(part).md)."
    )
  }

  private static func label(_ input: CaseInput, _ trait: String) -> String {
    input.scoreRows.first { input.scores[$0, "id"].prose == trait }
      .map { input.scores[$0, "trait"].prose } ?? trait
  }

  /// The place with its interval, and the genes.
  private static func carriers(_ input: CaseInput, _ trait: String, _ part: String) -> String {
    let row = input.partRows(trait).first { input.parts[$0, "part"].prose == part }
    let place =
      row.map { row in
        "It stands at the [\(Digits.ordinal(Int(input.parts[row, "percentile"].number ?? 0))) percentile, interval \(input.parts[row, "low"].prose) to \(input.parts[row, "high"].prose)](#hallmarks-\(trait))."
      } ?? ""
    let genes = (0..<input.burden.rowCount).filter {
      input.burden[$0, "id"].prose == trait && input.burden[$0, "part"].prose == part
    }
    let top = genes.prefix(3).map { row in
      "*\(MarkdownText.escaped(input.burden[row, "gene"].prose))* ([+\(input.burden[row, "burden"].prose)](../reports/data/case-burden.tsv))"
    }
    return
      "\(place) It is carried most by \(top.count == 1 ? "the likely gene" : "the likely genes") \(top.joined(separator: ", ")): [weight × (copies − 2 × frequency)](../reports/methods.md#methods), summed over a gene's variants."
  }

  /// The pathways of the trait's score and the cell types of the hallmark.
  private static func around(_ input: CaseInput, _ trait: String, _ part: String) -> String {
    let table = input.pathways
    let rows = (0..<table.rowCount).filter { table[$0, "id"].prose == trait }
    let sets = rows.prefix(2).map { row in
      "“\(MarkdownText.escaped(table[row, "pathway"].prose))” ([\(Digits.ordinal(Int(table[row, "percentile"].number ?? 50))) percentile; against other genes p \(table[row, "p"].prose), q \(table[row, "q"].prose)](../reports/data/case-pathways.tsv))"
    }
    let cells =
      input.knowledge.hallmarks(of: trait).first { $0.id == part }?.cellTypes.map { words in
        words.split(separator: " ").filter { !$0.contains(":") }.joined(separator: " ")
      } ?? []
    let pathways =
      sets.isEmpty
      ? "No gene set of this project holds two genes of this score."
      : "Of the [pathways](../reports/pathways.md) the score lies most in \(sets.joined(separator: " and "))."
    return cells.isEmpty
      ? pathways
      : "\(pathways) Cell types named for the hallmark: \(MarkdownText.escaped(cells.joined(separator: ", "))); no specificity data yet."
  }

  private static func counts(_ input: CaseInput, _ drugs: [Int]) -> String {
    func count(_ verdict: String) -> Int {
      drugs.count { input.paths[$0, "match"].prose == verdict }
    }
    let failed = drugs.count { input.paths[$0, "failed"].prose == "yes" }
    let total = drugs.count == 1 ? "1 drug is" : "\(drugs.count) drugs are"
    return
      "[\(total) listed for it](../reports/data/case-paths.tsv): by genetic direction \(count("concordant")) concordant, \(count("discordant")) discordant, \(count("unknown") + count("conflicting")) unknown. \(failed == 0 ? "" : "[Of these, \(failed) failed in a trial](../reports/drugs/index.md). ")A direction that fits is a reason to test, not to take."
  }

  private static func strongest(_ input: CaseInput, _ rows: [Int]) -> Int? {
    rows.filter { input.paths[$0, "match"].prose == "concordant" }.max {
      (input.paths[$0, "strength"].number ?? 0, $1) < (input.paths[$1, "strength"].number ?? 0, $0)
    } ?? rows.first
  }

  private static func figure(_ text: inout MarkdownText, _ input: CaseInput, _ row: Int) {
    let paths = input.paths
    let links = input.pathLinks
    let own = (0..<links.rowCount).filter {
      links[$0, "id"] == paths[row, "id"] && links[$0, "part"] == paths[row, "part"]
        && links[$0, "drug"] == paths[row, "drug"]
    }
    let fits =
      paths[row, "match"].prose == "concordant"
      ? "runs with the genetic direction" : "runs against the genetic direction"
    text.figure(
      "path-\(paths[row, "id"].prose)-\(paths[row, "part"].prose)", kind: "path",
      head: [
        "title": "\(paths[row, "drug"].prose.capitalizedFirst) \(fits)",
        "subtitle":
          "Signs: + raises, − lowers. Line: solid is an experiment or a coding change, dashed statistics, dotted an assignment. The last arrow's strength is the chance that this person's hallmark lies above the 90th percentile",
      ],
      columns: ["from", "from_layer", "to", "to_layer", "sign", "evidence", "strength"],
      rows: own.map { index in
        ["from", "from_layer", "to", "to_layer", "sign", "evidence", "strength"].map {
          links[index, $0]
        }
      })
  }

  private static func table(
    _ text: inout MarkdownText, _ input: CaseInput, _ rows: [Int], _ trait: String, _ part: String
  ) {
    let paths = input.paths
    let order = ["concordant", "discordant", "conflicting", "unknown"]
    let sorted = rows.sorted {
      let (a, b) = (paths[$0, "match"].prose, paths[$1, "match"].prose)
      let (i, j) = (order.firstIndex(of: a) ?? 4, order.firstIndex(of: b) ?? 4)
      return i == j ? $0 < $1 : i < j
    }
    let shown = sorted.prefix(6)
    text.table(
      "Drugs listed for the hallmark, with the weakest link of each path",
      options: "#drugs-\(trait)-\(part)",
      header: ["Drug", "Target", "Genetic direction", "Trials", "Weakest link", "Strength"],
      alignRight: [false, false, false, false, false, true],
      rows: shown.map { row in
        [
          "[\(MarkdownText.escaped(paths[row, "drug"].prose))](../reports/drugs/\(paths[row, "drug_id"].prose).md)",
          "*\(MarkdownText.escaped(paths[row, "target"].prose))*", paths[row, "match"].prose,
          paths[row, "failed"].prose == "yes" ? "one failed" : "see its page",
          paths[row, "weakest"] == .missing
            ? "no path: direction unknown" : MarkdownText.escaped(paths[row, "weakest"].prose),
          paths[row, "strength"].number == nil
            ? "–"
            : "\(paths[row, "strength"].prose) (\(paths[row, "strength_low"].prose) to \(paths[row, "strength_high"].prose))",
        ]
      })
    text.ledger(
      shown.count, of: rows.count,
      leftOut: [(rows.count - shown.count, "more than six; the file has them")],
      table: "../reports/data/case-paths.tsv")
  }

  private static func change(_ text: inout MarkdownText) {
    text.paragraph(
      "**What would change this:** a measurement of the mechanism itself (for the LDL hallmark a lipid panel), more typed variants at its genes, an effect on the target that was measured and not assigned, or a trial. A path is as strong as its [weakest link](../reports/methods.md#grades), whatever the others are."
    )
  }
}
