import Foundation
import Markup
import Tables

extension FigureKind {
  /// Association along the genome. Above P = 1e-3 only the highest of each of some 250 bins is
  /// drawn, as a band, and the figure says so. Head: `line` (5e-8), `thin` (1e-3). A row with a
  /// `label` is named.
  static let manhattan = FigureKind(
    name: "manhattan", columns: ["chromosome", "position", "p"],
    example:
      "chromosome\tposition\tp\tlabel\n1\t55505647\t1e-23\tPCSK9\n1\t109817590\t8e-25\tSORT1\n2\t21263900\t0.02\t\n19\t45411941\t3e-39\tAPOE\n"
  ) { context in ManhattanPlot(data: context.data).drawing }
}

private struct ManhattanPlot {
  private struct Point {
    let row: Int
    let chromosome: Int
    let x: Double
    let y: Double
  }

  private let data: FigureData
  private let points: [Point]
  private let chromosomes: [(name: String, start: Double, end: Double)]
  private let line: Double
  private let thin: Double
  private static let height = 300.0
  /// Above it the axis is cut: one locus would flatten all others.
  private static let cut = 40.0

  init(data: FigureData) {
    self.data = data
    line = data.number("line") ?? 5e-8
    thin = data.number("thin") ?? 1e-3
    let rows = data.rows.indices.filter { data.number($0, "p") != nil }
    let names = Set(rows.map { data.text($0, "chromosome") }).sorted {
      (Int($0) ?? 99, $0) < (Int($1) ?? 99, $1)
    }
    var lengths: [String: Double] = [:]
    for row in rows {
      let name = data.text(row, "chromosome")
      lengths[name] = max(lengths[name] ?? 1, data.number(row, "position") ?? 0)
    }
    let total = max(lengths.values.reduce(0, +), 1)
    // A point at an end is not cut in half.
    var start = 10.0
    var found: [(name: String, start: Double, end: Double)] = []
    for name in names {
      let width = 980 * (lengths[name] ?? 0) / total
      found.append((name, start, start + width))
      start += width
    }
    chromosomes = found
    points = rows.compactMap { row in
      guard let place = names.firstIndex(of: data.text(row, "chromosome")),
        let position = data.number(row, "position"), let p = data.number(row, "p")
      else { return nil }
      let x = found[place].start + 980 * position / total
      return Point(
        row: row, chromosome: place, x: x, y: min(-log10(max(p, 1e-300)), Self.cut))
    }
  }

  private var top: Double { max(points.map(\.y).max() ?? 8, -log10(line) + 1) * 1.05 }
  private var span: Span { Span(low: 0, high: top, from: Self.height, to: 0) }
  private var strong: [Point] { points.filter { $0.y > -log10(thin) } }
  private var leads: [Point] {
    points.filter { $0.y >= -log10(line) || !data.text($0.row, "label").isEmpty }
      .sorted { ($1.y, $0.row) < ($0.y, $1.row) }
  }

  var drawing: Drawing {
    let limit = span(-log10(line))
    let labels =
      [
        PlaneChart.Label(
          x: 1000, y: limit - 6, words: Self.power(line), kind: "wk lbl", anchor: "end")
      ]
      + named
    let ticks = Ticks.round(0, top, most: 5).map {
      PlaneChart.Tick(at: span($0), words: Ticks.words($0))
    }
    let xs = chromosomes.enumerated().map { index, own in
      PlaneChart.Tick(
        at: (own.start + own.end) / 2, words: own.name,
        isMinor: index % 2 == 1 && chromosomes.count > 8)
    }
    let chart = PlaneChart(
      height: Self.height, xTicks: xs, yTicks: ticks,
      marks: band + dots + "<path class=\"lim\" d=\"M0 \(Pixels.text(limit))h1000\"/>",
      labels: labels, axes: "Chromosome; height: −log₁₀ P", description: plain)
    let hidden = points.count - strong.count
    let note: HTML =
      hidden == 0
      ? ""
      : " Thinned: \(hidden) of \(points.count) variants with P above \(Self.power(thin)) are drawn as the highest of each bin."
    return Drawing(
      markup: chart.markup, reading: "<b>\(plain)</b>", picture: chart.picture,
      twin: leads.isEmpty ? Array(points.prefix(20).map(\.row)) : leads.map(\.row), note: note)
  }

  /// The highest of each bin of what is thinned.
  private var band: HTML {
    var highest: [Int: (chromosome: Int, y: Double)] = [:]
    for point in points where point.y <= -log10(thin) {
      let bin = Int(point.x / 4)
      if point.y > highest[bin]?.y ?? -1 { highest[bin] = (point.chromosome, point.y) }
    }
    var paths = ["", ""]
    for bin in highest.keys.sorted() {
      guard let own = highest[bin] else { continue }
      paths[own.chromosome % 2] +=
        "M\(bin * 4) \(Pixels.text(Self.height))V\(Pixels.text(span(own.y)))h4V\(Pixels.text(Self.height))z"
    }
    return "<path class=\"m0\" d=\"\(paths[0])\"/><path class=\"m1\" d=\"\(paths[1])\"/>"
  }

  /// At most 3,000 marks: the strongest stay.
  private var dots: HTML {
    var paths = ["", "", ""]
    for point in strong.sorted(by: { ($1.y, $0.row) < ($0.y, $1.row) }).prefix(3_000) {
      let kind = point.y >= -log10(line) ? 2 : point.chromosome % 2
      paths[kind] += "M\(Pixels.text(point.x)) \(Pixels.text(span(point.y)))h0"
    }
    return
      "<path class=\"mp0\" d=\"\(paths[0])\"/><path class=\"mp1\" d=\"\(paths[1])\"/><path class=\"mpl\" d=\"\(paths[2])\"/>"
  }

  private var named: [PlaneChart.Label] {
    var placed: [PlaneChart.Label] = []
    for point in leads.prefix(30) {
      let words = data.text(point.row, "label")
      guard !words.isEmpty else { continue }
      let label = PlaneChart.Label(
        x: point.x, y: max(span(point.y) - 10, 12), words: words, kind: "lbl gene",
        anchor: point.x > 900 ? "end" : point.x < 60 ? "start" : "middle")
      if placed.allSatisfy({ abs($0.x - label.x) > 70 || abs($0.y - label.y) > 14 }) {
        placed.append(label)
      }
    }
    return placed
  }

  private var plain: String {
    let above = points.filter { $0.y >= -log10(line) }.count
    let best = points.max { ($0.y, -$0.row) < ($1.y, -$1.row) }
    let rest = best.map { point -> String in
      let name = data.text(point.row, "label")
      let place = "chromosome \(data.text(point.row, "chromosome"))"
      return
        " The smallest P, \(Self.power(data.number(point.row, "p") ?? 1)), lies on \(place)\(name.isEmpty ? "" : " at \(name)")."
    }
    return "\(above) of \(points.count) variants lie below P = \(Self.power(line)).\(rest ?? "")"
  }

  /// 5 × 10⁻⁸.
  static func power(_ value: Double) -> String { Power.words(value) }
}

/// Small numbers as people read them.
enum Power {
  private static let raised = Array("⁰¹²³⁴⁵⁶⁷⁸⁹")

  static func words(_ value: Double) -> String {
    guard value > 0, value < 1e-3 else { return Ticks.words(value) }
    let exponent = Int(log10(value).rounded(.down))
    let mantissa = Digits.text(value / pow(10, Double(exponent)), .significant(2))
    let power = String(String(-exponent).compactMap { $0.wholeNumberValue.map { raised[$0] } })
    return mantissa == "1" ? "10⁻\(power)" : "\(mantissa) × 10⁻\(power)"
  }
}
