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
  /// `map` runs a function over items, in parallel where the caller has workers.
  public init(_ input: SiteInput, map: Mapper = { $0.map($1) }) throws(Problems) {
    var problems = Problems()
    let library = try TemplateLibrary(Self.templates(input))
    problems.gatherTyped { () throws(Problems) in
      try library.check("page", against: PageValues.sample)
    }
    let parsed = Self.parse(input, map, &problems)
    // A document that did not parse would only be reported again by every link to it.
    try problems.throwIfAny()
    for (address, paths) in Dictionary(grouping: parsed.keys, by: Addresses.page)
    where paths.count > 1 {
      problems.error(
        at: Place(paths.sorted()[0]),
        "two documents stand at \(address): \(paths.sorted().joined(separator: ", "))",
        hint: "rename the one that you wrote")
    }
    let tables = try EditionTables(input.tables)
    let fragments = parsed.mapValues(\.fragment)
    let addresses = Addresses(
      documents: fragments, tables: Array(input.tables.keys), files: Array(input.files.keys))
    let builder = PageBuilder(
      info: input.info, addresses: addresses, tables: tables, pages: parsed, library: library)
    var files: [String: [UInt8]] = [:]
    for outcome in map(
      parsed.keys.sorted(),
      { path in
        PathOutcome(path: path) { () throws(Problems) in .page(try builder.page(path)) }
      })
    {
      problems.add(outcome.problems)
      if case .page(let bytes)? = outcome.value { files[Addresses.page(outcome.path)] = bytes }
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
    _ input: SiteInput, _ map: Mapper, _ problems: inout Problems
  ) -> [String: ParsedDocument] {
    var parsed: [String: ParsedDocument] = [:]
    for outcome in map(
      input.documents.keys.sorted(),
      { path in
        PathOutcome(path: path) { () throws(Problems) in
          let bytes = input.documents[path] ?? []
          let document = try Document(bytes, path: path)
          if let audience = document.front.list("audience"), !audience.contains(input.info.audience)
          {
            return nil
          }
          return .document(
            ParsedDocument(
              front: document.front, fragment: try Fragment(document), digest: Digest(of: bytes)))
        }
      })
    {
      problems.add(outcome.problems)
      if case .document(let document)? = outcome.value { parsed[outcome.path] = document }
    }
    return parsed
  }

  private static func templates(_ input: SiteInput) -> [(name: String, file: String, text: String)]
  {
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

extension Site {
  /// Runs a function over paths; results stand in the order of the paths.
  public typealias Mapper = ([String], @Sendable (String) -> PathOutcome) -> [PathOutcome]
}

/// What became of one path: a value, or problems.
public struct PathOutcome: Sendable {
  enum Value: Sendable {
    case document(ParsedDocument)
    case page([UInt8])
  }

  let path: String
  let value: Value?
  let problems: Problems

  init(path: String, _ body: () throws(Problems) -> Value?) {
    self.path = path
    do {
      value = try body()
      problems = Problems()
    } catch {
      value = nil
      problems = error
    }
  }
}

/// A document of the site, read once.
struct ParsedDocument: Sendable {
  let front: FrontMatter
  let fragment: Fragment
  let digest: Digest
}
