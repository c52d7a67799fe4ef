import Diagnostics
import Foundation

extension FragmentWriter {
  /// Everything in a node.
  mutating func inlines(_ node: MarkdownNode) {
    var child = node.first
    while let here = child {
      inline(here)
      child = here.next
    }
  }

  mutating func inline(_ node: MarkdownNode) {
    guard let kind = node.kind else { return }
    switch kind {
    case .text: text(node)
    case .softBreak: out.add("\n")
    case .lineBreak: out.add("<br>\n")
    case .code:
      out.add("<code>")
      out.text(node.literalBytes)
      out.add("</code>")
    case .emphasis: wrapped("<em>", node, "</em>")
    case .strong: wrapped("<strong>", node, "</strong>")
    case .strikethrough: wrapped("<del>", node, "</del>")
    case .link: link(node)
    case .image: picture(node)
    case .footnoteReference: footnoteReference(node)
    case .htmlInline:
      problems.warn(at: place(node), "raw HTML is left out", hint: "write Markdown")
    default: inlines(node)
    }
  }

  private mutating func wrapped(_ open: StaticString, _ node: MarkdownNode, _ close: StaticString) {
    out.add(open)
    inlines(node)
    out.add(close)
  }

  private mutating func footnoteReference(_ node: MarkdownNode) {
    let number = node.literal
    let uses = (footnoteUses[number] ?? 0) + 1
    footnoteUses[number] = uses
    let id = uses == 1 ? "fnref-\(number)" : "fnref-\(number)-\(uses)"
    declare(own: id)
    out.html("<sup class=\"cite\" id=\"\(id)\"><a href=\"#fn-\(number)\" aria-label=\"")
    out.piece(.word("note"))
    let mark = Int(number).map(Self.letter) ?? number
    out.html(" \(mark)\">[\(mark)]</a></sup>")
  }

  private mutating func link(_ node: MarkdownNode) {
    let url = node.url
    guard LinkRule.allowsLink(url) else {
      problems.warn(at: place(node), "a link of a kind that is not allowed became text")
      return inlines(node)
    }
    out.add("<a href=\"")
    out.piece(.link(url, place(node)))
    out.add("\"")
    let title = node.title
    if !title.isEmpty { out.html(" title=\"\(title)\"") }
    out.html(LinkRule.isExternal(url) ? " rel=\"noreferrer\">" : ">")
    if node.first == nil { out.piece(.name(url, place(node))) } else { inlines(node) }
    out.add("</a>")
  }

  private mutating func picture(_ node: MarkdownNode) {
    let url = node.url
    guard LinkRule.allowsPicture(url) else {
      problems.warn(at: place(node), "a picture from elsewhere is left out")
      return out.text(node.plainText)
    }
    out.add("<img src=\"")
    out.piece(.link(url, place(node)))
    out.html("\" alt=\"\(node.plainText)\"")
    let title = node.title
    if !title.isEmpty { out.html(" title=\"\(title)\"") }
    out.add(" loading=\"lazy\">")
  }

  /// Text, with `{{ name }}` and `[@key]` as holes.
  private mutating func text(_ node: MarkdownNode) {
    let bytes = node.literalBytes
    if Self.has(0x5E, bytes) { checkNotes(node) }
    guard Self.has(0x7B, bytes) || Self.has(0x40, bytes) else { return out.text(bytes) }
    var rest = node.literal[...]
    var last: Spot?
    while let hole = Self.hole(in: rest) {
      out.text(String(rest[..<hole.range.lowerBound]))
      let found = spot(node, of: rest[hole.range], from: last)
      let at = found.map { self.place($0) } ?? place(node)
      last = found.map { Spot(line: $0.line, byte: $0.byte + 1) } ?? last
      switch hole.kind {
      case .value: out.piece(.value(hole.words, at))
      case .citation(let keys): out.piece(.citation(keys, at))
      }
      rest = rest[hole.range.upperBound...]
    }
    if rest.contains("{{") {
      problems.warn(
        at: place(node), "'{{' without an end stands as it is",
        hint: "{{ table.column }}, or `{{` in code")
    }
    out.text(String(rest))
  }

  /// A footnote that is referred to and nowhere written stands as text.
  private mutating func checkNotes(_ node: MarkdownNode) {
    var rest = node.literal[...]
    var last: Spot?
    while let start = rest.range(of: "[^"),
      let end = rest[start.upperBound...].firstIndex(of: "]")
    {
      let name = rest[start.upperBound..<end], whole = rest[start.lowerBound...end]
      if let found = spot(node, of: whole, from: last) {
        if !name.isEmpty, !name.contains(" "), !isEscaped(found) {
          problems.warn(
            at: place(found), "no footnote '\(name)': it stands as text",
            hint: "a line [^\(name)]: and its words; \\[^ where none is meant")
        }
        last = Spot(line: found.line, byte: found.byte + 1)
      }
      rest = rest[rest.index(after: end)...]
    }
  }

  private static func has(_ byte: Int32, _ text: UnsafeBufferPointer<UInt8>) -> Bool {
    text.baseAddress.map { memchr($0, byte, text.count) != nil } ?? false
  }

  private struct Hole {
    enum Kind {
      case value
      case citation([String])
    }

    let range: Range<String.Index>
    let words: String
    let kind: Kind
  }

  /// The first hole of a text.
  private static func hole(in text: Substring) -> Hole? {
    let value = between("{{", "}}", text).map {
      Hole(range: $0.range, words: String($0.inside.trimmingSpaces), kind: .value)
    }
    let citation = citation(in: text)
    guard let value, let citation else { return value ?? citation }
    return value.range.lowerBound < citation.range.lowerBound ? value : citation
  }

  private static func citation(in text: Substring) -> Hole? {
    guard let (range, inside) = between("[@", "]", text) else { return nil }
    let keys = inside.split(separator: ";").map { part in
      let word = part.trimmingSpaces
      return String(word.hasPrefix("@") ? word.dropFirst() : word)
    }
    // "[@]" and "[@me]" are words.
    guard !keys.isEmpty, keys.allSatisfy({ $0.contains(where: \.isNumber) }) else { return nil }
    return Hole(range: range, words: String(inside), kind: .citation(keys))
  }

  private static func between(
    _ open: String, _ close: String, _ text: Substring
  ) -> (range: Range<String.Index>, inside: Substring)? {
    guard let start = text.range(of: open), let end = text[start.upperBound...].range(of: close)
    else { return nil }
    return (start.lowerBound..<end.upperBound, text[start.upperBound..<end.lowerBound])
  }
}
