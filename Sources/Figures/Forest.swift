import Foundation
import Markup
import Tables

extension FigureKind {
  /// One estimate with its interval (columns `low`, `high`, if there is one) a row. Head: `scale: log` for ratios, `null: 1`, `unit`.
  static let forest = FigureKind(
    name: "forest", columns: ["label", "estimate"],
    example:
      "label\testimate\tlow\thigh\nAFR-like\t1.10\t0.91\t1.33\nEUR-like\t1.42\t1.31\t1.54\nSAS-like\t{suppressed}\t\t\n"
  ) { context in
    let data = context.data
    let isLog = data["scale"] == "log"
    func place(_ value: Double) -> Double { isLog ? log(max(value, 1e-9)) : value }
    let drawn = data.rows.indices.filter { data.number($0, "estimate") != nil }
    let ends = drawn.flatMap { row in
      ["estimate", "low", "high"].compactMap { data.number(row, $0) }
    }
    let null = data.number("null") ?? (isLog ? 1 : 0)
    let all = ends + [null]
    let low = place(all.min() ?? 0), high = place(all.max() ?? 1)
    let margin = max((high - low) * 0.04, 1e-9)
    let span = Span(low: low - margin, high: high + margin, from: 0, to: 480)
    let ticks: [Double] =
      isLog
      ? [0.1, 0.2, 0.5, 0.8, 1, 1.25, 1.5, 2, 3, 5, 10].filter {
        place($0) >= span.low && place($0) <= span.high
      } : Ticks.round(span.low, span.high, most: 5)
    let rows = data.rows.indices.map { row -> RowsChart.Row in
      let plain = data.text(row, "label")
      guard let estimate = data.number(row, "estimate") else {
        return .init(
          label: context.label(row, "label"), plain: plain, marks: nil,
          words: data.value(row, "estimate") == .missing
            ? "not evaluated" : data.value(row, "estimate").prose, value: "", plainValue: "")
      }
      let from = Pixels.text(span(place(data.number(row, "low") ?? estimate)))
      let to = Pixels.text(span(place(data.number(row, "high") ?? estimate)))
      let at = Pixels.text(span(place(estimate))), line = Pixels.text(span(place(null)))
      let hasInterval = data.number(row, "low") != nil && data.number(row, "high") != nil
      let interval =
        hasInterval ? "\(data.text(row, "low")) to \(data.text(row, "high"))" : ""
      return .init(
        label: context.label(row, "label"), plain: plain, note: data.text(row, "note"),
        marks: """
          <path class="ref" d="M\(line) 0V36"/><path class="iv k" d="M\(from) 18H\(to)"/>\
          <path class="pt k" d="M\(at) 18h0"/>
          """,
        value: "<b>\(data.text(row, "estimate"))</b> <small>\(interval)</small>",
        plainValue: data.text(row, "estimate") + (hasInterval ? " (\(interval))" : ""))
    }
    let chart = RowsChart(
      form: "rows plain",
      axis: (
        data["axis"] ?? "Estimate, interval",
        ticks.map { (span(place($0)), Ticks.words($0)) }, data["unit"] ?? ""
      ), rows: rows)
    return Drawing(
      markup: chart.markup, reading: reading(data, drawn, null), picture: chart.picture)
  }

  private static func reading(_ data: FigureData, _ drawn: [Int], _ null: Double) -> HTML {
    let apart = drawn.filter { row in
      guard let low = data.number(row, "low"), let high = data.number(row, "high") else {
        return false
      }
      return low > null || high < null
    }
    let limit = Ticks.words(null)
    let hidden = data.rows.count - drawn.count
    let rest: HTML = hidden == 0 ? "" : " \(hidden) without an estimate."
    guard !drawn.isEmpty else { return "<b>No estimate is shown here.</b>" }
    guard drawn.contains(where: { data.number($0, "low") != nil }) else {
      let right = drawn.filter { (data.number($0, "estimate") ?? 0) > null }.count
      return "<b>\(right) of \(drawn.count) lie above \(limit).</b>\(rest)"
    }
    guard !apart.isEmpty else {
      return "<b>Every interval of \(drawn.count) holds \(limit).</b>\(rest)"
    }
    let names = apart.map { data.text($0, "label") }.joined(separator: ", ")
    return
      "<b>The interval lies apart from \(limit) in \(apart.count) of \(drawn.count):</b> \(names).\(rest)"
  }
}
