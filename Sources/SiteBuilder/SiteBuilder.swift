import Diagnostics
import Figures
import Markup
import SiteDefaults
import Store
import Synchronization
import Tables

/// An edition and documents in, pages out. Knows nothing of genomics.
///
/// Documents are read, parsed into fragments and indexed; then every page whose reads no longer
/// give what they gave is rendered, one at a time for each worker: what is held of a page beside
/// that is its summary. Nothing changed: nothing is read but stamps, nothing rendered or written.
public struct Site: Sendable {
  let input: SiteInput
  let sink: SiteSink
  var pack: Pack
  /// What an earlier build by the same program left.
  let old: Graph?
  let program: Digest
  let forEach: ForEach
  let library: TemplateLibrary
  let words: Words
  let wordsDigest: Digest
  let tables: EditionTables
  let notes: ReviewNotes
  let databases: Databases
  /// What is wrong with templates, words and notes: a build says it together with what is wrong
  /// with the documents.
  let faults: Problems
  /// Whether templates come round to themselves: what would be printed without end.
  private let hasRounds: Bool

  /// What a build gave.
  public struct Built: Sendable {
    /// All files of the site.
    public let entries: [StagedFolder.Entry]
    public var graph: Graph
    /// Places in the graph of the documents whose pages were rendered.
    private let places: [Int]
    public let warnings: Problems
    /// Paths of the documents whose pages were rendered, sorted.
    public var rendered: [String] { places.map(graph.nodes.path) }
    public var renderedCount: Int { places.count }

    init(entries: [StagedFolder.Entry], graph: Graph, places: [Int], warnings: Problems) {
      (self.entries, self.graph, self.places) = (entries, graph, places)
      self.warnings = warnings
    }

    public var pageCount: Int { entries.count { $0.path.hasSuffix(".html") } }
    public var bytes: Int { entries.reduce(0) { $0 + Int(max(0, $1.stamp.size)) } }
  }

  public init(
    _ input: SiteInput, sink: SiteSink, pack: Pack, old: Graph? = nil,
    program: Digest = Digest(of: ""),
    forEach: @escaping ForEach = { count, body in
      for index in 0..<count { body(index) }
    }
  ) {
    (self.input, self.sink, self.pack) = (input, sink, pack)
    (self.old, self.program, self.forEach) = (old, program, forEach)
    let sources = Self.templates(input)
    var faults = Problems()
    let library = TemplateLibrary(sources, &faults)
    self.library = library
    (words, wordsDigest) = Self.words(input, &faults)
    tables = EditionTables(input.tables)
    databases = Databases(tables)
    notes = ReviewNotes(input.notes, &faults)
    let rounds = library.rounds
    faults.add(rounds)
    hasRounds = !rounds.items.isEmpty
    let sample = PageValues.sample(words)
    // Partials alone know only what the shell around them gives.
    for name in sources.map(\.name) where !Self.isPartial(name, in: library, sources) {
      faults.gatherTyped { () throws(Problems) in try library.check(name, against: sample) }
    }
    self.faults = faults
  }

  /// The words of the interface: English, and those of the site's language over them.
  private static func words(_ input: SiteInput, _ problems: inout Problems) -> (Words, Digest) {
    let english = front("words.en.yaml", SiteDefaults.files["words.en.yaml"] ?? [], &problems)
    let language = input.info.language, name = "words.\(language).yaml"
    guard let bytes = input.templates[name]?.bytes ?? SiteDefaults.files[name] else {
      let known = (Array(SiteDefaults.files.keys) + input.templates.keys).filter {
        $0.hasPrefix("words.")
      }
      problems.error(
        at: Place("casebook.yaml"), "no words of the language '\(language)'",
        hint: "write templates/\(name); there are \(known.sorted().joined(separator: ", "))")
      return (Words(english.values), Digest(of: ""))
    }
    let file = "templates/" + name
    let own = front(name, bytes, &problems)
    for key in own.keys where english[key] == nil {
      problems.error(
        at: Place(file, line: own.line(key)), "the interface has no word '\(key)'",
        hint: Suggestion.hint(for: key, among: english.values.keys))
    }
    return (Words(english.values.merging(own.values) { $1 }), Digest(of: bytes))
  }

  private static func front(
    _ name: String, _ bytes: [UInt8], _ problems: inout Problems
  ) -> FrontMatter {
    problems.gatherTyped { () throws(Problems) in
      try FrontMatter(bytes[...], file: "templates/" + name, firstLine: 1)
    } ?? FrontMatter()
  }

  private static func isPartial(
    _ name: String, in library: TemplateLibrary, _ sources: [TemplateLibrary.Source]
  ) -> Bool {
    sources.contains { $0.name != name && library.closure(of: $0.name).contains(name) }
  }

  private static func templates(_ input: SiteInput) -> [TemplateLibrary.Source] {
    var sources: [String: TemplateLibrary.Source] = [:]
    func add(_ name: String, _ path: String, _ bytes: [UInt8]) {
      guard name.hasSuffix(".mustache") else { return }
      let own = name.replacingSuffix(".mustache", with: "")
      sources[own] = .init(name: own, file: path, bytes: bytes)
    }
    for (name, bytes) in SiteDefaults.files { add(name, "templates/" + name, bytes) }
    for (name, template) in input.templates { add(name, template.path, template.bytes) }
    return sources.keys.sorted().compactMap { sources[$0] }
  }

  static let contentSecurityPolicy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    + "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'"

  // MARK: - Build

  /// Builds every page. Throws all errors of all documents at once: broken links and fragments,
  /// unknown values, tables, figures, failed cells.
  public func build() throws(Problems) -> Built {
    let parsing = try parse()
    let ground = ground
    let isGroundSame = !parsing.isChanged && old?.ground == ground
    if isGroundSame, let built = unchanged(parsing.nodes) { return built }
    return try built(consume parsing, ground, isGroundSame)
  }

  private func built(
    _ parsing: consuming Parsing, _ ground: Digest, _ isGroundSame: Bool
  ) throws(Problems) -> Built {
    var index = index(parsing.nodes, broken: parsing.broken), problems = parsing.problems
    problems.add(faults)
    // Rendering makes the list anew: the documents of a large site do not stand there twice.
    _ = consume parsing
    var graph = Graph(program: program)
    graph.ground = ground
    checkAddresses(index, &problems)
    problems.gatherTyped { () throws(Problems) in try PeopleFiles.check(input.files) }
    if let logo = input.info.theme.logo, index.address(logo) == nil {
      problems.error(
        at: Place("casebook.yaml"), "the logo '\(logo)' is not there",
        hint: Suggestion.hint(for: logo, among: input.files.map(\.path)))
    }
    if hasRounds { throw problems }
    if !index.isWhole { throw Problems([Pack.unreadable]) }
    let (stale, kept) = staleNodes(index, isGroundSame: isGroundSame)
    var entries = kept
    entries.reserveCapacity(index.nodes.count + index.nodes.count / 3 + 100)
    problems.add(try render(index, stale, &graph, &entries))
    try problems.throwIfAny()
    index = index.replacing(graph.nodes)
    entries += try others(index, &graph, stale)
    try checkFiles(entries)
    graph.packSize = try pack.flushing()
    return Built(
      entries: entries, graph: graph, places: stale.map(\.index),
      warnings: Problems(problems.warnings))
  }

  /// What the last build gave, where nothing that it read has changed and all its files are there.
  private func unchanged(_ nodes: NodeList) -> Built? {
    guard var graph = old else { return nil }
    var entries: [StagedFolder.Entry] = []
    entries.reserveCapacity(nodes.count + graph.others.count)
    for place in nodes.indices {
      for output in nodes.outputs(place) {
        guard let entry = sink.present(output) else { return nil }
        entries.append(entry)
      }
    }
    let others = graph.others.compactMap(sink.present)
    guard others.count == graph.others.count else { return nil }
    graph.nodes = nodes
    return Built(entries: entries + others, graph: graph, places: [], warnings: Problems())
  }

  func index(_ nodes: NodeList, broken: Set<String> = []) -> SiteIndex {
    SiteIndex(
      info: input.info, words: words, wordsDigest: wordsDigest, library: library, tables: tables,
      files: input.files.map(\.path), nodes: nodes, pack: pack, notes: notes, broken: broken)
  }

  /// Everything that pages and lists may read beside documents, as one digest.
  private var ground: Digest {
    var text = "\(input.info.digest) \(wordsDigest)\n"
    for (name, template) in input.templates.sorted(by: { $0.key < $1.key }) {
      text += "\(name) \(Digest(of: template.bytes))\n"
    }
    for path in tables.paths { text += "\(path) \(tables.digest(path)?.hex ?? "")\n" }
    for file in input.files + input.notes {
      text += "\(file.path) \(file.stamp.size) \(file.stamp.changed) \(file.stamp.inode)"
      // A file that was written twice in one tick of the clock has one stamp.
      if file.stamp.size < 1_000_000, let bytes = try? file.read() {
        text += " \(Digest(of: bytes))"
      }
      text += "\n"
    }
    return Digest(of: text)
  }

  /// A page, a figure's file, a table or a picture of the same name: one would hide the other.
  private func checkFiles(_ entries: [StagedFolder.Entry]) throws(Problems) {
    var problems = Problems()
    var seen = Set<String>(minimumCapacity: entries.count)
    for entry in entries where !seen.insert(entry.path).inserted {
      problems.error(
        at: Place(entry.path), "two files of the site have this name",
        hint: "rename the document, the cell's id, or the file in content/files")
    }
    try problems.throwIfAny()
  }

  /// Two documents at one address, or an old address that something stands at.
  private func checkAddresses(_ index: SiteIndex, _ problems: inout Problems) {
    var taken: [String: String] = [:]
    for place in index.nodes.indices {
      let path = index.nodes.path(place), address = Addresses.page(path)
      if let other = taken.updateValue(path, forKey: address) {
        problems.error(
          at: Place(other), "two documents stand at \(address): \(other), \(path)",
          hint: "rename the one that you wrote")
      }
    }
    for redirect in index.redirects {
      let isPlain = redirect.from.unicodeScalars.allSatisfy {
        $0.value > 0x20 && $0.value != 0x7F && !":?#%\\<>\"".unicodeScalars.contains($0)
      }
      if !isPlain {
        problems.error(
          at: Place(redirect.path, line: 1), "an alias that is no path of a page",
          hint: "an alias is a path from the top of the site: old/page.html")
      }
      if IndexPages.isAddress(redirect.from) || redirect.from.hasPrefix("search/") {
        problems.error(
          at: Place(redirect.path, line: 1),
          "the alias '\(redirect.from)' is an address of the site's own lists",
          hint: "an alias is where the page stood before")
      }
      if redirect.from.hasPrefix("../") {
        problems.error(
          at: Place(redirect.path, line: 1), "the alias '\(redirect.from)' leads out of the site",
          hint: "an alias is a path from the top of the site: old/page.html")
      }
      if let other = taken[redirect.from] {
        problems.error(
          at: Place(redirect.path, line: 1),
          "the alias '\(redirect.from)' is the address of \(other)",
          hint: "an alias is where the page stood before")
      }
      taken[redirect.from] = redirect.path
    }
  }
}

extension Pack {
  /// ``flush()``, for callers that gather problems.
  @discardableResult
  func flushing() throws(Problems) -> Int {
    do {
      return try flush()
    } catch {
      throw Problems([error])
    }
  }
}

/// Results of a parallel loop, each at its index.
final class Results<Value: Sendable>: Sendable {
  private let slots: Mutex<[Value?]>

  init(_ count: Int) { slots = Mutex(Array(repeating: nil, count: count)) }

  func set(_ index: Int, _ value: Value) { slots.withLock { $0[index] = value } }
  var all: [Value?] { slots.withLock { $0 } }
}
