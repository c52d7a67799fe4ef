import Diagnostics
import Markup
import Store
import Tables

/// A page and what else came of its document.
struct BuiltPage: Sendable {
  let address: String
  let bytes: [UInt8]
  /// Files beside the page: numbers and pictures of its figures, further pages of its tables.
  let extras: [(path: String, bytes: [UInt8])]
  let reads: [(key: SiteKey, value: UInt64)]
  let terms: PageTerms
}

/// Renders one document: fills the holes of its fragment and prints it into the shell.
struct PageBuilder: Sendable {
  let index: SiteIndex
  let databases: Databases
  /// Summary and fragment of a document.
  let parts: @Sendable (Graph.Node) -> [UInt8]?
  /// The bytes of a document, for what changed since a sign-off.
  let source: @Sendable (String) -> [UInt8]?

  /// Prints a page into the shell of a template; nothing where there is none.
  func print(_ template: String, _ values: PageValues) -> [UInt8] {
    index.shells[template].map { index.library.render($0, values.record) } ?? []
  }

  func page(_ node: Graph.Node) throws(Problems) -> BuiltPage {
    let path = node.path
    guard let bytes = parts(node), bytes.count == node.fragment.count,
      let summary = Summary(bytes: bytes, withAnchors: false),
      let fragment = try? Fragment(bytes: bytes, from: node.summaryCount, path: path)
    else {
      throw Problems([
        Diagnostic(
          at: Place(path), "the cache of this document cannot be read",
          hint: "remove .casebook and build again", exit: .resources)
      ])
    }
    var reads = PageReads(index)
    for key in [SiteKey.document(path), .site, .menu, .words] { reads.note(key) }
    var filler = HoleFiller(
      path: path, kind: summary["kind"] ?? "page", reads: reads, databases: databases,
      parameters: parameters(summary))
    var filled = try filler.fill(fragment)
    if let id = ReviewNotes.id(path) {
      let review = try review(id, node, &filler)
      filled = filled.with(review)
    }
    filled = filled.with(filler.references)
    reads = filler.reads
    let address = Addresses.page(path)
    let content = PageValues.Content(
      title: filled.title, titleText: summary.title, lead: filled.lead, head: filled.head,
      body: filled.body, headings: fragment.headings, front: summary.values, digest: node.source)
    let shell = try shell(summary, path, &reads)
    let crumbs = crumbs(path, &reads), queue = queue(path, &reads)
    func print(_ content: PageValues.Content, at address: String) -> [UInt8] {
      let values = PageValues(
        index: index.info, address: address, content: content, navigation: navigation(path),
        crumbs: crumbs, queue: queue)
      return self.print(shell, values)
    }
    var extras = filler.files
    for page in filler.pages {
      var own = content
      (own.lead, own.head, own.body, own.headings) = ("", "", page.body, [])
      own.titleText = page.title
      extras.append((page.path, print(own, at: page.path)))
    }
    return BuiltPage(
      address: address, bytes: print(content, at: address), extras: extras, reads: reads.all,
      terms: PageTerms(
        title: summary.title, headings: fragment.headings,
        content: summary["search"] == "title" ? nil : filled))
  }

  /// Note and sign-off of a case report; nothing where there is no note.
  private func review(
    _ id: String, _ node: Graph.Node, _ filler: inout HoleFiller
  ) throws(Problems) -> HTML {
    filler.reads.note(.note(id))
    guard let note = index.notes[id] else { return "" }
    let state = note.state(of: node.source)
    let own = try Fragment(note.document)
    let filled = try filler.fillNote(own)
    var report: [UInt8]?
    if case .changed = state { report = source(node.path) }
    return ReviewSection(words: index.words).markup(
      note, state, body: filled, report: report)
  }

  /// Throws what makes a note impossible on a page.
  func check(note: Document, on node: Graph.Node) throws(Problems) {
    var filler = HoleFiller(
      path: node.path, kind: "case", reads: PageReads(index), databases: databases,
      parameters: [:])
    _ = try filler.fillNote(try Fragment(note))
  }

  private func parameters(_ summary: Summary) -> [String: String] {
    var found: [String: String] = [:]
    for (key, value) in summary.values where key.hasPrefix("params.") {
      found[String(key.dropFirst(7))] = value
    }
    return found
  }

  /// The shell that a page is printed into: the one that it names, else that of its kind.
  private func shell(
    _ summary: Summary, _ path: String, _ reads: inout PageReads
  ) throws(Problems) -> String {
    if let wanted = summary["template"], index.library.digest(wanted) == nil {
      throw Problems([
        Diagnostic(
          at: Place(path, line: 1), "no template '\(wanted)'",
          hint: Suggestion.hint(for: wanted, among: index.library.names))
      ])
    }
    let names = [summary["template"], summary["kind"], "page"].compactMap { $0 }
    for name in names { reads.note(.template(name)) }
    let shell = names.first { index.library.digest($0) != nil } ?? "page"
    for name in index.library.closure(of: shell) { reads.note(.template(name)) }
    return shell
  }

  /// The menu: documents that name themselves in it.
  func navigation(_ path: String) -> [PageValues.Link] {
    index.menu.map { entry in
      let folder =
        entry.path.hasSuffix("index.md") ? String(entry.path.dropLast(8)) : entry.path
      return PageValues.Link(
        address: way(path, entry.path), words: entry.words,
        isCurrent: entry.path == path || (!folder.isEmpty && path.hasPrefix(folder)))
    }
  }

  private func crumbs(_ path: String, _ reads: inout PageReads) -> [PageValues.Link] {
    guard path != "index.md" else { return [] }
    reads.note(.target("index.md"))
    var links: [PageValues.Link] = []
    if index.place("index.md") != nil {
      links.append(.init(address: way(path, "index.md"), words: index.info.title))
    }
    let parts = path.split(separator: "/").dropLast().map(String.init)
    for count in parts.indices {
      let above = (parts[...count] + ["index.md"]).joined(separator: "/")
      guard above != path else { continue }
      reads.note(.title(above))
      if let words = index.folderName(above) {
        links.append(.init(address: way(path, above), words: words))
      }
    }
    return links
  }

  private func queue(_ path: String, _ reads: inout PageReads) -> PageValues.Queue? {
    guard let place = index.place(path), !index.nodes.queue(place).isEmpty else { return nil }
    reads.note(.queue(path))
    guard let queue = index.queue(path) else { return nil }
    func link(_ entry: SiteIndex.MenuEntry?) -> PageValues.Link? {
      entry.map { .init(address: way(path, $0.path), words: $0.words) }
    }
    let list = Addresses.folder(path).isEmpty ? "index.md" : Addresses.folder(path) + "/index.md"
    reads.note(.target(list))
    return .init(
      previous: link(queue.previous), next: link(queue.next), place: queue.place,
      count: queue.count, all: index.place(list) == nil ? "" : way(path, list))
  }

  private func way(_ path: String, _ target: String) -> String {
    Addresses.relative(
      from: Addresses.page(path), to: index.address(target) ?? Addresses.page(target))
  }
}
