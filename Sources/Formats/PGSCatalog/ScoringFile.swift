import CohortModel
import Diagnostics
import Knowledge
import Tables

/// PGS Catalog scoring files, format 2.0, harmonised ones too.
public enum ScoringFile {
  /// Reads the (already inflated) text. Rows that no additive score can use are
  /// dropped and counted by reason; a malformed weight or position is an error.
  public static func read(_ bytes: [UInt8], file: String) throws(Problems) -> PublishedScore {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Problems([Diagnostic(at: Place(file), "not UTF-8")])
    }
    var head: [String: String] = [:]
    var number = 0
    var header: [Substring]?
    var reading = ScoringRows(file: file)
    for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
      number += 1
      if line.hasPrefix("#") {
        let pair = line.drop { $0 == "#" }.split(separator: "=", maxSplits: 1)
        if pair.count == 2 {
          head[String(pair[0])] = pair[1].trimmingSuffix { $0 == "\t" || $0 == " " }
        }
      } else if line.isEmpty {
        continue
      } else if header == nil {
        let names = line.split(separator: "\t", omittingEmptySubsequences: false)
        header = names
        try reading.begin(names.map(String.init), line: number)
      } else {
        reading.add(line, number: number)
      }
    }
    guard header != nil else {
      throw Problems([Diagnostic(at: Place(file, line: number), "no column names")])
    }
    return try reading.score(head)
  }
}

extension Substring {
  fileprivate func trimmingSuffix(_ drop: (Character) -> Bool) -> String {
    var slice = self
    while let last = slice.last, drop(last) { slice.removeLast() }
    return String(slice)
  }
}

/// The rows of a scoring file, as they are read.
private struct ScoringRows {
  let file: String
  private var columns: [String: Int] = [:]
  private var count = 0
  private var rows: [PublishedScore.Row] = []
  private var dropped: [PublishedScore.Dropped] = []
  private var problems = Problems()

  init(file: String) { self.file = file }

  mutating func begin(_ names: [String], line: Int) throws(Problems) {
    count = names.count
    columns = Dictionary(names.enumerated().map { ($1, $0) }, uniquingKeysWith: { a, _ in a })
    let hasPlace =
      columns["chr_position"] != nil || columns["hm_pos"] != nil || columns["rsID"] != nil
    let hasWeight = columns["effect_weight"] != nil || columns["dosage_1_weight"] != nil
    guard columns["effect_allele"] != nil, hasPlace, hasWeight else {
      throw Problems([
        Diagnostic(
          at: Place(file, line: line), "not the columns of a PGS Catalog scoring file",
          hint: "chr_name, chr_position, effect_allele, other_allele, effect_weight")
      ])
    }
  }

  mutating func add(_ line: Substring, number: Int) {
    let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
    func field(_ name: String) -> String? {
      guard let index = columns[name], index < fields.count else { return nil }
      let text = String(fields[index])
      return text.isEmpty || text == "NA" || text == "." ? nil : text
    }
    if let reason = Self.unusable(field) {
      dropped.append(PublishedScore.Dropped(line: number, reason: reason))
      return
    }
    guard let weightText = field("effect_weight"), let weight = Double(weightText),
      abs(weight) < 1e6
    else {
      problems.error(
        at: Place(file, line: number, column: (columns["effect_weight"] ?? 0) + 1),
        "not a weight", hint: "effect_weight is a number")
      return
    }
    guard let effect = field("effect_allele") else {
      problems.error(at: Place(file, line: number), "no effect allele")
      return
    }
    let position = field("hm_pos") ?? field("chr_position")
    if let position, Int(position) == nil {
      problems.error(at: Place(file, line: number), "not a position", hint: "a whole number")
      return
    }
    let other = field("other_allele") ?? field("reference_allele") ?? field("hm_inferOtherAllele")
    rows.append(
      PublishedScore.Row(
        line: number, id: field("rsID") ?? field("hm_rsID"),
        chromosome: (field("hm_chr") ?? field("chr_name")).map(Variant.bare),
        position: position.flatMap { Int($0) }, effect: effect.uppercased(),
        other: other.map { $0.uppercased() }, weight: weight))
  }

  func score(_ head: [String: String]) throws(Problems) -> PublishedScore {
    try problems.throwIfAny()
    return PublishedScore(
      id: head["pgs_id"] ?? head["pgs_name"] ?? "score", name: head["pgs_name"] ?? "",
      trait: head["trait_reported"] ?? "",
      build: head["HmPOS_build"] ?? head["genome_build"], citation: head["citation"] ?? "",
      license: head["license"] ?? "", rows: rows, dropped: dropped)
  }

  /// Why an additive score cannot use the row; nil where it can.
  private static func unusable(_ field: (String) -> String?) -> String? {
    func isTrue(_ name: String) -> Bool { field(name)?.lowercased() == "true" }
    if isTrue("is_haplotype") || isTrue("is_diplotype") { return "haplotype" }
    if isTrue("is_interaction") { return "interaction" }
    if isTrue("is_dominant") { return "dominant" }
    if isTrue("is_recessive") { return "recessive" }
    if field("dosage_0_weight") != nil || field("dosage_1_weight") != nil {
      return "weights by dosage"
    }
    let allele = field("effect_allele") ?? ""
    if !allele.isEmpty, allele.contains(where: { !"ACGTacgt".contains($0) }) {
      return "effect allele is no sequence"
    }
    return nil
  }
}
