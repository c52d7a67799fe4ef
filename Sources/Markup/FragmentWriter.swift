import Diagnostics

extension Fragment {
  /// Renders a document's body. Throws located errors for broken captions and cells.
  public init(_ document: Document) throws(Problems) {
    var problems = Problems()
    self.init(document, &problems)
    try problems.throwIfAny()
  }

  /// As ``init(_:)``, gathering the errors: what is left of the body may hold more.
  public init(_ document: Document, _ problems: inout Problems) {
    var writer = FragmentWriter(document: document)
    document.source.withUnsafeBufferPointer { source in
      let tree = MarkdownTree(UnsafeBufferPointer(rebasing: source[document.bodyStart...]))
      if let node = tree.node(deeperThan: 100) {
        writer.problems.error(
          at: writer.place(node), "quotes, lists or emphasis more than 100 deep",
          hint: "flatten them")
      } else {
        writer.write(MarkdownNode(pointer: tree.root))
      }
    }
    problems.add(Problems(writer.problems.errors))
    self = writer.fragment
  }
}

/// Walks a Markdown tree and writes pieces. Raw HTML is left out; sections wrap the
/// headings of level 2.
struct FragmentWriter {
  var problems = Problems()
  private let document: Document
  var out = PieceBuffer()
  private(set) var title = ""
  private var titlePieces: [Fragment.Piece] = []
  private var lead: [Fragment.Piece] = []
  var head: [Fragment.Piece] = []
  private(set) var headings: [Fragment.Heading] = []
  private(set) var anchors: Fragment.Anchors = [:]
  /// The last number that a repeated slug was given.
  private var repeats: [String: Int] = [:]
  private var isInSection = false
  private var isLeadOpen = false
  private var footnotes = 0
  var footnoteUses: [String: Int] = [:]
  private var figures = 0
  private var tables = 0
  /// Ids that tables and cells of the document give themselves: headings make way.
  private var explicitIDs: Set<String> = []

  /// A line of the file, and where it begins: holes come in the order of their lines.
  private var reached: (line: Int, start: Int)

  init(document: Document) {
    self.document = document
    reached = (document.bodyLine, document.bodyStart)
  }

  var fragment: Fragment {
    Fragment(
      title: title, titlePieces: titlePieces, lead: lead, head: head, body: out.pieces,
      headings: headings, anchors: anchors, warnings: problems.warnings)
  }

  mutating func write(_ root: MarkdownNode) {
    out.reserve(document.source.count)
    let children = root.children
    explicitIDs = Set(children.compactMap(Self.explicitID))
    blocks(children, isTop: true)
    if isInSection { out.add("</section>\n") }
    out.flush()
  }

  private static func explicitID(_ node: MarkdownNode) -> String? {
    switch node.kind {
    case .paragraph:
      isCaption(node) ? Options.split(node.plainText)?.options.id : nil
    case .codeBlock: Options.split(node.fenceInfo)?.options.id
    default: nil
    }
  }

  private static func isCaption(_ node: MarkdownNode) -> Bool {
    guard let first = node.first, first.kind == .text else { return false }
    let bytes = first.literalBytes
    return bytes.count >= 6 && bytes.prefix(6).elementsEqual("Table:".utf8)
  }

  mutating func place(_ node: MarkdownNode) -> Place {
    let block = placed(node)
    return place(line: block.line + document.bodyLine - 1, byte: block.column)
  }

  /// The node, or the nearest around it of which cmark-gfm says where it stands.
  private func placed(_ node: MarkdownNode) -> MarkdownNode {
    var block = node
    while block.line == 0, let above = block.parent { block = above }
    return block
  }

  /// A byte of a line of the file, counted from 1.
  struct Spot {
    var line: Int
    var byte: Int
  }

  /// Where a text of a node stands in the file, from a spot on; nil where it is written in another
  /// way, as with a backslash in it.
  mutating func spot(_ node: MarkdownNode, of text: Substring, from start: Spot?) -> Spot? {
    let block = placed(node)
    let first = start ?? Spot(line: block.line + document.bodyLine - 1, byte: block.column)
    let wanted = Array(text.utf8)
    for line in first.line...max(first.line, block.lastLine + document.bodyLine - 1) {
      let range = bytes(ofLine: line)
      let offset = line == first.line ? max(first.byte, 1) - 1 : 0
      let begin = min(range.lowerBound + offset, range.upperBound)
      if let found = document.source[begin..<range.upperBound].firstRange(of: wanted) {
        return Spot(line: line, byte: found.lowerBound - range.lowerBound + 1)
      }
    }
    return nil
  }

  mutating func place(_ spot: Spot) -> Place { place(line: spot.line, byte: spot.byte) }

  /// Whether a backslash stands before a spot.
  mutating func isEscaped(_ spot: Spot) -> Bool {
    let range = bytes(ofLine: spot.line), before = range.lowerBound + spot.byte - 2
    return range.contains(before) && document.source[before] == 0x5C
  }

  /// A place counts characters, cmark-gfm counts bytes; 0 for an unknown one.
  private mutating func place(line: Int, byte: Int) -> Place {
    guard byte > 0 else { return Place(document.path, line: line) }
    let range = bytes(ofLine: line)
    let end = min(range.lowerBound + byte - 1, range.upperBound)
    // Bytes that go on with a character are 10xxxxxx.
    let before = document.source[range.lowerBound..<end].count { $0 & 0xC0 != 0x80 }
    return Place(document.path, line: line, column: before + 1)
  }

  private mutating func bytes(ofLine line: Int) -> Range<Int> {
    if line < reached.line { reached = (document.bodyLine, document.bodyStart) }
    while reached.line < line, reached.start < document.source.count {
      reached = (reached.line + 1, Document.line(document.source, from: reached.start).end)
    }
    return reached.start..<Document.line(document.source, from: reached.start).text.endIndex
  }

  // MARK: - Blocks

  private mutating func blocks(_ nodes: [MarkdownNode], isTop: Bool = false) {
    var index = 0
    while index < nodes.count {
      let node = nodes[index]
      index += 1
      guard let kind = node.kind else { continue }
      if kind == .paragraph, index < nodes.count, nodes[index].kind == .table,
        Self.isCaption(node)
      {
        table(nodes[index], caption: node)
        index += 1
        isLeadOpen = isLeadOpen && head.isEmpty == false
        continue
      }
      if isTop, isLeadOpen, kind == .paragraph {
        isLeadOpen = false
        lead = captured { $0.inlines(node) }
        continue
      }
      if kind != .heading { isLeadOpen = false }
      block(node, kind)
    }
  }

  private mutating func block(_ node: MarkdownNode, _ kind: MarkdownKind) {
    switch kind {
    case .heading: heading(node)
    case .paragraph:
      out.add("<p>")
      inlines(node)
      out.add("</p>\n")
    case .blockQuote: quote(node)
    case .list: list(node)
    case .codeBlock: code(node)
    case .thematicBreak: out.add("<hr>\n")
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
      titlePieces = captured { $0.inlines(node) }
      isLeadOpen = true
      return
    }
    isLeadOpen = false
    let id = anchor(for: words)
    let level = min(max(node.headingLevel, 2), 6)
    headings.append(Fragment.Heading(level: level, id: id, text: words))
    if level == 2 {
      if isInSection { out.add("</section>\n") }
      out.html(
        isInSection
          ? "<section aria-labelledby=\"\(id)\">"
          : "<section class=\"first\" aria-labelledby=\"\(id)\">")
      isInSection = true
    }
    out.html("<h\(level) id=\"\(id)\">")
    inlines(node)
    out.html("<a class=\"self\" href=\"#\(id)\" aria-label=\"")
    out.piece(.word("link_to"))
    out.html(" \(words)\">#</a></h\(level)>\n")
  }

  /// A slug of the words, made unique on the page.
  private mutating func anchor(for words: String) -> String {
    var slug = Self.slug(words)
    if slug.isEmpty { slug = "section" }
    if explicitIDs.contains(slug) { slug += "-section" }
    var unique = slug
    while anchors[unique] != nil {
      let number = (repeats[slug] ?? 1) + 1
      repeats[slug] = number
      unique = "\(slug)-\(number)"
    }
    anchors[unique] = words
    return unique
  }

  /// Letters and digits in lower case, with a hyphen for what stands between them.
  static func slug(_ words: String) -> String {
    if let slug = plainSlug(words) { return slug }
    var slug = ""
    for character in words.lowercased() {
      if character.isLetter || character.isNumber {
        slug.append(character)
      } else if slug.last != "-", !slug.isEmpty {
        slug.append("-")
      }
    }
    if slug.last == "-" { slug.removeLast() }
    return slug
  }

  /// As ``slug(_:)``, of ASCII; nil for other texts.
  private static func plainSlug(_ words: String) -> String? {
    var slug: [UInt8] = []
    slug.reserveCapacity(words.utf8.count)
    for byte in words.utf8 {
      switch byte {
      case 0x80...: return nil
      case 0x61...0x7A, 0x30...0x39: slug.append(byte)
      case 0x41...0x5A: slug.append(byte | 0x20)
      default: if let last = slug.last, last != 0x2D { slug.append(0x2D) }
      }
    }
    if slug.last == 0x2D { slug.removeLast() }
    return String(decoding: slug, as: UTF8.self)
  }

  private static let alerts = [
    "NOTE": "inset", "TIP": "inset", "IMPORTANT": "inset", "WARNING": "inset care",
    "CAUTION": "inset care",
  ]

  private mutating func quote(_ node: MarkdownNode) {
    guard let (name, first) = Self.alert(node) else {
      out.add("<blockquote>\n")
      blocks(node.children)
      return out.add("</blockquote>\n")
    }
    out.html("<div class=\"\(name)\">")
    for child in node.children {
      guard child.pointer == first.pointer else {
        blocks([child])
        continue
      }
      // The marker's own line goes.
      var inside = child.children
      while let next = inside.first {
        inside.removeFirst()
        if next.kind == .softBreak || next.kind == .lineBreak { break }
      }
      if !inside.isEmpty {
        out.add("<p>")
        for node in inside { inline(node) }
        out.add("</p>")
      }
    }
    out.add("</div>\n")
  }

  /// `> [!NOTE]`, as git hosts show it.
  private static func alert(_ node: MarkdownNode) -> (classes: String, marker: MarkdownNode)? {
    guard let first = node.first, first.kind == .paragraph else { return nil }
    var words = ""
    for child in first.children {
      if child.kind != .text { break }
      words += child.literal
    }
    guard words.hasPrefix("[!"), words.hasSuffix("]"),
      let classes = alerts[words.dropFirst(2).dropLast().uppercased()]
    else { return nil }
    return (classes, first)
  }

  private mutating func list(_ node: MarkdownNode) {
    let isTask = node.first?.isTask ?? false
    if node.isOrdered {
      out.html(node.listStart == 1 ? "<ol>\n" : "<ol start=\"\(node.listStart)\">\n")
    } else {
      out.html(isTask ? "<ul class=\"plainlist\">\n" : "<ul>\n")
    }
    let isTight = node.isTight
    var item = node.first
    while let here = item {
      out.add("<li>")
      if here.isTask {
        out.html(here.isTicked ? "<span class=\"tag ok\">" : "<span class=\"tag dash\">")
        out.piece(.word(here.isTicked ? "done" : "open"))
        out.add("</span> ")
      }
      var child = here.first
      while let block = child {
        if isTight, block.kind == .paragraph {
          inlines(block)
          if block.next != nil { out.add("\n") }
        } else {
          if child?.pointer == here.first?.pointer { out.add("\n") }
          blocks([block])
        }
        child = block.next
      }
      out.add("</li>\n")
      item = here.next
    }
    out.html(node.isOrdered ? "</ol>\n" : "</ul>\n")
  }

  private mutating func code(_ node: MarkdownNode) {
    let info = node.fenceInfo
    guard info.contains("{") else {
      let language = info.split(separator: " ").first.map(String.init) ?? ""
      out.html(
        language.isEmpty
          ? "<pre tabindex=\"0\"><code>"
          : "<pre tabindex=\"0\"><code class=\"language-\(language)\">")
      out.text(node.literalBytes)
      return out.add("</code></pre>\n")
    }
    guard let (kind, options) = Options.split(info) else {
      problems.error(
        at: place(node), "the options of a cell cannot be read",
        hint: "```figure {#id kind=bars}, values with spaces in double quotes")
      return
    }
    KnownOptions.check(options, of: kind, at: place(node), &problems)
    var numbered = options
    if kind == "figure" {
      figures += 1
      numbered.values["number"] = String(figures)
      numbered.id = options.id ?? "figure-\(figures)"
      declare(numbered.id, "@figure \(figures)", node)
    } else {
      if options["title"] != nil { numbered.values["number"] = number() }
      numbered.id = options.id ?? "cell-\(node.line)"
      declare(numbered.id, options["title"] == nil ? "" : "@table \(tables)", node)
    }
    out.piece(
      .cell(Fragment.Cell(kind: kind, options: numbered, text: node.literal, place: place(node))))
  }

  /// The number of the next table.
  mutating func number() -> String {
    tables += 1
    return String(tables)
  }

  /// An id that the document gives, and what links call it.
  mutating func declare(_ id: String?, _ name: String, _ node: MarkdownNode) {
    guard let id else { return }
    if anchors[id] != nil {
      problems.error(at: place(node), "a second '#\(id)' on the page", hint: "ids are unique")
    }
    anchors[id] = name
  }

  /// An id that the writer itself gives.
  mutating func declare(own id: String) { anchors[id] = anchors[id] ?? "" }

  private mutating func footnote(_ node: MarkdownNode) {
    footnotes += 1
    let number = footnotes
    declare(own: "fn-\(number)")
    out.html(
      "<div class=\"refs\" id=\"fn-\(number)\"><p><a href=\"#fnref-\(number)\" aria-label=\"")
    out.piece(.word("back"))
    out.html("\">\(Self.letter(number))</a></p>")
    blocks(node.children)
    out.add("</div>\n")
  }

  /// The mark of a footnote: a, b, … z, aa, …. Numbers are those of the references.
  static func letter(_ number: Int) -> String {
    guard number > 0 else { return "" }
    let last = Character(UnicodeScalar(UInt8(0x61 + (number - 1) % 26)))
    return letter((number - 1) / 26) + String(last)
  }

  /// What `body` writes, apart from the rest.
  mutating func captured(_ body: (inout FragmentWriter) -> Void) -> [Fragment.Piece] {
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

  /// Room for the text of a whole document.
  mutating func reserve(_ count: Int) { pending.reserve(count) }

  mutating func add(_ literal: StaticString) { pending.add(literal) }
  mutating func text(_ text: UnsafeBufferPointer<UInt8>) { pending.add(text: text) }
  mutating func text(_ text: String) { pending.add(text: text) }
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
