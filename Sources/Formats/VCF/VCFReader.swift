import CHTS
import CohortModel
import Diagnostics
import Tables

/// VCF through htslib: bgzip, plain gzip or text; the GT field. Only the selected
/// people's entries are parsed (`bcf_hdr_set_samples`), so that what stands in a
/// denied person's column is never decoded. Genotypes of the selected people are
/// held packed: people × variants / 4 bytes.
public struct VCFReader: GenotypeReader {
  public let variants: [Variant]
  /// Records left out, by reason.
  public let leftOut: [String: Int]
  private let union: GenotypeBlock
  /// By selection: positions of its members within the union.
  private let maps: [[Int32]]

  /// Opens and reads the file for the union of the selections. Biallelic records with
  /// GT are kept, others counted. Throws located errors for a file that htslib
  /// cannot read, a record that it refuses, and selected people who are not in it.
  public init(file: String, selections: [SampleSelection], roster: Roster) throws(Problems) {
    cb_hts_quiet()
    let members = Array(Set(selections.flatMap(\.members))).sorted()
    let session = try VCFSession(file: file)
    defer { session.close() }
    let order = try session.restrict(
      to: members.map { roster.participants[$0].id.text })
    var reading = VCFReading(sampleCount: members.count, order: order)
    try reading.readAll(session, file: file)
    variants = reading.variants
    leftOut = reading.leftOut
    union = GenotypeBlock(
      variants: 0..<variants.count, sampleCount: members.count, packed: reading.packed)
    let place = Dictionary(uniqueKeysWithValues: members.enumerated().map { ($1, Int32($0)) })
    maps = selections.map { $0.members.compactMap { place[$0] } }
  }

  public func blocks(_ range: Range<Int>) -> [GenotypeBlock] {
    maps.map { map in
      let stride = GenotypeBlock.stride(samples: map.count)
      var packed = [UInt8](repeating: 0, count: stride * range.count)
      for (index, variant) in range.enumerated() {
        for (sample, source) in map.enumerated() {
          let code = union.code(variant: variant, sample: Int(source))
          packed[index * stride + sample / 4] |= code << UInt8(sample % 4 * 2)
        }
      }
      return GenotypeBlock(variants: range, sampleCount: map.count, packed: packed)
    }
  }

  /// The sample ids of a file, in its order.
  public static func sampleIDs(file: String) throws(Problems) -> [String] {
    cb_hts_quiet()
    let session = try VCFSession(file: file)
    defer { session.close() }
    return session.sampleIDs
  }
}

/// An open file and its header; closed by its owner.
private struct VCFSession {
  let file: UnsafeMutablePointer<htsFile>
  let header: UnsafeMutablePointer<bcf_hdr_t>
  let path: String

  init(file path: String) throws(Problems) {
    guard let file = hts_open(path, "r") else {
      throw Problems([Diagnostic(at: Place(path), "no such file, or it cannot be opened")])
    }
    // BGZF files end with an empty block; without it the file was cut, at a block or within.
    guard hts_check_EOF(file) != 0 else {
      hts_close(file)
      throw Problems([
        Diagnostic(
          at: Place(path), "cut short: the end marker of a block-compressed file is missing",
          hint: "copy it again, and compare checksums")
      ])
    }
    let format = hts_get_format(file).pointee
    guard format.format == vcf, let header = bcf_hdr_read(file) else {
      hts_close(file)
      throw Problems([
        Diagnostic(
          at: Place(path, line: 1), "not a VCF with a complete header",
          hint: "the first line is ##fileformat=VCFv4.x, the last of the head begins #CHROM")
      ])
    }
    (self.file, self.header, self.path) = (file, header, path)
  }

  var sampleIDs: [String] {
    (0..<Int(cb_bcf_nsamples(header))).compactMap { index in
      header.pointee.samples[index].map { String(cString: $0) }
    }
  }

  /// Asks htslib for these samples only; gives, for each sample that it will
  /// deliver, its index in `ids`.
  func restrict(to ids: [String]) throws(Problems) -> [Int] {
    let wanted = Dictionary(uniqueKeysWithValues: ids.enumerated().map { ($1, $0) })
    let present = sampleIDs.filter { wanted[$0] != nil }
    guard present.count == ids.count else {
      throw Problems([
        Diagnostic(
          at: Place(path),
          "\(ids.count - present.count) of \(ids.count) people with consent are not in the file",
          hint: "the ids of participants.tsv are the sample names of the #CHROM line")
      ])
    }
    let list = ids.isEmpty ? nil : present.joined(separator: ",")
    guard bcf_hdr_set_samples(header, list, 0) == 0 else {
      throw Problems([Diagnostic(at: Place(path), "the samples cannot be selected")])
    }
    return present.compactMap { wanted[$0] }
  }

  func close() {
    bcf_hdr_destroy(header)
    hts_close(file)
  }
}

/// The state of one pass over the records.
private struct VCFReading {
  var variants: [Variant] = []
  var leftOut: [String: Int] = [:]
  var packed: [UInt8] = []
  private let stride: Int
  private let order: [Int]

  init(sampleCount: Int, order: [Int]) {
    stride = GenotypeBlock.stride(samples: sampleCount)
    self.order = order
  }

  mutating func readAll(_ session: VCFSession, file: String) throws(Problems) {
    guard let record = bcf_init() else { return }
    defer { bcf_destroy(record) }
    var buffer: UnsafeMutablePointer<Int32>?
    var capacity: Int32 = 0
    defer { free(buffer) }
    var number = 0
    while true {
      let status = bcf_read(session.file, session.header, record)
      if status == -1 { return }
      number += 1
      // Undefined contigs and tags (bits 1 and 2) are legal in files without a full head.
      guard status == 0, cb_bcf_errcode(record) & ~3 == 0, record.pointee.pos >= 0,
        order.isEmpty || cb_bcf_n_fmt(record) > 0
      else {
        throw Problems([
          Diagnostic(
            at: Place(file), "record \(number) cannot be read",
            hint: "the file is cut short or malformed there; bcftools view prints the same place")
        ])
      }
      cb_bcf_unpack_alleles(record)
      try keep(record, session, &buffer, &capacity, number)
    }
  }

  private mutating func keep(
    _ record: UnsafeMutablePointer<bcf1_t>, _ session: VCFSession,
    _ buffer: inout UnsafeMutablePointer<Int32>?, _ capacity: inout Int32, _ number: Int
  ) throws(Problems) {
    guard cb_bcf_n_allele(record) == 2 else { return count("not biallelic") }
    let entries = order.isEmpty ? 0 : cb_bcf_genotypes(session.header, record, &buffer, &capacity)
    guard entries >= 0 else { return count("no GT") }
    let ploidy = order.isEmpty ? 0 : Int(entries) / order.count
    guard ploidy <= 2 else { return count("more than two alleles a person") }
    let alleles = (0..<2).map { String(cString: cb_bcf_allele(record, Int32($0))).uppercased() }
    let chromosome = String(cString: cb_bcf_chrom(session.header, record))
    let id = String(cString: cb_bcf_id(record))
    let position = Int(record.pointee.pos) + 1
    variants.append(
      Variant(
        chromosome: chromosome, position: position,
        id: id == "." ? "\(chromosome):\(position)" : id,
        counted: alleles[1], other: alleles[0]))
    let row = packed.count
    packed.append(contentsOf: repeatElement(0, count: stride))
    guard let buffer else { return }
    for (index, sample) in order.enumerated() {
      let code = Self.code(buffer + index * ploidy, ploidy)
      packed[row + sample / 4] |= code << UInt8(sample % 4 * 2)
    }
  }

  /// Copies of the alternate allele; 3 where a call is missing, half or no diploid one.
  private static func code(_ alleles: UnsafeMutablePointer<Int32>, _ ploidy: Int) -> UInt8 {
    guard ploidy == 2 else { return 3 }
    var copies: UInt8 = 0
    for index in 0..<2 {
      let value = alleles[index]
      guard value != cb_gt_vector_end(), cb_gt_missing(value) == 0 else { return 3 }
      copies += cb_gt_allele(value) == 0 ? 0 : 1
    }
    return copies
  }

  private mutating func count(_ reason: String) { leftOut[reason, default: 0] += 1 }
}
