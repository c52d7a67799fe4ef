import Foundation
import Markup
import Tables

extension FigureKind {
  /// Points of an embedding or of two measures, by class; hexagons by density above 20,000
  /// points, and the figure says so. Optional column `class`. Head: `x_axis`, `y_axis`.
  static let scatter = FigureKind(
    name: "scatter", columns: ["x", "y"],
    example:
      "x\ty\tclass\n0.1\t1.2\tmicroglia\n0.3\t1.1\tmicroglia\n2.2\t-0.4\tneuron\n2.1\t-0.2\tneuron\n"
  ) { context in ScatterPlot(data: context.data).drawing }
}

private struct ScatterPlot {
  private struct Point {
    let x: Double
    let y: Double
    let kind: String
  }

  private let data: FigureData
  private let points: [Point]
  private let kinds: [String]
  private let x: Span
  private let y: Span
  private static let height = 400.0
  static let mostPoints = 20_000

  init(data: FigureData) {
    self.data = data
    points = data.rows.indices.compactMap { row in
      guard let x = data.number(row, "x"), let y = data.number(row, "y") else { return nil }
      return Point(x: x, y: y, kind: data.text(row, "class"))
    }
    kinds = Set(points.map(\.kind)).sorted()
    func span(_ values: [Double], _ from: Double, _ to: Double) -> Span {
      let low = values.min() ?? 0, high = values.max() ?? 1
      let margin = max((high - low) * 0.05, 1e-9)
      return Span(low: low - margin, high: high + margin, from: from, to: to)
    }
    x = span(points.map(\.x), 0, 1000)
    y = span(points.map(\.y), Self.height, 0)
  }

  var drawing: Drawing {
    let isDense = points.count > Self.mostPoints
    let chart = PlaneChart(
      height: Self.height,
      xTicks: Ticks.round(x.low, x.high).map { .init(at: x($0), words: Ticks.words($0)) },
      yTicks: Ticks.round(y.low, y.high, most: 5).map { .init(at: y($0), words: Ticks.words($0)) },
      marks: isDense ? hexagons : dots, labels: names,
      axes: "\(data["x_axis"] ?? "x"); height: \(data["y_axis"] ?? "y")", description: plain)
    let note: HTML = isDense ? " Drawn as hexagons: darker ones hold more of the points." : ""
    return Drawing(
      markup: chart.markup, reading: "<b>\(plain)</b>", picture: chart.picture,
      twin: Array(data.rows.indices.prefix(20)), note: note)
  }

  private static let classes: [HTML] = ["s1", "s2", "s3", "s4"]

  /// One path a class: nine bytes a point.
  private var dots: HTML {
    HTML.joined(
      kinds.enumerated().map { index, kind -> HTML in
        let path = points.filter { $0.kind == kind }.map { point in
          "M\(Pixels.text(x(point.x).rounded())) \(Pixels.text(y(point.y).rounded()))h0"
        }.joined()
        return "<path class=\"\(Self.classes[index % 4])\" d=\"\(path)\"/>"
      })
  }

  private var hexagons: HTML {
    var counts: [Int: Int] = [:]
    for point in points {
      let row = Int(y(point.y) / 12), column = Int((x(point.x) + (row % 2 == 0 ? 0 : 10)) / 20)
      counts[row * 1000 + column, default: 0] += 1
    }
    let most = Double(max(counts.values.max() ?? 1, 1))
    var levels = ["", "", "", ""]
    for key in counts.keys.sorted() {
      let share = log1p(Double(counts[key] ?? 0)) / log1p(most)
      let row = key / 1000, column = key % 1000
      let left = column * 20 - (row % 2 == 0 ? 0 : 10) + 10
      levels[min(3, Int(share * 4))] += "M\(left) \(row * 12 - 1)l10 4v8l-10 4-10-4v-8z"
    }
    return HTML.joined(
      levels.enumerated().map { "<path class=\"h\($0 + 1)\" d=\"\($1)\"/>" })
  }

  /// Class names at the medians of their points.
  private var names: [PlaneChart.Label] {
    kinds.filter { !$0.isEmpty }.map { kind in
      let own = points.filter { $0.kind == kind }
      let xs = own.map(\.x).sorted(), ys = own.map(\.y).sorted()
      return .init(x: x(xs[xs.count / 2]), y: y(ys[ys.count / 2]), words: kind)
    }
  }

  private var plain: String {
    let named = kinds.filter { !$0.isEmpty }
    guard !named.isEmpty else { return "\(points.count) points." }
    let parts = named.map { kind in "\(kind) \(points.filter { $0.kind == kind }.count)" }
    return "\(points.count) points: \(parts.joined(separator: ", "))."
  }
}
