import Diagnostics
import Foundation
import Markup
import Store
import Tables

/// The list of all pages from A to Z, in pages of their own: how a site is searched without a
/// script.
struct IndexPages {
  private static let perPage = 400
  static let address = "a-z.html"

  /// Whether a file is one of the list's pages.
  static func isAddress(_ path: String) -> Bool {
    if path == address { return true }
    // `a-z-b.html`, `a-z-b-2.html`.
    guard path.hasPrefix("a-z-"), path.hasSuffix(".html") else { return false }
    let parts = path.utf8.dropFirst(4).dropLast(5).split(
      separator: 0x2D, maxSplits: 1, omittingEmptySubsequences: false)
    guard parts[0].count == 1, parts[0].allSatisfy({ (0x61...0x7A).contains($0) || $0 == 0x30 })
    else { return false }
    return parts.count == 1
      || !parts[1].isEmpty && parts[1].allSatisfy { (0x30...0x39).contains($0) }
  }

  private struct Part {
    let letter: String
    let number: Int
    /// Places in the list of names.
    let entries: ArraySlice<UInt32>

    var address: String { number == 1 ? "a-z-\(letter).html" : "a-z-\(letter)-\(number).html" }
    var name: String { number == 1 ? letter.uppercased() : "\(letter.uppercased()) \(number)" }
  }

  private let parts: [Part]
  private let names: NodeList
  private let words: Words
  private var count: Int { names.count }

  init(_ names: NodeList, words: Words) {
    (self.names, self.words) = (names, words)
    // Titles in lower case, addresses behind them, one after another.
    var keys: [UInt8] = []
    keys.reserveCapacity(names.count * 48)
    var starts: [UInt32] = [0]
    for place in names.indices {
      // "Ü" stands with "u".
      let title = names.title(place)
      let plain = title.utf8.allSatisfy { $0 < 0x80 }
      keys +=
        (plain ? title : title.folding(options: .diacriticInsensitive, locale: nil))
        .lowercased().utf8
      keys.append(0)
      keys += Addresses.page(names.path(place)).utf8
      starts.append(UInt32(keys.count))
    }
    func key(_ place: UInt32) -> ArraySlice<UInt8> {
      keys[Int(starts[Int(place)])..<Int(starts[Int(place) + 1])]
    }
    func letter(_ place: UInt32) -> UInt8 { Self.letter(key(place)) }
    let sorted = names.indices.map(UInt32.init).sorted {
      letter($0) == letter($1)
        ? key($0).lexicographicallyPrecedes(key($1)) : letter($0) < letter($1)
    }
    var parts: [Part] = []
    for own in sorted.chunked(by: letter) {
      var rest = own, number = 1
      while let first = rest.first {
        parts.append(
          Part(
            letter: String(UnicodeScalar(letter(first))), number: number,
            entries: rest.prefix(Self.perPage)))
        rest = rest.dropFirst(Self.perPage)
        number += 1
      }
    }
    self.parts = parts
  }

  /// The letter under which a title stands; digits and others stand together, under "0".
  private static func letter(_ key: ArraySlice<UInt8>) -> UInt8 {
    key.first.flatMap { (0x61...0x7A).contains($0) ? $0 : nil } ?? 0x30
  }

  /// Visits every page: address, title and body.
  func forEach(_ body: (String, String, HTML) throws(Diagnostic) -> Void) throws(Diagnostic) {
    let isSmall = count <= Self.perPage
    let all: HTML =
      isSmall
      ? HTML.joined(
        parts.map { part in
          "<section aria-labelledby=\"\(part.letter)\"><h2 id=\"\(part.letter)\">\(part.name == "0" ? "0–9" : part.name)</h2>\(list(part))</section>"
        }) : ""
    try body(
      Self.address, words["all_pages"],
      "<p>\(Digits.grouped(count)) \(words["pages_lower"])</p>\(nav(nil, isSmall))\(all)")
    if isSmall { return }
    for part in parts {
      try body(
        part.address, "\(words["all_pages"]): \(part.name)", nav(part, false) + list(part))
    }
  }

  private func nav(_ current: Part?, _ isSmall: Bool) -> HTML {
    let links = parts.map { part -> HTML in
      let name = part.name == "0" ? "0–9" : part.name
      if part.address == current?.address { return "<li><b aria-current=\"page\">\(name)</b></li>" }
      return "<li><a href=\"\(isSmall ? "#" + part.letter : part.address)\">\(name)</a></li>"
    }
    return "<nav class=\"letters\" aria-label=\"A–Z\"><ul>\(HTML.joined(links))</ul></nav>\n"
  }

  private func list(_ part: Part) -> HTML {
    var out: HTML = "<ul class=\"plainlist\">\n"
    for entry in part.entries {
      let place = Int(entry)
      let way = Addresses.relative(from: "", to: Addresses.page(names.path(place)))
      out += "<li><a href=\"\(way)\">\(names.title(place))</a></li>\n"
    }
    return out + "</ul>\n"
  }
}

extension [UInt32] {
  /// Runs of neighbours that have the same key.
  fileprivate func chunked(by key: (UInt32) -> UInt8) -> [ArraySlice<UInt32>] {
    var chunks: [ArraySlice<UInt32>] = []
    var start = 0
    for index in indices where index + 1 == count || key(self[index]) != key(self[index + 1]) {
      chunks.append(self[start...index])
      start = index + 1
    }
    return chunks
  }
}
