import Diagnostics
import Store
import Tables
import TestSupport
import Testing

@testable import Pipeline

/// The tables that runs say they write.
@Suite struct WrittenTableTests {
  static let runs: [any WritingRun.Type] = [
    RunColoc.self, RunMR.self, RunSMR.self, RunBnmf.self, RunEnrichment.self,
    RunDoseResponse.self, RunRescue.self, RunConnectivity.self, RunDrugRank.self, RunPaths.self,
    RunSimilarCases.self,
  ]

  /// Every command of `casebook run` that writes tables prints what its run writes; these are all
  /// of those runs.
  @Test func noCommandIsLeftOut() throws {
    let folder = Fixtures.root + "/Sources/casebook/Commands"
    var named: Set<String> = []
    for file in Files.list(folder) where file.hasPrefix("Run") {
      let text = String(decoding: try Files.read("\(folder)/\(file)"), as: UTF8.self)
      let found = text.matches(of: /\\\((Run\w+)\.writes\)/).map { String($0.1) }
      named.formUnion(found)
      #expect(
        !text.contains("RunTables(") && !text.contains("var tables: TableOptions")
          || !found.isEmpty, "\(file) says not what it writes")
    }
    #expect(named == Set(Self.runs.map { "\($0)" }))
  }

  @Test(arguments: runs) func everyColumnHasASentence(_ run: any WritingRun.Type) {
    for table in run.written {
      #expect(!table.columns.isEmpty)
      #expect(Set(table.columns.map(\.name)).count == table.columns.count, "\(table.name)")
      for column in table.columns {
        #expect(
          column.meaning.hasSuffix(".") && column.meaning.count > 8,
          "\(table.name) \(column.name): '\(column.meaning)'")
      }
    }
  }

  @Test(arguments: runs) func theHelpNamesThemAll(_ run: any WritingRun.Type) {
    let lines = run.writes.split(separator: "\n")
    #expect(lines.allSatisfy { $0.count <= 80 })
    for table in run.written {
      #expect(lines.contains { $0.hasPrefix("  PREFIX.\(table.name).tsv: ") })
      for column in table.columns {
        #expect(lines.contains { $0.hasPrefix("    \(column.name) ") }, "\(column.name)")
      }
    }
  }

  @Test func aLongMeaningIsBroken() {
    let words = Array(repeating: "word", count: 40).joined(separator: " ")
    let lines = WrittenTable("x", "a row.", [Column("c", "C", words)]).help
      .split(separator: "\n")
    #expect(lines.count == 4)
    #expect(lines[2].hasPrefix("      word"))
  }
}

/// Command lines that cannot be: everything at once, with exit 2.
@Suite struct UsageTests {
  private static func tables(_ inputs: Int, jobs: Int = 0) -> RunTables {
    RunTables(
      inputs: (0..<inputs).map { "none\($0)" }, columns: ["q"], out: "/tmp/x", jobs: jobs)
  }

  private static func faults(_ body: () throws -> Void) -> String {
    do {
      try body()
      return "nothing thrown"
    } catch let problems as Problems {
      #expect(problems.exit == .usage)
      return problems.description
    } catch {
      return "\(error)"
    }
  }

  private static func expect(_ found: String, _ places: [String]) {
    for place in ["--threads 0: error", "--column q: error"] + places {
      #expect(found.contains(place), "\(place) in \(found)")
    }
  }

  @Test func mr() {
    let found = Self.faults {
      _ = try RunMR(tables: Self.tables(3), largestP: .nan, seed: 1).run(.silent)
    }
    Self.expect(found, ["casebook run mr: error", "--p-instrument nan: error"])
  }

  @Test func coloc() {
    let found = Self.faults {
      _ = try RunColoc(
        tables: Self.tables(1), priors: (0, .nan, 2), deviations: [-1, nil], people: [nil, 0],
        caseShares: [7, nil], writesVariants: false
      ).run(.silent)
    }
    Self.expect(
      found,
      [
        "casebook run coloc", "--p1 0", "--p2 nan", "--p12 2", "--sdy -1", "--people 0",
        "--cases 7",
      ])
  }

  @Test func bnmf() {
    let found = Self.faults {
      _ = try RunBnmf(
        tables: Self.tables(1), factors: 0, expected: 0, a0: .infinity, phi: 0, tolerance: .nan,
        maximumSweeps: 0, restarts: 0, seed: 1, filters: false, correlation: 2,
        selection: LeadSelection(
          diseases: ["d"], rsids: nil, threshold: 7, window: -1000, missing: .nan,
          keepAmbiguous: false)
      ).run(.silent)
    }
    Self.expect(
      found,
      [
        "--factors 0", "--expected 0", "--a0 inf", "--phi 0", "--tolerance nan", "--sweeps 0",
        "--restarts 0", "--prune 2", "--p 7", "--window -1", "--missing nan",
      ])
  }

  @Test func paths() {
    var settings = RunPaths.Settings()
    (settings.length, settings.damping, settings.restart) = (0, .nan, 0)
    (settings.permutations, settings.draws, settings.top) = (-1, 0, 0)
    let found = Self.faults {
      _ = try RunPaths(tables: Self.tables(1), settings: settings).run(.silent)
    }
    Self.expect(
      found,
      [
        "--to: error", "--from: error", "--length 0", "--damping nan", "--restart 0",
        "--permutations -1", "--draws 0", "--top 0",
      ])
  }

  /// A walk that hardly ever restarts does not end.
  @Test(arguments: [1e-12, 0.0099, 1.01]) func restartsHaveLimits(_ restart: Double) {
    var settings = RunPaths.Settings()
    settings.restart = restart
    let found = Self.faults {
      _ = try RunPaths(tables: Self.tables(1), settings: settings).run(.silent)
    }
    #expect(found.contains("--restart \(Digits.text(restart, .exact)): error"), "\(found)")
    #expect(found.contains("not between 0.01 and 1"))
  }

  @Test func enrichment() {
    let found = Self.faults {
      _ = try RunEnrichment(
        tables: Self.tables(1), genes: nil, background: nil, smallest: 9, largest: 3,
        exponent: .infinity, permutations: 0, seed: 1
      ).run(.silent)
    }
    Self.expect(
      found,
      ["casebook run enrichment", "--max-size 3: error: below --min-size 9", "--exponent inf"])
  }

  private static func ends(_ up: Int?, genes: Int) throws -> SignatureEnds {
    try SignatureEnds(
      .init(
        useControls: true, controlField: nil, controlValue: nil, leastMAD: 1, group: [], up: up,
        down: nil, xsumTop: 1, useTau: true, replicates: []), genes: genes, file: "r.gct")
  }

  /// Of few genes a quarter is taken, and that is said; more than half is refused.
  @Test func signaturesOfFewGenes() throws {
    let few = try Self.ends(nil, genes: 40), many = try Self.ends(nil, genes: 978)
    #expect(few.up == 10 && few.down == 10 && few.notes.count == 1)
    #expect(many.up == 150 && many.down == 150 && many.notes.isEmpty)
    #expect(try Self.ends(20, genes: 40).up == 20)
    #expect {
      try Self.ends(21, genes: 40)
    } throws: { error in
      "\(error)".contains("--up 21: error: more than half of the 40 genes of r.gct")
    }
  }

  @Test func connectivity() {
    let found = Self.faults {
      _ = try RunConnectivity(
        tables: Self.tables(1),
        options: .init(
          useControls: true, controlField: nil, controlValue: nil, leastMAD: .nan, group: [],
          up: 0, down: -1, xsumTop: 0, useTau: true, replicates: [])
      ).run(.silent)
    }
    Self.expect(
      found,
      ["casebook run connectivity", "--up 0", "--down -1", "--xsum-top 0", "--min-mad nan"])
  }
}
