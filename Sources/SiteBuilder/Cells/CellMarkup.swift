import Markup
import Store
import Tables

/// What a cell puts on the page: its table, and its source folded below.
struct CellMarkup {
  let cell: Fragment.Cell
  let words: Words

  var id: String { cell.options.id ?? "cell" }
  var title: String { cell.options["title"] ?? "" }

  /// Rows on one page.
  private var rowsPerPage: Int {
    cell.options["rows"].flatMap(Int.init).map { max(1, $0) } ?? 50
  }

  /// The table in pages: one, or as many as its rows need. `name` is how its files begin.
  func pages(_ table: TextTable, name: String) -> [HTML] {
    let count = max(1, (table.rows.count + rowsPerPage - 1) / rowsPerPage)
    return (0..<count).map { page in
      let rows = table.rows.indices.dropFirst(page * rowsPerPage).prefix(rowsPerPage)
      return markup(table, rows: rows, page: page, of: count, name: name)
    }
  }

  private func markup(
    _ table: TextTable, rows: Range<Int>, page: Int, of count: Int, name: String
  ) -> HTML {
    let label = title.isEmpty ? id : title
    let number = cell.options["number"].map { "\(words["table"]) \($0). " } ?? ""
    let caption: HTML = title.isEmpty ? "" : "<caption><span>\(number)</span>\(title)</caption>"
    let numeric = table.header.indices.map { column in
      table.rows.allSatisfy { row in
        if case .text = Shown(field: String(row[column])) { false } else { true }
      }
    }
    let heads = HTML.joined(
      table.header.enumerated().map { index, words -> HTML in
        let kind: HTML = numeric[index] ? " class=\"n\"" : ""
        return
          "<th scope=\"col\" role=\"columnheader\"\(kind)>\(words.replacing("_", with: " "))</th>"
      })
    let lines = HTML.joined(rows.map { self.row(table, $0, numeric) })
    let more: HTML = count > 1 ? " data-rows=\"\(name).rows.js\"" : ""
    return """
      <div class="scroll" tabindex="0" role="region" aria-label="\(label)" id="\(id)"><table \
      class="stackable sortable" role="table"\(more)>\(caption)<thead role="rowgroup"><tr role="row">\(heads)</tr>\
      </thead><tbody role="rowgroup">
      \(lines)</tbody></table></div>
      <p class="shown">\(words["shown"]) \(rows.count) \(words["of"]) \(table.rows.count). \
      \(pager(page, count, name))<a href="\(name).csv" download>\(words["csv"])</a></p>

      """
  }

  private func row(_ table: TextTable, _ row: Int, _ numeric: [Bool]) -> HTML {
    let cells = table.header.indices.map { column -> HTML in
      let entry = Shown(field: String(table.rows[row][column]))
      let text: HTML =
        entry == .suppressed
        ? "<span class=\"hidden-cell\">\(entry.prose)</span>" : "\(entry.prose)"
      if column == 0 { return "<th scope=\"row\" role=\"rowheader\">\(text)</th>" }
      let kind: HTML = numeric[column] ? " class=\"n\"" : ""
      let label = table.header[column].replacing("_", with: " ")
      return "<td role=\"cell\" data-label=\"\(label)\"\(kind)><span>\(text)</span></td>"
    }
    return "<tr role=\"row\">\(HTML.joined(cells))</tr>\n"
  }

  /// Ways to the other pages of the table.
  private func pager(_ page: Int, _ count: Int, _ name: String) -> HTML {
    guard count > 1 else { return "" }
    let own = name.replacingSuffix("-" + id, with: "")
    let near = (0..<count).filter { $0 == 0 || $0 == count - 1 || abs($0 - page) <= 2 }
    let links = near.map { index -> HTML in
      let address = index == 0 ? "\(own).html#\(id)" : "\(name)-\(index + 1).html#\(id)"
      return index == page
        ? "<b aria-current=\"page\">\(index + 1)</b>" : "<a href=\"\(address)\">\(index + 1)</a>"
    }
    return "\(words["pages"]) \(HTML.joined(links, separator: " ")). "
  }

  /// All rows, for sorting and filtering over the pages; a script, because a page that was
  /// opened from a disk may not fetch.
  func rowsScript(_ table: TextTable, name: String) -> [UInt8] {
    let rows = table.rows.map { row in
      JSON.array(row.map { JSON.string(Shown(field: String($0)).prose) })
    }
    let text =
      "casebookRows(\(JSON.string(name + ".rows.js")),[\n" + rows.joined(separator: ",\n") + "]);\n"
    return Array(text.utf8)
  }

  /// The cell's text, folded, with its rows and the digests of what it read.
  func source(rows: Int? = nil, inputs: [(name: String, digest: Digest?)] = []) -> HTML {
    let text = cell.text
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).count - 1
    let kind = words["cell_" + cell.kind]
    var facts: HTML = ""
    if let rows { facts += "<div><dt>\(words["rows"])</dt><dd>\(Digits.grouped(rows))</dd></div>" }
    if !inputs.isEmpty {
      let list = inputs.map { input -> HTML in
        "<span class=\"id\">\(input.name) \(input.digest?.short ?? "")</span>"
      }
      facts +=
        "<div><dt>\(words["inputs"])</dt><dd>\(HTML.joined(list, separator: ", "))</dd></div>"
    }
    let status: HTML = facts.isEmpty ? "" : "<dl class=\"status\">\(facts)</dl>"
    return """
      <details class="source"><summary>\(kind), \(max(lines, 1)) \(words[lines > 1 ? "lines" : "line"])</summary><pre tabindex="0" \
      role="region" aria-label="\(words["source_of"]) \(id)"><code>\(text)</code></pre>\(status)</details>

      """
  }
}
