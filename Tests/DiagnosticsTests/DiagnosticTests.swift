import Diagnostics
import Testing

@Suite struct DiagnosticTests {
  @Test func printsPlaceMessageAndHint() {
    let place = Place("content/cohort/consent.tsv", line: 3, column: 7)
    let diagnostic = Diagnostic(at: place, "unknown state", hint: "granted")
    #expect(
      diagnostic.description
        == "content/cohort/consent.tsv:3:7: error: unknown state\n  hint: granted")
  }

  @Test(arguments: [
    ("garnted", "granted"), ("particpant", "participant"), ("xyz", nil), ("titel", "title"),
  ])
  func nearestWord(_ word: String, _ expected: String?) {
    let known = ["granted", "withdrawn", "participant", "title"]
    #expect(Suggestion.nearest(to: word, among: known) == expected)
  }

  @Test func theGravestClassEndsTheProgram() {
    var problems = Problems()
    problems.error(at: Place("a"), "x")
    problems.error(at: Place("b"), "y", exit: .consent)
    problems.warn(at: Place("c"), "z")
    #expect(problems.exit == .consent)
    #expect(problems.errors.count == 2)
  }

  @Test func problemsAreSortedByPlace() {
    let problems = Problems([
      Diagnostic(at: Place("b", line: 1), "second"), Diagnostic(at: Place("a", line: 9), "first"),
    ])
    #expect(problems.description == "a:9: error: first\nb:1: error: second")
  }
}
