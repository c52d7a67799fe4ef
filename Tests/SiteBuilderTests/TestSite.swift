import Diagnostics
import Store
import Synchronization

@testable import SiteBuilder

/// A site built in memory, from documents and tables as text.
struct TestSite {
  static let info = SiteInfo(title: "T", release: "1", isSynthetic: true, audience: "public")

  let files: [String: [UInt8]]
  let warnings: Problems

  init(
    _ documents: [String: String], tables: [String: String] = [:],
    templates: [String: String] = [:], info: SiteInfo = TestSite.info
  ) throws(Problems) {
    let kept = Kept()
    let sink = SiteSink(
      put: { bytes, path throws(Diagnostic) in
        kept.files.withLock { $0[path] = bytes }
        return StagedFolder.Entry(
          path: path, digest: Digest(of: bytes), stamp: .none, isNew: true)
      }, present: { _ in nil })
    let site = Site(
      SiteInput(
        info: info, documents: documents.map { SiteSource($0.key, bytes: Array($0.value.utf8)) },
        tables: tables.mapValues { Array($0.utf8) }, files: [],
        templates: Dictionary(
          uniqueKeysWithValues: templates.map { ($0, ("templates/" + $0, Array($1.utf8))) })),
      sink: sink, pack: Pack())
    let built = try site.build()
    files = kept.files.withLock { $0 }
    warnings = built.warnings
  }

  func page(_ path: String) -> String { String(decoding: files[path] ?? [], as: UTF8.self) }

  /// What is said of documents that cannot be built.
  static func message(
    _ documents: [String: String], tables: [String: String] = [:],
    templates: [String: String] = [:]
  ) -> String {
    do throws(Problems) {
      _ = try TestSite(documents, tables: tables, templates: templates)
      return ""
    } catch {
      return error.description
    }
  }

  private final class Kept: Sendable {
    let files: Mutex<[String: [UInt8]]> = Mutex([:])
  }
}
