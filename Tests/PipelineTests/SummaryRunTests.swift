import Diagnostics
import Store
import TestSupport
import Testing

@testable import Pipeline

/// Runs on summary statistics that are faulty, or of which something is left out.
@Suite struct SummaryRunTests {
  private let folder = Fixtures.scratch("summary")

  private func tables(_ texts: String...) throws -> RunTables {
    let inputs = try texts.enumerated().map { index, text in
      let path = "\(folder)/t\(index).tsv"
      try Files.write(Array(text.utf8), to: path)
      return path
    }
    return RunTables(inputs: inputs, columns: [], out: folder + "/o", jobs: 1)
  }

  private static let exposure =
    "snp\tbeta\tse\tp\teffect_allele\tother_allele\teaf\n"
    + "a\t0.5\t0.1\t1e-9\tA\tG\t0.2\n" + "b\t0.4\t0.1\t1e-9\tA\tT\t0.5\n"
    + "a\t0.9\t0.1\t1e-9\tA\tG\t0.2\n" + "c\t0.3\t0.1\t1e-9\tA\tG\t0.2\n"
  private static let outcome =
    "snp\tbeta\todds_ratio\tse\teffect_allele\tother_allele\teaf\n"
    + "a\t0.1\t1.1\t0.05\tA\tG\t0.2\n" + "a\t9\t1.1\t0.05\tA\tG\t0.2\n"
    + "b\t0.1\t1.1\t0.05\tA\tT\t0.5\n" + "c\t0.1\t1.1\t0.05\tA\tG\t0.2\n"
    + "d\t0.1\t1.1\t0.05\tA\tG\t0.2\n" + "e\tNA\tNA\t0.05\tA\tG\t0.2\n"

  @Test func mrSaysWhatItLeavesOut() throws {
    let tables = try tables(Self.exposure, Self.outcome)
    let words = try RunMR(tables: tables, largestP: nil, seed: 1).run(.silent).summary
    for line in [
      "2 instruments of 4 variants", "1 palindromic with a frequency near one half",
      "1 of a variant named twice: the first is kept",
      "t1.tsv: 1 row without an effect", "t1.tsv: 1 row of a variant named twice",
      "t1.tsv: 1 row of a variant that the exposure's table lacks",
      "'beta' is read; 'odds_ratio' only in rows where it is missing",
      "not done with 2: medians and Egger's regression, which need 3 instruments",
    ] { #expect(words.contains(line), "\(line) in \(words)") }
  }

  @Test func smrNamesAStrongerVariant() throws {
    let text = Self.exposure.replacing("b\t0.4", with: "b\t0.8")
    let tables = try tables(text, Self.outcome)
    let words = try RunSMR(tables: tables, ld: nil, largestP: 1).run(.silent).summary
    #expect(words.contains("all: b is stronger but no instrument: palindromic"))
    #expect(words.contains("t0.tsv: 1 row of a variant named twice: the first is kept"))
    #expect(words.contains("t1.tsv: 1 row of a variant that no molecular trait has"))
    #expect(words.contains("t1.tsv: 1 row without an effect or its standard error"))
  }

  /// Rows without an effect, in either table, are passed over: the next of the name counts.
  @Test func aRowWithoutAnEffectHidesNoOther() throws {
    let tables = try tables(
      "snp\tbeta\tse\na\tNA\t0.1\na\t0.5\t0.04\nb\t0.4\t0.04\nc\t0.3\t0.04\n",
      "snp\tbeta\tse\na\tNA\t0.02\na\t-0.08\tNA\na\t-0.08\t0.015\nb\t0.1\t0.1\nb\t9\t0.1\nc\tNA\t1\n"
    )
    let smr = try RunSMR(tables: tables, ld: nil, largestP: 1).run(.silent).summary
    let mr = try RunMR(tables: tables, largestP: nil, seed: 1).run(.silent).summary
    #expect(smr.contains("all: a, b -0.16 "), "\(smr)")
    #expect(mr.contains("2 instruments of 4 variants"), "\(mr)")
    for words in [smr, mr] {
      for line in [
        "t1.tsv: 3 rows without an effect or its standard error",
        "t1.tsv: 1 row of a variant named twice: the first is kept",
      ] { #expect(words.contains(line), "\(line) in \(words)") }
    }
    #expect(!smr.contains("stronger"), "\(smr)")
  }

  static let matrices = [
    (
      "v\ta\tb\nb\t1\t0.5\na\t0.5\t1\n",
      "m.tsv:2:1: error: row 'b' where the header's order has 'a'"
    ),
    ("a\tb\n0.5\t1\n1\t0.5\n", "m.tsv:2:1: error: 0.5 where a variant meets itself, not 1"),
    ("a\tb\n1\t0.5\n0.4\t1\n", "m.tsv:3:1: error: 0.4, but 0.5 on the other side"),
    ("a\tb\n1\t-1.2\n-1.2\t1\n", "m.tsv:2:3: error: 'b' holds -1.2: a correlation lies"),
    ("a\tb\n1\tNA\n0.4\t1\n", "m.tsv:2:3: error: 'b' misses a correlation"),
  ]

  @Test(arguments: matrices) func matricesAreChecked(_ c: (text: String, error: String)) {
    #expect {
      try LDMatrixFile.read(Array(c.text.utf8), file: "m.tsv")
    } throws: { error in
      "\(error)".contains(c.error)
    }
  }

  /// Row names in the header's order, and numbers that were rounded.
  @Test func aRoundedMatrixIsRead() throws {
    let text = "v\ta\tb\na\t1.00005\t0.50004\nb\t0.5\t0.99995\n"
    #expect(try LDMatrixFile.read(Array(text.utf8), file: "m.tsv").places == ["a": 0, "b": 1])
  }

  @Test func colocSaysWhatItLeavesOut() throws {
    let tables = try tables(
      "snp\tgene\tbeta\tse\na\tx\t1\t0.1\na\tx\t2\t0.1\nb\tx\t1\t0.1\nc\tx\t1\t0.1\nq\tz\t1\t1\n",
      "snp\tgene\tbeta\tse\na\tx\t1\t0.1\nb\tx\t1\t0.1\nd\ty\t1\t0.1\n")
    let words = try RunColoc(
      tables: tables, priors: (1e-4, 1e-4, 1e-5), deviations: [nil, nil], people: [nil, nil],
      caseShares: [nil, nil], writesVariants: false
    ).run(.silent).summary
    for line in [
      "t0.tsv: 1 row of a variant named twice in its region: the first is kept",
      "t0.tsv: 2 rows of a variant that", "t0.tsv: 1 regions that",
      "t1.tsv: 1 row of a variant that", "t1.tsv: 1 regions that",
    ] { #expect(words.contains(line), "\(line) in \(words)") }
  }

  static let faults = [
    "t0.tsv:2:5: error: 'se' holds 0: a standard error is above 0",
    "t0.tsv:2:7: error: 'p' holds 1.5: a p-value lies between 0 and 1",
    "t0.tsv:3:3: error: not a number in 'beta'", "t0.tsv:4: error: 3 fields where",
    "t1.tsv:2:3: error: 'or' holds 0: an odds ratio is above 0",
    "t1.tsv:3:7: error: 'eaf' holds 1.2: the frequency of an allele lies between 0 and 1",
    "t1.tsv:2:13: error: 'n' holds -5: a number of people is above 0",
  ]

  /// The faults of both tables and of all kinds, in one list.
  @Test func faultsComeAllAtOnce() throws {
    let tables = try tables(
      "snp\tbeta\tse\tp\na\t1\t0\t1.5\nb\tx\t1\t1\nc\t1\t1\n",
      "snp\tor\tse\teaf\tn\na\t0\t1.5\t0.1\t-5\nb\t1\t1\t1.2\t5\n")
    for run in [
      { _ = try RunMR(tables: tables, largestP: nil, seed: 1).run(.silent) },
      { _ = try RunSMR(tables: tables, ld: nil, largestP: 1).run(.silent) },
    ] as [() throws -> Void] {
      #expect {
        try run()
      } throws: { error in
        Self.faults.allSatisfy { "\(error)".contains($0) }
      }
    }
  }

  @Test func oneTableIsCheckedToo() throws {
    let tables = try tables(
      "beta.exposure\tse.exposure\tbeta.outcome\tse.outcome\tpval.exposure\n"
        + "1\t0\tx\t-1\t2\n")
    #expect {
      _ = try RunMR(tables: tables, largestP: nil, seed: 1).run(.silent)
    } throws: { error in
      [
        ":2:3: error: 'se.exposure' holds 0", ":2:5: error: not a number in 'beta.outcome'",
        ":2:7: error: 'se.outcome' holds -1", ":2:10: error: 'pval.exposure' holds 2",
      ].allSatisfy { "\(error)".contains($0) }
    }
  }
}
