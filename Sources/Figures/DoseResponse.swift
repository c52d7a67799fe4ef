import Foundation
import Markup
import Tables

extension FigureKind {
  /// Responses by dose on a log scale, with a fitted four-parameter logistic curve. The fit
  /// comes with the numbers: head `top`, `bottom`, `ec50`, `hill`, and `ec50_low`, `ec50_high`;
  /// or `no_fit`, the reason why there is none. Doses above zero, in `unit`.
  static let doseResponse = FigureKind(
    name: "doseresponse", columns: ["dose", "response"],
    example:
      "dose\tresponse\n0.01\t1.02\n0.01\t0.97\n0.1\t0.7\n0.1\t0.74\n1\t0.25\n1\t0.22\n10\t0.11\n10\t0.13\n"
  ) { context in DosePlot(data: context.data).drawing }
}

private struct DosePlot {
  private let data: FigureData
  private let points: [(dose: Double, response: Double)]
  private static let height = 240.0

  init(data: FigureData) {
    self.data = data
    points = data.rows.indices.compactMap { row in
      guard let dose = data.number(row, "dose"), dose > 0,
        let response = data.number(row, "response")
      else { return nil }
      return (dose, response)
    }
  }

  private var fit: (top: Double, bottom: Double, ec50: Double, hill: Double)? {
    guard let top = data.number("top"), let bottom = data.number("bottom"),
      let ec50 = data.number("ec50"), ec50 > 0, let hill = data.number("hill")
    else { return nil }
    return (top, bottom, ec50, hill)
  }

  var drawing: Drawing {
    let doses = points.map(\.dose), responses = points.map(\.response)
    let ends = (log10(doses.min() ?? 1), log10(doses.max() ?? 10))
    let x = Span(low: ends.0 - 0.15, high: ends.1 + 0.15, from: 0, to: 1000)
    let all = responses + (fit.map { [$0.top, $0.bottom] } ?? []) + [0]
    let top = (all.max() ?? 1) * 1.08
    let y = Span(low: all.min() ?? 0, high: top, from: Self.height, to: 0)
    var seen: [String: Int] = [:]
    var dots = ""
    for point in points {
      // Replicates stand side by side, in their order.
      let key = Digits.six(point.dose)
      let turn = seen[key] ?? 0
      seen[key] = turn + 1
      let shift = Double((turn + 1) / 2) * (turn % 2 == 0 ? -7 : 7)
      dots +=
        "M\(Pixels.text(x(log10(point.dose)) + shift)) \(Pixels.text(y(point.response)))h0"
    }
    let chart = PlaneChart(
      height: Self.height, xTicks: ticks(x),
      yTicks: Ticks.round(y.low, top, most: 4).map { .init(at: y($0), words: Ticks.words($0)) },
      marks: curve(x, y) + "<path class=\"dots\" d=\"\(dots)\"/>", labels: labels(x, y),
      axes:
        "Dose\(data["unit"].map { ", " + $0 } ?? "") (log scale); height: \(data["axis"] ?? "response")",
      description: plain)
    return Drawing(markup: chart.markup, reading: "<b>\(plain)</b>", picture: chart.picture)
  }

  private func ticks(_ x: Span) -> [PlaneChart.Tick] {
    guard x.low.isFinite, x.high.isFinite else { return [] }
    return (Int(x.low.rounded(.up))...max(Int(x.low.rounded(.up)), Int(x.high.rounded(.down)))).map
    {
      PlaneChart.Tick(at: x(Double($0)), words: Ticks.words(pow(10, Double($0))))
    }
  }

  private func curve(_ x: Span, _ y: Span) -> HTML {
    guard let fit else { return "" }
    var path = ""
    for step in 0...60 {
      let place = x.low + (x.high - x.low) * Double(step) / 60
      let ratio = pow(pow(10, place) / fit.ec50, fit.hill)
      let value = fit.bottom + (fit.top - fit.bottom) / (1 + ratio)
      path += "\(step == 0 ? "M" : "L")\(Pixels.text(x(place))) \(Pixels.text(y(value)))"
    }
    let at = Pixels.text(x(log10(fit.ec50)))
    var marks: HTML = """
      <path class="pl8" d="M0 \(Pixels.text(y(fit.top)))h1000M0 \(Pixels.text(y(fit.bottom)))h1000"/>\
      <path class="iv k thick" d="\(path)"/><path class="lim" d="M\(at) 0V\(Pixels.text(Self.height))"/>
      """
    if let low = data.number("ec50_low"), let high = data.number("ec50_high"), low > 0 {
      marks +=
        "<path class=\"iv\" d=\"M\(Pixels.text(x.held(log10(low)))) \(Pixels.text(Self.height - 4))H\(Pixels.text(x.held(log10(high))))\"/>"
    }
    return marks
  }

  private func labels(_ x: Span, _ y: Span) -> [PlaneChart.Label] {
    guard let fit else { return [] }
    return [
      .init(
        x: x(log10(fit.ec50)), y: 14, words: "EC50 \(Ticks.words(fit.ec50))", kind: "wk lbl",
        anchor: "start", shift: 8)
    ]
  }

  private var plain: String {
    guard let fit else {
      return
        "No fit: \(data["no_fit"] ?? "none was given"). \(points.count) responses at \(Set(points.map(\.dose)).count) doses."
    }
    let unit = data["unit"].map { " " + $0 } ?? ""
    var words = "EC50 \(Ticks.words(fit.ec50))\(unit)"
    if let low = data.number("ec50_low"), let high = data.number("ec50_high") {
      words += " (\(Ticks.words(low)) to \(Ticks.words(high)))"
    }
    return
      words
      + "; from \(Ticks.words(fit.top)) to \(Ticks.words(fit.bottom)), \(points.count) responses at \(Set(points.map(\.dose)).count) doses."
  }
}
