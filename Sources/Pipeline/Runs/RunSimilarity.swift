import Analyses
import Formats
import Knowledge
import Store
import Tables

/// `casebook run similarity`: where people stand among the groups of a reference.
public struct RunSimilarity: Sendable {
  public let bfile: String?
  public let vcf: String?
  public let reference: String
  public let jobs: Int
  public let out: String

  public init(bfile: String?, vcf: String?, reference: String, jobs: Int, out: String) {
    (self.bfile, self.vcf, self.reference) = (bfile, vcf, reference)
    (self.jobs, self.out) = (jobs, out)
  }

  public func run(_ progress: Progress) throws -> [String] {
    try RunFiles.checkOutput(out)
    let known = try SimilarityReferenceFile.read(Files.read(reference), file: reference)
    let files = try RunFiles(bfile: bfile, vcf: vcf)
    let people = try Self.people(files, known, jobs: jobs, progress)
    var text = TSV.line(
      ["#FID", "IID"] + (1...known.components).map { "PC\($0)" }
        + [
          "nearest", "probability", "low_confidence", "outside", "depth", "additive_depth",
          "called",
        ])
    for (index, person) in people.enumerated() {
      text += TSV.line(
        [files.familyIDs[index], files.ids[index]] + person.components.map(Digits.six)
          + [
            known.groups[person.nearest], Digits.six(person.probability),
            person.isLowConfidence ? "yes" : "no", person.isOutside ? "yes" : "no",
            Digits.six(person.depth.z), Digits.six(person.depth.additive),
            String(person.called),
          ])
    }
    try Files.write(Array(text.utf8), to: out + ".similarity.tsv")
    progress.end()
    return [out + ".similarity.tsv"]
  }

  static func people(
    _ files: RunFiles, _ reference: SimilarityReference, jobs: Int, _ progress: Progress
  ) throws -> [PersonSimilarity] {
    let panel = SimilarityPanel(reference, files.genotypes.variants)
    let model = SimilarityModel(reference, panel)
    var scan = PanelScan(panel, sampleCount: files.everyone.count)
    try files.scan(progress) { scan.take($0) }
    let genotypes = scan.finding()
    progress.step("comparing \(files.everyone.count) people with \(reference.groups.count) groups")
    return Workers(jobs).map(Array(0..<files.everyone.count)) { model.person(genotypes.codes($0)) }
  }
}
