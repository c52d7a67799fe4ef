import Analyses
import CohortModel
import Diagnostics
import Formats
import Foundation
import Knowledge
import Store
import Tables

/// `casebook run score`: plink2's .sscore of a PGS Catalog scoring file.
public struct RunScore: Sendable {
  public let bfile: String?
  public let vcf: String?
  public let score: String
  /// plink2's `--read-freq`: an .afreq file; nil: frequencies of the people scored.
  public let frequencies: String?
  public let keepAmbiguous: Bool
  public let minimumOverlap: Double
  public let out: String

  public init(
    bfile: String?, vcf: String?, score: String, frequencies: String?, keepAmbiguous: Bool,
    minimumOverlap: Double, out: String
  ) {
    (self.bfile, self.vcf, self.score, self.frequencies) = (bfile, vcf, score, frequencies)
    (self.keepAmbiguous, self.minimumOverlap, self.out) = (keepAmbiguous, minimumOverlap, out)
  }

  /// What was matched, in words for standard output, and the files.
  public func run(_ progress: Progress) throws -> (summary: String, files: [String]) {
    try RunFiles.checkOutput(out)
    let published = try ScoringFile.read(Inflate.bytes(score), file: score)
    let files = try RunFiles(bfile: bfile, vcf: vcf)
    let rows = published.rows.map { row in
      ScoreRow(
        rsid: row.id ?? "", chromosome: row.chromosome, position: row.position,
        effect: row.effect, other: row.other, weight: row.weight)
    }
    let match = VariantIndex(files.genotypes.variants).match(rows, keepAmbiguous: keepAmbiguous)
    let summary = Self.summary(published, rows, match)
    if Double(match.matched) < minimumOverlap * Double(max(rows.count, 1)) {
      throw Diagnostic(
        at: Place(score),
        "\(match.matched) of \(rows.count) rows match; \(Digits.text(100 * minimumOverlap, .significant(3))) % are needed",
        hint: "is the file of the same genome build? --min-overlap lowers the bar")
    }
    let means = try rowFrequencies(files, rows, match)
    var scan = ScoreSumScan(rows, match, sampleCount: files.everyone.count, frequencies: means)
    try files.scan(progress) { scan.take($0) }
    progress.end()
    var text = TSV.line([
      "#FID", "IID", "ALLELE_CT", "NAMED_ALLELE_DOSAGE_SUM", "SCORE1_AVG", "SCORE1_SUM",
    ])
    let denominator = Double(2 * max(match.matched, 1))
    for (index, person) in scan.finding().enumerated() {
      let sum = FixedPoint.value(person.sum)
      text += TSV.line([
        files.familyIDs[index], files.ids[index], String(person.alleleCount),
        String(person.dosageSum), Digits.six(sum / denominator), Digits.six(sum),
      ])
    }
    try Files.write(Array(text.utf8), to: out + ".sscore")
    return (summary, [out + ".sscore"])
  }

  /// Frequencies of the effect alleles by row.
  private func rowFrequencies(
    _ files: RunFiles, _ rows: [ScoreRow], _ match: ScoreMatch
  ) throws -> [Double] {
    let counted: [Double]
    if let frequencies {
      counted = try FrequencyFile.read(
        Files.read(frequencies), file: frequencies, variants: files.genotypes.variants)
    } else {
      var scan = VariantQCScan()
      try files.genotypes.scan { blocks, _ in scan.take(blocks[0]) }
      counted = scan.finding().map { $0.frequency ?? 0 }
    }
    return rows.indices.map { index in
      guard let found = match.rows[index] else { return 0 }
      return found.countsEffect ? counted[found.variant] : 1 - counted[found.variant]
    }
  }

  private static func summary(
    _ published: PublishedScore, _ rows: [ScoreRow], _ match: ScoreMatch
  ) -> String {
    var lines = [
      "score \(published.id)\(published.trait.isEmpty ? "" : ", \(published.trait)")",
      "rows \(rows.count + published.dropped.count), usable \(rows.count), matched \(match.matched)",
      "flipped \(match.rows.count { $0?.isFlipped == true })",
      "share of weight matched \(Digits.text(match.weightShare(rows), .fixed(4)))",
    ]
    for failure in ScoreMatch.Failure.allCases where match.count(failure) > 0 {
      lines.append("not matched, \(failure.rawValue): \(match.count(failure))")
    }
    let dropped = Dictionary(grouping: published.dropped, by: \.reason).mapValues(\.count)
    for reason in dropped.keys.sorted() {
      lines.append("dropped, \(reason): \(dropped[reason] ?? 0)")
    }
    return lines.joined(separator: "\n")
  }
}
