import Foundation
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
  /// Where an entry begins in `bytes`, plus one, and the word's hash; 0 is free.
  private var slots = [(start: UInt32, hash: UInt32)](repeating: (0, 0), count: 1024)
  private var count = 0

  init() { bytes.reserveCapacity(4096) }

  /// Adds a word in lower case, with its hash; a better place replaces a lesser one.
  mutating func add(_ word: UnsafeBufferPointer<UInt8>, hash: UInt32, rank: UInt8) {
    if count * 2 > slots.count { grow() }
    var slot = Int(hash) & (slots.count - 1)
    while slots[slot].start != 0 {
      let start = Int(slots[slot].start) - 1
      if slots[slot].hash == hash, holds(start, word) {
        if bytes[start] < rank { bytes[start] = rank }
        return
      }
      slot = (slot + 1) & (slots.count - 1)
    }
    slots[slot] = (UInt32(bytes.count + 1), hash)
    count += 1
    bytes.append(rank)
    bytes.append(UInt8(word.count))
    bytes.append(contentsOf: word)
  }

  private func holds(_ start: Int, _ word: UnsafeBufferPointer<UInt8>) -> Bool {
    guard Int(bytes[start + 1]) == word.count, let base = word.baseAddress else { return false }
    return bytes.withUnsafeBufferPointer { bytes in
      guard let own = bytes.baseAddress else { return false }
      return memcmp(own + start + 2, base, word.count) == 0
    }
  }

  private mutating func grow() {
    let old = slots
    slots = Array(repeating: (0, 0), count: old.count * 2)
    for entry in old where entry.start != 0 {
      var slot = Int(entry.hash) & (slots.count - 1)
      while slots[slot].start != 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = entry
    }
  }
}

/// Splits text into the words that are searched for: letters and digits in lower case; words
/// with hyphens as a whole and in parts.
private enum Tokens {
  private static let longest = 40

  /// A word that was read: its first bytes, in lower case.
  private struct Word {
    let bytes: UnsafeMutablePointer<UInt8>
    var count = 0
    var hash = QuickHash()
    var hasHyphen = false
    /// Every bit that a byte of the word has.
    var bits: UInt8 = 0

    var whole: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: bytes, count: count) }
  }

  static func scan(
    _ text: [UInt8], isMarkup: Bool = false, rank: UInt8, into table: inout TermTable
  ) {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: longest) { buffer in
      lowered.withUnsafeBufferPointer { lowered in
        text.withUnsafeBufferPointer { text in
          guard let base = text.baseAddress, let lowered = lowered.baseAddress,
            let buffer = buffer.baseAddress
          else { return }
          var index = 0
          while index < text.count {
            let byte = base[index]
            let mark = markLength(base, index, text.count)
            if mark > 0 {
              index += mark
            } else if lowered[Int(byte)] > joining {
              let word = word(base, &index, text.count, lowered, buffer)
              add(word, rank, &table)
            } else {
              if isMarkup, byte == 0x3C || byte == 0x26 { index = skip(text, index) }
              index += 1
            }
          }
        }
      }
    }
  }

  /// The word that begins at `index`, which moves behind it. For some ten thousand bytes of a
  /// page: by bare pointers.
  private static func word(
    _ text: UnsafePointer<UInt8>, _ index: inout Int, _ end: Int,
    _ lowered: UnsafePointer<UInt8>, _ buffer: UnsafeMutablePointer<UInt8>
  ) -> Word {
    var word = Word(bytes: buffer)
    while index < end {
      var lower = lowered[Int(text[index])]
      if lower <= joining {
        guard lower == joining, index + 1 < end, lowered[Int(text[index + 1])] > joining else {
          break
        }
        lower = text[index]
        word.hasHyphen = true
      }
      if lower >= 0x80, markLength(text, index, end) > 0 { break }
      if word.count < longest { buffer[word.count] = lower }
      word.count += 1
      word.hash.add(lower)
      word.bits |= lower
      index += 1
    }
    return word
  }

  /// Bytes of a mark beyond ASCII that stands between words, as quotes, dashes, ellipses and
  /// blanks do (U+2000 to U+206F, and U+00A0 to U+00BF without its letters); 0 for anything else.
  private static func markLength(_ text: UnsafePointer<UInt8>, _ index: Int, _ end: Int) -> Int {
    switch text[index] {
    case 0xE2:
      return index + 2 < end && (text[index + 1] == 0x80 || text[index + 1] == 0x81) ? 3 : 0
    case 0xC2:
      guard index + 1 < end else { return 0 }
      let next = text[index + 1]
      return next == 0xAA || next == 0xB5 || next == 0xBA ? 0 : 2
    default: return 0
    }
  }

  /// Joins words: a hyphen, an underscore.
  private static let joining: UInt8 = 1

  /// A part of a word in lower case, ``joining``, or 0.
  private static let lowered: [UInt8] = (0...255).map { byte -> UInt8 in
    switch UInt8(byte) {
    case 0x41...0x5A: UInt8(byte) | 0x20
    case 0x61...0x7A, 0x30...0x39, 0x80...: UInt8(byte)
    case 0x2D, 0x5F: joining
    default: 0
    }
  }

  /// To the end of a tag or an entity, which are no words; a bare `&` is one letter.
  private static func skip(_ text: UnsafeBufferPointer<UInt8>, _ index: Int) -> Int {
    let isTag = text[index] == 0x3C
    let limit = isTag ? text.count - index : min(text.count - index, 12)
    guard let base = text.baseAddress,
      let end = memchr(base + index, isTag ? 0x3E : 0x3B, limit)
    else { return isTag ? text.count : index }
    return UnsafeRawPointer(end) - UnsafeRawPointer(base)
  }

  private static func add(_ word: Word, _ rank: UInt8, _ table: inout TermTable) {
    guard word.count <= longest else { return }
    let whole = word.whole
    if word.bits < 0x80 {
      add(whole, word.hash.value, rank, &table)
    } else {
      // Letters beyond ASCII have cases of their own.
      let lower = Array(String(decoding: whole, as: UTF8.self).lowercased().utf8)
      lower.withUnsafeBufferPointer {
        if $0.count <= longest { add($0, QuickHash.of($0), rank, &table) }
      }
    }
    guard word.hasHyphen else { return }
    for part in whole.split(whereSeparator: { $0 == 0x2D || $0 == 0x5F }) {
      let part = UnsafeBufferPointer(rebasing: part)
      add(part, QuickHash.of(part), rank, &table)
    }
  }

  private static func add(
    _ word: UnsafeBufferPointer<UInt8>, _ hash: UInt64, _ rank: UInt8, _ table: inout TermTable
  ) {
    guard word.count > 1 else { return }
    // Short numbers and the commonest words stand in the text of every page and find nothing.
    if word.count <= 4, rank == 1, isCommon(word) { return }
    table.add(word, hash: UInt32(truncatingIfNeeded: hash), rank: rank)
  }

  /// Words of every page.
  private static let common = [
    "and", "are", "as", "at", "be", "by", "for", "from", "in", "is", "it", "its", "no", "not",
    "of", "on", "or", "that", "the", "this", "to", "was", "were", "with",
  ].map { $0.utf8.reduce(0) { $0 << 8 | UInt32($1) } }

  /// Whether a word of at most four bytes is one of every page, or a number.
  private static func isCommon(_ word: UnsafeBufferPointer<UInt8>) -> Bool {
    var key: UInt32 = 0, isNumber = true
    for byte in word {
      key = key << 8 | UInt32(byte)
      if !(0x30...0x39).contains(byte) { isNumber = false }
    }
    return isNumber || common.contains(key)
  }
}
