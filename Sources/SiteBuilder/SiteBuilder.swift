import Diagnostics
import Figures
import Markup
import SiteDefaults
import Store
import Tables

/// An edition and documents in, pages out. Knows nothing of genomics.
public struct Site: Sendable {
  /// Site path and bytes.
  public let files: [String: [UInt8]]
  public let warnings: Problems

  /// Builds every page. Throws all errors of all documents and templates at once:
  /// broken links and fragments, unknown values, tables, figures and template names.
  public init(_ input: SiteInput) throws(Problems) {
    var problems = Problems()
    let library = try TemplateLibrary(Self.templates(input))
    problems.gatherTyped { () throws(Problems) in
      try library.check("page", against: PageValues.sample)
    }
    let parsed = Self.parse(input, &problems)
    let tables = try EditionTables(input.tables)
    let fragments = parsed.mapValues(\.fragment)
    let addresses = Addresses(
      documents: fragments, tables: Array(input.tables.keys), files: Array(input.files.keys))
    let builder = PageBuilder(
      info: input.info, addresses: addresses, tables: tables, pages: parsed, library: library)
    var files: [String: [UInt8]] = [:]
    for path in parsed.keys.sorted() {
      problems.gatherTyped { () throws(Problems) in
        files[Addresses.page(path)] = try builder.page(path)
      }
    }
    try problems.throwIfAny()
    for (path, bytes) in input.tables { files[addresses[path] ?? path] = bytes }
    for (path, bytes) in input.files { files[path] = bytes }
    for (name, bytes) in Self.assets(input) { files["assets/" + name] = bytes }
    files["_headers"] = Array(Self.headers.utf8)
    self.files = files
    warnings = Problems(problems.warnings)
  }

  private static func parse(
    _ input: SiteInput, _ problems: inout Problems
  ) -> [String: ParsedDocument] {
    var parsed: [String: ParsedDocument] = [:]
    for path in input.documents.keys.sorted() {
      guard let bytes = input.documents[path] else { continue }
      parsed[path] = problems.gatherTyped { () throws(Problems) -> ParsedDocument? in
        let document = try Document(bytes, path: path)
        if let audience = document.front.list("audience"), !audience.contains(input.info.audience) {
          return nil
        }
        return ParsedDocument(
          front: document.front, fragment: try Fragment(document), digest: Digest(of: bytes))
      } ?? nil
    }
    return parsed
  }

  private static func templates(_ input: SiteInput) -> [(name: String, file: String, text: String)] {
    var sources: [String: (file: String, text: String)] = [:]
    for (name, bytes) in SiteDefaults.files where name.hasSuffix(".mustache") {
      sources[name] = ("templates/" + name, String(decoding: bytes, as: UTF8.self))
    }
    for (name, template) in input.templates where name.hasSuffix(".mustache") {
      sources[name] = (template.path, String(decoding: template.bytes, as: UTF8.self))
    }
    return sources.keys.sorted().compactMap { name in
      sources[name].map { (name.replacingSuffix(".mustache", with: ""), $0.file, $0.text) }
    }
  }

  /// Style sheet and script, a project's own over the built-in ones.
  private static func assets(_ input: SiteInput) -> [String: [UInt8]] {
    var assets = SiteDefaults.files.filter { !$0.key.hasSuffix(".mustache") }
    for (name, template) in input.templates where !name.hasSuffix(".mustache") {
      assets[name] = template.bytes
    }
    return assets
  }

  static let contentSecurityPolicy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    + "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'"

  /// For web hosts that read such a file.
  private static var headers: String {
    """
    /*
      Content-Security-Policy: \(contentSecurityPolicy); frame-ancestors 'none'
      X-Content-Type-Options: nosniff
      Referrer-Policy: no-referrer

    """
  }
}

/// A document of the site, read once.
struct ParsedDocument: Sendable {
  let front: FrontMatter
  let fragment: Fragment
  let digest: Digest
}
