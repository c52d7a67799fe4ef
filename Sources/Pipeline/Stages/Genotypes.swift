import CohortModel
import Diagnostics
import Formats
import Foundation
import Store

/// The genotype files of a project as one: same people, different variants.
struct Genotypes: Sendable {
  let variants: [Variant]
  /// Records that were left out, counted by reason.
  let warnings: Problems
  private let readers: [any GenotypeReader]
  private let starts: [Int]

  /// Opens the files with the selections of the build.
  init(
    files: [String], folder: (String) -> String, selections: [SampleSelection], roster: Roster
  ) throws {
    var problems = Problems()
    var readers: [any GenotypeReader] = []
    for file in files {
      if let reader = try problems.gather({
        try Self.open(file, folder: folder, selections: selections, roster: roster)
      }) {
        readers.append(reader)
      }
    }
    try problems.throwIfAny()
    var warnings = Problems()
    for (file, reader) in zip(files, readers) {
      guard let leftOut = (reader as? VCFReader)?.leftOut else { continue }
      for reason in leftOut.keys.sorted() {
        warnings.warn(at: Place(file), "\(leftOut[reason] ?? 0) records left out: \(reason)")
      }
    }
    self.warnings = warnings
    self.readers = readers
    variants = readers.flatMap(\.variants)
    starts = readers.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1.variants.count) }
  }

  private static func open(
    _ file: String, folder: (String) -> String, selections: [SampleSelection], roster: Roster
  ) throws -> any GenotypeReader {
    if file.hasSuffix(".vcf") || file.hasSuffix(".vcf.gz") {
      return try VCFReader(file: folder(file), selections: selections, roster: roster)
    }
    guard file.hasSuffix(".bed") else {
      throw Diagnostic(
        at: Place(file), "not a genotype file that this version reads",
        hint: ".bed (with .bim and .fam beside it), .vcf or .vcf.gz")
    }
    let stem = String(file.dropLast(4))
    let variants = try BimFile.read(Files.read(folder(stem + ".bim")), file: stem + ".bim")
    let samples = try BedSamples(Files.read(folder(stem + ".fam")), file: stem + ".fam")
    return try BedReader(
      bed: folder(file), sampleOrder: samples, variants: variants, selections: selections,
      roster: roster)
  }

  /// Reads every block once and hands it out, by selection, in order.
  func scan(blockSize: Int = 512, _ take: ([GenotypeBlock], Int) throws -> Void) throws {
    for (index, reader) in readers.enumerated() {
      var start = 0
      while start < reader.variants.count {
        let end = min(start + blockSize, reader.variants.count)
        let blocks = try reader.blocks(start..<end).map { block in
          GenotypeBlock(
            variants: starts[index] + start..<starts[index] + end,
            sampleCount: block.sampleCount, packed: block.packed)
        }
        try take(blocks, starts[index] + end)
        start = end
      }
    }
  }
}
