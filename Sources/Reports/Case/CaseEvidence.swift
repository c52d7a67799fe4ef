import Ethics
import Markup
import Tables

/// What was tried in cells or animals for the hallmarks of a report, and what speaks against its
/// paths: both are kept, side by side.
enum CaseEvidence {
  static func write(_ text: inout MarkdownText, _ input: CaseInput) {
    text.paragraph(tried(input))
    text.paragraph(disagreement(input))
  }

  /// Experiments that a report names: it fits four printed pages.
  private static let most = 3

  private static func tried(_ input: CaseInput) -> String {
    let models = input.models
    let high = (0..<models.rowCount).filter { models[$0, "high"].prose == "yes" }
    guard !high.isEmpty else {
      return
        "**Tried in cells or animals:** nothing is recorded for these hallmarks. That is a gap, and speaks neither for a path nor against it.\(elsewhere(input))"
    }
    // What the person carries, then what speaks against, so that neither is cut off.
    let order = high.sorted { (rank(models, $0), $0) < (rank(models, $1), $1) }
    let named = order.prefix(most).map { experiment(input, $0) }.joined(separator: "; ")
    let rest = high.count - most
    let more =
      rest > 0 ? "; and [\(rest) more](../reports/data/case-models.tsv)" : ""
    return
      "**Tried in cells or animals:** \(named)\(more).\(elsewhere(input)) Cells and animals are not patients, and one experiment is not proof."
  }

  private static func rank(_ models: Released, _ row: Int) -> Int {
    if (models[row, "copies"].number ?? 0) > 0 { return 0 }
    return models[row, "stands"].prose == "supports" ? 2 : 1
  }

  private static func experiment(_ input: CaseInput, _ row: Int) -> String {
    let models = input.models
    let words = [
      "supports": "supports the mechanism", "disputed": "disputed by later work",
      "against": "speaks against the mechanism",
    ][models[row, "stands"].prose, default: ""]
    let carried = models[row, "copies"].number.map { _ in
      "; this person has \(copies(models, row)) of \(MarkdownText.escaped(models[row, "variant"].prose))"
    }
    return
      "[\(MarkdownText.escaped(models[row, "experiment"].prose))](\(page(models, row))), on \(hallmark(models, row)): \(words)\(carried ?? "")"
  }

  /// Trials, directions and experiments that do not fit the paths.
  private static func disagreement(_ input: CaseInput) -> String {
    let found = [
      (drugs(input) { $0 == "concordant" && $1 }, "the direction fits, but \(Words.failed)"),
      (
        drugs(input) { verdict, _ in verdict == "discordant" }, "acts against the genetic direction"
      ),
      (
        drugs(input) { verdict, _ in verdict == "conflicting" },
        "the evidence on its target contradicts itself"
      ),
      (experiments(input, "against"), "speaks against other experiments on the same mechanism"),
      (experiments(input, "disputed"), "disputed by later work"),
    ].filter { !$0.0.isEmpty }.map { names, words in
      "\(names.prefix(most).joined(separator: ", "))\(names.count > most ? " and others" : "") (\(words))"
    }
    return found.isEmpty
      ? "**What disagrees:** nothing that is recorded. Few of these paths were tested, so that this is no proof."
      : "**What disagrees:** \(found.joined(separator: "; ")). Contradictions are kept, not averaged."
  }

  private static func drugs(
    _ input: CaseInput, _ isWanted: (_ verdict: String, _ failed: Bool) -> Bool
  ) -> [String] {
    let paths = input.paths
    return (0..<paths.rowCount).filter {
      isWanted(paths[$0, "match"].prose, paths[$0, "failed"].prose == "yes")
    }.map { row in
      "[\(MarkdownText.escaped(paths[row, "drug"].prose))](../reports/drugs/\(paths[row, "drug_id"].prose).md)"
    }.uniqued()
  }

  private static func experiments(_ input: CaseInput, _ standing: String) -> [String] {
    let models = input.models
    return (0..<models.rowCount).filter { models[$0, "stands"].prose == standing }.map { row in
      "\(MarkdownText.escaped(models[row, "experiment"].prose)), on \(hallmark(models, row))"
    }.uniqued()
  }

  /// Variants of other hallmarks that the person carries and that were tried: FTO's, for one.
  private static func elsewhere(_ input: CaseInput) -> String {
    let models = input.models
    let rows = (0..<models.rowCount).filter { models[$0, "high"].prose == "no" }
    // Those on which experiments disagree first: they are the ones to be warned of.
    let contested = rows.filter { models[$0, "stands"].prose != "supports" }
    let variants = (contested + rows).map { models[$0, "variant"].prose }.uniqued()
    guard !variants.isEmpty else { return "" }
    let named = variants.prefix(2).compactMap { variant -> String? in
      let own = rows.filter { models[$0, "variant"].prose == variant }
      guard let first = own.first else { return nil }
      let disagree = own.contains { models[$0, "stands"].prose != "supports" }
      return
        "\(copies(models, first)) of \(MarkdownText.escaped(variant)) in \(hallmark(models, first)), on which [experiments](\(page(models, first))) \(disagree ? "disagree" : "were made")"
    }
    return
      " In hallmarks that do not stand out this person carries \(named.joined(separator: ", and "))."
  }

  private static func hallmark(_ models: Released, _ row: Int) -> String {
    "“\(MarkdownText.escaped(models[row, "name"].prose))”"
  }

  private static func copies(_ models: Released, _ row: Int) -> String {
    let count = Int(models[row, "copies"].number ?? 0)
    return "[\(count == 1 ? "1 copy" : "\(count) copies")](../reports/data/case-models.tsv)"
  }

  private static func page(_ models: Released, _ row: Int) -> String {
    "../reports/hallmarks/\(models[row, "id"].prose)-\(models[row, "part"].prose).md#models"
  }
}
