import CohortModel
import Diagnostics
import SiteBuilder
import Store

/// What people wrote: documents outside the generated folders, pictures, templates, notes.
struct HandWritten {
  let request: BuildRequest
  let audience: Audience

  private static let generated: Set = [
    "cohort", "reference", "knowledge", "notes", "clinic", "cases", "reports", "similar", "files",
  ]

  func documents() -> [SiteSource] {
    let root = request.path("content")
    return Files.stamps(root).compactMap { path, stamp in
      guard path.hasSuffix(".md") else { return nil }
      let top = path.split(separator: "/").first.map(String.init) ?? path
      if path.contains("/"), Self.generated.contains(top) { return nil }
      return SiteSource(path, in: root, stamp: stamp)
    }
  }

  /// Documents in folders that a build with a cohort writes: nobody's own are read there.
  func unread(_ folders: [String]) -> Problems {
    var problems = Problems()
    for folder in folders {
      for path in Files.list(request.path("content/" + folder)) where path.hasSuffix(".md") {
        problems.warn(
          at: Place("content/\(folder)/\(path)"), "not read: the folder is that of generated pages",
          hint: "move it: content/pages/\(path)")
      }
    }
    return problems
  }

  func files() -> [SiteSource] {
    let root = request.path("content/files")
    return Files.stamps(root).map { path, stamp in
      SiteSource("files/" + path, in: root, after: "files/", stamp: stamp)
    }
  }

  /// Notes of reviewers, for the clinic alone.
  func notes() -> [SiteSource] {
    guard audience == .clinic else { return [] }
    let root = request.path("content/notes")
    return Files.stamps(root).compactMap { path, stamp in
      path.hasSuffix(".md")
        ? SiteSource("notes/" + path, in: root, after: "notes/", stamp: stamp) : nil
    }
  }

  func templates() throws(Diagnostic) -> [String: (path: String, bytes: [UInt8])] {
    var found: [String: (path: String, bytes: [UInt8])] = [:]
    for name in Files.list(request.path("templates")) where !name.contains("/") {
      found[name] = ("templates/" + name, try Files.read(request.path("templates/" + name)))
    }
    return found
  }

  /// Notes about people who have no case any more: for a person to delete.
  func notesToDelete(_ project: Project, _ edition: Edition) -> Problems {
    var problems = Problems()
    guard audience == .clinic else { return problems }
    for path in Files.list(request.path("content/notes")) where path.hasSuffix(".md") {
      let slug = path.split(separator: "/").last?.dropLast(3) ?? ""
      if edition.documents["cases/\(slug).md"] == nil {
        problems.warn(
          at: Place("content/notes/\(path)"), "a note about nobody who has a case report",
          hint: "delete it if the person withdrew")
      }
    }
    return problems
  }
}
