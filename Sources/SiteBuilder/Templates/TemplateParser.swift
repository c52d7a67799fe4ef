import Diagnostics

/// Splits a template into tags and text, line by line, because a tag that stands
/// alone on its line takes the line with it.
struct TemplateParser {
  private enum Kind { case section, inverted, block, parent }

  private struct Open {
    let kind: Kind
    let words: String
    let place: Place
    /// Blanks before the tag, where nothing else stands there.
    let indent: [UInt8]?
    /// Whether the line ends behind the tag.
    let endsLine: Bool
    let line: Int
    var nodes: [Template.Node] = []
  }

  private let file: String
  private let text: [UInt8]
  private var open = Array("{{".utf8)
  private var close = Array("}}".utf8)
  private var position = 0
  /// The line of what was read so far, and where it begins.
  private var line = 1
  private var lineStart = 0
  private var counted = 0
  private var stack: [Open] = []
  private var nodes: [Template.Node] = []

  init(_ text: [UInt8], file: String) { (self.text, self.file) = (text, file) }

  mutating func parse() throws(Problems) -> [Template.Node] {
    while let start = find(open, from: position) {
      try tag(at: start, place(of: start))
    }
    add(.text(Array(text[position...])))
    if let unclosed = stack.last {
      throw failure(unclosed.place, "the section '\(unclosed.words)' does not close")
    }
    return nodes
  }

  private mutating func tag(at start: Int, _ place: Place) throws(Problems) {
    let after = start + open.count
    let isTriple = open == Array("{{".utf8) && after < text.count && text[after] == 0x7B
    let isDelimiter = after < text.count && text[after] == 0x3D
    let mark = isTriple ? Array("}}}".utf8) : isDelimiter ? [0x3D] + close : close
    let inner = after + (isTriple || isDelimiter ? 1 : 0)
    guard let end = find(mark, from: inner) else { throw failure(place, "the tag does not end") }
    let content = String(decoding: text[inner..<end], as: UTF8.self).trimmed
    let sigil: Character =
      isTriple
      ? "{"
      : isDelimiter ? "=" : content.first.flatMap { "#^/>!&<$".contains($0) ? $0 : nil } ?? " "
    let words =
      isTriple || isDelimiter || sigil == " " ? content : String(content.dropFirst()).trimmed
    let tag = Tag(sigil: sigil, words: words, place: place, start: start, end: end + mark.count)
    switch sigil {
    case "<", "$": opens(tag)
    case "/": try closes(tag)
    default: try plain(tag)
    }
  }

  private struct Tag {
    let sigil: Character
    let words: String
    let place: Place
    let start: Int
    let end: Int

    var name: [String] { words == "." ? ["."] : words.split(separator: ".").map(String.init) }
  }

  /// Everything that neither inherits nor closes.
  private mutating func plain(_ tag: Tag) throws(Problems) {
    let blanks = "#^>!=".contains(tag.sigil) ? blanksBefore(tag.start) : nil
    let lineEnd = blanks == nil ? nil : endOfLine(tag.end)
    let isAlone = blanks != nil && lineEnd != nil
    let indent = isAlone ? blanks ?? [] : []
    add(.text(Array(text[position..<(tag.start - indent.count)])))
    position = isAlone ? lineEnd ?? tag.end : tag.end
    switch tag.sigil {
    case " ": add(.variable(name: tag.name, isEscaped: true, place: tag.place))
    case "{", "&": add(.variable(name: tag.name, isEscaped: false, place: tag.place))
    case "#", "^":
      stack.append(
        Open(
          kind: tag.sigil == "#" ? .section : .inverted, words: tag.words, place: tag.place,
          indent: nil, endsLine: false, line: line))
    case ">": add(.partial(name: tag.words, indent: indent, place: tag.place))
    case "=": try delimiters(tag)
    default: break
    }
  }

  private mutating func delimiters(_ tag: Tag) throws(Problems) {
    let marks = tag.words.split(whereSeparator: \.isWhitespace)
    guard marks.count == 2, !tag.words.contains("=") else {
      throw failure(tag.place, "delimiters are two words: {{=<% %>=}}")
    }
    (open, close) = (Array(marks[0].utf8), Array(marks[1].utf8))
  }

  /// A parent or a block begins.
  private mutating func opens(_ tag: Tag) {
    let isArgument = stack.last?.kind == .parent
    let indent = blanksBefore(tag.start)
    let lineEnd = endOfLine(tag.end)
    let endsLine = lineEnd != nil && (isArgument || indent != nil)
    add(.text(Array(text[position..<(tag.start - (indent?.count ?? 0))])))
    position = endsLine && tag.sigil == "$" ? lineEnd ?? tag.end : tag.end
    stack.append(
      Open(
        kind: tag.sigil == "<" ? .parent : .block, words: tag.words, place: tag.place,
        indent: indent, endsLine: endsLine && tag.sigil == "$", line: line))
  }

  private mutating func closes(_ tag: Tag) throws(Problems) {
    guard let last = stack.last, last.words == tag.words else {
      throw failure(tag.place, "'/\(tag.words)' closes no section of that name")
    }
    let blanks = blanksBefore(tag.start)
    let lineEnd = endOfLine(tag.end)
    let isAlone = blanks != nil && lineEnd != nil
    add(.text(Array(text[position..<(tag.start - (isAlone ? blanks?.count ?? 0 : 0))])))
    position = isAlone ? lineEnd ?? tag.end : tag.end
    let open = stack.removeLast()
    switch open.kind {
    case .section, .inverted:
      let name = tag.name
      add(
        .section(
          name: name, nodes: open.nodes, isInverted: open.kind == .inverted, place: open.place))
    case .block: add(block(open, lineEnd: lineEnd))
    case .parent: parent(open, lineEnd: lineEnd)
    }
  }

  /// A block, its lines taken as far out as its first.
  private mutating func block(_ open: Open, lineEnd: Int?) -> Template.Node {
    var block = Template.Block(name: open.words, nodes: open.nodes, indent: [], place: open.place)
    if open.endsLine {
      let own = Self.blanks(at: open.nodes)
      block.nodes = open.nodes.dedented(own.count)
      block.indent = open.nodes.isEmpty ? open.indent ?? [] : own
    } else if let indent = open.indent, open.line == line, lineEnd != nil {
      block.indent = indent
    } else if let indent = open.indent {
      add(.text(indent))
    }
    return .block(block)
  }

  private mutating func parent(_ open: Open, lineEnd: Int?) {
    let blocks = open.nodes.compactMap { node in
      if case .block(let block) = node { block } else { nil }
    }
    // A parent is alone on its line where its first tag begins the line and its last ends it.
    let isAlone = open.indent != nil && lineEnd != nil
    if isAlone, let lineEnd { position = lineEnd }
    if !isAlone, let indent = open.indent { add(.text(indent)) }
    add(
      .parent(
        name: open.words, blocks: blocks, indent: isAlone ? open.indent ?? [] : [],
        place: open.place))
  }

  /// The blanks with which the first line begins.
  private static func blanks(at nodes: [Template.Node]) -> [UInt8] {
    switch nodes.first {
    case .text(let bytes)?: Array(bytes.prefix { $0 == 0x20 || $0 == 0x09 })
    case .block(let block)?: block.indent
    case .partial(_, let indent, _)?: indent
    default: []
    }
  }

  private mutating func add(_ node: Template.Node) {
    if case .text(let bytes) = node, bytes.isEmpty { return }
    if stack.isEmpty { nodes.append(node) } else { stack[stack.count - 1].nodes.append(node) }
  }

  /// The blanks between the start of the line and a tag; nil where more stands there.
  private func blanksBefore(_ start: Int) -> [UInt8]? {
    guard lineStart >= position || text[lineStart..<start].allSatisfy(Self.isBlank) else {
      return nil
    }
    // What was taken with an earlier tag of the line is no longer there to be blank.
    let from = max(lineStart, position)
    guard from == lineStart || position == lineStart else { return nil }
    let before = text[from..<start]
    return before.allSatisfy(Self.isBlank) ? Array(before) : nil
  }

  /// Where the next line begins, if nothing but blanks is left of this one.
  private func endOfLine(_ end: Int) -> Int? {
    var index = end
    while index < text.count, Self.isBlank(text[index]) { index += 1 }
    if index == text.count { return index }
    if text[index] == 0x0A { return index + 1 }
    return text[index] == 0x0D && index + 1 < text.count && text[index + 1] == 0x0A
      ? index + 2 : nil
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

  /// The place of a tag; tags come in order, so that lines are counted once.
  private mutating func place(of start: Int) -> Place {
    while counted < start {
      if text[counted] == 0x0A { (line, lineStart) = (line + 1, counted + 1) }
      counted += 1
    }
    let before = String(decoding: text[lineStart..<start], as: UTF8.self)
    return Place(file, line: line, column: before.count + 1)
  }

  private func find(_ mark: [UInt8], from start: Int) -> Int? {
    var index = start
    while index + mark.count <= text.count {
      if text[index] == mark[0], text[index..<index + mark.count].elementsEqual(mark) {
        return index
      }
      index += 1
    }
    return nil
  }

  private func failure(_ place: Place, _ message: String) -> Problems {
    Problems([Diagnostic(at: place, message)])
  }
}

extension String {
  fileprivate var trimmed: String {
    var slice = self[...]
    while slice.first?.isWhitespace == true { slice.removeFirst() }
    while slice.last?.isWhitespace == true { slice.removeLast() }
    return String(slice)
  }
}
