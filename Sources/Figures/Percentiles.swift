import Markup
import Tables

extension FigureKind {
  /// One row a hallmark on a shared z axis: the reference as ridge and bands, the
  /// person as dot with interval, the percentile as text.
  static let percentiles = FigureKind(
    name: "percentiles",
    columns: ["hallmark", "z", "low", "high", "percentile", "percentile_low", "percentile_high"],
    background: ["hallmark", "p10", "p25", "p50", "p75", "p90", "ridge"],
    example:
      "hallmark\tz\tlow\thigh\tpercentile\tpercentile_low\tpercentile_high\tnote\nLDL\t1.34\t0.52\t2.16\t91\t70\t98\t6 variants\nVessel wall\t-0.2\t-0.9\t0.5\t42\t18\t69\t\nInflammation\t\t\t\t{withheld: 3 variants}\t\t\t3 variants\n"
  ) { context in
    let rows = context.data.rows.indices
    let ordered = rows.sorted {
      let (a, b) = (rank(context.data, $0), rank(context.data, $1))
      return a == b ? $0 < $1 : a > b
    }
    let chart = RowsChart(
      axis: (
        "Rank, as normal deviate", (-3...3).map { (Double($0 + 3) * 80, Digits.prose(String($0))) },
        "percentile, interval"
      ), rows: ordered.map { PercentileRow(context: context, row: $0).row })
    return Drawing(markup: chart.markup, reading: reading(context.data), picture: chart.picture)
  }

  /// Order: drawn rows by distance from the mean, then those without a z.
  private static func rank(_ data: FigureData, _ row: Int) -> Double {
    data.number(row, "z").map(abs) ?? -1
  }

  private static func reading(_ data: FigureData) -> HTML {
    let limit = data["threshold"].flatMap(Double.init) ?? 90
    let drawn = data.rows.indices.filter { data.number($0, "percentile") != nil }
    let high = drawn.filter { (data.number($0, "percentile") ?? 0) > limit }
    let undrawn = data.rows.count - drawn.count
    let rest: HTML =
      undrawn == 0
      ? "" : " \(undrawn) without a percentile: the row says why, or gives the sum and its place."
    let name = Digits.ordinal(Int(min(max(limit, 0), 100)))
    guard !drawn.isEmpty else { return "<b>No percentile is given here.</b>" }
    guard !high.isEmpty else {
      return "<b>None of \(drawn.count) is above the \(name) percentile.</b>\(rest)"
    }
    let names = high.map { row in
      "\(data.text(row, "hallmark")) (\(data.value(row, "percentile").prose))"
    }.joined(separator: ", ")
    let sure = high.filter { (data.number($0, "percentile_low") ?? 0) > limit }.count
    let certainty: HTML =
      sure == high.count
      ? ""
      : " Of these, \(high.count - sure) might lie below the \(name): the interval reaches there."
    return
      "<b>Above the \(name) percentile in \(high.count) of \(drawn.count):</b> \(names).\(certainty)\(rest)"
  }
}

/// One row of the figure.
private struct PercentileRow {
  let context: FigureContext
  private let index: Int

  init(context: FigureContext, row: Int) { (self.context, index) = (context, row) }

  var row: RowsChart.Row {
    let data = context.data
    let note = data.text(index, "note"), plain = data.text(index, "hallmark")
    let label = context.label(index, "hallmark")
    guard let z = data.number(index, "z") else {
      let words = note.isEmpty ? data.value(index, "percentile").prose : note
      let value = data.text(index, "percentile").isEmpty ? "" : "withheld"
      return .init(
        label: label, plain: plain, marks: nil, words: words, value: "\(value)", plainValue: value)
    }
    let percentile = Int(min(max(data.number(index, "percentile") ?? 50, 0), 100))
    let low = data.value(index, "percentile_low").prose
    let high = data.value(index, "percentile_high").prose
    let ending = String(Digits.ordinal(percentile).suffix(2))
    return .init(
      label: label, plain: plain, note: note,
      marks: """
        \(background)<path class="iv" d="M\(x(data.number(index, "low") ?? z)) 16H\(x(data.number(index, "high") ?? z))"/>\
        <path class="hal" d="M\(x(z)) 16h0"/><path class="pt" d="M\(x(z)) 16h0"/>
        """,
      value: "<b>\(percentile)</b>\(ending) <small>\(low) to \(high)</small>",
      plainValue: "\(percentile)\(ending) (\(low) to \(high))")
  }

  /// Ridge and bands of the reference.
  private var background: HTML {
    guard let table = context.background, let found = reference(in: table) else { return "" }
    func value(_ column: String) -> Double {
      table.index(of: column).flatMap { Double(String(table.rows[found][$0])) } ?? 0
    }
    let ridge = table.index(of: "ridge").map { table.rows[found][$0].split(separator: ",") } ?? []
    let heights = ridge.map { Double(String($0)) ?? 0 }
    let top = max(heights.max() ?? 1, 1e-9)
    let step = 480.0 / Double(max(heights.count - 1, 1))
    var path = "M0 25"
    var last = 25.0
    for (index, height) in heights.enumerated() {
      let y = (25 - 22 * height / top).rounded()
      path +=
        index == 0
        ? "l0 \(Pixels.text(y - last))" : "l\(Pixels.text(step)) \(Pixels.text(y - last))"
      last = y
    }
    return """
      <path class="rg" d="\(path)V25z"/><path class="b8" d="M\(x(value("p10"))) 30H\(x(value("p90")))"/>\
      <path class="b5" d="M\(x(value("p25"))) 30H\(x(value("p75")))"/>\
      <path class="md" d="M\(x(value("p50"))) 27v6"/>
      """
  }

  private func reference(in table: TextTable) -> Int? {
    guard let column = table.index(of: "hallmark") else { return nil }
    let name = context.data.text(index, "hallmark")
    let group = context.data["group"] ?? ""
    let groups = table.index(of: "group")
    return table.rows.indices.first { row in
      guard table.rows[row][column] == name else { return false }
      guard let groups else { return true }
      return table.rows[row][groups] == group
    }
  }

  /// −3…3 onto 0…480, ends held.
  private func x(_ z: Double) -> String { Pixels.text(((min(max(z, -3), 3) + 3) * 80).rounded()) }
}
