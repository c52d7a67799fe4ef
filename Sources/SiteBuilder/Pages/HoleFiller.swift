import Diagnostics
import Figures
import Markup
import Tables

/// Fills a fragment's holes: runs its cells, then puts in links, names, values, citations and
/// what the cells gave. Gathers what it cannot fill.
struct HoleFiller {
  /// A further page of a long table.
  struct FurtherPage {
    let path: String
    let title: String
    let body: HTML
  }

  struct Filled: Sendable {
    let title: HTML
    let lead: HTML
    let head: HTML
    let body: HTML

    /// With more at the end of the body.
    func with(_ more: HTML) -> Filled {
      more.isEmpty ? self : Filled(title: title, lead: lead, head: head, body: body + more)
    }
  }

  let path: String
  var reads: PageReads
  /// Numbers and pictures of figures.
  private(set) var files: [(path: String, bytes: [UInt8])] = []
  private(set) var pages: [FurtherPage] = []
  private var problems = Problems()
  private let databases: Databases
  private let parameters: [String: String]
  /// Tables that cells of the page gave, by name, in order.
  private var results: [(name: String, result: Query.Result)] = []
  /// Ids of cells that failed: what reads them is no fault of its own.
  private var failed: Set<String> = []
  private var bibliography = Bibliography()
  private let kind: String

  init(
    path: String, kind: String, reads: PageReads, databases: Databases,
    parameters: [String: String]
  ) {
    (self.path, self.kind, self.reads, self.databases) = (path, kind, reads, databases)
    self.parameters = parameters
  }

  private var words: Words { reads.index.words }
  private var tables: EditionTables { databases.tables }

  mutating func fill(_ fragment: Fragment) throws(Problems) -> Filled {
    let parts = [fragment.titlePieces, fragment.lead, fragment.head, fragment.body]
    for piece in parts.joined() {
      if case .cell(let cell) = piece, cell.kind == "sql" { run(cell) }
    }
    let title = fill(fragment.titlePieces)
    var lead = fill(fragment.lead), body = fill(fragment.body)
    let head = fill(fragment.head)
    try problems.throwIfAny()
    let glossary = reads.index.glossary
    // Noted where there is none, too: one may come.
    reads.note(.glossary)
    if path != Glossary.path, !glossary.isEmpty {
      let address = Addresses.relative(
        from: Addresses.page(path), to: Addresses.page(Glossary.path))
      var linked: Set<String> = []
      let paragraph: HTML = "<p>\(lead)</p>"
      lead = Self.unwrapped(glossary.linking(paragraph, address: address, &linked))
      body = glossary.linking(body, address: address, &linked)
    }
    return Filled(title: title, lead: lead, head: head, body: body)
  }

  /// The publications that were cited so far, for the end of the page.
  var references: HTML { bibliography.markup(words) }

  /// The note of a reviewer: Markdown without cells.
  mutating func fillNote(_ fragment: Fragment) throws(Problems) -> HTML {
    for piece in fragment.lead + fragment.head + fragment.body {
      if case .cell(let cell) = piece {
        problems.error(at: cell.place, "a note has no cells", hint: "write a notebook")
      }
    }
    let heading: HTML =
      fragment.titlePieces.isEmpty ? "" : "<h3>\(fill(fragment.titlePieces))</h3>\n"
    let lead: HTML = fragment.lead.isEmpty ? "" : "<p>\(fill(fragment.lead))</p>\n"
    let body = heading + lead + fill(fragment.head) + fill(fragment.body)
    try problems.throwIfAny()
    return body
  }

  private static func unwrapped(_ html: HTML) -> HTML {
    .cached(Array(html.bytes.dropFirst(3).dropLast(4)))
  }

  private mutating func fill(_ pieces: [Fragment.Piece]) -> HTML {
    var out = HTML()
    out.reserve(
      pieces.reduce(0) { sum, piece in
        if case .html(let html) = piece { sum + html.bytes.count + 16 } else { sum + 64 }
      })
    for piece in pieces {
      switch piece {
      case .html(let html): out += html
      case .link(let target, let place): out += link(target, place)
      case .name(let target, _): out += "\(reads.name(target, from: path))"
      case .value(let name, let place): out += value(name, place)
      case .citation(let keys, let place): out += citation(keys, place)
      case .word(let key): out.add(text: words[key])
      case .cell(let cell): out += self.cell(cell)
      }
    }
    return out
  }

  private mutating func link(_ target: String, _ place: Place) -> HTML {
    let at = place.file.isEmpty ? Place(path) : place
    do throws(Diagnostic) {
      return "\(LinkRule.encoded(try reads.resolve(target, from: path, at: at)))"
    } catch {
      problems.add(error)
      return ""
    }
  }

  private mutating func citation(_ keys: [String], _ place: Place) -> HTML {
    let marks = keys.compactMap { key -> HTML? in
      reads.note(.reference(key))
      guard let reference = tables.reference(key) else {
        problems.error(
          at: place, "no reference '\(key)'",
          hint: Suggestion.hint(for: key, among: tables.referenceKeys))
        return nil
      }
      let number = bibliography.number(reference)
      return
        "<a href=\"#ref-\(number)\" aria-label=\"\(words["reference"]) \(number)\">\(number)</a>"
    }
    return "<sup class=\"cite\">[\(HTML.joined(marks, separator: ", "))]</sup>"
  }

  // MARK: - Tables and values

  /// A table by name: what a cell of the page gave, else one of the edition.
  private mutating func table(_ name: String, at place: Place) throws(Problems) -> TextTable {
    if let own = results.first(where: { $0.name == name }) { return own.result.table }
    if failed.contains(name) { throw Problems() }
    reads.note(.tables)
    let path = try tables.path(name, at: place)
    reads.note(.table(path))
    return try tables.table(path)
  }

  private mutating func value(_ name: String, _ place: Place) -> HTML {
    let parts = name.split(separator: ".", maxSplits: 1).map(String.init)
    if parts.count == 2, parts[0] == "params", let value = parameters[parts[1]] {
      return "\(value)"
    }
    if parts.count == 2, parts[0] == "review" { return "\(review(parts[1]))" }
    guard parts.count == 2 else {
      problems.error(
        at: place, "no value '\(name)'", hint: "{{ table.column }} of a table with one row")
      return ""
    }
    do throws(Problems) {
      let value = try table(parts[0], at: place).value(parts[1], of: parts[0], at: place)
      return "\(value)"
    } catch {
      problems.add(error)
      return ""
    }
  }

  /// `{{ review.<id> }}`: how far the review of a report is.
  private mutating func review(_ id: String) -> String {
    reads.note(.note(id))
    let document = "cases/\(id).md"
    reads.note(.document(document))
    let report = reads.index.place(document).map { reads.index.nodes[$0].source }
    let note = reads.index.notes[id]
    let state = note.flatMap { note in report.map { note.state(of: $0) } }
    return ReviewSection(words: words).line(state)
  }

  // MARK: - Cells

  private mutating func run(_ cell: Fragment.Cell) {
    reads.note(.tables)
    let query = Query(
      cell: cell, databases: databases,
      earlier: results.map { ($0.name, $0.result.table) }, parameters: parameters)
    do throws(Problems) {
      let result = try query.run()
      for path in result.read { reads.note(.table(path)) }
      results.append((cell.options.id ?? "", result))
    } catch {
      problems.add(error)
      failed.insert(cell.options.id ?? "")
    }
  }

  private mutating func cell(_ cell: Fragment.Cell) -> HTML {
    do throws(Problems) {
      switch cell.kind {
      case "figure": return try figure(cell)
      case "sql": return try sql(cell)
      case "table": return try tableCell(cell)
      default:
        throw Problems([
          Diagnostic(
            at: cell.place, "no cells of the kind '\(cell.kind)'",
            hint: Suggestion.hint(for: cell.kind, among: ["figure", "sql", "table"]))
        ])
      }
    } catch {
      problems.add(error)
      return ""
    }
  }

  /// Where the files of a cell stand, without their ending.
  private func base(_ id: String) -> String {
    Addresses.page(path).replacingSuffix(".html", with: "") + "-" + id
  }

  private static func fileName(_ path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }

  private mutating func figure(_ cell: Fragment.Cell) throws(Problems) -> HTML {
    let head = try FigureData.head(cell)
    var numbers: TextTable?
    if let name = head["data"] { numbers = try table(name, at: cell.place) }
    let data = try FigureData(cell, head: head, table: numbers)
    var background: TextTable?
    if let name = head["background"] { background = try table(name, at: cell.place) }
    let id = cell.options.id ?? "figure"
    let base = cell.options["files"] == "no" ? nil : base(id)
    var own = reads
    let figure = try FigureKind.figure(
      data, id: id, number: cell.options["number"] ?? "", background: background, words: words,
      fileName: base.map(Self.fileName)
    ) { target in
      try? own.resolve(target, from: path, at: cell.place)
    }
    reads = own
    if let base {
      files.append((base + ".csv", Array(data.csv.utf8)))
      files.append((base + ".svg", figure.svg))
    }
    guard kind == "notebook" else { return figure.markup }
    return
      "<div class=\"cell\">\(figure.markup)\(CellMarkup(cell: cell, words: words).source())</div>\n"
  }

  private mutating func sql(_ cell: Fragment.Cell) throws(Problems) -> HTML {
    guard let result = results.first(where: { $0.name == cell.options.id })?.result else {
      return ""
    }
    let inputs = result.read.map { path in
      (name: path.split(separator: "/").last.map(String.init) ?? path, digest: tables.digest(path))
    }
    let markup = CellMarkup(cell: cell, words: words)
    let source = markup.source(rows: result.table.rows.count, inputs: inputs)
    let table: HTML = cell.options["show"] == "no" ? "" : shown(result.table, markup)
    return "<div class=\"cell\">\(table)\(source)</div>\n"
  }

  private mutating func tableCell(_ cell: Fragment.Cell) throws(Problems) -> HTML {
    guard let name = cell.options["data"] else {
      throw Problems([
        Diagnostic(
          at: cell.place, "a table cell without data",
          hint: "```table {#id data=name.tsv title=\"What it shows\"}")
      ])
    }
    let table = try table(name, at: cell.place)
    return shown(table, CellMarkup(cell: cell, words: words))
  }

  /// A table on the page, its further rows on pages of their own, all of it as a file.
  private mutating func shown(_ table: TextTable, _ markup: CellMarkup) -> HTML {
    let base = base(markup.id), name = Self.fileName(base)
    let paged = markup.pages(table, name: name)
    for (index, page) in paged.enumerated().dropFirst() {
      pages.append(
        FurtherPage(
          path: "\(base)-\(index + 1).html", title: "\(markup.title), \(index + 1)", body: page))
    }
    files.append((base + ".csv", Array(CSV.text(table).utf8)))
    if paged.count > 1 {
      files.append((base + ".rows.js", markup.rowsScript(table, name: name)))
    }
    return paged[0]
  }
}
