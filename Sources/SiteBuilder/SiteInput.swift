import Diagnostics
import Markup

/// What a site says of itself on every page.
public struct SiteInfo: Sendable, Equatable {
  public let title: String
  public let release: String
  public let isSynthetic: Bool
  /// "public", "clinic" or "participant".
  public let audience: String

  public init(title: String, release: String, isSynthetic: Bool, audience: String) {
    (self.title, self.release) = (title, release)
    (self.isSynthetic, self.audience) = (isSynthetic, audience)
  }
}

/// All that a site is made from: an edition and hand-written documents, by their path below `content/`, and templates.
/// Nothing else is opened: what is not in here cannot leak.
public struct SiteInput: Sendable {
  public let info: SiteInfo
  /// Markdown by path: `index.md`, `cases/<id>.md`, `reports/qc.md`.
  public let documents: [String: [UInt8]]
  /// Tables by path: `reports/data/scores.tsv`.
  public let tables: [String: [UInt8]]
  /// Pictures and downloads that people added: `files/logo.png`.
  public let files: [String: [UInt8]]
  /// A project's templates by file name, with the path for messages.
  public let templates: [String: (path: String, bytes: [UInt8])]

  public init(
    info: SiteInfo, documents: [String: [UInt8]], tables: [String: [UInt8]],
    files: [String: [UInt8]], templates: [String: (path: String, bytes: [UInt8])]
  ) {
    (self.info, self.documents, self.tables) = (info, documents, tables)
    (self.files, self.templates) = (files, templates)
  }
}
