import Markup
import Tables

/// The words of a page by which it is found, each with the best place in which it stands:
/// 3 the title, 2 a heading, 1 the text. Words stand in the order of their first use.
struct PageTerms: Sendable {
  /// As the pack has them: rank, length, word, one after another.
  let bytes: [UInt8]

  /// `content` is nil for a page that is found by its title alone.
  init(title: String, headings: [Fragment.Heading], content: HoleFiller.Filled?) {
    var table = TermTable()
    Tokens.scan(Array(title.utf8), rank: 3, into: &table)
    if let content {
      for heading in headings { Tokens.scan(Array(heading.text.utf8), rank: 2, into: &table) }
      for part in [content.lead, content.head, content.body] {
        Tokens.scan(part.bytes, isMarkup: true, rank: 1, into: &table)
      }
    }
    bytes = table.bytes
  }

  /// Visits what ``bytes`` gave.
  static func visit(_ bytes: [UInt8], _ body: (Slice<UnsafeBufferPointer<UInt8>>, UInt8) -> Void) {
    bytes.withUnsafeBufferPointer { bytes in
      var index = 0
      while index + 2 <= bytes.count {
        let end = index + 2 + Int(bytes[index + 1])
        guard end <= bytes.count else { return }
        body(bytes[(index + 2)..<end], bytes[index])
        index = end
      }
    }
  }
}

/// The distinct words of a page: a hash table over one buffer, because a dictionary of strings
/// costs five times as much for some nine hundred words a page.
private struct TermTable {
  private(set) var bytes: [UInt8] = []
  /// Where an entry begins in `bytes`, plus one; 0 is free.
  private var slots = [UInt32](repeating: 0, count: 1024)
  private var count = 0

  init() { bytes.reserveCapacity(4096) }

  /// Adds a word in lower case; a better place replaces a lesser one.
  mutating func add(_ word: UnsafeBufferPointer<UInt8>, rank: UInt8) {
    if count * 2 > slots.count { grow() }
    var slot = Int(truncatingIfNeeded: Self.hash(word)) & (slots.count - 1)
    while slots[slot] != 0 {
      let start = Int(slots[slot]) - 1
      if holds(start, word) {
        if bytes[start] < rank { bytes[start] = rank }
        return
      }
      slot = (slot + 1) & (slots.count - 1)
    }
    slots[slot] = UInt32(bytes.count + 1)
    count += 1
    bytes.append(rank)
    bytes.append(UInt8(word.count))
    bytes.append(contentsOf: word)
  }

  private func holds(_ start: Int, _ word: UnsafeBufferPointer<UInt8>) -> Bool {
    guard Int(bytes[start + 1]) == word.count else { return false }
    for (offset, byte) in word.enumerated() where bytes[start + 2 + offset] != byte {
      return false
    }
    return true
  }

  private mutating func grow() {
    slots = [UInt32](repeating: 0, count: slots.count * 2)
    var start = 0
    while start < bytes.count {
      let end = start + 2 + Int(bytes[start + 1])
      var slot =
        bytes.withUnsafeBufferPointer {
          Int(truncatingIfNeeded: Self.hash(UnsafeBufferPointer(rebasing: $0[(start + 2)..<end])))
        } & (slots.count - 1)
      while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = UInt32(start + 1)
      start = end
    }
  }

  /// FNV-1a, 64 bits.
  private static func hash(_ word: UnsafeBufferPointer<UInt8>) -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in word { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    return hash ^ hash >> 32
  }
}

/// Splits text into the words that are searched for: letters and digits in lower case; words
/// with hyphens as a whole and in parts.
private enum Tokens {
  private static let longest = 40

  static func scan(
    _ text: [UInt8], isMarkup: Bool = false, rank: UInt8, into table: inout TermTable
  ) {
    // One word at a time, in lower case.
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: longest + 1) { word in
      text.withUnsafeBufferPointer { text in
        var index = 0, count = 0, hasHyphen = false, isPlain = true
        while index < text.count {
          let byte = text[index]
          let kind = kinds[Int(byte)]
          if kind == 1 || kind == 2 && count > 0 && follows(text, index) {
            if count <= longest {
              word[min(count, longest)] = (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
            }
            count += 1
            if kind == 2 { hasHyphen = true }
            if byte >= 0x80 { isPlain = false }
          } else if count > 0 {
            add(word, count, hasHyphen, isPlain, rank, &table)
            (count, hasHyphen, isPlain) = (0, false, true)
          }
          if isMarkup, byte == 0x3C || byte == 0x26 {
            index = skip(text, index, to: byte == 0x3C ? 0x3E : 0x3B)
          }
          index += 1
        }
        if count > 0 { add(word, count, hasHyphen, isPlain, rank, &table) }
      }
    }
  }

  /// 1: part of a word; 2: joins words.
  private static let kinds: [UInt8] = (0...255).map { byte -> UInt8 in
    switch UInt8(byte) {
    case 0x61...0x7A, 0x41...0x5A, 0x30...0x39, 0x80...: 1
    case 0x2D, 0x5F: 2
    default: 0
    }
  }

  private static func follows(_ text: UnsafeBufferPointer<UInt8>, _ index: Int) -> Bool {
    index + 1 < text.count && kinds[Int(text[index + 1])] == 1
  }

  /// To the end of a tag or an entity, which are no words; a bare `&` is one letter.
  private static func skip(
    _ text: UnsafeBufferPointer<UInt8>, _ index: Int, to end: UInt8
  ) -> Int {
    var next = index
    while next < text.count, text[next] != end {
      if end == 0x3B, next - index > 10 { return index }
      next += 1
    }
    return next
  }

  private static func add(
    _ word: UnsafeMutableBufferPointer<UInt8>, _ count: Int, _ hasHyphen: Bool, _ isPlain: Bool,
    _ rank: UInt8, _ table: inout TermTable
  ) {
    guard count <= longest else { return }
    let whole = UnsafeBufferPointer(rebasing: word[..<count])
    if isPlain {
      add(whole, rank, &table)
    } else {
      // Letters beyond ASCII have cases of their own.
      let lower = Array(String(decoding: whole, as: UTF8.self).lowercased().utf8)
      lower.withUnsafeBufferPointer { if $0.count <= longest { add($0, rank, &table) } }
    }
    guard hasHyphen else { return }
    for part in whole.split(whereSeparator: { $0 == 0x2D || $0 == 0x5F }) {
      add(UnsafeBufferPointer(rebasing: part), rank, &table)
    }
  }

  private static func add(
    _ word: UnsafeBufferPointer<UInt8>, _ rank: UInt8, _ table: inout TermTable
  ) {
    guard word.count > 1 else { return }
    // Short numbers stand on every page and find nothing.
    if word.count <= 4, isCommon(word) || word.allSatisfy({ (0x30...0x39).contains($0) }) {
      return
    }
    table.add(word, rank: rank)
  }

  /// Words of every page.
  private static let common = Set(
    [
      "and", "are", "as", "at", "be", "by", "for", "from", "in", "is", "it", "its", "no", "not",
      "of", "on", "or", "that", "the", "this", "to", "was", "were", "with",
    ].map(key))

  private static func key(_ word: String) -> UInt32 {
    word.utf8.reduce(0) { $0 << 8 | UInt32($1) }
  }

  private static func isCommon(_ word: UnsafeBufferPointer<UInt8>) -> Bool {
    common.contains(word.reduce(0) { $0 << 8 | UInt32($1) })
  }
}
