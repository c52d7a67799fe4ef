import Diagnostics
import Formats
import Foundation
import TestSupport
import Testing

@Suite struct GMTTests {
  private static func read(_ text: String) throws -> [String] {
    try GMT.read(Array(text.utf8), file: "s.gmt").map {
      "\($0.name)|\($0.genes.joined(separator: " "))"
    }
  }

  @Test func readsSets() throws {
    #expect(try Self.read("A\tx\tG1\tG2\tG1\t\r\n\nB\t\tG3,1.0\tG4\n") == ["A|G1 G2", "B|G3 G4"])
    #expect(try Self.read("A\tx\t18S rRNA, 5.8S rRNA\n") == ["A|18S rRNA, 5.8S rRNA"])
  }

  static let faults: [(text: String, words: String)] = [
    ("A\tx\n", "s.gmt:1: error: a set without a name or genes"),
    ("A\tx\tG\nA\ty\tG\n", "s.gmt:2: error: a set of the name in line 1"),
    ("", "s.gmt: error: no gene set"),
  ]

  @Test(arguments: faults) func faultsHaveTheirPlaces(_ fault: (text: String, words: String)) {
    let found = #expect(throws: Problems.self) { try Self.read(fault.text) }
    #expect(found?.description.contains(fault.words) == true)
  }

  /// `wc -l`, and Python's count of the distinct genes of each line.
  static let files: [(name: String, sets: Int, genes: Int)] = [
    ("ReactomePathways.gmt", 1448, 113746), ("h.all.v7.0.symbols.gmt", 50, 7322),
    ("wikipathway.v7.2.symbols.gmt", 500, 25945),
  ]

  @Test(arguments: files) func published(_ file: (name: String, sets: Int, genes: Int)) throws {
    guard let shared = Fixtures.shared else { return }
    let path = shared + "/data/gene-sets/" + file.name
    let bytes = [UInt8](FileManager.default.contents(atPath: path) ?? Data())
    let sets = try GMT.read(bytes, file: file.name)
    #expect(sets.count == file.sets)
    #expect(sets.reduce(0) { $0 + $1.genes.count } == file.genes)
  }
}

@Suite struct GeneRowsTests {
  private static func bare(_ text: String) throws -> GeneRows? {
    try GeneRows.readBare(Array(text.utf8), file: "g.txt")
  }

  @Test func readsFilesWithoutNames() throws {
    #expect(try Self.bare("G1\t2.5\nG 2\t-1\n")?.scores == [2.5, -1])
    #expect(try Self.bare("G1\nG2\n")?.genes == ["G1", "G2"])
    #expect(try Self.bare("gene\tscore\nG1\t1\n") == nil)
    #expect(try Self.bare("Gene\nG1\n") == nil)
    #expect(throws: Problems.self) { try Self.bare("G1\t1\nG2\tx\n") }
  }

  @Test func clustersGoBeforeScores() throws {
    let text = "gene\tz\tmembers\nG1\t1\ta,b\nG2\t2\tNA\n"
    let rows = try GeneRows.read(PlainTable(Array(text.utf8), file: "g.txt"))
    #expect(rows.clusters == [["a", "b"], []] && rows.scores == nil)
  }
}

@Suite struct VariantNamesTests {
  static let names: [(text: String, key: String?, alleles: [String])] = [
    ("1_6676485_T_G", "1:6676485", ["T", "G"]), ("chr1:6676485", "1:6676485", []),
    ("X:100:a:AT", "X:100", ["A", "AT"]), ("rs4712525", nil, []), ("1_x_T_G", nil, []),
    ("1_-5_T_G", nil, []), ("1_5_T", nil, []),
  ]

  @Test(arguments: names) func places(_ name: (text: String, key: String?, alleles: [String])) {
    let found = PlacedName(name.text)
    #expect(found?.key == name.key && (found?.alleles ?? []) == name.alleles)
  }

  @Test func exchangedHeadersAreReadByWhatStandsBelow() throws {
    let text = "rsID\tVAR_ID\n6_20662966_C_T\trs4712525\n22_41410267_G_A\trs5751023\n"
    let columns = VariantColumns(try PlainTable(Array(text.utf8), file: "map.txt"))
    #expect(columns.places == 0 && columns.rsids == 1)
    #expect(
      columns.warnings.map(\.message) == [
        "column 'rsID' holds chromosome_position names", "column 'VAR_ID' holds rs numbers",
      ])
  }

  @Test func rightHeadersAreNoFault() throws {
    let text = "VAR_ID\trsID\n6_20662966_C_T\trs4712525\n"
    let columns = VariantColumns(try PlainTable(Array(text.utf8), file: "map.txt"))
    #expect(columns.places == 0 && columns.rsids == 1 && columns.warnings.isEmpty)
  }

  @Test func someRowsOfSummaryStatistics() throws {
    let text = "snp\tbeta\tse\nrs1\t1\t2\nrs2\t3\t2\nrs3\tx\t2\nrs4\t5\t2\n"
    let table = try PlainTable(Array(text.utf8), file: "g.txt")
    #expect(try SummaryFile.associations(table, rows: [0, 1, 3]).map(\.beta) == [1, 3, 5])
    let found = #expect(throws: Problems.self) {
      try SummaryFile.associations(table, rows: [0, 2])
    }
    #expect(found?.description.contains("g.txt:4:5") == true)
  }
}

@Suite struct ClusterFileTests {
  private static let head = "Chr,Pos_hg38,Ref,Alt,RSID,Risk_Allele,Weight\n"

  @Test func readsRiskAlleles() throws {
    let text = Self.head + "2,27508073,T,C,rs1260326,C,0.81\nchr6,5,A,G,rs1,A,2\n"
    #expect(ClusterFile.isOne(Array(text.utf8)))
    let score = try ClusterFile.read(Array(text.utf8), file: "a/ALP Neg.csv")
    #expect(score.id == "ALP Neg")
    #expect(score.rows.map(\.effect) == ["C", "A"] && score.rows.map(\.other) == ["T", "G"])
    #expect(score.rows.map(\.chromosome) == ["2", "6"] && score.rows.map(\.weight) == [0.81, 2])
  }

  static let faults: [(row: String, words: String)] = [
    ("2,5,T,C,rs1,G,1", "c.csv:2:13: error: the risk allele is neither Ref nor Alt"),
    ("2,5,T,C,rs1,C,NA", "c.csv:2: error: not a position and a weight"),
    ("2,-5,T,C,rs1,C,1", "c.csv:2: error: not a position and a weight"),
  ]

  @Test(arguments: faults) func faultsHaveTheirPlaces(_ fault: (row: String, words: String)) {
    let found = #expect(throws: Problems.self) {
      try ClusterFile.read(Array((Self.head + fault.row + "\n").utf8), file: "c.csv")
    }
    #expect(found?.description.contains(fault.words) == true)
  }
}
