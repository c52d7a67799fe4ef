import Foundation
import Tables

/// Words and the pages on which they stand: a hash table over one buffer. A dictionary of strings
/// with lists takes four times the memory.
struct WordTable {
  /// Most words stand on one page; others have lists.
  private struct Entry {
    /// Where the word lies in `bytes`.
    let offset: UInt32
    let count: UInt8
    var rank: UInt8
    var total: UInt32
    /// The only page; else the place of its lists.
    var page: UInt32
  }

  /// Pages of a word that are kept, by the place in which it stands there.
  private struct Lists {
    var byRank: [[UInt32]] = [[], [], []]
  }

  private let most: Int
  private var bytes: [UInt8] = []
  private var entries: [Entry] = []
  private var lists: [Lists] = []
  private var slots: [UInt32]

  /// `most` is the number of pages that are kept of a word for each place.
  init(most: Int) {
    self.most = most
    slots = Array(repeating: 0, count: 4096)
  }

  /// Adds a page of a word; pages come in their order. Rank 3 is a title, 2 a heading, 1 text.
  /// Gives whether the word is new.
  @discardableResult
  mutating func add(_ word: Slice<UnsafeBufferPointer<UInt8>>, page: Int, rank: UInt8) -> Bool {
    if entries.count * 2 > slots.count { grow() }
    var slot = Int(truncatingIfNeeded: QuickHash.of(word)) & (slots.count - 1)
    while slots[slot] != 0 {
      let place = Int(slots[slot]) - 1
      if holds(entries[place], word) {
        add(place, page, rank)
        return false
      }
      slot = (slot + 1) & (slots.count - 1)
    }
    entries.append(
      Entry(
        offset: UInt32(bytes.count), count: UInt8(word.count), rank: rank, total: 1,
        page: UInt32(page)))
    bytes.append(contentsOf: word)
    slots[slot] = UInt32(entries.count)
    return true
  }

  private mutating func add(_ place: Int, _ page: Int, _ rank: UInt8) {
    if entries[place].total == 1 {
      lists.append(Lists())
      insert(Int(entries[place].page), entries[place].rank, lists.count - 1)
      entries[place].page = UInt32(lists.count - 1)
    }
    entries[place].total += 1
    insert(page, rank, Int(entries[place].page))
  }

  private mutating func insert(_ page: Int, _ rank: UInt8, _ list: Int) {
    let kind = 3 - Int(min(max(rank, 1), 3))
    if lists[list].byRank[kind].count < most { lists[list].byRank[kind].append(UInt32(page)) }
  }

  /// Visits every word in the order of its bytes: the word, the number of its pages, the best.
  func forEach(_ body: (UnsafeBufferPointer<UInt8>, Int, ArraySlice<UInt32>) -> Void) {
    bytes.withUnsafeBufferPointer { bytes in
      func word(_ place: UInt32) -> UnsafeBufferPointer<UInt8> {
        let start = Int(entries[Int(place)].offset)
        return .init(rebasing: bytes[start..<(start + Int(entries[Int(place)].count))])
      }
      var order = (0..<UInt32(entries.count)).map { $0 }
      order.sort { Self.isLess(word($0), word($1)) }
      for place in order {
        let entry = entries[Int(place)]
        let pages =
          entry.total == 1
          ? [entry.page] : Array(lists[Int(entry.page)].byRank.joined()).prefix(most)
        body(word(place), Int(entry.total), pages)
      }
    }
  }

  private static func isLess(
    _ a: UnsafeBufferPointer<UInt8>, _ b: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    guard let left = a.baseAddress, let right = b.baseAddress else { return a.count < b.count }
    let order = memcmp(left, right, min(a.count, b.count))
    return order == 0 ? a.count < b.count : order < 0
  }

  private func holds(_ entry: Entry, _ word: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    guard Int(entry.count) == word.count else { return false }
    var place = Int(entry.offset)
    for byte in word {
      if bytes[place] != byte { return false }
      place += 1
    }
    return true
  }

  private mutating func grow() {
    slots = Array(repeating: 0, count: slots.count * 2)
    bytes.withUnsafeBufferPointer { bytes in
      for (place, entry) in entries.enumerated() {
        let start = Int(entry.offset)
        var slot =
          Int(truncatingIfNeeded: QuickHash.of(bytes[start..<(start + Int(entry.count))]))
          & (slots.count - 1)
        while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
        slots[slot] = UInt32(place + 1)
      }
    }
  }
}
