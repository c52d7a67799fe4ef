import Store
import Testing

@testable import SiteBuilder

/// The words of all pages: the same, in however many parts they are put together.
@Suite struct SearchTests {
  private static let words = (0..<900).map { "word\($0 * 7919 % 1000)" } + ["a1", "ü", "zz-top"]

  /// As a page has them: rank, length, word.
  private func terms(_ page: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    var seen: Set<String> = []
    for number in 0..<30 {
      let word = Self.words[(page * 31 + number * number * 17) % Self.words.count]
      guard seen.insert(word).inserted else { continue }
      bytes += [UInt8(number % 3 + 1), UInt8(word.utf8.count)] + Array(word.utf8)
    }
    return bytes
  }

  private func all(borders: [UInt64], only letters: Set<UInt8>? = nil) throws -> [String] {
    var words = SpilledWords(borders: borders, scratch: Pack())
    for page in 0..<300 { try words.add(page, terms(page), only: letters) }
    try words.finish()
    var lines: [String] = []
    try words.forEach(most: 4) { word, total, pages in
      lines.append("\(String(decoding: word, as: UTF8.self)) \(total) \(Array(pages))")
    }
    return lines
  }

  @Test func partsMakeNoDifference() throws {
    let whole = try all(borders: [])
    #expect(whole.count > 600)
    let names = whole.map { Array(($0.split(separator: " ").first ?? "").utf8) }
    #expect(zip(names, names.dropFirst()).allSatisfy { $0.lexicographicallyPrecedes($1) })
    // "word5" and "word9" in the first eight bytes, and borders that no word has.
    let borders: [UInt64] = [0x776F_7264_3500_0000, 0x776F_7264_3900_0000, .max]
    #expect(try all(borders: borders) == whole)
    #expect(try all(borders: SpilledWords.borders(300, terms)) == whole)
  }

  @Test func onlySomeLetters() throws {
    let some = try all(borders: [0x62 << 56], only: [0x61, 0x7A])
    #expect(some.map { $0.split(separator: " ")[0] } == ["a1", "zz-top"])
  }

  /// Against a dictionary.
  @Test func countsAndBestPages() throws {
    var pages: [String: [(page: Int, rank: UInt8)]] = [:]
    for page in 0..<300 {
      PageTerms.visit(terms(page)) { word, rank in
        pages[String(decoding: word, as: UTF8.self), default: []].append((page, rank))
      }
    }
    let expected = pages.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.map { word in
      let own = pages[word] ?? []
      var best: [Int] = []
      for rank: UInt8 in [3, 2, 1] { best += own.filter { $0.rank == rank }.map(\.page).prefix(4) }
      return "\(word) \(own.count) \(Array(best.prefix(4)))"
    }
    #expect(try all(borders: []) == expected)
  }
}
