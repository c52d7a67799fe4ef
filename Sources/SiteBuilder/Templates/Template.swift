import Diagnostics

/// A Mustache template, parsed: interpolation, sections, inverted sections, partials
/// and comments, as the Mustache specification has them.
struct Template: Sendable {
  indirect enum Node: Sendable, Equatable {
    case text(String)
    case variable(name: [String], isEscaped: Bool, place: Place)
    case section(name: [String], nodes: [Node], isInverted: Bool, place: Place)
    case partial(name: String, indent: String, place: Place)
  }

  let nodes: [Node]

  /// Parses a template. Throws for tags that do not end, sections that do not close
  /// or close another, and tags of a kind that is not supported.
  init(_ text: String, file: String) throws(Problems) {
    var parser = TemplateParser(text: text, file: file)
    nodes = try parser.parse()
  }
}

/// Splits a template into tags and text, line by line, because a tag that stands
/// alone on its line takes the line with it.
private struct TemplateParser {
  private struct Open {
    let name: [String]
    let isInverted: Bool
    let place: Place
    var nodes: [Template.Node]
  }

  private let file: String
  private let text: [Character]
  private var position = 0
  /// The line of what was read so far, and where it begins.
  private var line = 1
  private var lineStart = 0
  private var counted = 0
  private var stack: [Open] = []
  private var nodes: [Template.Node] = []

  init(text: String, file: String) {
    (self.text, self.file) = (Array(text), file)
  }

  mutating func parse() throws(Problems) -> [Template.Node] {
    while let open = find("{{", from: position) {
      try tag(at: open, place(of: open))
    }
    add(.text(String(text[position...])))
    if let unclosed = stack.last {
      throw failure(
        unclosed.place, "the section '\(unclosed.name.joined(separator: "."))' does not close")
    }
    return nodes
  }

  private mutating func tag(at open: Int, _ place: Place) throws(Problems) {
    let isTriple = open + 2 < text.count && text[open + 2] == "{"
    let mark = isTriple ? "}}}" : "}}"
    let inner = open + (isTriple ? 3 : 2)
    guard let close = find(mark, from: inner) else { throw failure(place, "the tag does not end") }
    let content = String(text[inner..<close]).trimmed
    let sigil =
      isTriple ? "{" : content.first.flatMap { "#^/>!&=<$".contains($0) ? String($0) : nil } ?? ""
    let words = isTriple || sigil.isEmpty ? content : String(content.dropFirst()).trimmed
    var (start, end) = (open, close + mark.count)
    var indent = ""
    if "#^/>!".contains(sigil), !sigil.isEmpty, let alone = standalone(open, end) {
      indent = String(text[alone.start..<open])
      (start, end) = (alone.start, alone.end)
    }
    add(.text(String(text[position..<start])))
    position = end
    try apply(sigil, words, indent, place)
  }

  private mutating func apply(
    _ sigil: String, _ words: String, _ indent: String, _ place: Place
  ) throws(Problems) {
    let name = words == "." ? ["."] : words.split(separator: ".").map(String.init)
    switch sigil {
    case "": add(.variable(name: name, isEscaped: true, place: place))
    case "{", "&": add(.variable(name: name, isEscaped: false, place: place))
    case "#", "^":
      stack.append(Open(name: name, isInverted: sigil == "^", place: place, nodes: []))
    case "/":
      guard let open = stack.popLast(), open.name == name else {
        throw failure(place, "'/\(words)' closes no section of that name")
      }
      add(.section(name: name, nodes: open.nodes, isInverted: open.isInverted, place: open.place))
    case ">": add(.partial(name: words, indent: indent, place: place))
    case "!": break
    default: throw failure(place, "tags of the kind '{{\(sigil)' are not supported yet")
    }
  }

  private mutating func add(_ node: Template.Node) {
    if node == .text("") { return }
    if stack.isEmpty { nodes.append(node) } else { stack[stack.count - 1].nodes.append(node) }
  }

  /// The whole line of a tag that has nothing else on it.
  private func standalone(_ open: Int, _ end: Int) -> (start: Int, end: Int)? {
    let start = lineStart
    guard start >= position, text[start..<open].allSatisfy({ $0 == " " || $0 == "\t" }) else {
      return nil
    }
    var after = end
    while after < text.count, text[after] == " " || text[after] == "\t" { after += 1 }
    if after == text.count { return (start, after) }
    return text[after].isNewline ? (start, after + 1) : nil
  }

  /// The place of a tag; tags come in order, so that lines are counted once.
  private mutating func place(of open: Int) -> Place {
    while counted < open {
      if text[counted].isNewline { (line, lineStart) = (line + 1, counted + 1) }
      counted += 1
    }
    return Place(file, line: line, column: open - lineStart + 1)
  }

  private func find(_ mark: String, from start: Int) -> Int? {
    let mark = Array(mark)
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
