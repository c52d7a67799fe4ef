import Markup
import Tables

extension FigureKind {
  /// One bar a row, from zero; suppressed rows say so.
  static let bars = FigureKind(
    name: "bars", columns: ["label", "value"],
    example: "label\tvalue\nLDL\t41\nVessel wall\t35\nBlood pressure\t{suppressed}\n"
  ) { context in
    let data = context.data
    let values = data.rows.indices.compactMap { data.number($0, "value") }
    let top = max(values.max() ?? 0, 0)
    let unit = data["unit"].map { $0.hasPrefix("%") ? " %" : " " + $0 } ?? ""
    let rows = data.rows.indices.map { row -> RowsChart.Row in
      let value = data.value(row, "value")
      let plain = data.text(row, "label")
      guard let number = value.number else {
        return .init(
          label: context.label(row, "label"), plain: plain, marks: nil, words: value.prose,
          value: "", plainValue: "")
      }
      let width = Pixels.text(top > 0 ? 480 * max(number, 0) / top : 0)
      return .init(
        label: context.label(row, "label"), plain: plain,
        marks: "<rect class=\"q1\" x=\"0\" y=\"8\" width=\"\(width)\" height=\"20\"/>",
        value: "<b>\(value.prose)</b>", plainValue: value.prose)
    }
    let chart = RowsChart(form: "rows mini wide", rows: rows)
    return Drawing(
      markup: chart.markup, reading: reading(data, unit: unit), picture: chart.picture)
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
