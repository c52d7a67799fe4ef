import Diagnostics
import TestSupport
import Testing

@testable import Pipeline

@Suite struct RivalFileTests {
  private static let head = """
    ###PGS CATALOG SCORING FILE
    #format_version=2.0
    #pgs_id=PGS1
    #genome_build=GRCh37
    rsID\tchr_name\tchr_position\teffect_allele\tother_allele\teffect_weight

    """

  private static func found(_ files: [(path: String, text: String)]) throws -> [String] {
    let project = try TestProject()
    for (path, text) in files { try project.write(text, "content/knowledge/rivals/" + path) }
    do {
      _ = try Project(project.request("clinic"))
      return []
    } catch let problems as Problems {
      return problems.items.map(\.description)
    }
  }

  static let faults: [(path: String, text: String, message: String)] = [
    ("lupus/x.txt", head + "rs1\t1\t5\tA\tC\t1\n", "not in a folder named by a trait"),
    ("x.txt", head + "rs1\t1\t5\tA\tC\t1\n", "not in a folder named by a trait"),
    ("cad/x.txt", head, "0 rows that a score can use"),
    ("cad/x.txt", head + "rs1\t1\t5\tA\tC\tmuch\n", "6:6: error: not a weight"),
  ]

  @Test(arguments: faults)
  func faultsHaveTheirPlaces(_ c: (path: String, text: String, message: String)) throws {
    let found = try Self.found([(c.path, c.text)])
    #expect(
      found.contains { $0.contains("rivals/" + c.path) && $0.contains(c.message) }, "\(found)")
  }

  /// Rows that are not in the reference give no place, and the trait's page counts them.
  @Test func withoutAReferenceThereIsNoPlace() throws {
    let project = try TestProject()
    try project.write(
      Self.head + "rs1\t1\t5\tA\tC\t1\n", "content/knowledge/rivals/cad/PGS1.txt")
    try project.build("clinic")
    let table = project.text(".casebook/sites/clinic/data/trait-cad-rivals.tsv")
      .split(separator: "\n").map { $0.split(separator: "\t").map(String.init) }
    #expect(table.map(\.first) == ["score", "equal weights", "PGS1"])
    #expect(table.last?.prefix(4) == ["PGS1", "1", "0", "0"])
    let cases = project.text(".casebook/sites/clinic/data/case-rivals.tsv")
    #expect(cases.contains("PGS1\t0\t1\t{withheld: 0 % of the score's weight was typed"))
  }
}
