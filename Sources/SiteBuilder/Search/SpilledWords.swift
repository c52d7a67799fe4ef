import Diagnostics
import Store
import Tables

/// The words of all pages, cut into parts by the alphabet and laid down in a file: a part is put
/// together at a time, so that memory does not grow with the site.
///
/// In a part, a page is a byte 0 and its number in four, followed by its words as ``PageTerms``
/// has them.
struct SpilledWords {
  private struct Part {
    var pending: [UInt8] = []
    var slots: [Pack.Slot] = []
    var page = -1
  }

  /// The first letters of the words at which parts begin, the first part apart.
  private let borders: [UInt64]
  private let scratch: Pack
  private var parts: [Part]

  /// Different words that a part should hold.
  private static let wordsOfPart = 15_000
  private static let sampled = 256
  private static let buffer = 1 << 15

  /// Borders of parts with the same number of different words, by a look at some pages.
  static func borders(
    _ count: Int, _ terms: (Int) throws(Diagnostic) -> [UInt8]?
  ) throws(Diagnostic) -> [UInt64] {
    var seen = WordTable(most: 1)
    var prefixes: [UInt64] = []
    var read = 0
    for page in stride(from: 0, to: count, by: max(1, count / sampled)) {
      guard let terms = try terms(page) else { continue }
      read += 1
      PageTerms.visit(terms) { word, rank in
        if seen.add(word, page: page, rank: rank) { prefixes.append(prefix(word)) }
      }
    }
    // Words that the sample holds once are met on other pages as new ones.
    let expected = prefixes.count * count / max(read, 1)
    let parts = min(max(1, expected / wordsOfPart), 64)
    prefixes.sort()
    let borders = (1..<max(parts, 1)).map { prefixes[$0 * prefixes.count / parts] }
    return Array(Set(borders)).sorted()
  }

  init(borders: [UInt64], scratch: Pack) {
    (self.borders, self.scratch) = (borders, scratch)
    parts = Array(repeating: Part(), count: borders.count + 1)
  }

  /// Adds the words of a page; pages come in their order.
  mutating func add(
    _ page: Int, _ terms: [UInt8], only letters: Set<UInt8>?
  ) throws(Diagnostic) {
    PageTerms.visit(terms) { word, rank in
      if let letters, let first = word.first, !letters.contains(first) { return }
      let prefix = Self.prefix(word), part = borders.firstPlace { $0 > prefix }
      if parts[part].page != page {
        parts[part].page = page
        parts[part].pending.append(0)
        withUnsafeBytes(of: UInt32(page).littleEndian) { parts[part].pending += $0 }
      }
      parts[part].pending.append(rank)
      parts[part].pending.append(UInt8(word.count))
      parts[part].pending += word
    }
    for part in parts.indices where parts[part].pending.count > Self.buffer { try flush(part) }
  }

  /// All words are there.
  mutating func finish() throws(Diagnostic) {
    for part in parts.indices { try flush(part) }
    try scratch.flush()
  }

  private mutating func flush(_ part: Int) throws(Diagnostic) {
    parts[part].slots.append(try scratch.append(parts[part].pending))
    parts[part].pending.removeAll(keepingCapacity: true)
    parts[part].page = -1
  }

  /// Visits every word in the order of its bytes: the word, the number of its pages, the best of
  /// them, at most `most`.
  func forEach(
    most: Int, _ body: (UnsafeBufferPointer<UInt8>, Int, ArraySlice<UInt32>) -> Void
  ) throws(Diagnostic) {
    for part in parts {
      var words = WordTable(most: most)
      for slot in part.slots {
        guard let bytes = scratch.read(slot) else { throw Pack.unreadable }
        Self.read(bytes, into: &words)
      }
      words.forEach(body)
    }
  }

  private static func read(_ bytes: [UInt8], into words: inout WordTable) {
    bytes.withUnsafeBufferPointer { bytes in
      var index = 0, page = 0
      while index + 2 <= bytes.count {
        if bytes[index] == 0 {
          page = bytes[(index + 1)...(index + 4)].reversed().reduce(0) { $0 << 8 | Int($1) }
          index += 5
        } else {
          let end = index + 2 + Int(bytes[index + 1])
          words.add(bytes[(index + 2)..<end], page: page, rank: bytes[index])
          index = end
        }
      }
    }
  }

  /// The first eight bytes as a number that sorts as they do.
  private static func prefix(_ word: Slice<UnsafeBufferPointer<UInt8>>) -> UInt64 {
    var prefix: UInt64 = 0
    for byte in word.prefix(8) { prefix = prefix << 8 | UInt64(byte) }
    return prefix << UInt64(8 * (8 - min(word.count, 8)))
  }
}
