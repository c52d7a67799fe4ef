import Diagnostics
import Foundation
import Knowledge
import Store
import Tables
import TestSupport
import Testing

@testable @_spi(Selecting) import CohortModel
@testable import Formats

/// Three people at three variants, as a VCF and as PLINK files.
enum Trio {
  static let roster = Roster(
    ["A", "B", "C"].compactMap { ParticipantID($0) }.map {
      Participant(id: $0, sex: .unknown, birthYear: nil)
    })

  static func vcf(_ rows: [String]) -> String {
    "##fileformat=VCFv4.2\n##contig=<ID=1>\n##FORMAT=<ID=GT,Number=1,Type=String,Description=\"g\">\n"
      + "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tA\tB\tC\n"
      + rows.map { "1\t\($0)\n" }.joined()
  }

  static let rows = [
    "10\trs1\tA\tG\t.\t.\t.\tGT\t0/1\t1/1\t./.", "20\trs2\tC\tT\t.\t.\t.\tGT\t0|0\t0|1\t1|1",
    "30\trs3\tC\tT,G\t.\t.\t.\tGT\t0/0\t0/1\t1/2",
  ]

  static func selection(_ members: [Int]) -> SampleSelection {
    SampleSelection(People(members, universe: 3))
  }

  static func write(_ text: String, _ name: String) throws -> String {
    let path = Fixtures.scratch("vcf") + "/" + name
    try Files.write(Array(text.utf8), to: path)
    return path
  }

  static func codes(_ block: GenotypeBlock) -> [[UInt8]] {
    block.variants.map { v in
      (0..<block.sampleCount).map { block.code(variant: v - block.variants.lowerBound, sample: $0) }
    }
  }
}

@Suite struct VCFReaderTests {
  @Test func readsGenotypesOfTheSelected() throws {
    let path = try Trio.write(Trio.vcf(Trio.rows), "a.vcf")
    let reader = try VCFReader(
      file: path, selections: [Trio.selection([0, 1, 2]), Trio.selection([2])], roster: Trio.roster)
    #expect(reader.variants.map(\.id) == ["rs1", "rs2"])
    #expect(reader.leftOut == ["not biallelic": 1])
    let blocks = reader.blocks(0..<2)
    #expect(Trio.codes(blocks[0]) == [[1, 2, 3], [0, 1, 2]])
    #expect(Trio.codes(blocks[1]) == [[3], [2]])
  }

  /// What stands in a denied person's column is never parsed, whatever it is.
  @Test func rubbishOfOthersIsNotRead() throws {
    let rows = Trio.rows.map {
      $0.replacing("1/1", with: "x\u{1}y/9999").replacing("0|1", with: "//")
    }
    let path = try Trio.write(Trio.vcf(rows), "b.vcf")
    let reader = try VCFReader(
      file: path, selections: [Trio.selection([0, 2])], roster: Trio.roster)
    #expect(Trio.codes(reader.blocks(0..<2)[0]) == [[1, 3], [0, 2]])
  }

  static let hostile: [(String, String)] = [
    ("", "empty"), ("not a vcf\n", "no head"), ("##fileformat=VCFv4.2\n", "half a head"),
    (Trio.vcf(["x\trs1\tA\tG\t.\t.\t.\tGT\t0/1\t1/1\t./."]), "a position that is none"),
    (Trio.vcf(["10\trs1\tA"]), "a record cut short"),
  ]

  @Test(arguments: hostile) func refuses(_ text: String, _ what: String) throws {
    let path = try Trio.write(text, "c.vcf")
    #expect(throws: Problems.self, "\(what)") {
      _ = try VCFReader(file: path, selections: [Trio.selection([0])], roster: Trio.roster)
    }
  }

  /// Cut at a block border every record reads well: only the end marker tells.
  @Test(.enabled(if: Fixtures.shared != nil)) func aLostEndIsSaid() throws {
    let name = "/data/pgs-chr22-1000g/target_genomes/cineca_synthetic_subset.vcf.gz"
    let bytes = try Data(contentsOf: URL(fileURLWithPath: (Fixtures.shared ?? "") + name))
    let path = Fixtures.scratch("vcf") + "/cut.vcf.gz"
    try bytes.dropLast(28).write(to: URL(fileURLWithPath: path))
    #expect {
      _ = try VCFReader.sampleIDs(file: path)
    } throws: { ($0 as? Problems)?.description.contains("end marker") == true }
  }

  @Test func aPersonWhoIsNotThereIsSaid() throws {
    let path = try Trio.write(Trio.vcf(Trio.rows).replacing("\tC\n", with: "\tD\n"), "d.vcf")
    #expect {
      _ = try VCFReader(file: path, selections: [Trio.selection([0, 2])], roster: Trio.roster)
    } throws: { error in
      (error as? Problems)?.description.contains("1 of 2 people with consent are not in the file")
        == true
    }
  }
}

@Suite struct PlinkFilesTests {
  static let codes: [[UInt8]] = [[0, 1, 2], [3, 2, 1]]
  static let fam = "A A 0 0 0 -9\nB B 0 0 0 -9\nC C 0 0 0 -9\n"
  static let bim = "1\trs1\t0\t10\tG\tA\n1\trs2\t0\t20\tT\tC\n"

  private func reader(_ bed: [UInt8], _ members: [[Int]]) throws -> BedReader {
    let path = Fixtures.scratch("bed") + "/a.bed"
    try Files.write(bed, to: path)
    return try BedReader(
      bed: path, sampleOrder: BedSamples(Array(Self.fam.utf8), file: "a.fam"),
      variants: BimFile.read(Array(Self.bim.utf8), file: "a.bim"),
      selections: members.map(Trio.selection), roster: Trio.roster)
  }

  @Test func whatIsWrittenReadsBack() throws {
    let reader = try reader(BedWriter.bed(Self.codes), [[0, 1, 2], [1]])
    let blocks = reader.blocks(0..<2)
    #expect(Trio.codes(blocks[0]) == Self.codes)
    #expect(Trio.codes(blocks[1]) == [[1], [2]])
    #expect(reader.variants[0].counted == "G")
  }

  static let broken: [[UInt8]] = [
    [], [0x6C, 0x1B], [0x6C, 0x1B, 0x00, 0, 0], [0x6C, 0x1B, 0x01, 0], [0x6C, 0x1B, 0x01, 0, 0, 0],
  ]

  @Test(arguments: broken) func refusesBrokenFiles(_ bed: [UInt8]) {
    #expect(throws: Problems.self) { try reader(bed, [[0]]) }
  }

  static let lines: [(String, String)] = [
    ("1 rs1 0 ten G A\n", "a.bim:1:4: error: not a position"),
    ("\n1 rs1 0 10 G A\n\n1 rs2 0 ten G A\n", "a.bim:4:4: error: not a position"),
    ("1 rs1 0 10 G\n", "a.bim:1: error: 5 fields where 6 belong"),
  ]

  @Test(arguments: lines) func locatesFaults(_ text: String, _ message: String) {
    #expect {
      try BimFile.read(Array(text.utf8), file: "a.bim")
    } throws: { error in
      (error as? Problems)?.description.hasPrefix(message) == true
    }
  }
}

@Suite struct ScoringFileTests {
  static let head = "#pgs_id=PGS9\n#genome_build=GRCh37\n"

  private func read(_ text: String) throws -> PublishedScore {
    try ScoringFile.read(Array((Self.head + text).utf8), file: "s.txt")
  }

  @Test func readsRowsAndCountsDropped() throws {
    let score = try read(
      "rsID\tchr_name\tchr_position\teffect_allele\tother_allele\teffect_weight\tis_dominant\n"
        + "rs1\tchr1\t10\ta\tG\t-2.5E-02\tFALSE\nrs2\t1\t20\tC\tT\t1\tTRUE\n\t1\t30\tE4\t\t1\t\n")
    #expect(score.id == "PGS9")
    #expect(score.rows.count == 1)
    #expect(score.rows[0].chromosome == "1")
    #expect(score.rows[0].effect == "A")
    #expect(score.rows[0].weight == -0.025)
    #expect(score.dropped.map(\.reason) == ["dominant", "effect allele is no sequence"])
    #expect(score.dropped.map(\.line) == [5, 6])
  }

  @Test func harmonisedPlacesComeFirst() throws {
    let score = try read(
      "chr_name\tchr_position\teffect_allele\tother_allele\teffect_weight\thm_chr\thm_pos\n"
        + "1\t10\tA\tG\t1\t2\t99\n")
    #expect(score.rows[0].chromosome == "2")
    #expect(score.rows[0].position == 99)
  }

  static let faults: [(String, String)] = [
    ("a\tb\n1\t2\n", "s.txt:3: error: not the columns of a PGS Catalog scoring file"),
    (
      "chr_name\tchr_position\teffect_allele\teffect_weight\n1\t10\tA\theavy\n",
      "s.txt:4:4: error: not a weight"
    ),
    (
      "chr_name\tchr_position\teffect_allele\teffect_weight\n1\tten\tA\t1\n",
      "s.txt:4: error: not a position"
    ),
  ]

  @Test(arguments: faults) func locatesFaults(_ text: String, _ message: String) {
    #expect {
      try read(text)
    } throws: { error in
      (error as? Problems)?.description.hasPrefix(message) == true
    }
  }

  /// Published files as they are, good and odd ones: (file, rows, dropped).
  static let published: [(String, Int, Int)] = [
    ("PGS000001.txt.gz", 77, 0), ("PGS000001_hmPOS_GRCh38.txt.gz", 77, 0),
    ("PGS000802_hmPOS_GRCh37.txt", 5, 14), ("custom.txt", 1, 0), ("custom_no_oa.txt", 1, 0),
    ("complex_variants_PGS000021.txt", 25, 8), ("PGS004255_hmPOS_GRCh38.txt.gz", 0, 30),
  ]

  @Test(.enabled(if: Fixtures.shared != nil), arguments: published)
  func readsPublishedFiles(_ name: String, _ rows: Int, _ dropped: Int) throws {
    let folder = try #require(Fixtures.shared) + "/data/pgs-catalog/"
    let score = try ScoringFile.read(Inflate.bytes(folder + name), file: name)
    #expect(score.dropped.count == dropped, "\(score.dropped.prefix(2))")
    #expect(score.rows.count == rows)
  }
}

@Suite struct InflateTests {
  @Test func damagedDataAreSaid() throws {
    let path = Fixtures.scratch("gz") + "/a.gz"
    try Files.write([0x1F, 0x8B, 0x08, 0, 0, 0, 0, 0, 0, 3, 0x4B, 0x4C, 0x1], to: path)
    #expect(throws: Problems.self) { try Inflate.bytes(path) }
  }
}
