import Diagnostics
import Formats
import Knowledge
import TestSupport
import Testing

@Suite struct PhenotypeFilesTests {
  private static func ontology() throws -> PhenotypeOntology {
    try OBOFile.ontology(Fixtures.bytes("run/toy.obo"), file: "toy.obo")
  }

  @Test func obsoleteTermsAndTypesAreNoTerms() throws {
    let ontology = try Self.ontology()
    #expect(ontology.ids == (1...6).map { "HP:000000\($0)" })
    #expect(ontology.term("HP:0000104") == ontology.term("HP:0000004"))
    #expect(ontology.ancestors[5] == [0, 1, 2, 5])
  }

  @Test func annotationsLeaveOutNotAndOtherAspects() throws {
    let ontology = try Self.ontology()
    let read = try AnnotationFile.annotations(
      Fixtures.bytes("run/toy.hpoa"), file: "toy.hpoa", ontology: ontology)
    #expect(read.diseases.map(\.terms) == [[3, 5], [4], [2], [3], [5]])
    #expect((read.negatedCount, read.otherAspectCount, read.unknownCount) == (1, 1, 1))
  }

  @Test func aLineOfAnotherLengthHasItsPlace() throws {
    let text = Fixtures.text("run/toy.hpoa") + "OMIM:1\tx\n"
    #expect {
      try AnnotationFile.annotations(
        Array(text.utf8), file: "toy.hpoa", ontology: Self.ontology())
    } throws: {
      "\($0)".contains("toy.hpoa:12: error: 2 fields where the header has 12")
    }
  }

  @Test func theVersionStandsInTheHead() throws {
    let text = Fixtures.text("run/toy.obo")
    #expect(try Self.ontology().version == nil)
    let dated = text.replacing("ontology: toy\n", with: "data-version: hp/2025-01-16\n")
    #expect(
      try OBOFile.ontology(Array(dated.utf8), file: "hp.obo").version == "hp/2025-01-16")
  }

  @Test func phenopacketsTellObservedFromExcluded() throws {
    let packet = try Phenopacket(Fixtures.bytes("run/phenopackets/q1.json"), file: "q1.json")
    #expect(packet.observed == ["HP:0000004", "HP:0000003"] && packet.excluded == ["HP:0000005"])
    #expect(packet.diagnosis == "OMIM:000001" && packet.subject == "q1")
  }

  static let broken = [
    ("{", "q.json: error: no JSON"), ("{\"subject\": {}}", "q.json: error: no 'id'"),
    ("{\"id\": 7}", "q.json: error: another type than expected at id"),
  ]

  @Test(arguments: broken) func whatIsNoPhenopacketIsRefused(_ c: (text: String, error: String)) {
    #expect {
      try Phenopacket(Array(c.text.utf8), file: "q.json")
    } throws: {
      "\($0)".contains(c.error)
    }
  }
}
