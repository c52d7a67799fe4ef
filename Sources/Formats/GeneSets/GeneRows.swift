import Diagnostics

/// Genes as an analysis gives them: with a score, with clusters, or bare.
public struct GeneRows: Sendable, Equatable {
  public static let gene = ColumnRole(
    "gene", ["symbol", "gene_symbol", "gene_name", "genes", "nearest_gene", "names"],
    "gene, spelt as in the sets")
  public static let score = ColumnRole(
    "score", ["rank", "stat", "statistic", "t", "z", "zscore", "log2foldchange", "logfc"],
    "score of the gene: the ranking is from the largest down")
  public static let cluster = ColumnRole(
    "cluster", ["members", "clusters", "hallmark", "module", "group"],
    "cluster of the gene, or several with commas; empty for none")

  public let genes: [String]
  /// Missing is NaN; nil where there is no such column.
  public let scores: [Double]?
  public let clusters: [[String]]?

  public init(genes: [String], scores: [Double]?, clusters: [[String]]?) {
    (self.genes, self.scores, self.clusters) = (genes, scores, clusters)
  }

  /// Reads a table with names. A column of clusters goes before one of scores.
  public static func read(
    _ table: PlainTable, _ names: ColumnNames = .none
  ) throws(Problems) -> GeneRows {
    var problems = Problems()
    let index = table.require(gene, names, &problems)
    try problems.throwIfAny()
    guard let index else { return GeneRows(genes: [], scores: nil, clusters: nil) }
    let clusters = table.index(of: cluster, names)
    let scores = clusters == nil ? table.index(of: score, names) : nil
    let further = clusters.map { [($0, PlainTable.Kind.word)] } ?? scores.map { [($0, .number)] }
    let values = table.columns([(index, .word)] + (further ?? []), &problems)
    try problems.throwIfAny()
    return GeneRows(
      genes: values[0].words, scores: scores.map { _ in values[1].numbers },
      clusters: clusters.map { _ in values[1].words.map { parts($0) } })
  }

  /// Names of clusters with commas or semicolons between them; NA and nothing are none.
  public static func parts(_ text: String) -> [String] {
    text.split { $0 == "," || $0 == ";" }.map { part in
      String(part.drop { $0 == " " })
    }.filter { $0 != "NA" && !$0.isEmpty }
  }

  /// Reads a file without names of columns: GSEA's .rnk (gene, score), or a gene a line. Nil where
  /// the first line names columns.
  public static func readBare(
    _ bytes: [UInt8], file: String
  ) throws(Problems) -> GeneRows? {
    let lines = Place.lines(String(decoding: bytes, as: UTF8.self)).enumerated().compactMap {
      number, line -> (line: Int, fields: [Substring])? in
      let text = Substring(line.last == 0x0D ? line.dropLast() : line)
      if text.isEmpty || text.hasPrefix("#") { return nil }
      let mark: Character = text.contains("\t") ? "\t" : text.contains(",") ? "," : " "
      return (number + 1, text.split(separator: mark))
    }
    guard let first = lines.first, first.fields.count <= 2, let word = first.fields.first else {
      return nil
    }
    if first.fields.count == 1 {
      let folded = ColumnRole.folded(String(word))
      let isName = ([gene.name] + gene.aliases).contains { ColumnRole.folded($0) == folded }
      guard !isName, lines.allSatisfy({ $0.fields.count == 1 }) else { return nil }
      return GeneRows(genes: lines.map { String($0.fields[0]) }, scores: nil, clusters: nil)
    }
    guard Double(first.fields[1]) != nil else { return nil }
    var problems = Problems()
    let scores = lines.map { line -> Double in
      guard line.fields.count == 2, let score = Double(line.fields[1]), score.isFinite else {
        if problems.items.count < 20 {
          problems.error(
            at: Place(file, line: line.line), "not a gene and its score",
            hint: "two fields: rows without a score are left out of a ranking")
        }
        return .nan
      }
      return score
    }
    try problems.throwIfAny()
    return GeneRows(genes: lines.map { String($0.fields[0]) }, scores: scores, clusters: nil)
  }
}
