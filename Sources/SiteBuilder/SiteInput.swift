import Diagnostics
import Markup
import Store

/// What a site says of itself on every page.
public struct SiteInfo: Sendable, Equatable {
  public let title: String
  public let release: String
  public let isSynthetic: Bool
  /// "public", "clinic" or "participant".
  public let audience: String
  /// The language of the interface: there is a `words.<language>.yaml`.
  public let language: String
  public let theme: Theme

  public init(
    title: String, release: String, isSynthetic: Bool, audience: String, language: String = "en",
    theme: Theme = Theme()
  ) {
    (self.title, self.release) = (title, release)
    (self.isSynthetic, self.audience) = (isSynthetic, audience)
    (self.language, self.theme) = (language, theme)
  }

  /// All of it, for the graph.
  var digest: Digest {
    Digest(
      of: [title, release, "\(isSynthetic)", audience, language, theme.text]
        .joined(separator: "\u{1F}"))
  }
}

/// A document or file of the site: where it stands in the content, and its bytes or its file.
public struct SiteSource: Sendable {
  private enum Origin: Sendable {
    case bytes([UInt8])
    /// A folder, in which the file has the path without its first letters.
    case folder(String, Int)
  }

  public let path: String
  /// Of the file; ``Stamp/none`` for bytes of the build itself.
  public let stamp: Stamp
  private let origin: Origin

  private init(_ path: String, _ stamp: Stamp, _ origin: Origin) {
    (self.path, self.stamp, self.origin) = (path, stamp, origin)
  }

  /// Bytes that the build made.
  public init(_ path: String, bytes: [UInt8]) { self.init(path, .none, .bytes(bytes)) }

  /// A file in a folder of the disk, read when it is needed. `path` is `prefix`, and what the file
  /// is called in the folder.
  public init(_ path: String, in folder: String, after prefix: String = "", stamp: Stamp) {
    self.init(path, stamp, .folder(folder, prefix.utf8.count))
  }

  func with(_ stamp: Stamp) -> SiteSource { SiteSource(path, stamp, origin) }

  /// Nil for bytes of the build itself.
  var file: String? {
    guard case .folder(let folder, let prefix) = origin else { return nil }
    return folder + "/" + String(Substring(path.utf8.dropFirst(prefix)))
  }

  func read() throws(Diagnostic) -> [UInt8] {
    if case .bytes(let bytes) = origin { return bytes }
    do throws(Diagnostic) {
      return try Files.read(file ?? path)
    } catch {
      throw Diagnostic(at: Place(path), error.message, hint: error.hint, exit: error.exit)
    }
  }
}

/// All that a site is made from: an edition and hand-written documents, by their path below `content/`, and templates.
/// Nothing else is opened: what is not in here cannot leak.
public struct SiteInput: Sendable {
  public let info: SiteInfo
  /// Markdown: `index.md`, `cases/<id>.md`, `reports/qc.md`.
  public let documents: [SiteSource]
  /// Notes of reviewers: `notes/<id>.md`, `notes/signed/<id>.md`. Empty in the public edition.
  public let notes: [SiteSource]
  /// Tables by path: `reports/data/scores.tsv`.
  public let tables: [String: [UInt8]]
  /// Pictures and downloads that people added: `files/logo.png`.
  public let files: [SiteSource]
  /// A project's templates by file name, with the path for messages.
  public let templates: [String: (path: String, bytes: [UInt8])]

  public init(
    info: SiteInfo, documents: [SiteSource], tables: [String: [UInt8]], files: [SiteSource],
    templates: [String: (path: String, bytes: [UInt8])], notes: [SiteSource] = []
  ) {
    (self.info, self.tables) = (info, tables)
    self.documents = documents.sorted { $0.path < $1.path }
    self.files = files.sorted { $0.path < $1.path }
    (self.templates, self.notes) = (templates, notes)
  }
}
