import Store
import TestSupport
import Testing

@testable import Pipeline

/// `casebook run similarcases` on the toy cases and one without a diagnosis.
@Suite struct CaseComparisonTests {
  private let folder = Fixtures.scratch("cases")

  /// Neighbours' ids and diagnoses, as written.
  private func neighbours(smallest: Int) throws -> [(id: String, diagnosis: String)] {
    let packet = """
      {"id": "q9", "phenotypicFeatures": [{"type": {"id": "HP:0000004", "label": "D"}}],
       "metaData": {}}
      """
    try Files.write(Array(packet.utf8), to: folder + "/q9.json")
    var settings = RunSimilarCases.Settings()
    settings.ontology = Fixtures.path("run/toy.obo")
    settings.annotations = Fixtures.path("run/toy.hpoa")
    (settings.smallestGroup, settings.queries) = (smallest, 10)
    _ = try RunSimilarCases(
      tables: RunTables(
        inputs: [Fixtures.path("run/phenopackets"), folder + "/q9.json"], columns: [],
        out: folder + "/o", jobs: 1),
      settings: settings
    ).run(.silent)
    let text = String(decoding: try Files.read(folder + "/o.similarcases.tsv"), as: UTF8.self)
    return text.split(separator: "\n").dropFirst().map {
      let fields = $0.split(separator: "\t", omittingEmptySubsequences: false)
      return (String(fields[1]), String(fields[2]))
    }
  }

  /// Id and diagnosis are told or withheld together, with the reason that holds.
  @Test func smallGroupsAreWithheldWhole() throws {
    let found = try neighbours(smallest: 100)
    #expect(found.count == 20 && found.allSatisfy { $0.id == $0.diagnosis })
    let reasons = Set(found.map(\.id))
    #expect(
      reasons == [
        "{withheld: fewer than 100 share its diagnosis}",
        "{withheld: it has no diagnosis that others could share}",
      ])
    #expect(found.count { $0.id.contains("no diagnosis") } == 4)
  }

  @Test func nothingIsWithheldWithoutALimit() throws {
    let found = try neighbours(smallest: 0)
    #expect(found.allSatisfy { !$0.id.contains("withheld") })
    #expect(found.count { $0.id == "q9" && $0.diagnosis.isEmpty } == 4)
  }
}
