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

  /// Pages of a word. Most words stand on one page: only others have lists.
  private struct Postings {
    var total = 0
    private var only: UInt32 = 0
    private var lists: [[UInt32]] = []

    mutating func add(_ page: Int, _ rank: UInt8) {
      total += 1
      if total == 1 {
        only = UInt32(page) << 2 | UInt32(rank)
        return
      }
      if lists.isEmpty {
        lists = [[], [], []]
        insert(Int(only >> 2), UInt8(only & 3))
      }
      insert(page, rank)
    }

    private mutating func insert(_ page: Int, _ rank: UInt8) {
      let list = 3 - Int(min(max(rank, 1), 3))
      if lists[list].count < mostPages { lists[list].append(UInt32(page)) }
    }

    /// Titles first, then headings, then text; in the order of the pages.
    var pages: ArraySlice<UInt32> {
      lists.isEmpty ? [only >> 2] : Array(lists.joined()).prefix(mostPages)
    }
  }

  private var words: [String: Postings] = [:]

  /// Adds the words of a page; pages come in their order.
  mutating func add(_ page: Int, _ terms: [UInt8], only letters: Set<UInt8>? = nil) {
    PageTerms.visit(terms) { word, rank in
      if let letters, let first = word.first, !letters.contains(first) { return }
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
    var line = "[" + JSON.string(word) + "," + String(total)
    for number in list {
      let place: Int
      if let known = places[number] {
        place = known
      } else {
        let entry = page(Int(number))
        place = pages.count
        places[number] = place
        pages.append(entry)
        size += entry.utf8.count + 1
      }
      line += ","
      line += String(place)
    }
    line += "]"
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
