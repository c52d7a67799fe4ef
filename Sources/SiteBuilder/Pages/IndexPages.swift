import Markup
import Store
import Tables

/// The list of all pages from A to Z, in pages of their own: how a site is searched without a
/// script.
struct IndexPages {
  struct Entry {
    let title: String
    let address: String
  }

  private static let perPage = 400
  static let address = "a-z.html"

  /// Whether a file is one of the list's pages.
  static func isAddress(_ path: String) -> Bool {
    path == address || path.wholeMatch(of: /a-z-[a-z0](-[0-9]+)?\.html/) != nil
  }

  private struct Part {
    let letter: String
    let number: Int
    let entries: ArraySlice<Entry>

    var address: String { number == 1 ? "a-z-\(letter).html" : "a-z-\(letter)-\(number).html" }
    var name: String { number == 1 ? letter.uppercased() : "\(letter.uppercased()) \(number)" }
  }

  private let parts: [Part]
  private let count: Int
  private let words: Words

  init(_ entries: [Entry], words: Words) {
    self.words = words
    count = entries.count
    let sorted = entries.map { ($0.title.lowercased(), $0) }.sorted {
      ($0.0, $0.1.address) < ($1.0, $1.1.address)
    }.map(\.1)
    var parts: [Part] = []
    for (letter, own) in Self.groups(sorted) {
      var rest = own, number = 1
      while !rest.isEmpty {
        parts.append(Part(letter: letter, number: number, entries: rest.prefix(Self.perPage)))
        rest = rest.dropFirst(Self.perPage)
        number += 1
      }
    }
    self.parts = parts
  }

  private static func groups(_ entries: [Entry]) -> [(String, ArraySlice<Entry>)] {
    var groups: [(String, ArraySlice<Entry>)] = []
    var start = 0
    for index in entries.indices
    where index + 1 == entries.count
      || letter(entries[index]) != letter(entries[index + 1])
    {
      groups.append((letter(entries[index]), entries[start...index]))
      start = index + 1
    }
    return groups
  }

  /// The letter under which a title stands; digits and others stand together.
  private static func letter(_ entry: Entry) -> String {
    guard let first = entry.title.lowercased().first, ("a"..."z").contains(first) else {
      return "0"
    }
    return String(first)
  }

  /// Address, title and body of every page.
  var pages: [(address: String, title: String, body: HTML)] {
    let isSmall = count <= Self.perPage
    let all: HTML =
      isSmall
      ? HTML.joined(
        parts.map { part in
          "<section aria-labelledby=\"\(part.letter)\"><h2 id=\"\(part.letter)\">\(part.name == "0" ? "0–9" : part.name)</h2>\(list(part))</section>"
        }) : ""
    let first = (
      address: Self.address, title: words["all_pages"],
      body: "<p>\(Digits.grouped(count)) \(words["pages_lower"])</p>\(nav(nil, isSmall))\(all)"
        as HTML
    )
    if isSmall { return [first] }
    return [first]
      + parts.map { part in
        (part.address, "\(words["all_pages"]): \(part.name)", nav(part, false) + list(part))
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
    let items = part.entries.map { entry -> HTML in
      "<li><a href=\"\(entry.address)\">\(entry.title)</a></li>\n"
    }
    return "<ul class=\"plainlist\">\n\(HTML.joined(items))</ul>\n"
  }
}
