import CMarkGFM
import Foundation

/// A parsed Markdown text; owns the tree.
struct MarkdownTree: ~Copyable {
  let root: OpaquePointer
  /// The parser and the tree lie behind it; trees of a thread go in the reverse order of their
  /// coming.
  private let memory: cb_mark

  private static let register: Void = cmark_gfm_core_extensions_ensure_registered()

  /// Parses text. The extensions strikethrough and autolink change global tables of cmark-gfm
  /// 0.29 while they parse (github/cmark-gfm PR 176), and cost time: they are attached only to
  /// texts in which they could find something, and such a text is parsed alone.
  init(_ text: UnsafeBufferPointer<UInt8>) {
    Self.register
    let needs = Needs(text)
    memory = CMark.mark()
    CMark.lock(isAlone: needs.isAlone)
    defer { CMark.unlock() }
    let parser = CMark.parser(CMARK_OPT_UNSAFE | (needs.notes ? CMARK_OPT_FOOTNOTES : 0))
    for name in needs.extensions {
      if let found = cmark_find_syntax_extension(name) {
        cmark_parser_attach_syntax_extension(parser, found)
      }
    }
    text.withMemoryRebound(to: CChar.self) {
      if let base = $0.baseAddress { cmark_parser_feed(parser, base, $0.count) }
    }
    guard let root = cmark_parser_finish(parser) else {
      preconditionFailure("cmark-gfm aborts rather than return null")
    }
    // "[", "@pmid:1" and "]" are three texts until they are joined.
    if needs.mentions { cmark_consolidate_text_nodes(root) }
    self.root = root
  }

  /// The first node below more than `limit` others: the walkers recurse, the parser does not.
  func node(deeperThan limit: Int) -> MarkdownNode? {
    var depth = 0
    var node = root
    while true {
      if let child = cmark_node_first_child(node) {
        depth += 1
        node = child
        if depth > limit { return MarkdownNode(pointer: node) }
        continue
      }
      while cmark_node_next(node) == nil {
        guard node != root, let parent = cmark_node_parent(node) else { return nil }
        node = parent
        depth -= 1
      }
      guard node != root, let next = cmark_node_next(node) else { return nil }
      node = next
    }
  }

  deinit { CMark.release(memory) }
}

/// What has a state of its own in the object file that calls it: never inlined, so that all of it
/// is called from this one.
private enum CMark {
  @inline(never) static func mark() -> cb_mark { cb_memory_mark() }
  @inline(never) static func release(_ mark: cb_mark) { cb_memory_release(mark) }
  @inline(never) static func lock(isAlone: Bool) { cb_parse_lock(isAlone ? 1 : 0) }
  @inline(never) static func unlock() { cb_parse_unlock() }

  @inline(never) static func parser(_ options: Int32) -> OpaquePointer {
    guard let parser = cb_parser(options) else {
      preconditionFailure("cmark-gfm aborts rather than return null")
    }
    return parser
  }
}

/// Which extensions could find something in a text.
private struct Needs {
  private let found: Int32

  init(_ text: UnsafeBufferPointer<UInt8>) {
    found = text.baseAddress.map { cb_needs($0, text.count) } ?? 0
  }

  private var hasTilde: Bool { found & 2 != 0 }
  private var hasAddress: Bool { found & 8 != 0 }

  /// Whether text nodes have to be joined for a citation to be seen.
  var mentions: Bool { found & 16 != 0 }
  /// Footnotes cost two walks over the tree.
  var notes: Bool { found & 128 != 0 }
  /// Whether the parse changes what others read.
  var isAlone: Bool { hasTilde || hasAddress }

  var extensions: [String] {
    (found & 1 != 0 ? ["table"] : []) + (hasTilde ? ["strikethrough"] : [])
      + (hasAddress ? ["autolink"] : []) + (found & 4 != 0 ? ["tasklist"] : [])
  }
}

/// A node's face in Swift.
struct MarkdownNode {
  let pointer: OpaquePointer

  var kind: MarkdownKind? { MarkdownKind.of(pointer) }
  var line: Int { Int(cmark_node_get_start_line(pointer)) }
  /// The last line, for blocks.
  var lastLine: Int { Int(cmark_node_get_end_line(pointer)) }
  var parent: MarkdownNode? { cmark_node_parent(pointer).map(MarkdownNode.init) }
  var column: Int { Int(cmark_node_get_start_column(pointer)) }
  var literal: String { Self.string(cmark_node_get_literal(pointer)) }
  var url: String { Self.string(cmark_node_get_url(pointer)) }
  var title: String { Self.string(cmark_node_get_title(pointer)) }
  var fenceInfo: String { Self.string(cmark_node_get_fence_info(pointer)) }
  var headingLevel: Int { Int(cmark_node_get_heading_level(pointer)) }
  var isOrdered: Bool { cmark_node_get_list_type(pointer) == CMARK_ORDERED_LIST }
  var listStart: Int { Int(cmark_node_get_list_start(pointer)) }
  var isTight: Bool { cmark_node_get_list_tight(pointer) != 0 }
  var next: MarkdownNode? { cmark_node_next(pointer).map(MarkdownNode.init) }
  var first: MarkdownNode? { cmark_node_first_child(pointer).map(MarkdownNode.init) }
  var isTask: Bool { Self.string(cmark_node_get_type_string(pointer)) == "tasklist" }
  var isTicked: Bool { cmark_gfm_extensions_get_tasklist_item_checked(pointer) }

  /// The bytes of the literal, as long as the tree lives.
  var literalBytes: UnsafeBufferPointer<UInt8> {
    guard let start = cmark_node_get_literal(pointer) else { return .init(start: nil, count: 0) }
    return start.withMemoryRebound(to: UInt8.self, capacity: 1) {
      UnsafeBufferPointer(start: $0, count: strlen(start))
    }
  }

  var children: [MarkdownNode] {
    var found: [MarkdownNode] = []
    forEachChild { found.append($0) }
    return found
  }

  func forEachChild(_ body: (MarkdownNode) -> Void) {
    var child = cmark_node_first_child(pointer)
    while let node = child {
      body(MarkdownNode(pointer: node))
      child = cmark_node_next(node)
    }
  }

  /// Column alignments of a table: "l", "c", "r", or "" each.
  var alignments: [String] {
    let count = Int(cmark_gfm_extensions_get_table_columns(pointer))
    guard let letters = cmark_gfm_extensions_get_table_alignments(pointer) else { return [] }
    return (0..<count).map { letters[$0] == 0 ? "" : String(UnicodeScalar(letters[$0])) }
  }

  /// The text below the node, without markup.
  var plainText: String {
    var out: [UInt8] = []
    addPlainText(to: &out)
    return String(decoding: out, as: UTF8.self)
  }

  private func addPlainText(to out: inout [UInt8]) {
    let own = literalBytes
    if own.count > 0 { return out.append(contentsOf: own) }
    if kind == .softBreak || kind == .lineBreak { return out.append(0x20) }
    forEachChild { $0.addPlainText(to: &out) }
  }

  private static func string(_ pointer: UnsafePointer<CChar>?) -> String {
    pointer.map { String(cString: $0) } ?? ""
  }
}

/// What a node is. Kinds of the extensions are assigned when cmark registers them, which a
/// parse has done.
enum MarkdownKind {
  case document, blockQuote, list, item, codeBlock, htmlBlock, paragraph, heading, thematicBreak
  case footnoteDefinition, text, softBreak, lineBreak, code, htmlInline, emphasis, strong, link
  case image, footnoteReference, table, tableRow, tableCell, strikethrough

  private static let extended: [(Int, MarkdownKind)] = [
    (Int(cb_kind_table()), .table), (Int(cb_kind_table_row()), .tableRow),
    (Int(cb_kind_table_cell()), .tableCell), (Int(cb_kind_strikethrough()), .strikethrough),
  ]

  static func of(_ node: OpaquePointer) -> MarkdownKind? {
    let kind = cmark_node_get_type(node)
    switch kind {
    case CMARK_NODE_TEXT: return .text
    case CMARK_NODE_PARAGRAPH: return .paragraph
    case CMARK_NODE_SOFTBREAK: return .softBreak
    case CMARK_NODE_LINEBREAK: return .lineBreak
    case CMARK_NODE_CODE: return .code
    case CMARK_NODE_EMPH: return .emphasis
    case CMARK_NODE_STRONG: return .strong
    case CMARK_NODE_LINK: return .link
    case CMARK_NODE_IMAGE: return .image
    case CMARK_NODE_LIST: return .list
    case CMARK_NODE_ITEM: return .item
    case CMARK_NODE_HEADING: return .heading
    case CMARK_NODE_BLOCK_QUOTE: return .blockQuote
    case CMARK_NODE_CODE_BLOCK: return .codeBlock
    case CMARK_NODE_HTML_BLOCK: return .htmlBlock
    case CMARK_NODE_HTML_INLINE: return .htmlInline
    case CMARK_NODE_THEMATIC_BREAK: return .thematicBreak
    case CMARK_NODE_FOOTNOTE_DEFINITION: return .footnoteDefinition
    case CMARK_NODE_FOOTNOTE_REFERENCE: return .footnoteReference
    case CMARK_NODE_DOCUMENT: return .document
    default:
      return extended.first { $0.0 == Int(kind.rawValue) }?.1
    }
  }
}
