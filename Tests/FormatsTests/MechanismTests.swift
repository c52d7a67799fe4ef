import Diagnostics
import Knowledge
import TestSupport
import Testing

@testable import Formats

@Suite struct MechanismTests {
  private static let head =
    "disease\thallmark\tfrom\tfrom_kind\tto\tto_kind\tsign\tevidence\tpmids\tsource\tnote\n"

  private static func read(_ rows: String) throws -> KnowledgeBook {
    try KnowledgeFiles.read(folder: "k") { path in
      let name = String(path.dropFirst(2))
      if name == "mechanisms.tsv" { return Array((head + rows).utf8) }
      return name == "exclusions.tsv"
        ? nil : Array(Fixtures.text("../../content/knowledge/" + name).utf8)
    }
  }

  @Test func rowsAreSteps() throws {
    let book = try Self.read("cad\tldl\trs1-A\tVariant\tSORT1\tGene\t-\tagainst\t1;2\t\tin mice\n")
    #expect(
      book.mechanisms == [
        MechanismStep(
          trait: "cad", hallmark: "ldl", from: "rs1-A", fromLayer: "Variant", to: "SORT1",
          toLayer: "Gene", sign: -1, evidence: .against, pmids: ["1", "2"], source: "",
          note: "in mice")
      ])
  }

  static let faults: [(row: String, message: String)] = [
    (
      "cad\tldl\ta\tV\tb\tG\t+\texperiment\t\t\t\n",
      "k/mechanisms.tsv:2:30: error: a step without a source"
    ),
    (
      "cad\tldl\ta\tV\tb\tG\t+\texperiment\tx\t\t\n",
      "k/mechanisms.tsv:2:30: error: not a number in 'pmids'"
    ),
    (
      "cad\tldl\ta\tV\tb\tG\t0\texperiment\t\t\t\n", "k/mechanisms.tsv:2:17: error: not a direction"
    ),
    ("cad\tldl\ta\tV\tb\tG\t+\tguess\t\t\t\n", "k/mechanisms.tsv:2:19: error: unknown evidence"),
    (
      "cad\tldl\t\tV\tb\tG\t+\texperiment\t\t\t\n", "k/mechanisms.tsv:2:9: error: nothing in 'from'"
    ),
    (
      "cad\tldI\ta\tV\tb\tG\t+\texperiment\t1\t\t\n", "k/mechanisms.tsv:2: error: no hallmark 'ldI'"
    ),
  ]

  @Test(arguments: faults) func faultsHaveTheirPlaces(_ c: (row: String, message: String)) throws {
    do {
      _ = try Self.read(c.row)
      Issue.record("read")
    } catch let problems as Problems {
      let found = problems.items.map(\.description)
      #expect(found.contains { $0.hasPrefix(c.message) }, "\(found)")
    }
  }
}
