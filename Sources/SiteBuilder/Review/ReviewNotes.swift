import Diagnostics
import Markup
import Store

/// What reviewers wrote about case reports: `notes/<id>.md`, and the report as it was when it
/// was signed off, `notes/signed/<id>.md`. In the clinic's edition only.
struct ReviewNotes: Sendable {
  struct Note: Sendable {
    let document: Document
    let digest: Digest
    /// The report as it was signed.
    let signed: [UInt8]?
  }

  private let notes: [String: Note]

  /// Reads notes; gathers the errors of all.
  init(_ sources: [SiteSource], _ problems: inout Problems) {
    var texts: [String: [UInt8]] = [:]
    for source in sources {
      do throws(Diagnostic) {
        texts[source.path] = try source.read()
      } catch {
        problems.add(error)
      }
    }
    var notes: [String: Note] = [:]
    for path in texts.keys.sorted() where !path.hasPrefix("notes/signed/") {
      guard let bytes = texts[path] else { continue }
      let id = String(path.dropFirst(6)).replacingSuffix(".md", with: "")
      let document = problems.gatherTyped { () throws(Problems) in try Document(bytes, path: path) }
      guard let document else { continue }
      let signed = texts["notes/signed/\(id).md"]
      notes[id] = Note(
        document: document,
        digest: Digest(ofParts: [("note", Digest(of: bytes)), ("signed", Digest(of: signed ?? []))]
        ),
        signed: signed)
    }
    self.notes = notes
  }

  subscript(_ id: String) -> Note? { notes[id] }

  /// The id of the report that a document is; nil for another document.
  static func id(_ path: String) -> String? {
    guard path.hasPrefix("cases/"), path.hasSuffix(".md"), path != "cases/index.md" else {
      return nil
    }
    return String(path.dropFirst(6).dropLast(3))
  }
}

extension ReviewNotes.Note {
  enum State {
    case open
    /// By whom, and when.
    case signed(String, String)
    case changed(String, String)
  }

  /// A sign-off binds the reviewer, the date and the digest of the report's own document.
  func state(of report: Digest) -> State {
    let front = document.front
    guard let digest = front["signed_digest"], let reviewer = front["reviewer"],
      let date = front["signed_on"]
    else { return .open }
    return digest == report.hex ? .signed(reviewer, date) : .changed(reviewer, date)
  }
}

/// Notes and sign-off as they stand on a case page.
struct ReviewSection {
  let words: Words

  /// One line: "Signed off by … on …".
  func line(_ state: ReviewNotes.Note.State?) -> String {
    switch state {
    case nil, .open?: words["not_signed"]
    case .signed(let reviewer, let date)?: "\(words["signed"]) · \(reviewer), \(date)"
    case .changed(let reviewer, let date)?:
      "\(words["changed_since"]) · \(reviewer), \(date)"
    }
  }

  /// The section; `body` is the note, filled.
  func markup(
    _ note: ReviewNotes.Note, _ state: ReviewNotes.Note.State, body: HTML, report: [UInt8]?
  ) -> HTML {
    var out: HTML = """
      <section class="review" aria-labelledby="review"><h2 id="review">\(words["review"])</h2>

      """
    switch state {
    case .open: out += "<p>\(line(state))</p>\n"
    case .signed: out += "<p><span class=\"tag ok\">\(words["signed"])</span> \(line(state))</p>\n"
    case .changed:
      out += "<div class=\"inset care\"><p><strong>\(line(state))</strong></p></div>\n"
      if let signed = note.signed, let report { out += changes(signed, report) }
    }
    return out + body + "</section>\n"
  }

  /// Lines that went and came since the report was signed.
  private func changes(_ old: [UInt8], _ new: [UInt8]) -> HTML {
    let changes = LineDifference.between(old, new)
    let rows = changes.prefix(60).map { change -> HTML in
      change.isAdded
        ? "<li><ins>\(change.text)</ins></li>\n" : "<li><del>\(change.text)</del></li>\n"
    }
    let more: HTML = changes.count > 60 ? "<li>… \(changes.count - 60)</li>\n" : ""
    return """
      <details open><summary>\(words["what_changed"]), \(changes.count) \(words["lines"])</summary>\
      <ul class="plainlist changes">
      \(HTML.joined(rows))\(more)</ul></details>

      """
  }
}

/// Which lines differ between two texts: a longest common subsequence.
enum LineDifference {
  struct Change: Equatable {
    let isAdded: Bool
    let text: String
  }

  static func between(_ old: [UInt8], _ new: [UInt8]) -> [Change] {
    let a = lines(old), b = lines(new)
    var changes: [Change] = []
    for change in b.difference(from: a) {
      switch change {
      case .remove(_, let text, _): changes.append(Change(isAdded: false, text: text))
      case .insert(_, let text, _): changes.append(Change(isAdded: true, text: text))
      }
    }
    return changes.filter { !$0.text.isEmpty }
  }

  private static func lines(_ text: [UInt8]) -> [String] {
    text.split(separator: 0x0A, omittingEmptySubsequences: false).map {
      String(decoding: $0, as: UTF8.self)
    }
  }
}
