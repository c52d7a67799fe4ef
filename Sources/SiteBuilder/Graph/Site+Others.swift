import Diagnostics
import Markup
import SiteDefaults
import Store
import Tables

extension Site {
  /// Everything that is no document's: style sheet and scripts, tables, files of people, old
  /// addresses, the list from A to Z, the search index.
  func others(
    _ index: SiteIndex, _ graph: Graph, _ oldTerms: [(node: Int, slot: Pack.Slot?)],
    _ present: PresentFiles
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
      for redirect in redirects(index) {
        entries.append(try sink.put(page(redirect), redirect.from))
      }
      entries += try lists(index, graph, present)
      entries += try search(index, graph, oldTerms, present)
      return entries
    } catch {
      throw Problems([error])
    }
  }

  /// Style sheet and scripts, a project's own over the built-in ones.
  private var assets: [String: [UInt8]] {
    func isAsset(_ name: String) -> Bool {
      !name.hasSuffix(".mustache") && !name.hasSuffix(".yaml")
    }
    var assets = SiteDefaults.files.filter { isAsset($0.key) }
    for (name, template) in input.templates where isAsset(name) { assets[name] = template.bytes }
    let theme = input.info.theme.styleSheet
    if !theme.isEmpty { assets["theme.css"] = Array(theme.utf8) }
    return assets
  }

  /// For web hosts that read such a file.
  private static var headers: String {
    """
    /*
      Content-Security-Policy: \(contentSecurityPolicy); frame-ancestors 'none'
      X-Content-Type-Options: nosniff
      Referrer-Policy: no-referrer

    """
  }

  private func page(_ redirect: Redirect) -> [UInt8] {
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
  private func listDigest(_ titles: [String], _ index: SiteIndex) -> Digest {
    var text = "\(index.value(.site)) \(index.value(.menu)) \(index.value(.words))\n"
    for name in library.closure(of: "page") { text += "\(index.value(.template(name)))\n" }
    return Digest(of: text + titles.joined(separator: "\n"))
  }

  private func lists(
    _ index: SiteIndex, _ graph: Graph, _ present: PresentFiles
  ) throws(Diagnostic) -> [StagedFolder.Entry] {
    let entries = index.nodes.map { node in
      IndexPages.Entry(
        title: Summary(bytes: node.summary)?.title ?? node.path,
        address: Addresses.page(node.path))
    }
    let digest = listDigest(entries.map { $0.title + "\u{1F}" + $0.address }, index)
    let builder = builder(index)
    var found: [StagedFolder.Entry] = []
    for page in IndexPages(entries, words: words).pages {
      found.append(
        try sink.put(
          builder.list(page.address, title: page.title, body: page.body, digest: digest),
          page.address))
    }
    return found
  }

  // MARK: - Search

  static let searchList = "search/index.js"

  /// The search index; only shards with words of changed pages are made anew.
  private func search(
    _ index: SiteIndex, _ graph: Graph, _ oldTerms: [(node: Int, slot: Pack.Slot?)],
    _ present: PresentFiles
  ) throws(Diagnostic) -> [StagedFolder.Entry] {
    let shardPaths = present.otherPaths.filter { $0.hasPrefix("search/") }
    if !hasNewTerms(graph, oldTerms), present.other(Self.searchList) != nil {
      let kept = shardPaths.compactMap { present.other($0) }
      if kept.count == shardPaths.count { return kept }
    }
    var search = SearchIndex()
    try pack.flush()
    for (place, node) in graph.nodes.enumerated() {
      if let slot = node.terms, let terms = pack.read(slot) { search.add(place, terms) }
    }
    let shards = search.shards { place in
      let node = index.nodes[place]
      let summary = Summary(bytes: node.summary)
      return SearchIndex.page(
        title: summary?.title ?? node.path, address: Addresses.page(node.path),
        kind: summary?["kind"] ?? "page")
    }
    var entries: [StagedFolder.Entry] = []
    for shard in shards { entries.append(try sink.put(shard.bytes, shard.path)) }
    entries.append(
      try sink.put(SearchIndex.list(shards.map { ($0.first, $0.path) }), Self.searchList))
    return entries
  }

  /// Whether a page came or went, or its words are others than they were.
  private func hasNewTerms(
    _ graph: Graph, _ oldTerms: [(node: Int, slot: Pack.Slot?)]
  ) -> Bool {
    guard let old, old.nodes.count == graph.nodes.count else { return true }
    return oldTerms.contains { place, slot in
      guard let slot, let own = graph.nodes[place].terms, let before = pack.read(slot) else {
        return true
      }
      return before != pack.read(own)
    }
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
      index: index.info, words: wordsRecord, address: address, content: content,
      navigation: navigation(path), crumbs: [], queue: nil)
    return index.library.render("page", values.record)
  }
}
