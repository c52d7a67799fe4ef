import Markup
import Tables

extension FigureKind {
  /// Circles in a hundred, one array a row: `count` of 100, with `low` and `high` where there is
  /// an interval. The first row is the subject of the page.
  static let icons = FigureKind(
    name: "icons", columns: ["label", "count"],
    example: "label\tcount\tlow\thigh\nWith this score\t5\t4\t7\nAt the average score\t3\t3\t3\n"
  ) { context in
    let data = context.data
    let drawn = data.rows.indices.filter { data.number($0, "count") != nil }
    let arrays = data.rows.indices.map { row -> HTML in
      guard data.number(row, "count") != nil else {
        return
          "<div><p><span class=\"num\">\(data.value(row, "count").prose) <small>\(data.text(row, "label"))</small></span></p></div>"
      }
      let array = IconRow(data: data, row: row)
      return """
        <div><p><span class="num">\(data.text(row, "count")) in 100 <small>\(array.words)</small></span></p>\
        <svg class="\(row == 0 ? "me" : "k")" viewBox="0 0 400 100" role="img" aria-label="\(array.plain)">\(array.marks)</svg></div>
        """
    }
    var marks: HTML = ""
    for (place, row) in drawn.enumerated() {
      let array = IconRow(data: data, row: row)
      marks += """
        <g transform="translate(16 \(place * 140))"><text x="0" y="18" font-weight="650">\(data.text(row, "count")) in 100 \
        \(array.words)</text><g transform="translate(0 28)">\(array.marks)</g></g>
        """
    }
    return Drawing(
      markup: "<div class=\"icons\">\(HTML.joined(arrays))</div>",
      reading: iconReading(data, drawn),
      picture: Picture(height: 140 * Double(drawn.count), marks: marks))
  }

  private static func iconReading(_ data: FigureData, _ drawn: [Int]) -> HTML {
    guard let first = drawn.first else { return "<b>No number is shown here.</b>" }
    func others(_ row: Int) -> String {
      Digits.prose(Digits.text(100 - (data.number(row, "count") ?? 0), .significant(3)))
    }
    let rest = drawn.dropFirst().map { " \(data.text($0, "label")): \(others($0)) of 100 not." }
    return
      "<b>\(data.text(first, "label")): \(data.text(first, "count")) of 100, so \(others(first)) of 100 not.</b>\(rest.joined())"
  }
}

private struct IconRow {
  let data: FigureData
  let row: Int

  private var count: Int { Int((data.number(row, "count") ?? 0).rounded()) }
  private var upper: Int { Int((data.number(row, "high") ?? 0).rounded()) }

  var words: String {
    let interval =
      data.number(row, "low") == nil
      ? "" : " (\(data.text(row, "low")) to \(data.text(row, "high")))"
    return data.text(row, "label") + interval
  }

  var plain: String {
    let ringed =
      upper > count ? ", \(upper - count) more ringed as the upper end of the interval" : ""
    return "\(count) of 100 circles filled\(ringed)"
  }

  private func circles(_ range: Range<Int>) -> String {
    range.map { "M\(10 + $0 % 20 * 20) \(10 + $0 / 20 * 20)h0" }.joined()
  }

  var marks: HTML {
    let filled = min(max(count, 0), 100), ringed = min(max(upper, filled), 100)
    return """
      <path class="io" d="\(circles(0..<100))"/><path class="iu" d="\(circles(filled..<ringed))"/>\
      <path class="ii" d="\(circles(0..<100))"/><path class="ie" d="\(circles(0..<filled))"/>
      """
  }
}
