import Diagnostics
import Markup
import SiteDefaults
import Store
import Tables

extension Site {
  /// Everything that is no document's: style sheet and scripts, tables, files of people, old
  /// addresses, the list from A to Z, the search index. Notes them in the graph.
  func others(
    _ index: SiteIndex, _ graph: inout Graph, _ stale: [Stale]
  ) throws(Problems) -> [StagedFolder.Entry] {
    do throws(Diagnostic) {
      var entries: [StagedFolder.Entry] = []
      for (path, bytes) in input.tables.sorted(by: { $0.key < $1.key }) {
        entries.append(try sink.put(bytes, index.address(path) ?? path))
      }
      for file in input.files { entries.append(try sink.put(try file.read(), file.path)) }
      for (name, bytes) in assets.sorted(by: { $0.key < $1.key }) {
        entries.append(try sink.put(bytes, "assets/" + name))
      }
      entries.append(try sink.put(Array(Self.headers.utf8), "_headers"))
      for redirect in index.redirects {
        entries.append(try sink.put(page(redirect), redirect.from))
      }
      entries += try lists(index, &graph)
      entries += try search(index, &graph, stale)
      graph.others = entries.map { .init(path: $0.path, digest: $0.digest, stamp: $0.stamp) }
      return entries
    } catch {
      throw Problems([error])
    }
  }

  /// Files of the last build by path.
  private func present(_ isWanted: (String) -> Bool) -> [StagedFolder.Entry]? {
    let outputs = (old?.others ?? []).filter { isWanted($0.path) }
    let found = outputs.compactMap(sink.present)
    return found.isEmpty || found.count != outputs.count ? nil : found
  }

  /// Style sheet and scripts, a project's own over the built-in ones.
  private var assets: [String: [UInt8]] {
    func isAsset(_ name: String) -> Bool { Self.assetKinds.contains { name.hasSuffix($0) } }
    var assets = SiteDefaults.files.filter { isAsset($0.key) }
    for (name, template) in input.templates where isAsset(name) { assets[name] = template.bytes }
    let theme = input.info.theme.styleSheet
    if !theme.isEmpty { assets["theme.css"] = Array(theme.utf8) }
    return assets
  }

  /// What of a folder `templates` goes into the site: an editor's leavings do not.
  private static let assetKinds = [
    ".css", ".js", ".svg", ".png", ".jpg", ".jpeg", ".ico", ".woff", ".woff2",
  ]

  /// For web hosts that read such a file.
  private static var headers: String {
    """
    /*
      Content-Security-Policy: \(contentSecurityPolicy); frame-ancestors 'none'
      X-Content-Type-Options: nosniff
      Referrer-Policy: no-referrer

    """
  }

  private func page(_ redirect: SiteIndex.Redirect) -> [UInt8] {
    let way = Addresses.relative(from: redirect.from, to: Addresses.page(redirect.path))
    let html: HTML = """
      <!doctype html>
      <html lang="\(input.info.language)"><head><meta charset="utf-8"><title>\(words["moved"])</title>\
      <meta http-equiv="refresh" content="0; url=\(way)"><link rel="canonical" href="\(way)">\
      <meta name="robots" content="noindex"></head><body><p><a href="\(way)">\(words["moved"])</a></p></body></html>

      """
    return html.bytes
  }

  // MARK: - From A to Z

  /// What the list of all pages is made from.
  private func listDigest(_ index: SiteIndex) -> Digest {
    var text = "\(index.value(.site)) \(index.value(.menu)) \(index.value(.words))\n"
    for name in library.closure(of: "page") { text += "\(index.value(.template(name)))\n" }
    var bytes = Array(text.utf8)
    for place in index.nodes.indices {
      if place > 0 { bytes.append(0x0A) }
      bytes += index.nodes.title(place).utf8
      bytes.append(0x1F)
      bytes += Addresses.page(index.nodes.path(place)).utf8
    }
    return Digest(of: bytes)
  }

  /// Whether the documents have the paths and summaries that they had, and all else is as it
  /// was: cheaper to tell than to digest every title.
  private func isListedAlike(_ old: Graph, _ new: Graph) -> Bool {
    old.ground == new.ground && old.nodes.count == new.nodes.count
      && new.nodes.indices.allSatisfy { place in
        old.nodes.summaryWord(place) == new.nodes.summaryWord(place)
          && new.nodes.withName(place) { name in
            old.nodes.withName(place) { $0.elementsEqual(name) }
          }
      }
  }

  private func lists(
    _ index: SiteIndex, _ graph: inout Graph
  ) throws(Diagnostic) -> [StagedFolder.Entry] {
    if let old, isListedAlike(old, graph), let kept = present(IndexPages.isAddress) {
      graph.listed = old.listed
      return kept
    }
    let digest = listDigest(index)
    graph.listed = digest
    if old?.listed == digest, let kept = present(IndexPages.isAddress) {
      return kept
    }
    let builder = builder(index)
    var found: [StagedFolder.Entry] = []
    let pages = IndexPages(index.nodes, words: words)
    try pages.forEach { address, title, body throws(Diagnostic) in
      found.append(
        try sink.put(
          builder.list(address, title: title, body: body, digest: digest), address))
    }
    return found
  }

  // MARK: - Search

  /// The search index; only words whose first letter changed pages have are gathered anew. A
  /// shard never spans two letters, so that the others are what a clean build makes of them.
  private func search(
    _ index: SiteIndex, _ graph: inout Graph, _ stale: [Stale]
  ) throws(Diagnostic) -> [StagedFolder.Entry] {
    try pack.flush()
    let letters = changedLetters(graph, stale)
    var kept: [(first: String, path: String)] = []
    var entries: [StagedFolder.Entry] = []
    if let letters, let old {
      let known = Dictionary(
        old.others.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
      for shard in old.shards where !letters.contains(shard.first.utf8.first ?? 0) {
        guard let entry = known[shard.path].flatMap(sink.present) else {
          return try search(index, &graph, only: nil, kept: [], entries: [])
        }
        kept.append(shard)
        entries.append(entry)
      }
    }
    return try search(index, &graph, only: letters, kept: kept, entries: entries)
  }

  private func search(
    _ index: SiteIndex, _ graph: inout Graph, only letters: Set<UInt8>?,
    kept: [(first: String, path: String)], entries: [StagedFolder.Entry]
  ) throws(Diagnostic) -> [StagedFolder.Entry] {
    var entries = entries
    var shards = kept
    if letters?.isEmpty != true {
      let nodes = graph.nodes
      let search = try SearchIndex(nodes.count, only: letters, scratch: try pack.scratch()) {
        page throws(Diagnostic) in
        guard let slot = nodes.terms(page) else { return nil }
        guard let terms = pack.read(slot) else { throw Pack.unreadable }
        return terms
      }
      try search.forEachShard(PageFaces(nodes)) { shard throws(Diagnostic) in
        entries.append(try sink.put(shard.bytes, shard.path))
        shards.append((shard.first, shard.path))
      }
      shards.sort { Array($0.first.utf8).lexicographicallyPrecedes(Array($1.first.utf8)) }
    }
    graph.shards = shards
    for list in SearchIndex.lists(shards) {
      entries.append(try sink.put(list.bytes, list.path))
    }
    return entries
  }

  /// First letters of the words that changed pages had or have; nil where all may be others: a
  /// page came, went, or is called otherwise.
  private func changedLetters(_ graph: Graph, _ stale: [Stale]) -> Set<UInt8>? {
    guard let old, old.nodes.count == graph.nodes.count, !old.shards.isEmpty else { return nil }
    var letters: Set<UInt8> = []
    for place in stale.map(\.index) {
      let node = graph.nodes[place], before = old.nodes[place]
      guard before.path == node.path, let a = before.terms, let b = node.terms,
        let had = pack.read(a), let has = pack.read(b),
        before.face.title == node.face.title, before.face.kind == node.face.kind
      else { return nil }
      if had == has { continue }
      letters.formUnion(Self.lettersOfDifference(had, has))
    }
    return letters
  }

  private static func lettersOfDifference(_ a: [UInt8], _ b: [UInt8]) -> Set<UInt8> {
    func entries(_ bytes: [UInt8]) -> Set<[UInt8]> {
      var found: Set<[UInt8]> = []
      PageTerms.visit(bytes) { word, rank in found.insert(Array(word) + [rank]) }
      return found
    }
    return Set(entries(a).symmetricDifference(entries(b)).compactMap(\.first))
  }
}

extension PageBuilder {
  /// A page that lists others.
  func list(_ address: String, title: String, body: HTML, digest: Digest) -> [UInt8] {
    let path = address.replacingSuffix(".html", with: ".md")
    let content = PageValues.Content(
      title: "\(title)", titleText: title, lead: "", head: "", body: body, headings: [],
      front: ["kind": "list"], digest: digest)
    let values = PageValues(
      index: index.info, address: address, content: content, navigation: navigation(path),
      crumbs: [], queue: nil)
    return print("page", values)
  }
}
