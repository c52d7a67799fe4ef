import Foundation
import Markup
import Tables

extension FigureKind {
  /// Observed against expected −log₁₀ P, with the band that 95 % of the order statistics of
  /// uniform values lie in (beta distribution, as in Casella and Berger, theorem 5.4.4).
  static let qq = FigureKind(
    name: "qq", columns: ["p"], example: "p\n0.9\n0.6\n0.35\n0.21\n0.04\n0.002\n1e-6\n"
  ) { context in QQPlot(data: context.data).drawing }
}

private struct QQPlot {
  private let data: FigureData
  /// Ascending.
  private let ps: [(p: Double, row: Int)]
  private static let height = 300.0

  init(data: FigureData) {
    self.data = data
    ps = data.rows.indices.compactMap { row in
      data.number(row, "p").map { (max($0, 1e-300), row) }
    }.sorted { ($0.0, $0.1) < ($1.0, $1.1) }
  }

  private func expected(_ rank: Int) -> Double {
    -log10((Double(rank) + 0.5) / Double(max(ps.count, 1)))
  }

  var drawing: Drawing {
    let right = max(expected(0), 1), top = max(-log10(ps.first?.p ?? 1), right) * 1.05
    let x = Span(low: 0, high: right * 1.02, from: 0, to: 1000)
    let y = Span(low: 0, high: top, from: Self.height, to: 0)
    var path = ""
    var last = (-9.0, -9.0)
    for (rank, own) in ps.enumerated() {
      let point = (x(expected(rank)), y(-log10(own.p)))
      // Marks that would lie on one another are left out.
      if abs(point.0 - last.0) < 2, abs(point.1 - last.1) < 1 { continue }
      path += "M\(Pixels.text(point.0)) \(Pixels.text(point.1))h0"
      last = point
    }
    let band = band(x, y)
    let diagonal: HTML =
      "<path class=\"lim\" d=\"M0 \(Pixels.text(Self.height))L\(Pixels.text(x(right))) \(Pixels.text(y(right)))\"/>"
    let outside = outside
    let chart = PlaneChart(
      height: Self.height,
      xTicks: Ticks.round(0, right).map { .init(at: x($0), words: Ticks.words($0)) },
      yTicks: Ticks.round(0, top, most: 5).map { .init(at: y($0), words: Ticks.words($0)) },
      marks: band + diagonal + "<path class=\"dots\" d=\"\(path)\"/>",
      axes: "Expected −log₁₀ P; height: observed", description: plain(outside))
    return Drawing(
      markup: chart.markup, reading: "<b>\(plain(outside))</b>", picture: chart.picture,
      twin: ps.prefix(20).map(\.row))
  }

  /// Ranks for the band: each where few, then ever further apart.
  private var ranks: [Int] {
    var ranks: [Int] = []
    var rank = 0
    while rank < ps.count {
      ranks.append(rank)
      rank = max(rank + 1, rank + rank / 3)
    }
    if let last = ranks.last, last != ps.count - 1 { ranks.append(ps.count - 1) }
    return ranks
  }

  private func ends(_ rank: Int) -> (low: Double, high: Double) {
    let a = Double(rank + 1), b = Double(ps.count - rank)
    return (Beta.quantile(0.025, a, b), Beta.quantile(0.975, a, b))
  }

  private func band(_ x: Span, _ y: Span) -> HTML {
    guard ps.count > 1 else { return "" }
    var upper = "", lower: [String] = []
    for rank in ranks {
      let (low, high) = ends(rank)
      let at = Pixels.text(x(expected(rank)))
      upper += "\(upper.isEmpty ? "M" : "L")\(at) \(Pixels.text(y(-log10(max(low, 1e-300)))))"
      lower.append("L\(at) \(Pixels.text(y(-log10(max(high, 1e-300)))))")
    }
    return "<path class=\"rg\" d=\"\(upper)\(lower.reversed().joined())z\"/>"
  }

  /// How many lie above the band, by the ranks that it was computed for.
  private var outside: Int {
    ranks.filter { ps[$0].p < ends($0).low }.count
  }

  private func plain(_ outside: Int) -> String {
    let least = ps.first.map { " The smallest P is \(Power.words($0.p))." } ?? ""
    return outside == 0
      ? "The \(ps.count) values of P lie within what chance gives.\(least)"
      : "\(outside) of the \(ranks.count) ranks compared lie above what chance gives, of \(ps.count) values.\(least)"
  }
}

/// The beta distribution, as far as a band needs it.
enum Beta {
  /// By bisection on the distribution function.
  static func quantile(_ share: Double, _ a: Double, _ b: Double) -> Double {
    var low = 0.0, high = 1.0
    for _ in 0..<60 {
      let middle = (low + high) / 2
      if cumulative(middle, a, b) < share { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }

  /// The regularised incomplete beta function, by its continued fraction (DLMF 8.17.22).
  static func cumulative(_ x: Double, _ a: Double, _ b: Double) -> Double {
    if x <= 0 { return 0 }
    if x >= 1 { return 1 }
    if x > (a + 1) / (a + b + 2) { return 1 - cumulative(1 - x, b, a) }
    let front = exp(
      lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x))
    var c = 1.0, d = 1 / max(1 - (a + b) * x / (a + 1), 1e-300), value = d
    for step in 1...400 {
      let m = Double(step)
      for term in [
        m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
        -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
      ] {
        d = 1 / nonZero(1 + term * d)
        c = nonZero(1 + term / c)
        value *= d * c
      }
      if abs(d * c - 1) < 1e-14 { break }
    }
    return front * value / a
  }

  private static func nonZero(_ value: Double) -> Double {
    abs(value) < 1e-300 ? 1e-300 : value
  }
}
