import Diagnostics
import Foundation
import Pipeline
import TestSupport
import Testing

@Suite struct RunBnmfTests {
  private static func run(
    _ text: String, factors: Int = 6, restarts: Int = 10, jobs: Int = 1, sizes: String? = nil
  ) throws -> (summary: String, files: [String]) {
    let folder = Fixtures.scratch("bnmf")
    try text.write(toFile: folder + "/z.tsv", atomically: true, encoding: .utf8)
    try sizes?.write(toFile: folder + "/n.tsv", atomically: true, encoding: .utf8)
    let inputs = [folder + "/z.tsv"] + (sizes == nil ? [] : [folder + "/n.tsv"])
    let result = try RunBnmf(
      tables: RunTables(inputs: inputs, columns: [], out: folder + "/out", jobs: jobs),
      factors: factors, expected: 6, a0: 10, phi: 1, tolerance: 1e-7, maximumSweeps: 10_000,
      restarts: restarts, seed: 1, filters: false, correlation: 0.85, selection: nil
    ).run(.silent)
    return (result.summary, result.files)
  }

  @Test func oneThreadAndFourGiveTheSameBytes() throws {
    let text = Fixtures.text("run/bnmf-z.tsv")
    let one = try Self.run(text), four = try Self.run(text, jobs: 4)
    #expect(one.summary.contains("chosen: 3 clusters (80 % of runs)"))
    #expect(one.files.count == 3)
    for (a, b) in zip(one.files, four.files) {
      let bytes = try #require(FileManager.default.contents(atPath: a))
      #expect(bytes == FileManager.default.contents(atPath: b))
    }
  }

  /// A run has the same numbers whatever other runs there are.
  @Test func aRestartDependsOnItsNumberOnly() throws {
    let text = Fixtures.text("run/bnmf-z.tsv")
    func runs(_ count: Int) throws -> [Substring] {
      let files = try Self.run(text, restarts: count).files
      let table = try String(contentsOfFile: files[2], encoding: .utf8)
      return table.split(separator: "\n").dropFirst().map { $0.prefix { $0 != "y" } }
    }
    #expect(try Array(runs(10).prefix(3)) == runs(3))
  }

  static let faults: [(text: String, words: String)] = [
    ("v\ta\nx\t0.1\ny\t-0.1\nz\t0.05\n", "every component died out"),
    ("v\ta\nx\t0\ny\tNA\n", "nothing to cluster"),
    ("v\ta\nx\t1\nx\t2\n", "z.tsv:3: error: variant 'x' stands twice"),
    ("v\ta\nx\t1\ny\tinf\n", "z.tsv:3:3: error: not a number in 'a'"),
    ("v\nx\ny\n", "z.tsv:1: error: no column of a trait"),
  ]

  @Test(arguments: faults) func faultsAreSaid(_ fault: (text: String, words: String)) {
    #expect {
      try Self.run(fault.text)
    } throws: { error in
      "\(error)".contains(fault.words)
    }
  }

  @Test func sizesAreAboveZero() {
    #expect {
      try Self.run("v\ta\nx\t1\ny\t2\n", sizes: "v\ta\nx\t10\ny\t0\n")
    } throws: { error in
      "\(error)".contains("n.tsv:3:3: error: 'a' holds 0: a sample size is above 0")
    }
  }
}

@Suite struct RunEnrichmentTests {
  private static func run(
    _ genes: String, background: String? = nil, map: String? = nil
  ) throws -> String {
    let folder = Fixtures.scratch("enrichment")
    try genes.write(toFile: folder + "/g.tsv", atomically: true, encoding: .utf8)
    try background?.write(toFile: folder + "/b.txt", atomically: true, encoding: .utf8)
    try map?.write(toFile: folder + "/m.csv", atomically: true, encoding: .utf8)
    try "S\td\tA\tB\nT\td\tC\tD\n".write(
      toFile: folder + "/s.gmt", atomically: true, encoding: .utf8)
    let result = try RunEnrichment(
      tables: RunTables(
        inputs: [folder + "/g.tsv", folder + "/s.gmt"], columns: [], out: folder + "/out", jobs: 1),
      genes: map == nil ? nil : folder + "/m.csv",
      background: background == nil ? nil : folder + "/b.txt", smallest: nil, largest: 500,
      exponent: 1, permutations: 10, seed: 1
    ).run(.silent)
    return try String(contentsOfFile: result.files[0], encoding: .utf8)
  }

  /// 1 / (6 choose 2): both drawn of two marked among six.
  static let forms: [(genes: String, background: String?, map: String?)] = [
    ("A\nB\n", "A\nB\nC\nD\nE\nF\n", nil),
    ("gene\tcluster\nA\tk\nB\tk\nC\t\nD\tNA\nE\t\nF\t\n", nil, nil),
    (
      "variant\tmembers\nv1\tk\nv2\tk\nv3\t\nv4\t\nv5\t\nv6\t\nv7\tk\n", nil,
      "rsID,nearest_gene\nv1,A\nv2,B\nv3,C\nv4,D\nv5,E\nv6,F\n"
    ),
  ]

  @Test(arguments: forms) func listsOfEveryForm(
    _ form: (genes: String, background: String?, map: String?)
  ) throws {
    let text = try Self.run(form.genes, background: form.background, map: form.map)
    let rows = text.split(separator: "\n").map { $0.split(separator: "\t") }
    #expect(rows.count == 2 && rows[1][1] == "S" && rows[1][6] == "6")
    #expect(abs((Double(rows[1][9]) ?? 0) - 1.0 / 15) < 1e-15)
    #expect(abs((Double(rows[1][10]) ?? 0) - 2.0 / 15) < 1e-15)
  }

  @Test func aListNeedsWhatWasTested() {
    #expect {
      try Self.run("A\nB\n")
    } throws: { error in
      "\(error)".contains("without the genes that were tested")
    }
  }
}
