import Diagnostics
import Store
import TestSupport
import Testing

@testable import Pipeline

/// Runs of cell models on small tables.
@Suite struct CellModelRunTests {
  let folder = Fixtures.scratch("cells")

  private func write(_ name: String, _ text: String) throws -> String {
    try Files.write(Array(text.utf8), to: "\(folder)/\(name)")
    return "\(folder)/\(name)"
  }

  private func run(
    _ path: String, _ metric: RunDoseResponse.Metric = .auto,
    unit: RunDoseResponse.Options.Unit = .auto, control: String? = nil, controls: String? = nil,
    time0: String? = nil, jobs: Int = 1
  ) throws -> RunTables.Result {
    try RunDoseResponse(
      tables: RunTables(inputs: [path], columns: [], out: folder + "/o", jobs: jobs),
      metric: metric,
      options: .init(
        unit: unit, readout: .auto, control: control, by: [], controlTable: controls,
        time0Table: time0)
    ).run(.silent)
  }

  private func output(_ name: String = "o.doseresponse.tsv") throws -> String {
    String(decoding: try Files.read("\(folder)/\(name)"), as: UTF8.self)
  }

  private static let doses = ["0.001", "0.01", "0.1", "1", "10"]
  private static let values = ["0.99", "0.95", "0.7", "0.24", "0.12"]

  private static func table(_ scale: (String) -> String) -> String {
    "drug\tdose\tviability\n"
      + zip(doses, values).map { "x\t\($0)\t\(scale($1))\n" }.joined()
  }

  /// Percentages, raw signals with controls, and fractions are one curve.
  @Test func formsOfValuesAgree() throws {
    _ = try run(write("f.tsv", Self.table { $0 }))
    let fractions = try output().split(separator: "\n")[1].split(separator: "\t")
    let percent = Self.table { "\((Double($0) ?? 0) * 100)" }
    #expect(try run(write("p.tsv", percent)).summary.contains("percentages of control"))
    let fromPercent = try output().split(separator: "\n")[1].split(separator: "\t")
    let raw = Self.table { "\((Double($0) ?? 0) * 500)" } + "DMSO\t0\t400\nDMSO\t0\t600\n"
    _ = try run(write("r.tsv", raw), control: "DMSO")
    let fromRaw = try output().split(separator: "\n")
    #expect(fromRaw.count == 2)
    for (a, b) in [(fractions, fromPercent), (fractions, fromRaw[1].split(separator: "\t"))] {
      let (x, y) = (Double(a[8]) ?? 0, Double(b[8]) ?? 1)
      #expect(abs(x / y - 1) < 1e-6)
    }
  }

  /// A column of inhibition is turned round, and two doses make a combination.
  @Test func combinationsOfInhibition() throws {
    let result = try run(Fixtures.path("run/combination.tsv"))
    #expect(result.summary.contains("values measure inhibition"))
    #expect(result.summary.contains("synergy 1, additive 1, antagonism 0"))
    let surface = try output("o.doseresponse.surface.tsv").split(separator: "\n")
    #expect(surface.count == 33)
    let first = surface[1].split(separator: "\t").compactMap { Double($0) }
    // 0.1208 - (0.0549 + 0.0698 - 0.0549 × 0.0698), in percent.
    #expect(abs(first[5] - 100 * (0.1208 - 0.12086798)) < 1e-9)
  }

  @Test func onlyThreadsDiffer() throws {
    let path = Fixtures.path("run/plate.tsv")
    _ = try run(path, jobs: 1)
    let one = try output()
    _ = try run(path, jobs: 4)
    #expect(try output() == one)
  }

  /// The three forms of controls give the same rates.
  @Test func formsOfControlsAgree() throws {
    let beside =
      "agent\tconcentration\tcell_count\tcell_count__ctrl\tcell_count__time0\n"
      + zip(Self.doses, [390, 380, 300, 150, 110]).map { "x\t\($0)\t\($1)\t400\t100\n" }.joined()
    #expect(try run(write("a.tsv", beside)).files.count == 2)
    let expected = try output().split(separator: "\n")[1]
    let tagged =
      "agent\tconcentration\tcell_count\tctrl_tag\ttime0_tag\n"
      + zip(Self.doses, [390, 380, 300, 150, 110]).map { "x\t\($0)\t\($1)\tc\tt\n" }.joined()
    let controls = try write("c.tsv", "ctrl_tag\tcell_count\nc\t9000\nc\t401\nc\t399\nc\t1\n")
    let time0 = try write("t.tsv", "time0_tag\tcell_count\nt\t100\n")
    let data = try write("d.tsv", tagged)
    _ = try run(data, controls: controls, time0: time0)
    #expect(try output().split(separator: "\n")[1] == expected)
    let stacked =
      "agent\ttime\tconcentration\tcell_count\n-\t0\t0\t100\n-\t48\t0\t400\n"
      + zip(Self.doses, [390, 380, 300, 150, 110]).map { "x\t48\t\($0)\t\($1)\n" }.joined()
    _ = try run(write("s.tsv", stacked))
    let found = try output().split(separator: "\n")[1].split(separator: "\t")
    #expect(found.dropFirst(2) == expected.split(separator: "\t").dropFirst())
  }

  static let faults: [(text: String, message: String)] = [
    ("drug\tdose\tviability\nx\t-1\t0.5\n", "d.tsv:2:3: error: dose below zero"),
    ("drug\tdose\nx\t1\n", "d.tsv:1: error: no column for value"),
    ("drug\tviability\nx\t1\n", "d.tsv:1: error: no column for dose"),
    ("drug\tdose\tviability\nx\t1\tinf\n", "d.tsv:2:5: error: not a number"),
    ("drug\tdose\tcell_count\nx\t1\t5\n", "d.tsv:1: error: no control counts"),
    (
      "dose\tcell_count\tcell_count__ctrl\tcell_count__time0\n1\t5\t0\t1\n",
      "d.tsv:2:5: error: no cells in the control"
    ),
    (
      "dose\ttime\tcell_count\n1\t48\t5\n0\t48\t9\n", "d.tsv:2: error: no control row of time 0"
    ),
  ]

  @Test(arguments: faults) func faultsHaveTheirPlaces(_ fault: (text: String, message: String))
    throws
  {
    let path = try write("d.tsv", fault.text)
    #expect(throws: (any Error).self) { try run(path) }
    do {
      _ = try run(path)
    } catch {
      #expect("\(error)".contains(fault.message), "\(error)")
    }
  }

  @Test func aTagWithoutAControlIsNamed() throws {
    let data = try write(
      "d.tsv", "dose\tcell_count\tctrl_tag\ttime0_tag\n1\t5\tc\tt\n2\t5\tq\tt\n")
    let controls = try write("c.tsv", "ctrl_tag\tcell_count\nc\t9\n")
    let time0 = try write("t.tsv", "time0_tag\tcell_count\nt\t2\n")
    do {
      _ = try run(data, controls: controls, time0: time0)
      Issue.record("no error")
    } catch {
      #expect("\(error)".contains("d.tsv:3:5: error: "), "\(error)")
    }
  }

  private func connect(
    _ inputs: [String], replicates: [String] = [], useControls: Bool = true
  ) throws -> RunTables.Result {
    try RunConnectivity(
      tables: RunTables(inputs: inputs, columns: [], out: folder + "/o", jobs: 2),
      options: .init(
        useControls: useControls, controlField: nil, controlValue: nil, leastMAD: 0.1, group: [],
        up: 5, down: 5, xsumTop: 10, useTau: true, replicates: replicates)
    ).run(.silent)
  }

  @Test func aSignatureFindsItsDrugAndItsReverse() throws {
    let reference = Fixtures.path("run/reference.gct")
    _ = try connect([Fixtures.path("run/signature.tsv"), reference])
    let rows = try output("o.connectivity.tsv").split(separator: "\n").dropFirst().map {
      $0.split(separator: "\t").map(String.init)
    }
    // Nine columns are no controls; a0 to a2 are the drug, b0 to b2 its reverse.
    #expect(rows.count == 9)
    #expect(rows.prefix(3).allSatisfy { $0[2] == "drugA" && (Double($0[7]) ?? 0) > 0.8 })
    #expect(rows.suffix(3).allSatisfy { $0[2] == "drugB" && (Double($0[7]) ?? 0) < -0.8 })
    let result = try connect([reference], replicates: ["pert_iname"])
    #expect(result.summary.contains("more than others: 3 of 3"))
  }

  /// 5,001 columns are refused before 25 million connections are begun.
  @Test func replicatesHaveALimit() throws {
    let columns = 5001
    func line(_ first: String, _ value: (Int) -> String) -> String {
      ([first, "n"] + (0..<columns).map(value)).joined(separator: "\t") + "\n"
    }
    var text = "#1.3\n20\t\(columns)\t1\t1\n" + line("id") { "c\($0)" }
    text += line("pert_iname") { "p\($0 / 3)" }
    for row in 0..<20 { text += line("g\(row)") { "\(($0 * 7 + row * 13) % 31 - 15)" } }
    let path = try write("wide.gct", text)
    #expect {
      _ = try connect([path], replicates: ["pert_iname"])
    } throws: { error in
      let words = "\(error)"
      return words.contains("--replicates pert_iname: error: 5001 columns")
        && words.contains("more than 5000") && words.contains("hint: ")
    }
  }

  @Test func aSignatureOfStrangersIsAnError() throws {
    let path = try write("s.tsv", "gene\tdirection\nNOBODY\tup\n")
    do {
      _ = try connect([path, Fixtures.path("run/reference.gct")])
      Issue.record("no error")
    } catch {
      #expect("\(error)".contains("s.tsv:2:1: error: no gene of the signature"), "\(error)")
    }
  }

  @Test func rescueIsByDonor() throws {
    let result = try RunRescue(
      tables: RunTables(
        inputs: [Fixtures.path("run/rescue.tsv")], columns: [], out: folder + "/o", jobs: 2),
      vehicle: "vehicle", risk: "risk", safe: "safe", draws: 1000, seed: 1
    ).run(.silent)
    #expect(result.summary.contains("drugA: 0.6111 "))
    #expect(result.summary.contains(", 5 donors"))
  }
}
