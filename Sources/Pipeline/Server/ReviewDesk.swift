import CohortModel
import Diagnostics
import Foundation
import Markup
import SiteBuilder
import Store

/// Writes notes and sign-offs of case reports to `content/notes/`.
struct ReviewDesk: Sendable {
  /// What a reviewer sends.
  struct Entry: Equatable {
    let reviewer: String
    let note: String
    let isSignOff: Bool
    /// Digest of the report that the reviewer has before the eyes.
    let report: String

    /// Nil where the words are no entry, or too long for one.
    init?(json: Data) {
      guard let fields = try? JSONSerialization.jsonObject(with: json) as? [String: Any],
        let reviewer = fields["reviewer"] as? String, let note = fields["note"] as? String,
        let isSignOff = fields["sign"] as? Bool, let report = fields["report"] as? String,
        Self.isName(reviewer), note.utf8.count <= 20_000
      else { return nil }
      (self.reviewer, self.note, self.isSignOff) = (reviewer, note, isSignOff)
      self.report = report
    }

    private static func isName(_ text: String) -> Bool {
      !text.isEmpty && text.count <= 80
        && text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }
    }
  }

  let project: LiveProject

  private func path(_ id: String) -> String { project.request.path("content/notes/\(id).md") }

  /// The note about a report as it stands, without its front matter.
  func note(_ id: String) -> String {
    guard let bytes = try? Files.read(path(id)) else { return "" }
    return Self.body(String(decoding: bytes, as: UTF8.self))
  }

  private static func body(_ text: String) -> String {
    guard text.hasPrefix("---\n"), let end = text.range(of: "\n---\n") else { return text }
    return String(text[end.upperBound...].drop { $0 == "\n" })
  }

  /// Whether there is a report of that name in the site.
  func knows(_ id: String) -> Bool {
    id.wholeMatch(of: /[A-Za-z0-9][A-Za-z0-9_-]{0,63}/) != nil
      && project.live.digest("cases/\(id).md") != nil
  }

  /// The digest of a report as it is now, which an entry about it has to name.
  func digest(_ id: String) -> String { project.live.digest("cases/\(id).md")?.hex ?? "" }

  /// Writes an entry. A sign-off binds the reviewer, the day and the digest of the report's own
  /// document, and keeps that document, so that a later change can be shown. Throws where the
  /// report is not the one that the reviewer saw, or the note could not stand on its page.
  func save(_ id: String, _ entry: Entry) throws(Diagnostic) {
    guard entry.report == digest(id) else { throw Self.changed(id) }
    let front = entry.isSignOff ? signOff(entry) : try kept(id, entry)
    var text = MarkdownText()
    // Always: a note that begins like front matter is a note.
    text.front(front)
    let note = entry.note.replacing("\r\n", with: "\n")
    let bytes = Array((text.text + "\n" + note + (note.hasSuffix("\n") ? "" : "\n")).utf8)
    try check(bytes, id)
    if entry.isSignOff {
      let report = try Files.read(
        Layout(request: project.request).edition(project.request.audience) + "/cases/\(id).md")
      guard Digest(of: report).hex == entry.report else { throw Self.changed(id) }
      try Files.replaceMaking(report, at: project.request.path("content/notes/signed/\(id).md"))
    }
    try Files.replaceMaking(bytes, at: path(id))
  }

  private func signOff(_ entry: Entry) -> [(String, String)] {
    let today = CalendarDate(unixTime: Int(Date().timeIntervalSince1970))
    return [
      ("reviewer", entry.reviewer), ("signed_on", today.description),
      ("signed_digest", entry.report),
    ]
  }

  /// The front matter that a note has beside new words: an earlier sign-off stays what it was.
  private func kept(_ id: String, _ entry: Entry) throws(Diagnostic) -> [(String, String)] {
    guard let bytes = try? Files.read(path(id)) else { return [("reviewer", entry.reviewer)] }
    let known: Document
    do throws(Problems) {
      known = try Document(bytes, path: "notes/\(id).md")
    } catch {
      throw error.items.first ?? Self.changed(id)
    }
    guard known.front["signed_digest"] != nil else { return [("reviewer", entry.reviewer)] }
    return ["reviewer", "signed_on", "signed_digest"].compactMap { key in
      known.front[key].map { (key, $0) }
    }
  }

  /// A note is Markdown that stands alone: what it names could go, and the site with it.
  private func check(_ bytes: [UInt8], _ id: String) throws(Diagnostic) {
    do throws(Problems) {
      let document = try Document(bytes, path: "notes/\(id).md")
      try project.live.check(note: document, of: "cases/\(id).md")
    } catch {
      throw error.items.first ?? Self.changed(id)
    }
  }

  private static func changed(_ id: String) -> Diagnostic {
    Diagnostic(
      at: Place("cases/\(id).md"), "the report has changed since it was shown",
      hint: "load the page again, read it, then sign", exit: .usage)
  }
}
