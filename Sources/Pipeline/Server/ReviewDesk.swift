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

    /// Nil where the words are no entry, or too long for one.
    init?(json: Data) {
      guard let fields = try? JSONSerialization.jsonObject(with: json) as? [String: Any],
        let reviewer = fields["reviewer"] as? String, let note = fields["note"] as? String,
        let isSignOff = fields["sign"] as? Bool, Self.isName(reviewer), note.utf8.count <= 20_000
      else { return nil }
      (self.reviewer, self.note, self.isSignOff) = (reviewer, note, isSignOff)
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

  /// Writes an entry. A sign-off binds the reviewer, the day and the digest of the report's own
  /// document, and keeps that document, so that a later change can be shown.
  func save(_ id: String, _ entry: Entry) throws(Diagnostic) {
    guard let digest = project.live.digest("cases/\(id).md") else {
      throw Diagnostic(at: Place("cases/\(id).md"), "no such report", exit: .usage)
    }
    var front: [(String, String)] = []
    if entry.isSignOff {
      front = [
        ("reviewer", entry.reviewer), ("signed_on", project.request.today.description),
        ("signed_digest", digest.hex),
      ]
      let layout = Layout(request: project.request)
      let report = try Files.read(
        layout.edition(project.request.audience) + "/cases/\(id).md")
      guard Digest(of: report) == digest else {
        throw Diagnostic(
          at: Place("cases/\(id).md"), "the report has changed since it was shown",
          hint: "read it again, then sign", exit: .usage)
      }
      try Files.replaceMaking(report, at: project.request.path("content/notes/signed/\(id).md"))
    } else if let bytes = try? Files.read(path(id)),
      let known = try? Document(bytes, path: "notes/\(id).md")
    {
      front = ["reviewer", "signed_on", "signed_digest"].compactMap { key in
        known.front[key].map { (key, $0) }
      }
    }
    var text = MarkdownText()
    if !front.isEmpty { text.front(front) }
    let note = entry.note.replacing("\r\n", with: "\n")
    try Files.replaceMaking(
      Array(
        (text.text + (front.isEmpty ? "" : "\n") + note + (note.hasSuffix("\n") ? "" : "\n")).utf8),
      at: path(id))
  }
}
