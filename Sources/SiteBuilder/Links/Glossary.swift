import Markup
import Store

/// The terms of `glossary.md`: its headings. Each is linked where a page first uses it.
struct Glossary: Sendable {
  static let path = "glossary.md"

  private struct Term: Sendable {
    let words: [UInt8]
    let id: String
  }

  /// By first letter, in lower case; the longest first.
  private let terms: [UInt8: [Term]]
  let digest: Digest

  init(_ summary: Summary?) {
    var terms: [UInt8: [Term]] = [:]
    let anchors = summary?.anchors ?? [:]
    for (id, name) in anchors.sorted(by: { $0.key < $1.key }) where !name.hasPrefix("@") {
      let words = Array(name.lowercased().utf8)
      guard let first = words.first, words.count > 2 else { continue }
      terms[first, default: []].append(Term(words: words, id: id))
    }
    self.terms = terms.mapValues { $0.sorted { ($1.words.count, $0.id) < ($0.words.count, $1.id) } }
    digest = Digest(
      of: anchors.sorted { $0.key < $1.key }.map { "\($0)=\($1)" }.joined(separator: "\n"))
  }

  var isEmpty: Bool { terms.isEmpty }

  /// Markup with the first use of each term in a paragraph or list linked to `address`.
  /// `linked` holds the terms that have had their link.
  func linking(_ html: HTML, address: String, _ linked: inout Set<String>) -> HTML {
    guard !isEmpty else { return html }
    var scanner = TermScanner(bytes: html.bytes)
    scanner.run { text in
      link(text, address, &linked)
    }
    return .cached(scanner.out)
  }

  private func link(
    _ text: ArraySlice<UInt8>, _ address: String, _ linked: inout Set<String>
  ) -> [UInt8] {
    var out: [UInt8] = []
    var index = text.startIndex, isInWord = false
    while index < text.endIndex {
      let byte = text[index]
      if !isInWord, let term = term(text[index...]), linked.insert(term.id).inserted {
        let end = index + term.words.count
        let before: HTML = "<a class=\"term\" href=\"\(address)#\(term.id)\">"
        out += before.bytes + text[index..<end] + Array("</a>".utf8)
        index = end
        isInWord = true
        continue
      }
      isInWord = Self.isLetter(byte)
      out.append(byte)
      index += 1
    }
    return out
  }

  private func term(_ text: ArraySlice<UInt8>) -> Term? {
    guard let first = text.first, let candidates = terms[Self.lower(first)] else { return nil }
    return candidates.first { term in
      guard text.count >= term.words.count,
        zip(text, term.words).allSatisfy({ Self.lower($0) == $1 })
      else { return false }
      // A plural is the same term.
      var rest = text.dropFirst(term.words.count)
      if rest.first == 0x73 { rest = rest.dropFirst() }
      return rest.first.map { !Self.isLetter($0) } ?? true
    }
  }

  private static func lower(_ byte: UInt8) -> UInt8 {
    (0x41...0x5A).contains(byte) ? byte + 32 : byte
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (0x61...0x7A).contains(lower(byte)) || (0x30...0x39).contains(byte) || byte >= 0x80
      || byte == 0x2D || byte == 0x5F || byte == 0x26
  }
}

/// Finds the text of paragraphs and list items in markup that this program wrote: outside of
/// links, code, headings, tables and figures.
private struct TermScanner {
  let bytes: [UInt8]
  private(set) var out: [UInt8] = []
  private var inside = 0
  private var apart = 0

  init(bytes: [UInt8]) { self.bytes = bytes }

  private static let apartFrom: Set = [
    "a", "code", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "table", "figure", "svg", "sup",
    "details", "nav", "dl",
  ]

  mutating func run(_ link: (ArraySlice<UInt8>) -> [UInt8]) {
    out.reserveCapacity(bytes.count + 200)
    var index = 0
    while index < bytes.count {
      guard bytes[index] == 0x3C else {
        let end = bytes[index...].firstIndex(of: 0x3C) ?? bytes.count
        out += inside > 0 && apart == 0 ? link(bytes[index..<end]) : Array(bytes[index..<end])
        index = end
        continue
      }
      let end = (bytes[index...].firstIndex(of: 0x3E) ?? bytes.count - 1) + 1
      tag(bytes[index..<end])
      out += bytes[index..<end]
      index = end
    }
  }

  private mutating func tag(_ tag: ArraySlice<UInt8>) {
    let isEnd = tag.dropFirst().first == 0x2F
    let name = String(
      decoding: tag.dropFirst(isEnd ? 2 : 1).prefix {
        (0x61...0x7A).contains($0) || (0x30...0x39).contains($0)
      }, as: UTF8.self)
    let step = isEnd ? -1 : 1
    if name == "p" || name == "li" { inside = max(0, inside + step) }
    if Self.apartFrom.contains(name) { apart = max(0, apart + step) }
  }
}
