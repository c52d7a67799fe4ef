import Diagnostics

extension FragmentWriter {
  /// A table, or what its caption makes of it.
  mutating func table(_ node: MarkdownNode, caption: MarkdownNode?) {
    var words = ""
    var options = Options()
    if let caption {
      let text = caption.plainText.dropFirst(6).trimmingSpaces
      if let split = Options.split(text) { (words, options) = split } else { words = String(text) }
      KnownOptions.check(options, of: "caption", at: place(caption), &problems)
    }
    guard let header = node.first else { return }
    let form = options["as"] ?? ""
    if !form.isEmpty {
      declare(options.id, words, node)
      return list(node, TableMarkup(caption: words, options: options), form)
    }
    if !words.isEmpty {
      options.values["number"] = number()
      declare(options.id, "@table \(options["number"] ?? "")", node)
    }
    let labels = header.children.map(\.plainText)
    let markup = TableMarkup(
      caption: words, options: options, labels: labels,
      isNumber: node.alignments.map { $0 == "r" })
    markup.open(&out)
    var index = 0
    header.forEachChild { cell in
      markup.openHeading(index, &out)
      inlines(cell)
      out.add("</th>")
      index += 1
    }
    out.add("</tr></thead>")
    if header.next != nil { out.add("<tbody role=\"rowgroup\">\n") }
    var row = header.next
    while let here = row {
      self.row(here, markup)
      row = here.next
    }
    if header.next != nil { out.add("</tbody>") }
    markup.close(&out)
  }

  private mutating func row(_ node: MarkdownNode, _ markup: TableMarkup) {
    out.add("<tr role=\"row\">")
    var index = 0
    var cell = node.first
    while let here = cell {
      markup.openCell(index, &out)
      // "suppressed" gets its mark, so that no colour speaks alone and the word stands out.
      if let only = here.first, only.next == nil, only.kind == .text,
        only.literalBytes.elementsEqual("suppressed".utf8)
      {
        out.add("<span class=\"hidden-cell\">suppressed</span>")
      } else {
        inlines(here)
      }
      markup.closeCell(index, &out)
      index += 1
      cell = here.next
    }
    out.add("</tr>\n")
  }

  /// Terms and descriptions: `as=facts`, `as=strip`, `as=tiles`, `as=sum`.
  private mutating func list(_ node: MarkdownNode, _ markup: TableMarkup, _ form: String) {
    let rows = node.children.map { row in
      row.children.map { cell in captured { $0.inlines(cell) } }
    }
    guard let pieces = markup.list(form, header: rows[0], rows: Array(rows.dropFirst())) else {
      problems.error(
        at: place(node), "a table cannot be shown as '\(form)'",
        hint: "as=facts, as=strip, as=tiles or as=sum")
      return
    }
    if title.isEmpty == false, headings.isEmpty, ["facts", "strip"].contains(form) {
      head += pieces
    } else {
      out.pieces(pieces)
    }
  }
}
