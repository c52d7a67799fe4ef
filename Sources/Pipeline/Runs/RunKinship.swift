import Analyses
import Store
import Tables

/// `casebook run kinship`: plink2's .kin0.
public struct RunKinship: Sendable {
  public let bfile: String?
  public let vcf: String?
  /// Pairs below it are left out; nil: all.
  public let threshold: Double?
  public let out: String

  public init(bfile: String?, vcf: String?, threshold: Double?, out: String) {
    (self.bfile, self.vcf, self.threshold, self.out) = (bfile, vcf, threshold, out)
  }

  public func run(_ progress: Progress) throws -> [String] {
    try RunFiles.checkOutput(out)
    let files = try RunFiles(bfile: bfile, vcf: vcf)
    var scan = KinshipScan(variants: files.genotypes.variants, sampleCount: files.everyone.count)
    try files.scan(progress) { scan.take($0) }
    progress.step("comparing \(files.everyone.count) people in pairs")
    let pairs = threshold.map { scan.related(threshold: $0) } ?? scan.finding()
    var text = TSV.line([
      "#FID1", "IID1", "FID2", "IID2", "NSNP", "HETHET", "IBS0", "KINSHIP",
    ])
    for pair in pairs {
      let n = Double(max(pair.values.called, 1))
      text += TSV.line([
        files.familyIDs[pair.first], files.ids[pair.first], files.familyIDs[pair.second],
        files.ids[pair.second], String(pair.values.called),
        Digits.six(Double(pair.values.bothHeterozygous) / n),
        Digits.six(Double(pair.values.oppositeHomozygous) / n),
        Digits.text(pair.values.kinship, .evenTies(6)),
      ])
    }
    try Files.write(Array(text.utf8), to: out + ".kin0")
    progress.end()
    return [out + ".kin0"]
  }
}
