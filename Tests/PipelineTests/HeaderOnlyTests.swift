import Diagnostics
import Store
import TestSupport
import Testing

@testable import Pipeline

/// Inputs without a row: a header, one word, or nothing. Errors with a place, never a crash.
@Suite struct HeaderOnlyTests {
  private let folder = Fixtures.scratch("headers")

  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    /// Inputs; the table without rows stands at `short`.
    let inputs: [String]
    let short: Int
    let run: @Sendable (_ inputs: [String], _ out: String) throws -> Void
    var testDescription: String { "\(name) \(inputs[short])" }
  }

  private static func tables(_ inputs: [String], _ out: String) -> RunTables {
    RunTables(inputs: inputs, columns: [], out: out, jobs: 2)
  }

  private static func coloc(_ inputs: [String], _ out: String) throws {
    _ = try RunColoc(
      tables: tables(inputs, out), priors: (1e-4, 1e-4, 1e-5), deviations: [nil, nil],
      people: [nil, nil], caseShares: [nil, nil], writesVariants: false
    ).run(.silent)
  }

  private static func mr(_ inputs: [String], _ out: String) throws {
    _ = try RunMR(tables: tables(inputs, out), largestP: nil, seed: 1).run(.silent)
  }

  private static func smr(_ inputs: [String], _ out: String) throws {
    _ = try RunSMR(
      tables: tables(Array(inputs.prefix(2)), out), ld: inputs.count > 2 ? inputs[2] : nil,
      largestP: 1
    ).run(.silent)
  }

  private static func bnmf(_ inputs: [String], _ out: String) throws {
    _ = try RunBnmf(
      tables: tables(inputs, out), factors: 3, expected: 3, a0: 10, phi: 1, tolerance: 1e-7,
      maximumSweeps: 100, restarts: 2, seed: 1, filters: false, correlation: 0.85, selection: nil
    ).run(.silent)
  }

  /// The genes, sets, and a table from variants to genes.
  private static func enrichment(_ inputs: [String], _ out: String) throws {
    _ = try RunEnrichment(
      tables: tables(Array(inputs.prefix(2)), out), genes: inputs.count > 2 ? inputs[2] : nil,
      background: nil, smallest: 2, largest: 500, exponent: 1, permutations: 10, seed: 1
    ).run(.silent)
  }

  private static func dose(
    _ metric: RunDoseResponse.Metric
  ) -> @Sendable ([String], String) throws -> Void {
    { inputs, out in
      _ = try RunDoseResponse(
        tables: tables(inputs, out), metric: metric,
        options: .init(
          unit: .auto, readout: .auto, control: nil, by: [], controlTable: nil, time0Table: nil)
      ).run(.silent)
    }
  }

  private static func rescue(_ inputs: [String], _ out: String) throws {
    _ = try RunRescue(
      tables: tables(inputs, out), vehicle: "vehicle", risk: "risk", safe: "safe", draws: 100,
      seed: 1
    ).run(.silent)
  }

  private static func connectivity(_ inputs: [String], _ out: String) throws {
    _ = try RunConnectivity(
      tables: tables(inputs, out),
      options: .init(
        useControls: true, controlField: nil, controlValue: nil, leastMAD: 0.1, group: [], up: 5,
        down: 5, xsumTop: 10, useTau: false, replicates: [])
    ).run(.silent)
  }

  /// Edges, nodes, and weights.
  private static func paths(_ inputs: [String], _ out: String) throws {
    var settings = RunPaths.Settings()
    (settings.to, settings.permutations, settings.draws) = (["Disease"], 0, 10)
    settings.weights = inputs[2]
    _ = try RunPaths(tables: tables(Array(inputs.prefix(2)), out), settings: settings)
      .run(.silent)
  }

  private static func drugRank(_ inputs: [String], _ out: String) throws {
    _ = try RunDrugRank(tables: tables(inputs, out), settings: .init()).run(.silent)
  }

  private static func all(
    _ name: String, _ inputs: [String],
    _ run: @escaping @Sendable ([String], String) throws -> Void
  ) -> [Case] {
    inputs.indices.map { Case(name: name, inputs: inputs, short: $0, run: run) }
  }

  static let cases: [Case] =
    all("coloc", ["gwas.tsv", "qtl.tsv"], coloc) + all("mr", ["exposure.tsv", "outcome.tsv"], mr)
    + all("smr", ["heidi-qtl.tsv", "heidi-gwas.tsv", "heidi-ld.tsv"], smr)
    + all("bnmf", ["bnmf-z.tsv"], bnmf)
    + [Case(name: "enrichment", inputs: ["ranked.tsv", "sets.gmt"], short: 0, run: enrichment)]
    + all("viability", ["plate.tsv"], dose(.viability))
    + all("combination", ["combination.tsv"], dose(.combination))
    + all("gr", ["plate.tsv"], dose(.gr)) + all("rescue", ["rescue.tsv"], rescue)
    + all("connectivity", ["signature.tsv", "reference.gct"], connectivity)
    + all("drugrank", ["drugrank.genes.tsv", "drugrank.interactions.tsv"], drugRank)
    + all("paths", ["hetnet.edges.tsv"], edgesAlone)

  private static func edgesAlone(_ inputs: [String], _ out: String) throws {
    try paths(inputs + [Fixtures.path("run/hetnet.nodes.tsv"), inputs[0]], out)
  }

  @Test(arguments: cases, ["header", "nothing", "word"])
  func rowsAreMissed(_ c: Case, _ kind: String) throws {
    let header = Fixtures.text("run/" + c.inputs[c.short]).prefix { $0 != "\n" }
    let text = kind == "header" ? header + "\n" : kind == "word" ? "x\n" : ""
    let short = "\(folder)/short.tsv"
    try Files.write(Array(text.utf8), to: short)
    var inputs = c.inputs.map { Fixtures.path("run/" + $0) }
    inputs[c.short] = short
    // A word is a list of one gene, for which the genes that were tested are asked.
    let exit = c.name == "enrichment" && kind == "word" ? ExitClass.usage : .input
    try expect(exit, "short.tsv") { try c.run(inputs, folder + "/o") }
  }

  /// The weights of paths, and the genes of variants.
  @Test(arguments: ["node\tweight\n", "x\n", ""]) func sideTables(_ text: String) throws {
    let short = "\(folder)/short.tsv"
    try Files.write(Array(text.utf8), to: short)
    let graph = ["hetnet.edges.tsv", "hetnet.nodes.tsv"].map { Fixtures.path("run/" + $0) }
    try expect(.input, "short.tsv") { try Self.paths(graph + [short], folder + "/o") }
    let clusters = "\(folder)/clusters.tsv"
    try Files.write(Array("variant\tcluster\nrs1\t1\n".utf8), to: clusters)
    try expect(.input, "short.tsv") {
      try Self.enrichment([clusters, Fixtures.path("run/sets.gmt"), short], folder + "/o")
    }
  }

  @Test func oneTableOfBothStudies() throws {
    let short = "\(folder)/short.tsv"
    let header = "beta.exposure\tse.exposure\tbeta.outcome\tse.outcome\n"
    try Files.write(Array(header.utf8), to: short)
    try expect(.input, "short.tsv:1") { try Self.mr([short], folder + "/o") }
  }

  private func expect(_ exit: ExitClass, _ place: String, _ body: () throws -> Void) throws {
    do {
      try body()
      Issue.record("nothing thrown")
    } catch let error as Diagnostic {
      #expect(error.exit == exit && "\(error)".contains(place), "\(error)")
    } catch let problems as Problems {
      #expect(problems.exit == exit && "\(problems)".contains(place), "\(problems)")
    }
  }
}
