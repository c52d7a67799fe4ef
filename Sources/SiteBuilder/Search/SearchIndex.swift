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

  /// A page as a result shows it, as JSON: title, address, kind.
  static func page(title: String, address: String, kind: String) -> String {
    JSON.array([title, address, kind].map(JSON.string))
  }

  private var words = WordTable(most: mostPages)

  /// Adds the words of a page; pages come in their order.
  mutating func add(_ page: Int, _ terms: [UInt8], only letters: Set<UInt8>? = nil) {
    PageTerms.visit(terms) { word, rank in
      if let letters, let first = word.first, !letters.contains(first) { return }
      words.add(word, page: page, rank: rank)
    }
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
    _ page: (Int) -> String, _ body: (Shard) throws(Diagnostic) -> Void
  ) throws(Diagnostic) {
    var writer = ShardWriter()
    var letter: UInt8?
    var failure: Diagnostic?
    func give(_ first: String) {
      guard failure == nil else { return }
      do throws(Diagnostic) { try body(writer.shard(first)) } catch { failure = error }
      writer = ShardWriter()
    }
    words.forEach { word, total, pages in
      if let first = writer.first,
        letter != word.utf8.first || writer.size > Self.largestShard
          || writer.size > Self.shardSize && Digest(of: word).word % 8 == 0
      {
        give(first)
      }
      letter = word.utf8.first
      writer.add(word, total, pages, page)
    }
    if let first = writer.first { give(first) }
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
