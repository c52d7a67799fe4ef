import CMarkGFM
import Synchronization

/// A parsed Markdown text; owns the tree.
struct MarkdownTree: ~Copyable {
  let root: OpaquePointer

  /// cmark-gfm 0.29 changes global tables while it parses (github/cmark-gfm PR 176),
  /// so one parse at a time; walking may run in parallel.
  private static let parsing = Mutex(())
  private static let extensions = ["table", "strikethrough", "autolink", "tasklist"]

  init(_ text: String) {
    let root = Self.parsing.withLock { _ -> OpaquePointer? in
      cmark_gfm_core_extensions_ensure_registered()
      guard let parser = cmark_parser_new(Int32(CMARK_OPT_FOOTNOTES | CMARK_OPT_UNSAFE)) else {
        return nil
      }
      defer { cmark_parser_free(parser) }
      for name in Self.extensions {
        if let found = cmark_find_syntax_extension(name) {
          cmark_parser_attach_syntax_extension(parser, found)
        }
      }
      var text = text
      text.withUTF8 { bytes in
        bytes.withMemoryRebound(to: CChar.self) {
          cmark_parser_feed(parser, $0.baseAddress, $0.count)
        }
      }
      return cmark_parser_finish(parser)
    }
    guard let root else { preconditionFailure("cmark-gfm aborts rather than return null") }
    self.root = root
  }

  /// The first node below more than `limit` others: the walkers recurse, the parser does not.
  func node(deeperThan limit: Int) -> MarkdownNode? {
    let walk = cmark_iter_new(root)
    defer { cmark_iter_free(walk) }
    var depths: [OpaquePointer: Int] = [root: 0]
    while true {
      let event = cmark_iter_next(walk)
      guard event != CMARK_EVENT_DONE, let node = cmark_iter_get_node(walk) else { return nil }
      guard event == CMARK_EVENT_ENTER, node != root else { continue }
      let depth = (cmark_node_parent(node).flatMap { depths[$0] } ?? 0) + 1
      if depth > limit { return MarkdownNode(pointer: node) }
      depths[node] = depth
    }
  }

  deinit { cmark_node_free(root) }
}

/// A node's face in Swift.
struct MarkdownNode {
  let pointer: OpaquePointer

  var kind: Int { Int(cb_kind(pointer)) }
  var line: Int { Int(cmark_node_get_start_line(pointer)) }
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
  var typeName: String { Self.string(cmark_node_get_type_string(pointer)) }
  var isTicked: Bool { cmark_gfm_extensions_get_tasklist_item_checked(pointer) }

  var children: [MarkdownNode] {
    var found: [MarkdownNode] = []
    var child = cmark_node_first_child(pointer)
    while let node = child {
      found.append(MarkdownNode(pointer: node))
      child = cmark_node_next(node)
    }
    return found
  }

  /// Column alignments of a table: "l", "c", "r", or "" each.
  var alignments: [String] {
    let count = Int(cmark_gfm_extensions_get_table_columns(pointer))
    guard let letters = cmark_gfm_extensions_get_table_alignments(pointer) else { return [] }
    return (0..<count).map { letters[$0] == 0 ? "" : String(UnicodeScalar(letters[$0])) }
  }

  /// The text below the node, without markup.
  var plainText: String {
    let own = literal
    return own.isEmpty ? children.map(\.plainText).joined() : own
  }

  private static func string(_ pointer: UnsafePointer<CChar>?) -> String {
    pointer.map { String(cString: $0) } ?? ""
  }
}

/// Kinds by number: those of the extensions are assigned when cmark registers them,
/// which a parse has done.
enum MarkdownKind {
  static func of(_ node: MarkdownNode) -> Known? {
    core[node.kind] ?? extended[node.kind]
  }

  enum Known {
    case document, blockQuote, list, item, codeBlock, htmlBlock, paragraph, heading, thematicBreak
    case footnoteDefinition, text, softBreak, lineBreak, code, htmlInline, emphasis, strong, link
    case image, footnoteReference, table, tableRow, tableCell, strikethrough
  }

  private static let core: [Int: Known] = [
    Int(CMARK_NODE_DOCUMENT.rawValue): .document, Int(CMARK_NODE_BLOCK_QUOTE.rawValue): .blockQuote,
    Int(CMARK_NODE_LIST.rawValue): .list, Int(CMARK_NODE_ITEM.rawValue): .item,
    Int(CMARK_NODE_CODE_BLOCK.rawValue): .codeBlock,
    Int(CMARK_NODE_HTML_BLOCK.rawValue): .htmlBlock,
    Int(CMARK_NODE_PARAGRAPH.rawValue): .paragraph, Int(CMARK_NODE_HEADING.rawValue): .heading,
    Int(CMARK_NODE_THEMATIC_BREAK.rawValue): .thematicBreak,
    Int(CMARK_NODE_FOOTNOTE_DEFINITION.rawValue): .footnoteDefinition,
    Int(CMARK_NODE_TEXT.rawValue): .text, Int(CMARK_NODE_SOFTBREAK.rawValue): .softBreak,
    Int(CMARK_NODE_LINEBREAK.rawValue): .lineBreak, Int(CMARK_NODE_CODE.rawValue): .code,
    Int(CMARK_NODE_HTML_INLINE.rawValue): .htmlInline, Int(CMARK_NODE_EMPH.rawValue): .emphasis,
    Int(CMARK_NODE_STRONG.rawValue): .strong, Int(CMARK_NODE_LINK.rawValue): .link,
    Int(CMARK_NODE_IMAGE.rawValue): .image,
    Int(CMARK_NODE_FOOTNOTE_REFERENCE.rawValue): .footnoteReference,
  ]

  private static let extended: [Int: Known] = [
    Int(cb_kind_table()): .table, Int(cb_kind_table_row()): .tableRow,
    Int(cb_kind_table_cell()): .tableCell, Int(cb_kind_strikethrough()): .strikethrough,
  ]
}
