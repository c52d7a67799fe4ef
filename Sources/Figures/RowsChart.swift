import Markup
import Tables

/// Rows of a label, marks and a value: words in HTML, marks in an SVG that stretches.
struct RowsChart {
  struct Row {
    let label: HTML
    let plain: String
    var note = ""
    /// In a box of 480 × 36; nil where there is nothing to draw.
    let marks: HTML?
    /// Instead of marks.
    var words = ""
    let value: HTML
    let plainValue: String
  }

  /// Class of the list: `rows`, `rows mini wide`.
  var form: HTML = "rows"
  /// Words over the labels, positions 0…480 with their words, words over the values.
  var axis: (left: String, ticks: [(x: Double, words: String)], right: String)?
  let rows: [Row]

  var markup: HTML {
    var out: HTML = "<ol class=\"\(form)\">\(head)\n"
    for row in rows { Self.add(row, to: &out) }
    out.add("</ol>")
    return out
  }

  private var head: HTML {
    guard let axis else { return "" }
    let isEven = zip(axis.ticks.dropFirst(), axis.ticks).allSatisfy { pair in
      abs(pair.0.x - pair.1.x - 480 / Double(max(axis.ticks.count - 1, 1))) < 0.5
    }
    let ticks: HTML
    if isEven {
      ticks = HTML.joined(axis.ticks.map { "<span>\($0.words)</span>" })
    } else {
      ticks = HTML.joined(
        axis.ticks.map { tick -> HTML in
          "<text x=\"\(Pixels.text(tick.x / 4.8))%\" y=\"14\" text-anchor=\"middle\">\(tick.words)</text>"
        })
    }
    let scale: HTML =
      isEven
      ? "<div class=\"axis ax-p\">\(ticks)</div>"
      : "<div class=\"ax-p\"><svg class=\"ticks\" aria-hidden=\"true\" focusable=\"false\" width=\"100%\" height=\"18\">\(ticks)</svg></div>"
    return """
      <li class="ax top" aria-hidden="true"><span class="hl">\(axis.left)</span>\(scale)\
      <span class="hv">\(axis.right)</span></li>
      """
  }

  private static func add(_ row: Row, to out: inout HTML) {
    out.add(row.marks == nil ? "<li class=\"bare\"><span class=\"hl\">" : "<li><span class=\"hl\">")
    out += row.label
    if !row.note.isEmpty { out += "<small>\(row.note)</small>" }
    out.add("</span><span class=\"pl\">")
    if let marks = row.marks {
      out.add(
        "<svg viewBox=\"0 0 480 36\" preserveAspectRatio=\"none\" aria-hidden=\"true\" focusable=\"false\">"
      )
      out += marks
      out.add("</svg>")
    } else {
      out.add("<span class=\"none\">")
      out.add(text: row.words)
      out.add("</span>")
    }
    out.add("</span><span class=\"hv\">")
    out += row.value
    out.add("</span></li>\n")
  }

  /// Labels at the left, marks on 250…570, values at the right.
  var picture: Picture {
    let step = 36.0, top = axis == nil ? 0.0 : 24
    var marks: HTML = ""
    for tick in axis?.ticks ?? [] {
      marks +=
        "<text class=\"ax-t\" x=\"\(Pixels.text(250 + tick.x / 1.5))\" y=\"16\" text-anchor=\"middle\" font-size=\"11\">\(tick.words)</text>"
    }
    for (index, row) in rows.enumerated() {
      let y = top + step * Double(index)
      let words = row.plain.count > 34 ? row.plain.prefix(33) + "…" : row.plain[...]
      marks += "<text x=\"16\" y=\"\(Pixels.text(y + 21))\">\(String(words))</text>"
      if let own = row.marks {
        marks += "<g transform=\"translate(250 \(Pixels.text(y))) scale(.6667 1)\">\(own)</g>"
      } else {
        marks += "<text class=\"ax-t\" x=\"250\" y=\"\(Pixels.text(y + 21))\">\(row.words)</text>"
      }
      marks +=
        "<text x=\"704\" y=\"\(Pixels.text(y + 21))\" text-anchor=\"end\">\(row.plainValue)</text>"
    }
    return Picture(height: top + step * Double(rows.count), marks: marks)
  }
}
