import Analyses
import Diagnostics
import Formats

/// Genes of a signature table: a direction, or a score whose ends are taken.
struct QuerySignature {
  let signature: Signature
  /// How genes were matched, for the summary.
  let notes: [String]

  static let gene = ColumnRole(
    "gene", ["symbol", "gene_symbol", "gene_id", "id", "entrez", "probe", "genes", "name"],
    "gene symbol or id, as in the reference")
  static let direction = ColumnRole(
    "direction", ["dir", "side", "set", "regulation"], "up or down")
  static let score = ColumnRole(
    "score", ["z", "zscore", "logfc", "log2fc", "log2foldchange", "t", "stat", "effect", "value"],
    "a signed score, in place of a direction: its ends are taken")
  static let roles = [gene, direction, score]

  init(
    _ table: PlainTable, _ names: ColumnNames, _ reference: ReferenceSignatures, up: Int, down: Int
  ) throws {
    var problems = Problems()
    let gene = table.require(Self.gene, names, &problems)
    let direction = table.index(of: Self.direction, names)
    let score = direction == nil ? table.index(of: Self.score, names) : nil
    guard let geneIndex = gene, let second = direction ?? score else {
      if direction ?? score == nil {
        problems.error(
          at: table.headerPlace, "no column for direction or score",
          hint: "direction holds up and down; score holds numbers whose ends are taken")
      }
      throw problems
    }
    let values = table.columns(
      [(geneIndex, .word), (second, direction == nil ? .number : .word)], &problems)
    let genes = values[0].words
    let match = GeneMatch(genes, reference)
    let sides =
      direction == nil
      ? Self.sides(values[1].numbers, match, up, down)
      : Self.sides(values[1].words, table, second, &problems)
    try problems.throwIfAny()
    let places = { (side: Int) in
      genes.indices.filter { sides[$0] == side }.compactMap { match.places[$0] }
    }
    signature = Signature(up: places(1), down: places(2), count: reference.genes.count)
    let found = genes.indices.count { sides[$0] != 0 && match.places[$0] != nil }
    let wanted = sides.count { $0 != 0 }
    let both = found - signature.upCount - signature.downCount
    notes = [
      "signature: \(signature.upCount) up, \(signature.downCount) down; \(found) of \(wanted) genes matched by \(match.field)"
        + (both > 0 ? "; \(both) rows of a gene on both sides (left out) or named twice" : "")
    ]
    guard signature.upCount + signature.downCount > 0 else {
      throw Diagnostic(
        at: table.place(row: 0, column: table.header[geneIndex]),
        both > 0
          ? "no gene is left: each stands on both sides or twice"
          : "no gene of the signature is in the reference",
        hint: "the reference names genes by \(match.fields.joined(separator: ", "))")
    }
  }

  /// 1 up, 2 down.
  private static func sides(
    _ words: [String], _ table: PlainTable, _ index: Int, _ problems: inout Problems
  ) -> [Int] {
    var listed = 0
    return words.enumerated().map { row, word in
      switch word.lowercased() {
      case "up", "u", "+", "1", "+1", "increased", "higher": return 1
      case "down", "dn", "d", "-", "-1", "decreased", "lower": return 2
      default:
        // A row that could not be read has no word, and its own error.
        if listed < PlainTable.mostProblems, problems.items.isEmpty || !word.isEmpty {
          listed += 1
          problems.error(
            at: table.place(row: row, column: table.header[index]), "neither up nor down",
            hint: "write up or down; for numbers call the column score")
        }
        return 0
      }
    }
  }

  /// The highest of what is matched and above zero are up, the lowest below zero down.
  private static func sides(
    _ scores: [Double], _ match: GeneMatch, _ up: Int, _ down: Int
  ) -> [Int] {
    let order = scores.indices.filter { !scores[$0].isNaN && match.places[$0] != nil }
      .sorted { scores[$0] == scores[$1] ? $0 < $1 : scores[$0] > scores[$1] }
    var sides = [Int](repeating: 0, count: scores.count)
    for row in order.prefix(up) where scores[row] > 0 { sides[row] = 1 }
    for row in order.suffix(down) where scores[row] < 0 { sides[row] = 2 }
    return sides
  }
}

/// Genes of a table among those of a reference, by the field that knows most of them.
private struct GeneMatch {
  let field: String
  /// All fields that could name genes.
  let fields: [String]
  /// By row of the table: the place among the reference's genes.
  let places: [Int?]

  init(_ genes: [String], _ reference: ReferenceSignatures) {
    let gct = reference.gct
    let named = [("id", gct.rowIDs)] + zip(gct.rowFields, gct.rowLabels)
    fields = named.map(\.0)
    let matches = named.map { field, labels -> (String, [Int?]) in
      var places: [String: Int] = [:]
      // The first of genes that are named alike.
      for (place, row) in reference.genes.enumerated().reversed() { places[labels[row]] = place }
      return (field, genes.map { places[$0] })
    }
    let counts = matches.map { match in Set(match.1.compactMap { $0 }).count }
    let best = counts.indices.max { (counts[$0], -$0) < (counts[$1], -$1) } ?? 0
    (field, places) = matches[best]
  }
}
