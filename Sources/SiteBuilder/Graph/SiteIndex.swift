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
  private(set) var nodes: NodeList
  private let pack: Pack
  /// Documents of the menu, in its order.
  let menu: [MenuEntry]
  /// Old addresses of documents, as their front matter names them: `aliases: [old/page.html]`.
  let redirects: [Redirect]
  let glossary: Glossary
  let notes: ReviewNotes
  /// Whether the pack gave what it had to.
  let isWhole: Bool
  /// Documents that cannot be read, and are empty here.
  private let broken: Set<String>
  private let places: NodePlaces
  private let files: Set<String>
  /// Documents by the name of their queue, in the order of their paths.
  private let queues: [String: [UInt32]]
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
    tables: EditionTables, files: [String], nodes: NodeList, pack: Pack, notes: ReviewNotes,
    broken: Set<String>
  ) {
    (self.info, self.words, self.library, self.tables) = (info, words, library, tables)
    (self.nodes, self.pack, self.notes, self.broken) = (nodes, pack, notes, broken)
    self.files = Set(files)
    let common = PageValues.common(info, words)
    shells = Dictionary(
      uniqueKeysWithValues: library.names.map { ($0, library.shell($0, common: common)) })
    places = NodePlaces(nodes)
    var queues: [String: [UInt32]] = [:]
    var menu: [(order: String, entry: MenuEntry)] = []
    var redirects: [Redirect] = []
    var folders: [String: (words: String, value: UInt64)] = [:]
    var isWhole = true
    for place in nodes.indices {
      let queue = nodes.queue(place)
      if !queue.isEmpty { queues[queue, default: []].append(UInt32(place)) }
      let isFolder = nodes.path(place, endsWith: "index.md")
      guard isFolder || nodes.isNamed(place) else { continue }
      guard let summary = Self.summary(place, nodes, pack, withAnchors: false) else {
        isWhole = false
        continue
      }
      let path = nodes.path(place)
      if isFolder {
        folders[path] = (summary["menu"] ?? summary.title, Self.titleValue(summary))
      }
      redirects += summary.list("aliases").map { Redirect($0, to: path) }
      if let words = summary["menu"] {
        menu.append((summary["menu_order"] ?? "9", MenuEntry(path: path, words: words)))
      }
    }
    (self.queues, self.folders, self.isWhole) = (queues, folders, isWhole)
    glossary = Glossary(
      places.place(Glossary.path, in: nodes).flatMap {
        Self.summary($0, nodes, pack, withAnchors: true)
      })
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
  func replacing(_ nodes: NodeList) -> SiteIndex {
    var index = self
    index.nodes = nodes
    return index
  }

  // MARK: - Answers

  func isBroken(_ place: Int) -> Bool { !broken.isEmpty && broken.contains(nodes.path(place)) }
  func isBroken(_ path: String) -> Bool { broken.contains(path) }

  func place(_ path: String) -> Int? { places.place(path, in: nodes) }

  func summary(_ path: String) -> Summary? {
    place(path).flatMap { Self.summary($0, nodes, pack, withAnchors: true) }
  }

  private static func summary(
    _ place: Int, _ nodes: NodeList, _ pack: Pack, withAnchors: Bool
  ) -> Summary? {
    pack.read(nodes.summary(place)).flatMap { Summary(bytes: $0, withAnchors: withAnchors) }
  }

  /// Where a document, table or file stands on the site; nil where there is none.
  func address(_ path: String) -> String? {
    if place(path) != nil { return Addresses.page(path) }
    if tables.has(path) { return Addresses.strippingReports(path) }
    return files.contains(path) ? path : nil
  }

  /// All that a link may lead to.
  var targets: [String] { nodes.indices.map(nodes.path) + tables.paths + files.sorted() }

  /// Neighbours among the documents of the same queue, in the order of their paths.
  func queue(_ path: String) -> Queue? {
    guard let position = place(path).flatMap(position) else { return nil }
    func entry(_ offset: Int) -> MenuEntry? {
      neighbour(position, offset).map { MenuEntry(path: nodes.path($0), words: nodes.title($0)) }
    }
    return Queue(
      previous: entry(-1), next: entry(1), place: position.number + 1,
      count: position.all.count)
  }

  struct Queue: Sendable, Equatable {
    let previous: MenuEntry?
    let next: MenuEntry?
    let place: Int
    let count: Int
  }

  /// Where in its queue a document stands; nil for one in no queue, or alone.
  private func position(_ place: Int) -> (all: [UInt32], number: Int)? {
    guard let all = queues[nodes.queue(place)], all.count > 1 else { return nil }
    return (all, all.firstPlace { Int($0) >= place })
  }

  private func neighbour(_ position: (all: [UInt32], number: Int), _ offset: Int) -> Int? {
    let number = position.number + offset
    return position.all.indices.contains(number) ? Int(position.all[number]) : nil
  }

  /// Changes when a page would show its queue otherwise. Asked of every page of a site whenever
  /// one document changes: a hash without strings.
  func queueValue(_ place: Int) -> UInt64 {
    guard let position = position(place) else { return 0 }
    var hash = QuickHash()
    for offset in [-1, 1] {
      hash.add(UInt8(0x1F))
      if let other = neighbour(position, offset) { nodes.withName(other) { hash.add($0) } }
    }
    hash.add(UInt64(position.number))
    hash.add(UInt64(position.all.count))
    return hash.value
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
    case .document(let path): place(path).map(nodes.sourceWord) ?? 0
    case .site, .menu, .words, .tables, .glossary: common[key] ?? 0
    case .template(let name): library.digest(name)?.word ?? 0
    case .target(let path): address(path).map { Digest(of: $0).word } ?? 0
    case .anchor(let path, let id):
      summary(path)?.anchors[id].map { Digest(of: "=" + $0).word } ?? 0
    case .title(let path): folders[path]?.value ?? summary(path).map(Self.titleValue) ?? 0
    case .queue(let path): place(path).map(queueValue) ?? 0
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
