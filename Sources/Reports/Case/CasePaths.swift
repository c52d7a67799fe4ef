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
      "**A research hypothesis, not treatment advice.** A path shows what could be tested in cells. It does not say that a drug would help this person, and nothing here is a reason to start, stop or change a medicine. \(Words.noEditing)"
    )
    let hallmarks = groups(input)
    guard !hallmarks.isEmpty else { return nothing(&text, input) }
    text.paragraph(
      "Looked into: every hallmark above the [90th percentile](#hallmarks) with five variants or more (a leading one is named only from the 95th on); [\(hallmarks.count == 1 ? "1 stands" : "\(hallmarks.count) stand") there](#high). A gene's number is [weight × (copies − 2 × frequency)](../reports/methods.md#methods), summed over its variants. “Direction fits” means that in other people's data the drug's action goes with less of the hallmark: a reason to test, not to take."
    )
    table(&text, input, hallmarks)
    let known = hallmarks.joined().filter { input.paths[$0, "strength"].number != nil }
    if let best = strongest(input, known) {
      figure(&text, input, best)
      text.paragraph(words(input, best) + measured(input, best))
    } else {
      text.paragraph(
        "**No path is drawn:** for none of the drugs listed for these hallmarks is it known which direction would fit. That speaks neither for a drug nor against it."
      )
    }
    text.paragraph(around(input, hallmarks))
    CaseEvidence.write(&text, input)
    change(&text, isDrawn: !known.isEmpty)
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
    let traits = Set(input.scoreRows.map { input.scores[$0, "id"].prose })
    let drugs =
      input.knowledge.drugs.contains { traits.contains($0.trait) }
      ? " Drugs that act on the mechanisms, and what genetics says of them, are on the [drugs page](../reports/drugs/index.md)."
      : ""
    text.paragraph(
      placed.isEmpty
        ? "What could change it: people in the reference who are more like this person."
        : "What could change it: a larger reference, scores that were evaluated in similar people, or more variants that were typed.\(drugs)"
    )
    text.paragraph(
      "**Tried in cells or animals:** experiments are listed for hallmarks that stand high, so that none is listed here. Those on record, for and against, are on the [hallmarks' pages](../reports/hallmarks/index.md)."
    )
  }

  private static func label(_ input: CaseInput, _ trait: String) -> String {
    input.scoreRows.first { input.scores[$0, "id"].prose == trait }
      .map { input.scores[$0, "trait"].prose } ?? trait
  }

  /// A verdict in plain words.
  private static func words(_ verdict: String) -> String {
    switch verdict {
    case "concordant": "direction fits"
    case "discordant": "direction does not fit"
    case "conflicting": "evidence contradicts itself"
    default: "direction unknown"
    }
  }

  /// Rows of the table: a report fits four printed pages.
  private static let most = 3

  /// One row a hallmark: its place, what carries it, the drugs listed for it, the strongest path.
  private static func table(_ text: inout MarkdownText, _ input: CaseInput, _ hallmarks: [[Int]]) {
    text.table(
      "Hallmarks above the threshold, and the drugs listed for them", options: "#high",
      header: [
        "Hallmark", "Percentile", "Carried most by", "Drugs listed for it, by direction",
        "Weakest link of the best path",
      ], alignRight: [false, true, false, false, false],
      rows: hallmarks.prefix(most).map { rows in
        let first = rows[0]
        let trait = input.paths[first, "id"].prose, part = input.paths[first, "part"].prose
        return [
          "[\(MarkdownText.escaped(input.paths[first, "name"].prose))](../reports/hallmarks/\(trait)-\(part).md) (\(MarkdownText.escaped(label(input, trait))))",
          place(input, trait, part), carriers(input, trait, part), drugs(input, rows),
          weakest(input, rows),
        ]
      })
    text.ledger(
      min(hallmarks.count, most), of: input.parts.rowCount,
      leftOut: leftOut(input, above: hallmarks.count), table: "../reports/data/case-paths.tsv")
  }

  /// Parts that are not looked into, by rule.
  private static func leftOut(_ input: CaseInput, above: Int) -> [(count: Int, rule: String)] {
    let parts = input.parts
    let rows = 0..<parts.rowCount
    let without = rows.count { parts[$0, "part"].prose == "unassigned" }
    let hallmarks = rows.filter { parts[$0, "part"].prose != "unassigned" }
    let placed = hallmarks.filter { parts[$0, "percentile"].number != nil }.count
    let small = hallmarks.count {
      if case .withheld = parts[$0, "percentile"] { return false }
      return parts[$0, "percentile"].number == nil
    }
    return [
      (above - most, "above it too, more than three: the file has them"),
      (placed - above, "not above the threshold"),
      (small, "fewer than five variants"),
      (hallmarks.count - placed - small, "withheld"), (without, "variants without a hallmark"),
    ]
  }

  private static func place(_ input: CaseInput, _ trait: String, _ part: String) -> String {
    guard let row = input.partRows(trait).first(where: { input.parts[$0, "part"].prose == part })
    else { return "–" }
    let low = input.parts[row, "low"].prose, high = input.parts[row, "high"].prose
    let place = Digits.ordinal(Int(input.parts[row, "percentile"].number ?? 0))
    return "**\(place)** (\(low == high ? "within one place" : "\(low) to \(high)"))"
  }

  /// The genes with the largest burden.
  private static func carriers(_ input: CaseInput, _ trait: String, _ part: String) -> String {
    (0..<input.burden.rowCount).filter {
      input.burden[$0, "id"].prose == trait && input.burden[$0, "part"].prose == part
    }.prefix(2).map { row in
      "*\(MarkdownText.escaped(input.burden[row, "gene"].prose))* +\(input.burden[row, "burden"].prose)"
    }.joined(separator: ", ")
  }

  private static func drugs(_ input: CaseInput, _ rows: [Int]) -> String {
    let listed = rows.filter { input.paths[$0, "drug_id"] != .missing }
    guard !listed.isEmpty else { return "none listed" }
    return ["concordant", "discordant", "conflicting", "unknown"].compactMap { verdict in
      // The drug of the path that is drawn is never hidden behind "more".
      let all = listed.filter { input.paths[$0, "match"].prose == verdict }
      let first = strongest(input, all.filter { input.paths[$0, "strength"].number != nil })
      let own = (first.map { [$0] } ?? []) + all.filter { $0 != first }
      guard !own.isEmpty else { return nil }
      let names = own.prefix(2).map { row in
        "[\(MarkdownText.escaped(input.paths[row, "drug"].prose))](../reports/drugs/\(input.paths[row, "drug_id"].prose).md)"
          + (input.paths[row, "failed"].prose == "yes" ? " (\(Words.failed))" : "")
      }
      let more = own.count > names.count ? " and \(own.count - names.count) more" : ""
      return "**\(words(verdict))**: \(names.joined(separator: ", "))\(more)"
    }.joined(separator: "; ")
  }

  private static func weakest(_ input: CaseInput, _ rows: [Int]) -> String {
    let known = rows.filter { input.paths[$0, "strength"].number != nil }
    guard let row = strongest(input, known) else { return "no path: no direction is known" }
    let paths = input.paths
    return
      "\(MarkdownText.escaped(paths[row, "weakest"].prose)): \(paths[row, "strength"].prose) (\(paths[row, "strength_low"].prose) to \(paths[row, "strength_high"].prose))"
  }

  /// The pathways of the scores, and the cell types of the hallmarks.
  private static func around(_ input: CaseInput, _ hallmarks: [[Int]]) -> String {
    // Of the first hallmark's trait alone: a report fits four pages.
    let trait = input.paths[hallmarks[0][0], "id"].prose
    let table = input.pathways
    let first = (0..<table.rowCount).first { table[$0, "id"].prose == trait }
    let cells = hallmarks.flatMap { rows -> [String] in
      let (trait, part) = (input.paths[rows[0], "id"].prose, input.paths[rows[0], "part"].prose)
      return input.knowledge.hallmarks(of: trait).first { $0.id == part }?.cellTypes.map { words in
        words.split(separator: " ").filter { !$0.contains(":") }.joined(separator: " ")
      } ?? []
    }
    let pathways =
      first.map { row in
        "Of the known [pathways](../reports/pathways.md) the highest by rank, for \(MarkdownText.escaped(label(input, trait).lowercasedFirst)), is “\(MarkdownText.escaped(table[row, "pathway"].prose))” ([\(Digits.ordinal(Int(table[row, "percentile"].number ?? 50))) percentile](../reports/data/case-pathways.tsv)), \((table[row, "q"].number ?? 1) < 0.05 ? "more than" : "not more than") chance picks of as many other genes give (q [\(table[row, "q"].prose)](../reports/pathways.md#how-this-is-computed)). "
      } ?? ""
    let all = Set(cells).sorted()
    let names =
      all.prefix(5).joined(separator: ", ") + (all.count > 5 ? " and \(all.count - 5) more" : "")
    return
      all.isEmpty
      ? pathways
      : "\(pathways)Cell types named: [\(MarkdownText.escaped(names))](../reports/celltypes.md); no specificity data yet."
  }

  /// The path in words: two ways meet at the hallmark, the person's and the drug's.
  private static func words(_ input: CaseInput, _ row: Int) -> String {
    let links = input.pathLinks
    let own = linkRows(input, [row])
    let drug = MarkdownText.escaped(input.paths[row, "drug"].prose)
    let target = input.paths[row, "target"].prose
    func sign(_ test: (Int) -> Bool) -> Bool? {
      own.first(where: test).map { links[$0, "sign"].prose == "+" }
    }
    let raisesTarget = sign { links[$0, "from"] == input.paths[row, "drug"] } ?? true
    let moreIsWorse =
      sign {
        links[$0, "from"].prose == target && links[$0, "to_layer"].prose.hasSuffix("hallmark")
      }
      ?? true
    let failed =
      input.paths[row, "failed"].prose == "yes"
      ? " It is recorded that \(Words.failed). The strengths do not count trials: they only say how sure the arrows' signs are."
      : ""
    let place =
      meets(input, row)
      ? "*\(MarkdownText.escaped(target))* carries a part of this person's burden too."
      : "*\(MarkdownText.escaped(target))* itself carries none of this person's burden: variant and drug meet at the hallmark only."
    return
      "In words (more of the hallmark means more inherited risk): this person's variant raises the hallmark. \(place) In other people's data \(moreIsWorse ? "more" : "less") activity of *\(MarkdownText.escaped(target))* raises the hallmark too; \(drug) \(raisesTarget ? "raises" : "lowers") that activity, so that it would \(raisesTarget == moreIsWorse ? "raise" : "lower") the hallmark.\(failed) Whether it would help anybody is another question, and not answered here."
  }

  /// Links of paths of one hallmark, in the table's order.
  private static func linkRows(_ input: CaseInput, _ paths: [Int]) -> [Int] {
    let links = input.pathLinks
    return (0..<links.rowCount).filter { link in
      paths.contains { path in
        ["id", "part", "drug"].allSatisfy { links[link, $0] == input.paths[path, $0] }
      }
    }
  }

  /// The strength; of equals the path that meets the person's burden at one gene, then the drug
  /// without a failed trial.
  private static func rank(_ input: CaseInput, _ row: Int) -> Double {
    (input.paths[row, "strength"].number ?? 0) + (meets(input, row) ? 1e-5 : 0)
      - (input.paths[row, "failed"].prose == "yes" ? 1e-6 : 0)
  }

  /// Whether the drug's target carries a part of the person's burden of the hallmark.
  private static func meets(_ input: CaseInput, _ row: Int) -> Bool {
    (0..<input.burden.rowCount).contains {
      input.burden[$0, "id"] == input.paths[row, "id"]
        && input.burden[$0, "part"] == input.paths[row, "part"]
        && input.burden[$0, "gene"] == input.paths[row, "target"]
    }
  }

  /// What was measured in this person of the hallmark itself: what is there, beside what is
  /// inherited. Matched by a word of the names, LDL for one.
  private static func measured(_ input: CaseInput, _ row: Int) -> String {
    func words(_ text: String) -> Set<String> {
      Set(text.lowercased().split { !$0.isLetter }.map(String.init).filter { $0.count > 2 })
        .subtracting(["and", "the", "with"])
    }
    let own = words(input.paths[row, "name"].prose)
    let found = (0..<input.clinical.rowCount).filter {
      input.clinical[$0, "unit"] != .missing
        && !own.isDisjoint(with: words(input.clinical[$0, "factor"].prose))
    }
    let listed = found.map { row in
      "\(MarkdownText.escaped(input.clinical[row, "factor"].prose)) [\(input.clinical[row, "value"].prose) \(MarkdownText.escaped(input.clinical[row, "unit"].prose))](#clinical)"
    }
    return listed.isEmpty
      ? ""
      : " Measured in this person: \(listed.joined(separator: ", ")). A measurement says what is there, a score what is inherited; whether it was taken under treatment is not recorded."
  }

  private static func strongest(_ input: CaseInput, _ rows: [Int]) -> Int? {
    rows.filter { input.paths[$0, "match"].prose == "concordant" }.max {
      (rank(input, $0), $1) < (rank(input, $1), $0)
    } ?? rows.first
  }

  private static func figure(_ text: inout MarkdownText, _ input: CaseInput, _ row: Int) {
    let paths = input.paths
    let links = input.pathLinks
    // A drug that runs against the direction is drawn beside the one that fits.
    let contrary = (0..<paths.rowCount).first {
      $0 != row && paths[$0, "match"].prose == "discordant"
        && paths[$0, "id"] == paths[row, "id"] && paths[$0, "part"] == paths[row, "part"]
    }
    let own = linkRows(input, [row, contrary].compactMap { $0 })
    let drug = paths[row, "drug"].prose
    let failed =
      paths[row, "failed"].prose == "yes" ? " Of the drug it is recorded that \(Words.failed)." : ""
    text.figure(
      "path-\(paths[row, "id"].prose)-\(paths[row, "part"].prose)", kind: "path",
      head: [
        "title":
          paths[row, "match"].prose == "concordant"
          ? "A path to test, not a treatment: this person's variant and \(drug) meet at \(paths[row, "name"].prose)"
          : "\(drug.capitalizedFirst) acts against the direction: it would raise \(paths[row, "name"].prose)",
        "subtitle":
          "Signs: + raises, − lowers. Line: solid is an experiment or a coding change, dashed statistics, dotted assumed from the likely gene. Strength: how sure an arrow's sign is, from 0 to 1.\(failed)",
      ],
      columns: ["from", "from_layer", "to", "to_layer", "sign", "evidence", "strength"],
      rows: own.map { index in
        ["from", "from_layer", "to", "to_layer", "sign", "evidence", "strength"].map {
          links[index, $0]
        }
      }.uniqued())
  }

  private static func change(_ text: inout MarkdownText, isDrawn: Bool) {
    let weakest =
      isDrawn ? " A path is as strong as its [weakest link](../reports/methods.md#grades)." : ""
    text.paragraph(
      "**What would change this:** a measurement of the mechanism itself where there is one (for LDL cholesterol a blood test), more typed variants, effects that were measured where ours are assumed from the likely gene, or a trial.\(weakest)"
    )
  }
}
