import CohortModel
import Diagnostics
import Knowledge

/// Scores of published clusters (gwas-partitioning/bnmf-clustering): a table a cluster, with the
/// columns Chr, Pos_hg38, Ref, Alt, RSID, Risk_Allele, Weight.
public enum ClusterFile {
  private static let position = ColumnRole("Pos_hg38", ["pos_hg19", "pos"], "position")
  private static let risk = ColumnRole("Risk_Allele", [], "the allele whose copies are counted")
  private static let weight = ColumnRole("Weight", [], "weight of a copy")
  private static let number = ColumnRole("RSID", [], "rs number")
  private static let roles = [
    ColumnRole("Chr", [], "chromosome"), ColumnRole("Ref", [], "reference allele"),
    ColumnRole("Alt", [], "alternate allele"),
  ]

  /// Whether a text begins with the header of such a table.
  public static func isOne(_ bytes: [UInt8]) -> Bool {
    let line = String(decoding: bytes.prefix(400).prefix { $0 != 0x0A }, as: UTF8.self)
    let folded = ColumnRole.folded(line)
    return folded.contains("riskallele") && folded.contains("weight")
  }

  /// Reads a cluster; its name is the file's. Throws for an allele that is neither of the two, and
  /// for a weight or a position that is no number.
  public static func read(_ bytes: [UInt8], file: String) throws(Problems) -> PublishedScore {
    let table = try PlainTable(bytes, file: file)
    var problems = Problems()
    let text = (roles + [risk]).map { table.require($0, .none, &problems) ?? 0 }
    let place = table.require(position, .none, &problems) ?? 0
    let value = table.require(weight, .none, &problems) ?? 0
    try problems.throwIfAny()
    let words = try text.map { index throws(Problems) in try table.words(index) }
    let positions = try table.numbers(place), weights = try table.numbers(value)
    let ids = try table.index(of: number).map { index throws(Problems) in try table.words(index) }
    var rows: [PublishedScore.Row] = []
    for row in 0..<table.rowCount where problems.items.count < 20 {
      let alleles = words[1...3].map { $0[row].uppercased() }
      let other = alleles[2] == alleles[0] ? alleles[1] : alleles[0]
      if alleles[2] != alleles[0], alleles[2] != alleles[1] {
        problems.error(
          at: table.place(row: row, column: table.header[text[3]]),
          "the risk allele is neither Ref nor Alt")
      }
      guard positions[row] > 0, positions[row] < 1e10, abs(weights[row]) < 1e6 else {
        problems.error(
          at: table.place(row: row), "not a position and a weight",
          hint: "a position is above 0, a weight below a million")
        continue
      }
      rows.append(
        PublishedScore.Row(
          line: table.place(row: row).line ?? 0, id: ids?[row],
          chromosome: Variant.bare(words[0][row]), position: Int(positions[row]),
          effect: alleles[2], other: other, weight: weights[row]))
    }
    try problems.throwIfAny()
    return PublishedScore(
      id: name(file), name: name(file), trait: "", build: nil, citation: "", license: "",
      rows: rows, dropped: [])
  }

  /// "Beta Cell 1" of "folder/Beta Cell 1.csv".
  private static func name(_ file: String) -> String {
    let last = file.split(separator: "/").last.map(String.init) ?? file
    return last.hasSuffix(".csv") ? String(last.dropLast(4)) : last
  }
}
