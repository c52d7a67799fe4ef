import Analyses
import CohortModel
import Numerics
import Store
import Tables

/// `casebook run qc`: plink2's .smiss, .het, .vmiss, .afreq and .hardy.
public struct RunQuality: Sendable {
  public let bfile: String?
  public let vcf: String?
  public let out: String

  public init(bfile: String?, vcf: String?, out: String) {
    (self.bfile, self.vcf, self.out) = (bfile, vcf, out)
  }

  /// Gives the files written.
  public func run(_ progress: Progress) throws -> [String] {
    try RunFiles.checkOutput(out)
    let files = try RunFiles(bfile: bfile, vcf: vcf)
    var samples = SampleQCScan(
      variants: files.genotypes.variants, sampleCount: files.everyone.count)
    var variants = VariantQCScan()
    try files.scan(progress) {
      samples.take($0)
      variants.take($0)
    }
    progress.end()
    let people = zip(files.familyIDs, files.ids).map { [$0, $1] }
    let quality = samples.finding()
    let counts = variants.finding()
    let texts = [
      (".smiss", Self.smiss(people, quality)), (".het", Self.het(people, quality)),
      (".vmiss", Self.vmiss(files.genotypes.variants, counts)),
      (".afreq", Self.afreq(files.genotypes.variants, counts)),
      (".hardy", Self.hardy(files.genotypes.variants, counts)),
    ]
    for (suffix, text) in texts { try Files.write(Array(text.utf8), to: out + suffix) }
    return texts.map { out + $0.0 }
  }

  private static func smiss(_ people: [[String]], _ quality: [SampleQCScan.Person]) -> String {
    TSV.line(["#FID", "IID", "MISSING_CT", "OBS_CT", "F_MISS"])
      + zip(people, quality).map { names, q in
        let total = q.missing + q.observed
        return TSV.line(
          names + [
            String(q.missing), String(total), Digits.six(Double(q.missing) / Double(max(total, 1))),
          ])
      }.joined()
  }

  private static func het(_ people: [[String]], _ quality: [SampleQCScan.Person]) -> String {
    TSV.line(["#FID", "IID", "O(HOM)", "E(HOM)", "OBS_CT", "F"])
      + zip(people, quality).map { names, q in
        TSV.line(
          names + [
            String(q.homozygous), Digits.six(q.expectedHomozygous), String(q.usedForF),
            q.f.map(Digits.six) ?? "nan",
          ])
      }.joined()
  }

  private static func vmiss(_ variants: [Variant], _ counts: [PackedGenotypes.Counts]) -> String {
    TSV.line(["#CHROM", "ID", "MISSING_CT", "OBS_CT", "F_MISS"])
      + zip(variants, counts).map { v, c in
        let total = c.missing + c.called
        return TSV.line([
          v.chromosome, v.id, String(c.missing), String(total),
          Digits.six(Double(c.missing) / Double(max(total, 1))),
        ])
      }.joined()
  }

  private static func afreq(_ variants: [Variant], _ counts: [PackedGenotypes.Counts]) -> String {
    TSV.line(["#CHROM", "ID", "REF", "ALT", "ALT_FREQS", "OBS_CT"])
      + zip(variants, counts).map { v, c in
        TSV.line([
          v.chromosome, v.id, v.other, v.counted, c.frequency.map(Digits.six) ?? "nan",
          String(2 * c.called),
        ])
      }.joined()
  }

  private static func hardy(_ variants: [Variant], _ counts: [PackedGenotypes.Counts]) -> String {
    TSV.line([
      "#CHROM", "ID", "A1", "AX", "HOM_A1_CT", "HET_A1_CT", "TWO_AX_CT", "O(HET_A1)", "E(HET_A1)",
      "P",
    ])
      + zip(variants, counts).filter { $0.0.isAutosomal }.map { v, c in
        // A1 is the commoner reference allele's counterpart: plink2 counts the reference first.
        let n = Double(max(c.called, 1))
        let p = c.frequency ?? 0
        return TSV.line([
          v.chromosome, v.id, v.other, v.counted, String(c.copies.0), String(c.copies.1),
          String(c.copies.2), Digits.six(Double(c.copies.1) / n), Digits.six(2 * p * (1 - p)),
          Digits.six(c.hardyWeinbergP),
        ])
      }.joined()
  }
}
