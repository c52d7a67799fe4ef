import Diagnostics
import Foundation
import Knowledge
import TestSupport
import Testing

@testable import Formats

/// Faults of the curated tables, each made in a copy of the demo's.
@Suite struct KnowledgeTableTests {
  private static func found(_ file: String, _ find: String, _ put: String) -> [String] {
    do {
      _ = try KnowledgeFiles.read(folder: "k") { path in
        let name = String(path.dropFirst(2))
        let text = Fixtures.text("../../content/knowledge/" + name)
        guard name == file, let place = text.range(of: find) else { return Array(text.utf8) }
        return Array(text.replacingCharacters(in: place, with: put).utf8)
      }
      return []
    } catch let problems as Problems {
      return problems.items.map(\.description)
    } catch {
      return ["\(error)"]
    }
  }

  static let faults: [(file: String, find: String, put: String, message: String)] = [
    (
      "instruments.tsv", "target_effect", "te",
      "instruments.tsv:1: error: no column 'target_effect'"
    ),
    ("drugs.tsv", "\ttarget\t", "\ttargets\t", "drugs.tsv:1: error: no column 'target'"),
    ("variants.tsv", "\thallmark\t", "\tmark\t", "variants.tsv:1: error: no column 'hallmark'"),
    ("drugs.tsv", "\tdecrease\t", "\tlower\t", "drugs.tsv:2:30: error: not a direction"),
    ("drugs.tsv", "\tcad\t", "\tcat\t", "drugs.tsv: error: 'atorvastatin' is listed for no trait"),
    ("drugs.tsv", "15755765", "foo", "drugs.tsv:2"),
    ("instruments.tsv", "\tC\tT\t", "\tQ\tT\t", "error: not an allele in 'effect_allele'"),
  ]

  @Test(arguments: faults)
  func faultsHaveTheirPlaces(
    _ c: (file: String, find: String, put: String, message: String)
  ) {
    let found = Self.found(c.file, c.find, c.put)
    #expect(found.contains { $0.contains(c.message) }, "\(found)")
  }

  @Test func theDemosTablesAreRight() {
    #expect(Self.found("", "", "").isEmpty)
  }
}
