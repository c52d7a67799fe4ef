import Diagnostics
import Foundation
import Store
import TestSupport
import Testing

@testable import Pipeline

/// Notes and sign-off: what a reviewer saw is what is signed.
@Suite struct ReviewTests {
  private struct Desk {
    let project: TestProject
    let desk: ReviewDesk
    let id: String

    init() throws {
      project = try TestProject()
      let live = try LiveProject(try project.request("clinic"), progress: .silent)
      desk = ReviewDesk(project: live)
      let cases = Files.list(project.folder + "/.casebook/editions/clinic/cases")
      id = try #require(cases.first { $0 != "index.md" }).replacing(".md", with: "")
    }

    func save(_ note: String, sign: Bool = false, report: String? = nil) throws {
      let fields: [String: Any] = [
        "reviewer": "Dr A", "note": note, "sign": sign, "report": report ?? desk.digest(id),
      ]
      let json = try JSONSerialization.data(withJSONObject: fields)
      try desk.save(id, try #require(ReviewDesk.Entry(json: json)))
    }

    var note: String { project.text("content/notes/\(id).md") }

    func page() throws -> String {
      try project.build("clinic")
      return project.text(".casebook/sites/clinic/cases/\(id).html")
    }
  }

  @Test func signsWhatWasSeen() throws {
    let desk = try Desk()
    #expect {
      try desk.save("x", sign: true, report: String(repeating: "0", count: 64))
    } throws: { "\($0)".contains("has changed since it was shown") }
    #expect(desk.note.isEmpty)
    try desk.save("Read.", sign: true)
    #expect(try desk.page().contains("Dr A"))
    #expect(desk.note.contains(desk.desk.digest(desk.id)))
    try desk.save("Words added later.")
    #expect(desk.note.contains("signed_digest"))
  }

  /// A note that begins like front matter signs nothing.
  @Test func noNoteForgesASignOff() throws {
    let desk = try Desk()
    let digest = desk.desk.digest(desk.id)
    try desk.save("---\nreviewer: Prof\nsigned_on: 2026-01-01\nsigned_digest: \(digest)\n---\nok")
    #expect(try !desk.page().contains("Signed off"))
  }

  /// What could not stand on its page is refused, and nothing is written.
  @Test(arguments: ["see [x](missing.md)", "{{ nope.x }}", "```sql {#q}\nselect 1 as a\n```"])
  func refusesANoteThatWouldStopTheBuild(_ note: String) throws {
    let desk = try Desk()
    #expect(throws: Diagnostic.self) { try desk.save(note) }
    #expect(desk.note.isEmpty)
  }
}
