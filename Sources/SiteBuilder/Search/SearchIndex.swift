import Diagnostics
import Store
import Tables

/// The search index as files that a page loads as scripts, so that it works from a disk: a list
/// of shards by their first word, and shards of some 12 KB. A shard holds words, for each the
/// number of its pages and the best of them.
struct SearchIndex {
  /// Pages of one word that a shard lists; the number of all stands beside.
  private static let mostPages = 40
  private static let shardSize = 8_000
  private static let largestShard = 16_000

  private let words: SpilledWords

  /// Gathers the words of `count` pages; `terms` gives those of one. With `letters`, words that
  /// begin otherwise are left out.
  init(
    _ count: Int, only letters: Set<UInt8>?, scratch: Pack,
    terms: (Int) throws(Diagnostic) -> [UInt8]?
  ) throws(Diagnostic) {
    var words = SpilledWords(borders: try SpilledWords.borders(count, terms), scratch: scratch)
    for page in 0..<count {
      if let terms = try terms(page) { try words.add(page, terms, only: letters) }
    }
    try words.finish()
    self.words = words
  }

  /// A shard: its name, its first word and its bytes.
  struct Shard: Sendable {
    let first: String
    let path: String
    let bytes: [UInt8]
  }

  /// Cuts the words into shards, and gives each as soon as it is full. Where one ends is told by
  /// the words themselves, so that a new word moves the border of its own shard only.
  func forEachShard(
    _ faces: PageFaces, _ body: (Shard) throws(Diagnostic) -> Void
  ) throws(Diagnostic) {
    var writer = ShardWriter(faces)
    var failure: Diagnostic?
    func give() {
      guard failure == nil, let shard = writer.next() else { return }
      do throws(Diagnostic) { try body(shard) } catch { failure = error }
    }
    try words.forEach(most: Self.mostPages) { word, total, pages in
      if let first = writer.first,
        first.first != word.first || writer.size > Self.largestShard
          || writer.size > Self.shardSize && Digest(of: Array(word)).word % 8 == 0
      {
        give()
      }
      writer.add(word, total, pages)
    }
    give()
    if let failure { throw failure }
  }

  /// A list of lists: groups of shards by their first word, so that a page loads a few
  /// kilobytes of it however large the site is. Groups end where the words say, as shards do.
  static func lists(_ shards: [(first: String, path: String)]) -> [Shard] {
    var groups: [[(first: String, path: String)]] = []
    for shard in shards {
      let isBorder = Digest(of: "list" + shard.first).word % 48 == 0
      if groups.isEmpty || isBorder || groups[groups.count - 1].count >= 160 {
        groups.append([shard])
      } else {
        groups[groups.count - 1].append(shard)
      }
    }
    let lists = groups.map { group -> Shard in
      let path = "search/\(Digest(of: "list" + group[0].first).short).js"
      return Shard(first: group[0].first, path: path, bytes: list(path, group))
    }
    let top = list("search/index.js", lists.map { ($0.first, $0.path) })
    return lists + [Shard(first: "", path: "search/index.js", bytes: top)]
  }

  private static func list(
    _ path: String, _ shards: [(first: String, path: String)]
  ) -> [UInt8] {
    let items = shards.map { shard in
      JSON.array([JSON.string(shard.first), JSON.string(shard.path)])
    }
    return Array(
      "casebookIndex(\(JSON.string(path)),[\n\(items.joined(separator: ",\n"))\n]);\n".utf8)
  }
}

/// Pages as results show them, as JSON: title, address, kind.
struct PageFaces {
  private let nodes: NodeList

  init(_ nodes: NodeList) { self.nodes = nodes }

  var count: Int { nodes.count }

  fileprivate func add(_ page: Int, to out: inout [UInt8]) {
    nodes.withFace(page) { path, title, kind in
      out.append(0x5B)
      JSON.add(title, to: &out)
      out.append(0x2C)
      if let stem = Addresses.stem(path) {
        JSON.add(UnsafeBufferPointer(rebasing: stem), to: &out)
        out.removeLast()
        out += ".html\"".utf8
      } else {
        JSON.add(path, to: &out)
      }
      out.append(0x2C)
      JSON.add(kind, to: &out)
      out.append(0x5D)
    }
  }
}

private struct ShardWriter {
  private(set) var first: [UInt8]?
  private let faces: PageFaces
  private var pages: [UInt8] = []
  private var pageCount: UInt32 = 0
  private var lines: [UInt8] = []
  /// The shard that named a page last, counted from 1, and the page's place in it.
  private var places: [(shard: UInt32, place: UInt32)]
  private var shard: UInt32 = 1

  init(_ faces: PageFaces) {
    self.faces = faces
    places = Array(repeating: (0, 0), count: faces.count)
  }

  /// Bytes of the shard so far, one more for each page and word.
  private(set) var size = 0

  mutating func add(
    _ word: UnsafeBufferPointer<UInt8>, _ total: Int, _ list: ArraySlice<UInt32>
  ) {
    if first == nil { first = Array(word) } else { lines += ",\n".utf8 }
    let before = lines.count
    lines.append(0x5B)
    JSON.add(word, to: &lines)
    lines.append(0x2C)
    lines += String(total).utf8
    for page in list {
      lines.append(0x2C)
      lines += String(place(Int(page))).utf8
    }
    lines.append(0x5D)
    size += lines.count - before + 1
  }

  private mutating func place(_ page: Int) -> UInt32 {
    if places[page].shard == shard { return places[page].place }
    places[page] = (shard, pageCount)
    if pageCount > 0 { pages += ",\n".utf8 }
    let before = pages.count
    faces.add(page, to: &pages)
    size += pages.count - before + 1
    pageCount += 1
    return places[page].place
  }

  /// The shard that was written, if there is any; the next one begins.
  mutating func next() -> SearchIndex.Shard? {
    guard let first else { return nil }
    let path = "search/\(Digest(of: first).short).js"
    var bytes = Array("casebookShard(\(JSON.string(path)),[".utf8)
    bytes.reserveCapacity(size + 80)
    bytes += pages
    bytes += "],[\n".utf8
    bytes += lines
    bytes += "\n]);\n".utf8
    pages.removeAll(keepingCapacity: true)
    lines.removeAll(keepingCapacity: true)
    (self.first, size, pageCount, shard) = (nil, 0, 0, shard + 1)
    return SearchIndex.Shard(
      first: String(decoding: first, as: UTF8.self), path: path, bytes: bytes)
  }
}
