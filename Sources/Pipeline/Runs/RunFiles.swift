@_spi(Selecting) import CohortModel
import Diagnostics
import Formats
import Store
import Tables

/// Genotype files of `casebook run`: everyone in them, no consent gate, no project.
struct RunFiles {
  let roster: Roster
  let everyone: SampleSelection
  let ids: [String]
  let familyIDs: [String]
  let genotypes: Genotypes

  /// Opens `--bfile PREFIX` or `--vcf FILE`.
  init(bfile: String?, vcf: String?) throws {
    let file: String
    if let bfile {
      let samples = try BedSamples(Files.read(bfile + ".fam"), file: bfile + ".fam")
      (ids, familyIDs, file) = (samples.ids, samples.familyIDs, bfile + ".bed")
    } else if let vcf {
      ids = try VCFReader.sampleIDs(file: vcf)
      (familyIDs, file) = (ids, vcf)
    } else {
      throw Diagnostic(
        at: Place("casebook run"), "no genotypes", hint: "--bfile PREFIX, or --vcf FILE",
        exit: .usage)
    }
    let participants = try ids.map { id in
      guard let known = ParticipantID(id) else {
        throw Diagnostic(
          at: Place(file), "an individual id that is not letters, digits, - and _",
          hint: "rename the individuals")
      }
      return Participant(id: known, sex: .unknown, birthYear: nil)
    }
    roster = Roster(participants)
    everyone = SampleSelection(People(0..<ids.count, universe: ids.count))
    genotypes = try Genotypes(
      files: [file], folder: { $0 }, selections: [everyone], roster: roster)
  }

  /// Gives every block once, with progress.
  func scan(_ progress: Progress, _ take: (GenotypeBlock) throws -> Void) throws {
    try genotypes.scan { blocks, done in
      try take(blocks[0])
      progress.advance(done, of: genotypes.variants.count, "variants")
    }
  }

  /// Refuses to write inside a project's `content/` or `public/`.
  /// `mayBeReference`: references go to `content/reference/`.
  static func checkOutput(_ out: String, mayBeReference: Bool = false) throws {
    var folder = Files.absoluteFolder(of: out)
    let parts = folder.split(separator: "/").map(String.init)
    for (index, part) in parts.enumerated() where part == "content" || part == "public" {
      folder = "/" + parts[..<index].joined(separator: "/")
      let isReference = mayBeReference && parts[index...].starts(with: ["content", "reference"])
      if Files.exists(folder + "/casebook.yaml"), !isReference {
        throw Diagnostic(
          at: Place(out),
          "casebook run has no consent gate and does not write into a project's \(part)/",
          hint: "write elsewhere; casebook build fills a project", exit: .consent)
      }
    }
  }
}
