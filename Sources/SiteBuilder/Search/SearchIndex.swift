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

  /// A page as a result shows it, as JSON: title, address, kind.
  static func page(title: String, address: String, kind: String) -> String {
    JSON.array([title, address, kind].map(JSON.string))
  }

  private struct Postings {
    var total = 0
    var best: [UInt32] = []
    var good: [UInt32] = []
    var plain: [UInt32] = []

    mutating func add(_ page: Int, _ rank: UInt8) {
      total += 1
      let page = UInt32(page)
      switch rank {
      case 3: if best.count < mostPages { best.append(page) }
      case 2: if good.count < mostPages { good.append(page) }
      default: if plain.count < mostPages { plain.append(page) }
      }
    }

    var pages: ArraySlice<UInt32> { (best + good + plain).prefix(mostPages) }
  }

  private var words: [String: Postings] = [:]

  /// Adds the words of a page; pages come in their order.
  mutating func add(_ page: Int, _ terms: [UInt8]) {
    PageTerms.visit(terms) { word, rank in
      words[String(decoding: word, as: UTF8.self), default: Postings()].add(page, rank)
    }
  }

  /// A shard: its name, its first word and its bytes.
  struct Shard: Sendable {
    let first: String
    let path: String
    let bytes: [UInt8]
  }

  /// Cuts the words into shards. Where one ends is told by the words themselves, so that a new
  /// word moves the border of its own shard only.
  func shards(_ page: (Int) -> String) -> [Shard] {
    var shards: [Shard] = []
    var known: [Int: String] = [:]
    func entry(_ place: Int) -> String {
      if let own = known[place] { return own }
      let own = page(place)
      known[place] = own
      return own
    }
    var writer = ShardWriter()
    var letter: UInt8?
    for word in words.keys.sorted() {
      guard let postings = words[word] else { continue }
      let isBorder = Digest(of: word).word % 8 == 0
      if let first = writer.first,
        letter != word.utf8.first || writer.size > Self.largestShard
          || writer.size > Self.shardSize && isBorder
      {
        shards.append(writer.shard(first))
        writer = ShardWriter()
      }
      letter = word.utf8.first
      writer.add(word, postings.total, postings.pages, entry)
    }
    if let first = writer.first { shards.append(writer.shard(first)) }
    return shards
  }

  /// The list of all shards.
  static func list(_ shards: [(first: String, path: String)]) -> [UInt8] {
    let items = shards.map { shard in
      JSON.array([JSON.string(shard.first), JSON.string(shard.path)])
    }
    return Array("casebookIndex([\n\(items.joined(separator: ",\n"))\n]);\n".utf8)
  }
}

private struct ShardWriter {
  private(set) var first: String?
  private(set) var size = 0
  private var pages: [String] = []
  private var places: [UInt32: Int] = [:]
  private var lines: [String] = []

  mutating func add(
    _ word: String, _ total: Int, _ list: ArraySlice<UInt32>,
    _ page: (Int) -> String
  ) {
    first = first ?? word
    let numbers = list.map { number -> String in
      if let known = places[number] { return String(known) }
      let entry = page(Int(number))
      places[number] = pages.count
      pages.append(entry)
      size += entry.utf8.count + 1
      return String(pages.count - 1)
    }
    let line = "[\(JSON.string(word)),\(total),\(numbers.joined(separator: ","))]"
    lines.append(line)
    size += line.utf8.count + 1
  }

  func shard(_ first: String) -> SearchIndex.Shard {
    let path = "search/\(Digest(of: first).short).js"
    let text =
      "casebookShard(\(JSON.string(path)),[\(pages.joined(separator: ",\n"))],[\n\(lines.joined(separator: ",\n"))\n]);\n"
    return SearchIndex.Shard(first: first, path: path, bytes: Array(text.utf8))
  }
}
