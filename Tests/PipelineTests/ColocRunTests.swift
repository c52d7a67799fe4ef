import Diagnostics
import Store
import TestSupport
import Testing

@testable import Pipeline

/// `casebook run coloc` on small tables.
@Suite struct ColocRunTests {
  private let folder = Fixtures.scratch("coloc")

  private func run(
    _ texts: [String], deviations: [Double?] = [nil, nil], caseShares: [Double?] = [nil, nil]
  ) throws -> RunTables.Result {
    let inputs = try texts.enumerated().map { index, text in
      let path = "\(folder)/t\(index).tsv"
      try Files.write(Array(text.utf8), to: path)
      return path
    }
    return try RunColoc(
      tables: RunTables(inputs: inputs, columns: [], out: folder + "/o", jobs: 1),
      priors: (1e-4, 1e-4, 1e-5), deviations: deviations, people: [nil, nil],
      caseShares: caseShares, writesVariants: true
    ).run(.silent)
  }

  private func table(_ name: String = "coloc") throws -> String {
    String(decoding: try Files.read("\(folder)/o.\(name).tsv"), as: UTF8.self)
  }

  // MARK: - p-values

  private static let pValues =
    "snp\tp\teaf\tn\na\t1e-9\t0.3\t5000\nb\t3e-4\t0.25\t5000\nc\t0.02\t0.4\t4800\nd\t0.5\t0.1\t5000\n"
  private static let effects =
    "snp\tbeta\tse\na\t0.2\t0.03\nb\t0.1\t0.03\nc\t0.02\t0.025\nd\t-0.01\t0.04\n"

  struct Case: Sendable, CustomTestStringConvertible {
    let deviation: Double?
    let caseShare: Double?
    let posterior: [Double]
    var testDescription: String { "sdy \(deviation ?? 0), cases \(caseShare ?? 0)" }
  }

  // By numpy and scipy: V = 1 / (2 n f (1 - f)), and / (s (1 - s)) of cases; z = norm.isf(p / 2);
  // W = 0.15² or 0.2²; lABF = (log1p(-r) + r z²) / 2; logsumexp for the sums. The second study's
  // V is se², its W 0.15².
  private static let measured = [
    2.149908744344327e-11, 2.6772745453527515e-08, 8.030267679250616e-07, 7.526309524741295e-09,
    0.9999991626526767,
  ]
  static let cases = [
    Case(deviation: nil, caseShare: nil, posterior: measured),
    Case(deviation: 3, caseShare: nil, posterior: measured),
    Case(
      deviation: nil, caseShare: 0.3,
      posterior: [
        2.4702022273260886e-11, 2.6772833341264652e-08, 9.226617250379721e-07,
        1.0932107110538863e-08, 0.9999990396086311,
      ]),
  ]

  /// The standard deviation of a trait is nothing that a p-value depends on.
  @Test(arguments: cases) func fromPValues(_ c: Case) throws {
    let summary = try run(
      [Self.pValues, Self.effects], deviations: [c.deviation, 1], caseShares: [c.caseShare, nil]
    ).summary
    let lines = try table().split(separator: "\n").map { $0.split(separator: "\t") }
    for (index, expected) in c.posterior.enumerated() {
      let column = try #require(lines[0].firstIndex(of: "PP.H\(index).abf"))
      let found = Double(lines[1][column]) ?? .nan
      #expect(abs(found / expected - 1) < 1e-8, "H\(index) \(found)")
    }
    #expect(summary.contains("--sdy is not used") == (c.deviation != nil), "\(summary)")
  }

  // MARK: - One table with regions

  private static let whole =
    "snp\tbeta\tse\n" + "c\t0.3\t0.1\n" + "a\t0.5\t0.1\n" + "b\t0.1\t0.1\n" + "a\t9\t0.1\n"
    + "d\t0.2\t0.1\n"
  private static let parts =
    "snp\tgene\tbeta\tse\n" + "a\tx\t0.4\t0.1\n" + "a\tx\t8\t0.1\n" + "c\tx\t0.2\t0.1\n"
    + "b\ty\t0.1\t0.1\n" + "a\ty\t0.3\t0.1\n" + "q\tz\t1\t0.1\n"

  /// The whole table with each of the regions: what it stands for.
  private static var copies: String {
    let lines = whole.split(separator: "\n").dropFirst()
    return "snp\tgene\tbeta\tse\n"
      + ["x", "y", "z"].map { gene in
        lines.map { $0.replacing("\t", with: "\t\(gene)\t", maxReplacements: 1) + "\n" }.joined()
      }.joined()
  }

  @Test(arguments: [true, false]) func aTableWithoutRegionsStandsForEach(_ isFirst: Bool) throws {
    func found(_ text: String) throws -> [String] {
      _ = try run(isFirst ? [text, Self.parts] : [Self.parts, text])
      return [try table(), try table("coloc.variants")]
    }
    let short = try found(Self.whole)
    #expect(try short == found(Self.copies))
    // A row a variant that both have: a and c of x, a and b of y.
    #expect(short[1].split(separator: "\n").count == 5)
  }

  /// Each region looked through the other table once: 4,000 times 100,000 rows, more than a minute.
  @Test(.timeLimit(.minutes(1))) func manyRegionsAgainstALongTable() throws {
    var whole = "snp\tbeta\tse\n", parts = "snp\tgene\tbeta\tse\n"
    for row in 0..<100_000 { whole += "v\(row)\t0.1\t0.1\n" }
    for row in 0..<40_000 { parts += "v\(row)\tg\(row / 10)\t0.1\t0.1\n" }
    #expect(try run([whole, parts]).summary.contains("4000 regions, 0 with"))
    #expect(try run([parts, whole]).summary.contains("4000 regions, 0 with"))
  }
}
