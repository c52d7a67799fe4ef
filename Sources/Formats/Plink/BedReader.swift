import CKernels
import CohortModel
import Diagnostics
import Foundation
import Tables

/// PLINK 1 `.bed/.bim/.fam`, memory-mapped. Column 5 of the `.bim` is the counted allele.
public struct BedReader: GenotypeReader {
  public let variants: [Variant]
  private let data: Data
  private let bytesPerRow: Int
  /// By selection: for each member, the sample's number in the file; nil where the
  /// file does not have the person.
  private let maps: [[Int32]]

  /// Opens `prefix.bed` with the selections of the build. Throws for a broken head,
  /// a size that does not fit, malformed `.bim` or `.fam` lines, and a selected
  /// person who is not in the file.
  public init(
    bed: String, sampleOrder: BedSamples, variants: [Variant], selections: [SampleSelection],
    roster: Roster
  ) throws(Problems) {
    guard let data = try? Data(contentsOf: URL(fileURLWithPath: bed), options: .alwaysMapped) else {
      throw Problems([Diagnostic(at: Place(bed), "no such file", hint: "it stands beside the .bim")]
      )
    }
    bytesPerRow = (sampleOrder.count + 3) / 4
    guard data.count >= 3, data[0] == 0x6C, data[1] == 0x1B, data[2] == 0x01 else {
      throw Problems([
        Diagnostic(
          at: Place(bed), "not a variant-major PLINK 1 .bed file",
          hint: "it begins with the bytes 6c 1b 01; make one with plink2 --make-bed")
      ])
    }
    guard data.count == 3 + bytesPerRow * variants.count else {
      throw Problems([
        Diagnostic(
          at: Place(bed),
          "\(data.count) bytes where \(variants.count) variants of \(sampleOrder.count) people take "
            + "\(3 + bytesPerRow * variants.count)",
          hint: "the .bed, .bim and .fam are not of one set, or the file is cut short")
      ])
    }
    self.data = data
    self.variants = variants
    maps = try selections.map { selection throws(Problems) in
      try sampleOrder.map(selection, roster, file: bed)
    }
  }

  public func blocks(_ range: Range<Int>) -> [GenotypeBlock] {
    maps.map { map in
      let stride = GenotypeBlock.stride(samples: map.count)
      var packed = [UInt8](repeating: 0, count: stride * range.count)
      data.withUnsafeBytes { raw in
        packed.withUnsafeMutableBytes { out in
          for (index, variant) in range.enumerated() {
            ck_bed_compact(
              raw.baseAddress?.advanced(by: 3 + variant * bytesPerRow)
                .assumingMemoryBound(to: UInt8.self),
              map, map.count,
              out.baseAddress?.advanced(by: index * stride).assumingMemoryBound(to: UInt8.self))
          }
        }
      }
      return GenotypeBlock(variants: range, sampleCount: map.count, packed: packed)
    }
  }
}

/// The people of a `.fam` file in its order.
public struct BedSamples: Sendable {
  public let ids: [String]
  public let familyIDs: [String]
  private let indexes: [String: Int]

  public var count: Int { ids.count }

  public init(_ bytes: [UInt8], file: String) throws(Problems) {
    let lines = try PlinkText.lines(bytes, file: file, fields: 6...6)
    familyIDs = lines.map { String($0.fields[0]) }
    ids = lines.map { String($0.fields[1]) }
    var problems = Problems()
    var indexes: [String: Int] = [:]
    for (index, id) in ids.enumerated() where indexes.updateValue(index, forKey: id) != nil {
      problems.error(
        at: Place(file, line: lines[index].number, column: 1), "an individual id stands twice",
        hint: "individual ids are unique in a Casebook project")
    }
    try problems.throwIfAny()
    self.indexes = indexes
  }

  /// Which samples of the file the members of a selection are.
  func map(
    _ selection: SampleSelection, _ roster: Roster, file: String
  ) throws(Problems) -> [Int32] {
    var problems = Problems()
    var map: [Int32] = []
    var absent = 0
    for member in selection.members {
      guard let index = indexes[roster.participants[member].id.text] else {
        absent += 1
        continue
      }
      map.append(Int32(index))
    }
    if absent > 0 {
      problems.error(
        at: Place(file), "\(absent) of \(selection.count) people with consent are not in the file",
        hint: "the ids of participants.tsv are the individual ids (column 2) of the .fam")
    }
    try problems.throwIfAny()
    return map
  }
}

/// Whitespace-separated lines without a header; empty ones are passed over.
enum PlinkText {
  static func lines(
    _ bytes: [UInt8], file: String, fields: ClosedRange<Int>
  ) throws(Problems) -> [(number: Int, fields: [Substring])] {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Problems([Diagnostic(at: Place(file), "not UTF-8")])
    }
    var problems = Problems()
    var result: [(number: Int, fields: [Substring])] = []
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      let parts = line.split { $0 == "\t" || $0 == " " || $0 == "\r" }
      if parts.isEmpty { continue }
      if !fields.contains(parts.count) {
        problems.error(
          at: Place(file, line: index + 1),
          "\(parts.count) fields where \(fields.upperBound) belong")
      }
      result.append((index + 1, parts))
    }
    try problems.throwIfAny()
    return result
  }
}

/// `.bim`: chromosome, id, cM, position, counted allele, other allele.
public enum BimFile {
  public static func read(_ bytes: [UInt8], file: String) throws(Problems) -> [Variant] {
    let lines = try PlinkText.lines(bytes, file: file, fields: 6...6)
    var problems = Problems()
    var variants: [Variant] = []
    variants.reserveCapacity(lines.count)
    for (number, line) in lines {
      guard let position = Int(line[3]), position >= 0 else {
        problems.error(
          at: Place(file, line: number, column: 4), "not a position",
          hint: "column 4 is the base-pair position")
        continue
      }
      variants.append(
        Variant(
          chromosome: String(line[0]), position: position, id: String(line[1]),
          counted: line[4].uppercased(), other: line[5].uppercased()))
    }
    try problems.throwIfAny()
    return variants
  }
}
