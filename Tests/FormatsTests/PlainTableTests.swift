import Diagnostics
import Formats
import Testing

@Suite struct PlainTableTests {
  private static func table(_ text: String) throws -> PlainTable {
    try PlainTable(Array(text.utf8), file: "t.txt")
  }

  static let shapes: [(name: String, text: String)] = [
    ("tabs", "snp\tbeta\nrs1\t-0.5\nrs2\tNA\n"), ("commas", "snp,beta\nrs1,-0.5\nrs2,\n"),
    ("blanks", "  snp   beta\nrs1 -0.5\n  rs2   .\n"),
    ("quotes", "\"snp\",\"beta\"\n\"rs1\",-0.5\n\"rs2\",NA"),
    ("row names of R", "snp\tbeta\n1\trs1\t-0.5\n2\trs2\tNA\n"),
    ("no name for row names", "\tsnp\tbeta\n1\trs1\t-0.5\n2\trs2\tNA\n"),
    ("comments, carriage returns", "##a\r\n#snp\tbeta\r\nrs1\t-.5\r\nrs2\tnan\r\n"),
  ]

  @Test(arguments: shapes) func reads(_ shape: (name: String, text: String)) throws {
    let table = try Self.table(shape.text)
    let snp = try #require(table.index(of: ColumnRole("variant", ["snp"], "")))
    let beta = try #require(table.index(of: ColumnRole("beta", [], "")))
    #expect(try table.words(snp) == ["rs1", "rs2"], "\(shape.name)")
    let numbers = try table.numbers(beta)
    #expect(numbers[0] == -0.5 && numbers[1].isNaN, "\(shape.name)")
  }

  static let numbers = [
    "0", "-0", "1", "0.1", "1e-300", "5e-324", "2.2250738585072014e-308", "123456789012345678",
    "0.30000000000000004", "9007199254740993", "1E5", "+4.25", "1.7976931348623157e308", "100e-2",
    "3.141592653589793238462643", "000001.50", "8.41e21", "8.41e22", "8.41e23",
  ]

  @Test(arguments: numbers) func numbersAreRightlyRounded(_ text: String) throws {
    #expect(try Self.table("x\n\(text)\n").numbers(0) == [Double(text)])
  }

  @Test func aCommaInQuotesIsNoEnd() throws {
    let table = try Self.table("name,id\n\"a, \"\"b\"\"\",7\n")
    #expect(try table.words(0) == ["a, \"b\""])
    #expect(try table.numbers(1) == [7])
  }

  @Test func faultsHaveTheirPlaces() throws {
    let table = try Self.table("##note\nsnp\tbeta\n\nrs1\tx\nrs2\t1\t2\nrs3\tinf\n")
    let found = table.parse([(1, .number)], rows: 0..<3).problems.description
    #expect(found.contains("t.txt:4:5: error: not a number in 'beta'"))
    #expect(found.contains("t.txt:5: error: 3 fields where the header has 2"))
    #expect(found.contains("t.txt:6:5: error: not a number in 'beta'"))
  }

  @Test func rolesHaveAliasesAndChosenHeaders() throws {
    let role = ColumnRole("standard_error", ["se", "sebeta"], "the standard error")
    let table = try Self.table("Standard.Error\tb\tS.E.\n1\t2\t3\n")
    #expect(table.index(of: role) == 0)
    let chosen = try ColumnNames(["standard_error=b"], roles: [role])
    #expect(table.index(of: role, chosen) == 1)
    #expect(throws: Problems.self) { try ColumnNames(["se=b"], roles: [role]) }
    #expect(throws: Problems.self) {
      try ColumnNames(["standard_error=q"], roles: [role]).check([table.header])
    }
    var problems = Problems()
    #expect(try Self.table("a\n1\n").require(role, .none, &problems) == nil)
    #expect(problems.description.contains("looked for standard_error, se, sebeta"))
  }
}
