import Diagnostics

/// A Mustache template, parsed: interpolation, sections, inverted sections, partials, comments,
/// delimiters and inheritance, as the Mustache specification has them.
struct Template: Sendable {
  indirect enum Node: Sendable, Equatable {
    case text([UInt8])
    case variable(name: [String], isEscaped: Bool, place: Place)
    case section(name: [String], nodes: [Node], isInverted: Bool, place: Place)
    case partial(name: String, indent: [UInt8], place: Place)
    /// A place that a template which inherits may fill; `nodes` stand there else.
    case block(Block)
    /// Another template with some of its blocks filled.
    case parent(name: String, blocks: [Block], indent: [UInt8], place: Place)
  }

  struct Block: Sendable, Equatable {
    let name: String
    var nodes: [Node]
    /// How far in the block's lines stand where it is expanded.
    var indent: [UInt8]
    let place: Place
  }

  let nodes: [Node]

  /// Nothing.
  init() { nodes = [] }

  /// Parses a template. Throws for tags that do not end, sections that do not close
  /// or close another, and delimiters that are none.
  init(_ text: [UInt8], file: String) throws(Problems) {
    var parser = TemplateParser(text, file: file)
    nodes = try parser.parse()
  }
}

extension [Template.Node] {
  /// Takes up to `count` leading blanks off every line.
  func dedented(_ count: Int) -> [Template.Node] {
    var atStart = true
    return map { $0.dedented(count, &atStart) }
  }
}

extension Template.Node {
  fileprivate func dedented(_ count: Int, _ atStart: inout Bool) -> Template.Node {
    switch self {
    case .text(let bytes):
      var out: [UInt8] = []
      var left = atStart ? count : 0
      for byte in bytes {
        if left > 0, byte == 0x20 || byte == 0x09 {
          left -= 1
          continue
        }
        left = byte == 0x0A ? count : 0
        out.append(byte)
      }
      if let last = bytes.last { atStart = last == 0x0A }
      return .text(out)
    case .section(let name, let nodes, let isInverted, let place):
      let inner = nodes.map { $0.dedented(count, &atStart) }
      return .section(name: name, nodes: inner, isInverted: isInverted, place: place)
    case .block(var block):
      block.indent = Array(block.indent.dropFirst(count))
      atStart = true
      return .block(block)
    case .partial(let name, let indent, let place):
      return .partial(name: name, indent: Array(indent.dropFirst(count)), place: place)
    case .variable:
      atStart = false
      return self
    case .parent: return self
    }
  }
}
