import Diagnostics
import Formats
import Testing

@Suite struct GCTTests {
  private static func file(_ text: String) throws -> GCTFile {
    try GCTFile(Array(text.utf8), file: "x.gct")
  }

  private static let long =
    "#1.3\n2\t2\t1\t2\nid\tsymbol\tc1\tc2\ncell_id\tna\tA\tB\ndose\tna\t1\t-666\n"
    + "7\tPSME1\t1.5\t-2\n8\tATF1\tNaN\t4e1\n"

  @Test func versionThree() throws {
    let gct = try Self.file(Self.long)
    #expect(gct.rowIDs == ["7", "8"] && gct.columnIDs == ["c1", "c2"])
    #expect(gct.rowFields == ["symbol"] && gct.rowLabels == [["PSME1", "ATF1"]])
    #expect(gct.columnLabel("dose") == ["1", "-666"] && gct.columnLabel("plate") == nil)
    #expect(gct.columns[1] == [-2, 40] && gct.columns[0][0] == 1.5 && gct.columns[0][1].isNaN)
  }

  @Test func versionTwoWithCarriageReturnsAndAnEmptyLine() throws {
    let gct = try Self.file(
      "#1.2\r\n2\t1\t\t\r\nNAME\tDescription\tc1\r\ng1\tfirst\t1\r\ng2\tsecond\t2\r\n\r\n")
    #expect(gct.rowLabels == [["first", "second"]] && gct.columns == [[1, 2]])
    #expect(gct.columnFields.isEmpty)
  }

  static let faults: [(text: String, message: String)] = [
    ("", "x.gct:1: error: not a GCT file"),
    ("gene\tscore\na\t1\nb\t2\n", "x.gct:1: error: not a GCT file"),
    ("#1.3\n2\t2\nid\tc1\tc2\n", "x.gct:2: error: not four counts"),
    ("#1.2\n2\tx\nNAME\tDescription\tc1\n", "x.gct:2: error: not two counts"),
    ("#1.2\n99999999999999999999\t1\nNAME\tDescription\tc1\n", "x.gct:2: error: not two counts"),
    ("#1.2\n-1\t1\nNAME\tDescription\tc1\n", "x.gct:2: error: not two counts"),
    ("#1.3\n1000000000\t1\t1\t1000000000\nid\ts\tc1\n", "the file has 0"),
    ("#1.2\n3\t1\nNAME\tDescription\tc1\ng1\ta\t1\n", "x.gct:2: error: line 2 tells of 3 rows"),
    ("#1.2\n1\t2\nNAME\tDescription\tc1\ng1\ta\t1\n", "x.gct:3: error: 3 names where line 2"),
    (
      "#1.2\n2\t1\nNAME\tDescription\tc1\ng1\ta\tx\ng1\tb\n",
      "x.gct:4:6: error: not a number in column 'c1'"
    ),
    ("#1.2\n2\t1\nNAME\tDescription\tc1\ng1\ta\tx\ng1\tb\n", "x.gct:5: error: 2 fields"),
    (
      "#1.2\n2\t1\nNAME\tDescription\tc1\ng1\ta\t1\ng1\tb\t2\n",
      "x.gct:5: error: row 'g1' stands twice"
    ),
    (
      "#1.2\n1\t2\nNAME\tDescription\tc1\tc1\ng1\ta\t1\t2\n",
      "x.gct:3: error: column 'c1' stands twice"
    ),
  ]

  @Test(arguments: faults) func faultsHaveTheirPlaces(_ fault: (text: String, message: String)) {
    do {
      _ = try Self.file(fault.text)
      Issue.record("no error for \(fault.text)")
    } catch let problems as Problems {
      #expect(problems.description.contains(fault.message), "\(problems.description)")
    } catch {
      Issue.record("another error")
    }
  }
}
