import Ethics
import Markup
import Tables

/// Instruments on pages about drugs and genes: a table, and the path drawn.
enum DrugEvidence {
  /// `namesGene`: the rows are of several genes.
  static func table(
    _ text: inout MarkdownText, _ table: Released, _ rows: [Int], id: String, caption: String,
    namesGene: Bool = false
  ) {
    let hasMatch = table.columns.contains { $0.name == "match" }
    text.table(
      caption, options: "#\(id)",
      header: ["Instrument", "On the target", "Trait", "Effect", "p", "Wanted"]
        + (hasMatch ? ["Drug's action"] : []) + ["Sources"],
      alignRight: [false, false, false, true, true, false] + (hasMatch ? [false] : []) + [false],
      rows: rows.map { row in
        [
          instrument(table, row),
          (namesGene ? "*\(MarkdownText.escaped(table[row, "gene"].prose))* " : "")
            + product(table, row),
          MarkdownText.escaped(table[row, "trait"].prose),
          effect(table, row), p(table[row, "p"]), table[row, "wanted"].prose,
        ] + (hasMatch ? [table[row, "match"].prose] : []) + [sources(table, row)]
      })
    let notes = rows.compactMap { row in
      table[row, "note"] == .missing
        ? nil
        : "\(instrument(table, row)): \(MarkdownText.escaped(Words.withoutDoses(table[row, "note"].prose))) \(Words.references(pmids(table, row)))"
    }
    text.list(notes.uniqued())
  }

  private static func instrument(_ table: Released, _ row: Int) -> String {
    let allele = table[row, "allele"]
    return MarkdownText.escaped(
      table[row, "instrument"].prose + (allele == .missing ? "" : "-" + allele.prose))
  }

  private static func product(_ table: Released, _ row: Int) -> String {
    MarkdownText.escaped("\(table[row, "on_target"].prose) (\(table[row, "shown_by"].prose))")
  }

  private static func effect(_ table: Released, _ row: Int) -> String {
    let effect = table[row, "effect"], error = table[row, "se"], unit = table[row, "unit"]
    guard effect.number != nil else { return effect.prose }
    return effect.prose + (error == .missing ? "" : " (SE \(error.prose))")
      + (unit == .missing ? "" : " " + MarkdownText.escaped(unit.prose))
  }

  /// Two digits; never 0.
  static func p(_ shown: Shown) -> String {
    shown.number.map { $0 < 1e-300 ? "< 1e−300" : shown.prose } ?? "–"
  }

  static func pmids(_ table: Released, _ row: Int) -> [String] {
    table[row, "pmids"].prose.split(separator: ";").map(String.init).filter { $0 != "–" }
  }

  private static func sources(_ table: Released, _ row: Int) -> String {
    let check = table[row, "source"].prose == "read" ? "" : " (citation to be checked)"
    let list = pmids(table, row)
    return (list.isEmpty ? "no PubMed record" : Words.references(list)) + check
  }

  /// Variant, product, trait, and the drug that acts on the product; each arrow has its sign.
  static func path(
    _ text: inout MarkdownText, _ context: PageContext, _ drug: DrugRow, _ table: Released,
    _ rows: [Int]
  ) {
    let exposures = Set(rows.map { table[$0, "trait"].prose }).subtracting([drug["trait"]]).sorted()
      .compactMap { label in context.knowledge.traits.first { $0.label == label } }
      .filter { !$0.isDisease }
    let steps = exposures.map {
      DirectionPath.exposure($0.label, disease: drug["trait"], isHigherBetter: $0.higherIsBetter)
    }
    let lines = rows.prefix(4).flatMap { row in
      let target = table[row, "target"].prose
      return DirectionPath.instrument(table, row, gene: target, layer: "Target") + [
        DirectionPath.drug(
          drug["drug"], raises: drug["action"] == "increase", gene: target, layer: "Target")
      ]
    }
    let verdict =
      drug["match"] == "concordant"
      ? "runs with the genetic direction" : "runs against the genetic direction"
    text.figure(
      "path", kind: "path",
      head: [
        "title": "\(drug["drug"].capitalizedFirst) \(verdict)",
        "subtitle": DirectionPath.subtitle,
      ], columns: DirectionPath.columns, rows: (lines + steps).uniqued())
  }
}
