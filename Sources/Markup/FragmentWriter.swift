import Diagnostics

extension Fragment {
  /// Renders a document's body. Throws located errors for broken captions and cells.
  public init(_ document: Document) throws(Problems) {
    let tree = MarkdownTree(document.body)
    var writer = FragmentWriter(document: document)
    if let node = tree.node(deeperThan: 100) {
      throw Problems([
        Diagnostic(
          at: writer.place(node), "quotes, lists or emphasis more than 100 deep",
          hint: "flatten them")
      ])
    }
    writer.write(MarkdownNode(pointer: tree.root))
    try writer.problems.throwIfAny()
    self = writer.fragment
  }
}

/// Walks a Markdown tree and writes pieces. Raw HTML is left out; sections wrap the
/// headings of level 2.
struct FragmentWriter {
  private(set) var problems = Problems()
  private let document: Document
  private var out = PieceBuffer()
  private var title = ""
  private var titlePieces: [Fragment.Piece] = []
  private var lead: [Fragment.Piece] = []
  private var head: [Fragment.Piece] = []
  private var headings: [Fragment.Heading] = []
  private var anchors: Set<String> = []
  /// The last number that a repeated slug was given.
  private var repeats: [String: Int] = [:]
  private var isInSection = false
  private var isLeadOpen = false
  private var footnotes = 0
  /// Ids that tables and cells of the document give themselves: headings make way.
  private var explicitIDs: Set<String> = []

  init(document: Document) { self.document = document }

  var fragment: Fragment {
    Fragment(
      title: title, titlePieces: titlePieces, lead: lead, head: head, body: out.pieces,
      headings: headings, anchors: anchors)
  }

  mutating func write(_ root: MarkdownNode) {
    explicitIDs = Set(root.children.compactMap(Self.explicitID))
    blocks(root.children, isTop: true)
    if isInSection { out.html("</section>\n") }
    out.flush()
  }

  private static func explicitID(_ node: MarkdownNode) -> String? {
    switch MarkdownKind.of(node) {
    case .paragraph: Options.split(node.plainText)?.options.id
    case .codeBlock: Options.split(node.fenceInfo)?.options.id
    default: nil
    }
  }

  func place(_ node: MarkdownNode) -> Place {
    Place(
      document.path, line: node.line + document.bodyLine - 1,
      column: node.column > 0 ? node.column : nil)
  }

  // MARK: - Blocks

  private mutating func blocks(_ nodes: [MarkdownNode], isTop: Bool = false) {
    var index = 0
    while index < nodes.count {
      let node = nodes[index]
      index += 1
      guard let kind = MarkdownKind.of(node) else { continue }
      if kind == .paragraph, index < nodes.count, MarkdownKind.of(nodes[index]) == .table,
        node.plainText.hasPrefix("Table:")
      {
        table(nodes[index], caption: node)
        index += 1
        isLeadOpen = isLeadOpen && head.isEmpty == false
        continue
      }
      if isTop, isLeadOpen, kind == .paragraph {
        isLeadOpen = false
        lead = captured { $0.inlines(node.children) }
        continue
      }
      if kind != .heading { isLeadOpen = false }
      block(node, kind)
    }
  }

  private mutating func block(_ node: MarkdownNode, _ kind: MarkdownKind.Known) {
    switch kind {
    case .heading: heading(node)
    case .paragraph:
      wrapped("<p>", "</p>\n") { $0.inlines(node.children) }
    case .blockQuote: quote(node)
    case .list: list(node)
    case .codeBlock: code(node)
    case .thematicBreak: out.html("<hr>\n")
    case .table: table(node, caption: nil)
    case .footnoteDefinition: footnote(node)
    case .htmlBlock:
      problems.warn(
        at: place(node), "raw HTML is left out", hint: "write Markdown, or a template")
    default: blocks(node.children)
    }
  }

  private mutating func heading(_ node: MarkdownNode) {
    let words = node.plainText
    if node.headingLevel == 1, title.isEmpty {
      title = words
      titlePieces = captured { $0.inlines(node.children) }
      isLeadOpen = true
      return
    }
    isLeadOpen = false
    let id = anchor(for: words)
    let level = min(max(node.headingLevel, 2), 6)
    headings.append(Fragment.Heading(level: level, id: id, text: words))
    if level == 2 {
      let first: HTML = isInSection ? "" : " class=\"first\""
      if isInSection { out.html("</section>\n") }
      out.html("<section\(first) aria-labelledby=\"\(id)\">")
      isInSection = true
    }
    let tag = HTML(trusted: Array("h\(level)".utf8))
    out.html("<\(tag) id=\"\(id)\">")
    inlines(node.children)
    out.html("<a class=\"self\" href=\"#\(id)\" aria-label=\"Link to \(words)\">#</a></\(tag)>\n")
  }

  /// A slug of the words, made unique on the page.
  private mutating func anchor(for words: String) -> String {
    var slug = ""
    for character in words.lowercased() {
      if character.isLetter || character.isNumber {
        slug.append(character)
      } else if slug.last != "-", !slug.isEmpty {
        slug.append("-")
      }
    }
    if slug.last == "-" { slug.removeLast() }
    if slug.isEmpty { slug = "section" }
    if explicitIDs.contains(slug) { slug += "-section" }
    var unique = slug
    while !anchors.insert(unique).inserted {
      let number = (repeats[slug] ?? 1) + 1
      repeats[slug] = number
      unique = "\(slug)-\(number)"
    }
    return unique
  }

  private mutating func quote(_ node: MarkdownNode) {
    var isCare = false
    let marker = node.children.first?.plainText ?? ""
    for word in ["CAUTION", "WARNING"] where marker.hasPrefix("[!\(word)]") { isCare = true }
    out.html("<div class=\"inset\(isCare ? " care" : "")\">")
    for child in node.children {
      guard MarkdownKind.of(child) == .paragraph, child.plainText.hasPrefix("[!") else {
        blocks([child])
        continue
      }
      // The marker's own line goes.
      var inside = child.children
      while let first = inside.first {
        let kind = MarkdownKind.of(first)
        inside.removeFirst()
        if kind == .softBreak || kind == .lineBreak
          || first.plainText.hasSuffix("]") && inside.isEmpty
        {
          break
        }
      }
      if !inside.isEmpty { wrapped("<p>", "</p>") { $0.inlines(inside) } }
    }
    out.html("</div>\n")
  }

  private mutating func list(_ node: MarkdownNode) {
    let isTask = node.children.contains { $0.typeName == "tasklist" }
    if node.isOrdered {
      out.html(node.listStart == 1 ? "<ol>\n" : "<ol start=\"\(node.listStart)\">\n")
    } else {
      out.html(isTask ? "<ul class=\"plainlist\">\n" : "<ul>\n")
    }
    for item in node.children {
      out.html("<li>")
      if item.typeName == "tasklist" {
        out.html(
          item.isTicked
            ? "<span class=\"tag ok\">done</span> " : "<span class=\"tag dash\">open</span> ")
      }
      for child in item.children {
        if MarkdownKind.of(child) == .paragraph, node.isTight {
          inlines(child.children)
        } else {
          blocks([child])
        }
      }
      out.html("</li>\n")
    }
    out.html(node.isOrdered ? "</ol>\n" : "</ul>\n")
  }

  private mutating func code(_ node: MarkdownNode) {
    let info = node.fenceInfo
    guard info.contains("{") else {
      out.html("<pre tabindex=\"0\"><code>\(node.literal)</code></pre>\n")
      return
    }
    guard let (kind, options) = Options.split(info) else {
      problems.error(
        at: place(node), "the options of a cell cannot be read",
        hint: "```figure {#id kind=bars}")
      return
    }
    if let id = options.id, !anchors.insert(id).inserted {
      problems.error(at: place(node), "a second '#\(id)' on the page", hint: "ids are unique")
    }
    out.piece(
      .cell(Fragment.Cell(kind: kind, options: options, text: node.literal, place: place(node))))
  }

  private mutating func footnote(_ node: MarkdownNode) {
    footnotes += 1
    let number = footnotes
    anchors.insert("fn-\(number)")
    out.html(
      "<div class=\"refs\" id=\"fn-\(number)\"><p><a href=\"#fnref-\(number)\" aria-label=\"Back to the text\">\(number)</a></p>"
    )
    blocks(node.children)
    out.html("</div>\n")
  }

  // MARK: - Inlines

  mutating func inlines(_ nodes: [MarkdownNode]) {
    for node in nodes {
      guard let kind = MarkdownKind.of(node) else { continue }
      inline(node, kind)
    }
  }

  private mutating func inline(_ node: MarkdownNode, _ kind: MarkdownKind.Known) {
    switch kind {
    case .text: text(node)
    case .softBreak: out.html("\n")
    case .lineBreak: out.html("<br>\n")
    case .code: out.html("<code>\(node.literal)</code>")
    case .emphasis: wrapped("<em>", "</em>") { $0.inlines(node.children) }
    case .strong: wrapped("<strong>", "</strong>") { $0.inlines(node.children) }
    case .strikethrough: wrapped("<del>", "</del>") { $0.inlines(node.children) }
    case .link: link(node)
    case .image: picture(node)
    case .footnoteReference:
      let number = node.literal
      anchors.insert("fnref-\(number)")
      out.html(
        "<sup class=\"cite\" id=\"fnref-\(number)\"><a href=\"#fn-\(number)\" aria-label=\"Note \(number)\">[\(number)]</a></sup>"
      )
    case .htmlInline:
      problems.warn(at: place(node), "raw HTML is left out", hint: "write Markdown")
    default: inlines(node.children)
    }
  }

  private mutating func link(_ node: MarkdownNode) {
    guard LinkRule.allowsLink(node.url) else {
      problems.warn(at: place(node), "a link of a kind that is not allowed became text")
      return inlines(node.children)
    }
    out.html("<a href=\"")
    out.piece(.link(node.url, place(node)))
    out.html(LinkRule.isExternal(node.url) ? "\" rel=\"noreferrer\">" : "\">")
    inlines(node.children)
    out.html("</a>")
  }

  private mutating func picture(_ node: MarkdownNode) {
    guard LinkRule.allowsPicture(node.url) else {
      problems.warn(at: place(node), "a picture from elsewhere is left out")
      return out.html("\(node.plainText)")
    }
    out.html("<img src=\"")
    out.piece(.link(node.url, place(node)))
    out.html("\" alt=\"\(node.plainText)\" loading=\"lazy\">")
  }

  /// Text, with `{{ name }}` as holes.
  private mutating func text(_ node: MarkdownNode) {
    let literal = node.literal
    guard literal.utf8.contains(0x7B) else { return out.html(HTML(text: literal)) }
    var rest = literal[...]
    while let open = rest.range(of: "{{"), let close = rest[open.upperBound...].range(of: "}}") {
      out.html(HTML(text: String(rest[..<open.lowerBound])))
      let name = rest[open.upperBound..<close.lowerBound].trimmingSpaces
      out.piece(.value(String(name), place(node)))
      rest = rest[close.upperBound...]
    }
    out.html(HTML(text: String(rest)))
  }

  // MARK: - Tables

  private mutating func table(_ node: MarkdownNode, caption: MarkdownNode?) {
    var words = ""
    var options = Options()
    if let caption {
      let text = caption.plainText.dropFirst(6).trimmingSpaces
      if let split = Options.split(String(text)) {
        (words, options) = split
      } else {
        words = String(text)
      }
    }
    if let id = options.id, !anchors.insert(id).inserted {
      problems.error(at: place(node), "a second '#\(id)' on the page", hint: "ids are unique")
    }
    let rows = node.children.map { row in
      row.children.map { cell in captured { $0.inlines(cell.children) } }
    }
    guard let header = rows.first else { return }
    let labels = node.children[0].children.map(\.plainText)
    let markup = TableMarkup(
      caption: words, options: options, header: header, labels: labels,
      rows: Array(rows.dropFirst()), isNumber: node.alignments.map { $0 == "r" })
    if title.isEmpty == false, headings.isEmpty, ["facts", "strip"].contains(options["as"] ?? "") {
      head += markup.pieces
    } else {
      out.pieces(markup.pieces)
    }
  }

  // MARK: - Buffers

  private mutating func wrapped(_ open: HTML, _ close: HTML, _ body: (inout FragmentWriter) -> Void)
  {
    out.html(open)
    body(&self)
    out.html(close)
  }

  /// What `body` writes, apart from the rest.
  private mutating func captured(_ body: (inout FragmentWriter) -> Void) -> [Fragment.Piece] {
    let outside = out
    out = PieceBuffer()
    body(&self)
    out.flush()
    let pieces = out.pieces
    out = outside
    return pieces
  }
}

/// Pieces being written: neighbouring markup becomes one piece.
struct PieceBuffer {
  private(set) var pieces: [Fragment.Piece] = []
  private var pending = HTML()

  mutating func html(_ html: HTML) { pending += html }

  mutating func piece(_ piece: Fragment.Piece) {
    flush()
    pieces.append(piece)
  }

  mutating func pieces(_ more: [Fragment.Piece]) {
    for piece in more {
      if case .html(let html) = piece { self.html(html) } else { self.piece(piece) }
    }
  }

  mutating func flush() {
    guard !pending.isEmpty else { return }
    pieces.append(.html(pending))
    pending = HTML()
  }
}
