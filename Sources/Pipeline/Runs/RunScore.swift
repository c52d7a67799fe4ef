import Analyses
import CohortModel
import Diagnostics
import Formats
import Foundation
import Knowledge
import Store
import Tables

/// `casebook run score`: plink2's .sscore of a PGS Catalog scoring file, or of clusters.
public struct RunScore: Sendable {
  public let bfile: String?
  public let vcf: String?
  /// A scoring file; or clusters, and folders of them.
  public let scores: [String]
  /// plink2's `--read-freq`: an .afreq file; nil: frequencies of the people scored.
  public let frequencies: String?
  public let keepAmbiguous: Bool
  public let minimumOverlap: Double
  public let out: String

  public init(
    bfile: String?, vcf: String?, scores: [String], frequencies: String?, keepAmbiguous: Bool,
    minimumOverlap: Double, out: String
  ) {
    (self.bfile, self.vcf, self.scores, self.frequencies) = (bfile, vcf, scores, frequencies)
    (self.keepAmbiguous, self.minimumOverlap, self.out) = (keepAmbiguous, minimumOverlap, out)
  }

  /// A score and where its rows were found.
  private struct Matched {
    let published: PublishedScore
    let rows: [ScoreRow]
    let match: ScoreMatch
  }

  /// What was matched, in words for standard output, and the files.
  public func run(_ progress: Progress) throws -> (summary: String, files: [String]) {
    try RunFiles.checkOutput(out)
    let published = try readScores()
    let files = try RunFiles(bfile: bfile, vcf: vcf)
    let matched = try match(published, files)
    let frequencies = try countedFrequencies(files)
    var scans = matched.map { score in
      ScoreSumScan(
        score.rows, score.match, sampleCount: files.everyone.count,
        frequencies: Self.rowFrequencies(score, frequencies))
    }
    try files.scan(progress) { block in
      for index in scans.indices { scans[index].take(block) }
    }
    progress.end()
    let text = Self.text(files, matched, scans.map { $0.finding() })
    try Files.write(Array(text.utf8), to: out + ".sscore")
    let summary = matched.map { Self.summary($0.published, $0.rows, $0.match) }
    return (summary.joined(separator: "\n"), [out + ".sscore"])
  }

  private func readScores() throws -> [PublishedScore] {
    var problems = Problems()
    let read = try scores.flatMap { path in
      Files.isDirectory(path)
        ? Files.list(path).filter { $0.hasSuffix(".csv") && !$0.contains("/") }
          .map { path + "/" + $0 } : [path]
    }.compactMap { path in
      problems.items.count >= 20
        ? nil
        : try problems.gather {
          let bytes = try Inflate.bytes(path)
          return try ClusterFile.isOne(bytes)
            ? ClusterFile.read(bytes, file: path) : ScoringFile.read(bytes, file: path)
        }
    }
    let names = read.map(Self.name)
    for (index, name) in names.enumerated() where names.firstIndex(of: name) != index {
      problems.error(at: Place("--score"), "two scores named '\(name)'", hint: "rename a file")
    }
    if read.isEmpty, problems.items.isEmpty {
      problems.error(
        at: Place("--score"), "no scoring file", hint: "a folder gives its .csv files",
        exit: .usage)
    }
    try problems.throwIfAny()
    return read
  }

  private func match(_ published: [PublishedScore], _ files: RunFiles) throws -> [Matched] {
    let index = VariantIndex(files.genotypes.variants)
    var problems = Problems()
    let matched = published.map { score in
      let rows = score.rows.map { row in
        ScoreRow(
          rsid: row.id ?? "", chromosome: row.chromosome, position: row.position,
          effect: row.effect, other: row.other, weight: row.weight)
      }
      let match = index.match(rows, keepAmbiguous: keepAmbiguous)
      if Double(match.matched) < minimumOverlap * Double(max(rows.count, 1)) {
        problems.error(
          at: Place(published.count == 1 ? scores[0] : score.id),
          "\(match.matched) of \(rows.count) rows match; \(Digits.text(100 * minimumOverlap, .significant(3))) % are needed",
          hint: "is the file of the same genome build? --min-overlap lowers the bar")
      }
      return Matched(published: score, rows: rows, match: match)
    }
    try problems.throwIfAny()
    return matched
  }

  /// The name of a score in a header.
  private static func name(_ score: PublishedScore) -> String {
    score.id.replacing(" ", with: "_").replacing("\t", with: "_")
  }

  /// plink2's columns; of several scores, each with the mean and the sum over its own variants.
  private static func text(
    _ files: RunFiles, _ matched: [Matched], _ people: [[ScoreSumScan.Person]]
  ) -> String {
    let denominators = matched.map { Double(2 * max($0.match.matched, 1)) }
    let isSingle = matched.count == 1
    let names = isSingle ? ["SCORE1"] : matched.map { name($0.published) }
    var text = TSV.line(
      ["#FID", "IID"] + (isSingle ? ["ALLELE_CT", "NAMED_ALLELE_DOSAGE_SUM"] : [])
        + names.map { $0 + "_AVG" } + names.map { $0 + "_SUM" })
    for index in files.ids.indices {
      let own = people.map { $0[index] }
      let sums = own.map { FixedPoint.value($0.sum) }
      let counts = isSingle ? [String(own[0].alleleCount), String(own[0].dosageSum)] : []
      text += TSV.line(
        [files.familyIDs[index], files.ids[index]] + counts
          + zip(sums, denominators).map { Digits.six($0 / $1) } + sums.map { Digits.six($0) })
    }
    return text
  }

  /// Frequencies of the counted alleles by variant.
  private func countedFrequencies(_ files: RunFiles) throws -> [Double] {
    if let frequencies {
      return try FrequencyFile.read(
        Files.read(frequencies), file: frequencies, variants: files.genotypes.variants)
    }
    var scan = VariantQCScan()
    try files.genotypes.scan { blocks, _ in scan.take(blocks[0]) }
    return scan.finding().map { $0.frequency ?? 0 }
  }

  /// Frequencies of the effect alleles by row.
  private static func rowFrequencies(_ score: Matched, _ counted: [Double]) -> [Double] {
    score.rows.indices.map { index in
      guard let found = score.match.rows[index] else { return 0 }
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
