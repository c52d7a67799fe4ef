import Diagnostics
import Markup
import Store
import Tables

/// Everything that pages ask of one another and of the site: answers, and the digest of each.
struct SiteIndex: Sendable {
  let info: SiteInfo
  let words: Words
  let library: TemplateLibrary
  /// Every template, as the pages share it.
  let shells: [String: Shell]
  let tables: EditionTables
  private(set) var nodes: [Graph.Node]
  /// Documents of the menu, in its order.
  let menu: [MenuEntry]
  /// Old addresses of documents, as their front matter names them: `aliases: [old/page.html]`.
  let redirects: [Redirect]
  let glossary: Glossary
  let notes: ReviewNotes
  private let places: [String: Int]
  private let files: Set<String>
  /// Documents by the name of their queue, in the order of their paths.
  private let queues: [String: [Int]]
  /// Queue and title of the documents that are in one.
  private let queued: [Int: (queue: String, title: String)]
  /// What every page asks for.
  private let common: [SiteKey: UInt64]
  /// What stands for a folder in the crumbs of the pages in it: the words of its `index.md`, and
  /// their digest.
  private let folders: [String: (words: String, value: UInt64)]

  struct Redirect: Sendable {
    let from: String
    let path: String

    init(_ alias: String, to path: String) {
      let page = alias.replacingSuffix(".md", with: "").replacingSuffix(".html", with: "")
      (from, self.path) = (Addresses.join("", page) + ".html", path)
    }
  }

  struct MenuEntry: Sendable, Equatable {
    let path: String
    let words: String
  }

  init(
    info: SiteInfo, words: Words, wordsDigest: Digest, library: TemplateLibrary,
    tables: EditionTables, files: [String], nodes: [Graph.Node], glossary: Glossary,
    notes: ReviewNotes
  ) {
    (self.info, self.words, self.library, self.tables) = (info, words, library, tables)
    (self.nodes, self.glossary, self.notes) = (nodes, glossary, notes)
    self.files = Set(files)
    let common = PageValues.common(info, words)
    shells = Dictionary(
      uniqueKeysWithValues: library.names.map { ($0, library.shell($0, common: common)) })
    var places: [String: Int] = [:]
    places.reserveCapacity(nodes.count)
    var queues: [String: [Int]] = [:]
    var queued: [Int: (queue: String, title: String)] = [:]
    var menu: [(order: String, entry: MenuEntry)] = []
    var redirects: [Redirect] = []
    var folders: [String: (words: String, value: UInt64)] = [:]
    for (index, node) in nodes.enumerated() {
      places[node.path] = index
      if node.path.hasSuffix("index.md"),
        let summary = Summary(bytes: node.summary, withAnchors: false)
      {
        folders[node.path] = (summary["menu"] ?? summary.title, Self.titleValue(summary))
      }
      guard node.isListed, let summary = Summary(bytes: node.summary, withAnchors: false)
      else { continue }
      if let queue = summary["queue"] {
        queues[queue, default: []].append(index)
        queued[index] = (queue, summary.title)
      }
      redirects += summary.list("aliases").map { Redirect($0, to: node.path) }
      if let words = summary["menu"] {
        menu.append((summary["menu_order"] ?? "9", MenuEntry(path: node.path, words: words)))
      }
    }
    (self.places, self.queues, self.queued) = (places, queues, queued)
    self.folders = folders
    let ordered = menu.sorted {
      (Double($0.order) ?? 9, $0.entry.path) < (Double($1.order) ?? 9, $1.entry.path)
    }.map(\.entry)
    (self.menu, self.redirects) = (ordered, redirects)
    self.common = [
      .site: info.digest.word, .words: wordsDigest.word, .glossary: glossary.digest.word,
      .tables: tables.schema.word,
      .menu: Digest(of: ordered.map { $0.path + "\u{1F}" + $0.words }.joined(separator: "\n")).word,
    ]
  }

  /// The same lists over documents of which some were read again.
  func replacing(_ nodes: [Graph.Node]) -> SiteIndex {
    var index = self
    index.nodes = nodes
    return index
  }

  // MARK: - Answers

  func place(_ path: String) -> Int? { places[path] }

  func summary(_ path: String) -> Summary? {
    places[path].flatMap { Summary(bytes: nodes[$0].summary) }
  }

  /// Where a document, table or file stands on the site; nil where there is none.
  func address(_ path: String) -> String? {
    if places[path] != nil { return Addresses.page(path) }
    if tables.has(path) { return Addresses.strippingReports(path) }
    return files.contains(path) ? path : nil
  }

  /// All that a link may lead to.
  var targets: [String] { Array(places.keys) + tables.paths + files.sorted() }

  /// Neighbours among the documents of the same queue, in the order of their paths.
  func queue(_ path: String) -> Queue? {
    guard let index = places[path], let name = queued[index]?.queue, let all = queues[name],
      all.count > 1
    else { return nil }
    // Positions are in order, so that one is found by halves.
    var low = 0, high = all.count - 1
    while low < high {
      let middle = (low + high) / 2
      if all[middle] < index { low = middle + 1 } else { high = middle }
    }
    func neighbour(_ offset: Int) -> MenuEntry? {
      guard all.indices.contains(low + offset) else { return nil }
      let place = all[low + offset]
      return MenuEntry(path: nodes[place].path, words: queued[place]?.title ?? "")
    }
    return Queue(previous: neighbour(-1), next: neighbour(1), place: low + 1, count: all.count)
  }

  struct Queue: Sendable, Equatable {
    let previous: MenuEntry?
    let next: MenuEntry?
    let place: Int
    let count: Int

    fileprivate var text: String {
      [previous?.path, previous?.words, next?.path, next?.words, "\(place)/\(count)"]
        .map { $0 ?? "" }.joined(separator: "\u{1F}")
    }
  }

  /// What the crumbs call the folder of an `index.md`; nil where there is no such document.
  func folderName(_ path: String) -> String? { folders[path]?.words }

  // MARK: - Digests of answers

  private static func titleValue(_ summary: Summary) -> UInt64 {
    Digest(of: "\(summary.title)\u{1F}\(summary["menu"] ?? "")").word
  }

  /// The first 64 bits of the digest of an answer; 0 where there is nothing.
  func value(_ key: SiteKey) -> UInt64 {
    switch key {
    case .document(let path): places[path].map { nodes[$0].source.word } ?? 0
    case .site, .menu, .words, .tables, .glossary: common[key] ?? 0
    case .template(let name): library.digest(name)?.word ?? 0
    case .target(let path): address(path).map { Digest(of: $0).word } ?? 0
    case .anchor(let path, let id):
      summary(path)?.anchors[id].map { Digest(of: "=" + $0).word } ?? 0
    case .title(let path): folders[path]?.value ?? summary(path).map(Self.titleValue) ?? 0
    case .queue(let path): queue(path).map { Digest(of: $0.text).word } ?? 0
    case .table(let path): tables.digest(path)?.word ?? 0
    case .note(let id): notes[id]?.digest.word ?? 0
    case .reference(let key): tables.reference(key)?.digest.word ?? 0
    }
  }
}

/// The reads of one page, as it is rendered.
struct PageReads: Sendable {
  let index: SiteIndex
  private(set) var all: [(key: SiteKey, value: UInt64)] = []
  private var seen: Set<SiteKey> = []

  init(_ index: SiteIndex) { self.index = index }

  /// Notes that the page asks for something.
  mutating func note(_ key: SiteKey) {
    guard seen.insert(key).inserted else { return }
    all.append((key, index.value(key)))
  }
}
