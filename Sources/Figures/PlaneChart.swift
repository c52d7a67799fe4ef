import Markup
import Tables

/// A plane with two axes: x in per cent, y in pixels, so that text keeps its size at any width.
/// Marks lie in a box of 1000 × `height` that stretches.
struct PlaneChart {
  struct Label {
    /// 0…1000.
    let x: Double
    let y: Double
    let words: String
    var kind: HTML = "lbl"
    var anchor: HTML = "middle"
    var shift = 0.0
  }

  struct Tick {
    /// 0…1000, or 0…height from the top.
    let at: Double
    let words: String
    /// Left out where the page is narrow.
    var isMinor = false
  }

  var height = 300.0
  let xTicks: [Tick]
  let yTicks: [Tick]
  let marks: HTML
  var labels: [Label] = []
  /// What the axes are.
  let axes: String
  /// For screen readers; the title alone says what it is about.
  let description: String

  var markup: HTML {
    let ys = yTicks.map { tick -> HTML in
      "<text x=\"30\" y=\"\(Pixels.text(tick.at + 5))\" text-anchor=\"end\">\(tick.words)</text>"
    }
    return """
      <div class="xy"><svg class="yax" width="36" height="\(Pixels.text(height + 24))" aria-hidden="true" \
      focusable="false">\(HTML.joined(ys))</svg><svg class="chart" width="100%" height="\(Pixels.text(height + 24))" \
      role="img" aria-label="\(description)">\(inner("100%"))\(HTML.joined(labels.map(Self.label)))\
      \(HTML.joined(xTicks.map(xTick)))</svg></div><p class="xt">\(axes)</p>
      """
  }

  private func inner(_ width: HTML) -> HTML {
    let lines = yTicks.map { tick -> HTML in
      "<path class=\"gr\" d=\"M0 \(Pixels.text(tick.at))h1000\"/>"
    }
    let floor: HTML = "<path class=\"ref\" d=\"M0 \(Pixels.text(height))h1000\"/>"
    return """
      <svg width="\(width)" height="\(Pixels.text(height))" viewBox="0 0 1000 \(Pixels.text(height))" \
      preserveAspectRatio="none">\(HTML.joined(lines))\(marks)\(floor)</svg>
      """
  }

  private static func label(_ label: Label) -> HTML {
    """
    <text class="\(label.kind)" x="\(Pixels.text(label.x / 10))%" y="\(Pixels.text(label.y))" \
    dx="\(Pixels.text(label.shift))" text-anchor="\(label.anchor)">\(label.words)</text>
    """
  }

  private func xTick(_ tick: Tick) -> HTML {
    let anchor: HTML = tick.at <= 0 ? "start" : tick.at >= 1000 ? "end" : "middle"
    let kind: HTML = tick.isMinor ? "ax-t w" : "ax-t"
    return """
      <text class="\(kind)" x="\(Pixels.text(tick.at / 10))%" y="\(Pixels.text(height + 18))" \
      text-anchor="\(anchor)">\(tick.words)</text>
      """
  }

  /// The plane on 56…704.
  var picture: Picture {
    var out: HTML =
      "<g transform=\"translate(56 8)\"><svg width=\"648\" height=\"\(Pixels.text(height + 24))\" overflow=\"visible\">"
    out += inner("648")
    for label in labels { out += Self.label(label) }
    for tick in xTicks { out += xTick(tick) }
    out += "</svg>"
    for tick in yTicks {
      out +=
        "<text class=\"ax-t\" x=\"-8\" y=\"\(Pixels.text(tick.at + 5))\" text-anchor=\"end\">\(tick.words)</text>"
    }
    out +=
      "<text class=\"ax-t\" x=\"0\" y=\"\(Pixels.text(height + 40))\" font-size=\"12\">\(axes)</text></g>"
    return Picture(height: height + 60, marks: out)
  }
}

/// Round numbers for an axis.
enum Ticks {
  /// At most `most` round steps from `low` to `high`.
  static func round(_ low: Double, _ high: Double, most: Int = 6) -> [Double] {
    guard high > low, low.isFinite, high.isFinite else { return [low] }
    let raw = (high - low) / Double(most)
    var power = 1.0
    while power * 10 <= raw { power *= 10 }
    while power > raw { power /= 10 }
    let step = [1.0, 2, 5, 10].map { $0 * power }.first { $0 >= raw } ?? raw
    var ticks: [Double] = []
    var value = (low / step).rounded(.up) * step
    while value <= high + step * 1e-9 {
      ticks.append(abs(value) < step * 1e-9 ? 0 : value)
      value += step
    }
    return ticks
  }

  static func words(_ value: Double) -> String {
    Digits.prose(Digits.text(value, .significant(4)))
  }
}

/// A line of data onto pixels.
struct Span {
  let low: Double
  let high: Double
  let from: Double
  let to: Double

  func callAsFunction(_ value: Double) -> Double {
    high > low ? from + (to - from) * (value - low) / (high - low) : (from + to) / 2
  }

  /// Ends held.
  func held(_ value: Double) -> Double { self(min(max(value, low), high)) }
}
