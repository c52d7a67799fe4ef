import Markup
import Tables

extension FigureKind {
  /// Horizontal bars from zero, one a row; a hidden number has no bar and says so.
  static let bars = FigureKind(name: "bars", columns: ["label", "value"], background: nil) {
    context in
    let data = context.data
    let top = data.rows.indices.compactMap { data.number($0, "value") }.max() ?? 0
    let unit = data["unit"].map { " " + $0 } ?? ""
    let items = HTML.joined(
      data.rows.indices.map { row -> HTML in
        let value = data.value(row, "value")
        guard let number = value.number else {
          return """
            <li><span class="hl">\(context.label(row, "label"))</span><span class="pl">\
            <span class="none">\(value.prose)</span></span><span class="hv"></span></li>

            """
        }
        let width = Pixels.text(top > 0 ? 100 * max(number, 0) / top : 0)
        return """
          <li><span class="hl">\(context.label(row, "label"))</span><span class="pl">\
          <svg viewBox="0 0 100 26" preserveAspectRatio="none" aria-hidden="true" focusable="false">\
          <rect class="q1" x="0" y="6" width="\(width)" height="14"/></svg></span>\
          <span class="hv"><b>\(value.prose)</b></span></li>

          """
      })
    return Drawing(
      markup: "<ol class=\"rows mini wide\">\n\(items)</ol>", reading: reading(data, unit: unit))
  }

  private static func reading(_ data: FigureData, unit: String) -> HTML {
    let drawn = data.rows.indices.filter { data.number($0, "value") != nil }
    let hidden = data.rows.count - drawn.count
    let rest: HTML = hidden == 0 ? "" : " \(hidden) of \(data.rows.count) not shown."
    guard
      let most = drawn.max(by: {
        (data.number($0, "value") ?? 0, -$0) < (data.number($1, "value") ?? 0, -$1)
      }),
      let least = drawn.min(by: {
        (data.number($0, "value") ?? 0, $0) < (data.number($1, "value") ?? 0, $1)
      })
    else { return "<b>No number is shown here.</b>\(rest)" }
    if most == least {
      return "<b>\(data.text(most, "label")): \(data.value(most, "value").prose)\(unit).</b>\(rest)"
    }
    return """
      <b>Largest: \(data.text(most, "label")) (\(data.value(most, "value").prose)\(unit)).</b> \
      Smallest shown: \(data.text(least, "label")) (\(data.value(least, "value").prose)\(unit)).\(rest)
      """
  }
}
