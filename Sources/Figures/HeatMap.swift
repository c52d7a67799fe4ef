import Markup
import Tables

extension FigureKind {
  /// A table whose entries carry numbers; shades repeat them. One line an entry: row, column,
  /// value. Head: `steps`, three limits of the shades (0.05, 0.12, 0.30).
  static let heatmap = FigureKind(
    name: "heatmap", columns: ["row", "column", "value"],
    example:
      "row\tcolumn\tvalue\nLDL\tLDL\t1\nLDL\tVessel wall\t0.06\nVessel wall\tLDL\t-0.14\nVessel wall\tVessel wall\t{suppressed}\n"
  ) { context in HeatMapPlot(data: context.data).drawing }
}

private struct HeatMapPlot {
  let data: FigureData

  private var rows: [String] { unique("row") }
  private var columns: [String] { unique("column") }

  private func unique(_ column: String) -> [String] {
    var seen: Set<String> = []
    return data.rows.indices.map { data.text($0, column) }.filter { seen.insert($0).inserted }
  }

  private var steps: [Double] {
    let given = (data["steps"] ?? "").split(separator: ",").compactMap {
      Double($0.filter { $0 != " " })
    }
    return given.count == 3 ? given.sorted() : [0.05, 0.12, 0.30]
  }

  private func shade(_ value: Double) -> HTML {
    switch (abs(value) < steps[0], abs(value) < steps[1], abs(value) < steps[2], value < 0) {
    case (true, _, _, _): "z0"
    case (_, true, _, true): "n1"
    case (_, true, _, false): "p1"
    case (_, _, true, true): "n2"
    case (_, _, true, false): "p2"
    case (_, _, _, true): "n3"
    case (_, _, _, false): "p3"
    }
  }

  private var entries: [String: Int] {
    Dictionary(
      data.rows.indices.map { (data.text($0, "row") + "\u{1F}" + data.text($0, "column"), $0) },
      uniquingKeysWith: { first, _ in first })
  }

  var drawing: Drawing {
    let entries = entries, rows = rows, columns = columns
    let head = HTML.joined(columns.map { "<th scope=\"col\">\($0)</th>" })
    let body = HTML.joined(
      rows.map { row -> HTML in
        let cells = columns.map { column -> HTML in
          guard let index = entries[row + "\u{1F}" + column] else {
            return "<td class=\"self-c\">·</td>"
          }
          let value = data.value(index, "value")
          guard let number = value.number else { return "<td class=\"self-c\">\(value.prose)</td>" }
          return "<td class=\"\(shade(number))\">\(value.prose)</td>"
        }
        return "<tr><th scope=\"row\">\(row)</th>\(HTML.joined(cells))</tr>"
      })
    let words = steps.map { Ticks.words($0) }
    let isSigned = data.rows.indices.contains { (data.number($0, "value") ?? 0) < 0 }
    let below: HTML =
      isSigned
      ? """
      <span>below −\(words[2])</span><i class="n3"></i><i class="n2"></i><i class="n1"></i>
      """ : ""
    let key: HTML = """
      <p class="key">\(below)<span>\(isSigned ? "within ±" : "below ")\(words[0])</span><i class="p1"></i><i class="p2"></i><i class="p3"></i><span>above \(words[2])</span></p>
      """
    let title = data["title"] ?? ""
    let markup: HTML = """
      <div class="scroll heat" tabindex="0" role="region" aria-label="\(title)"><table><caption class="vh">\(title)</caption>\
      <colgroup><col class="lab"><col span="\(columns.count)"></colgroup><thead><tr><td></td>\(head)</tr></thead>\
      <tbody>\(body)</tbody></table></div>\(key)
      """
    return Drawing(markup: markup, reading: reading, picture: picture(rows, columns, entries))
  }

  /// Rows and columns are the same things, so that each has a place with itself.
  private var isSquare: Bool { Set(rows) == Set(columns) }

  private var reading: HTML {
    let drawn = data.rows.indices.filter {
      data.number($0, "value") != nil
        && (!isSquare || data.text($0, "row") != data.text($0, "column"))
    }
    func size(_ row: Int) -> Double { abs(data.number(row, "value") ?? 0) }
    guard let most = drawn.max(by: { (size($0), -$0) < (size($1), -$1) }) else {
      return "<b>No number is shown here.</b>"
    }
    let weak = drawn.filter { size($0) < steps[0] }.count
    let isSigned = drawn.contains { (data.number($0, "value") ?? 0) < 0 }
    return """
      <b>\(isSquare ? "Largest off the diagonal" : "Largest"): \(data.text(most, "row")) with \(data.text(most, "column")), \
      \(data.value(most, "value").prose).</b> \(weak) of \(drawn.count) lie \(isSigned ? "within ±" : "below ")\(Ticks.words(steps[0])).
      """
  }

  private func picture(_ rows: [String], _ columns: [String], _ entries: [String: Int]) -> Picture {
    let width = 540 / Double(max(columns.count, 1))
    var marks: HTML = ""
    for (place, column) in columns.enumerated() {
      marks +=
        "<text class=\"ax-t\" x=\"\(Pixels.text(164 + width * (Double(place) + 0.5)))\" y=\"14\" text-anchor=\"middle\" font-size=\"10\">\(String(column.prefix(max(4, Int(width / 6)))))</text>"
    }
    for (line, row) in rows.enumerated() {
      let y = 22 + 28 * Double(line)
      marks +=
        "<text x=\"16\" y=\"\(Pixels.text(y + 18))\" font-size=\"11\">\(String(row.prefix(24)))</text>"
      for (place, column) in columns.enumerated() {
        guard let index = entries[row + "\u{1F}" + column] else { continue }
        let value = data.value(index, "value")
        let x = 164 + width * Double(place)
        let kind = value.number.map(shade) ?? "z0"
        marks += """
          <rect class="\(kind)" x="\(Pixels.text(x + 1))" y="\(Pixels.text(y))" width="\(Pixels.text(width - 2))" height="26"/>\
          <text x="\(Pixels.text(x + width / 2))" y="\(Pixels.text(y + 17))" text-anchor="middle" font-size="11">\(value.prose)</text>
          """
      }
    }
    return Picture(height: 24 + 28 * Double(rows.count), marks: marks)
  }
}
