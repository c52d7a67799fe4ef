import Markup
import Tables

extension FigureKind {
  /// The reference's density of a score, with the place of one person, or of group
  /// means, marked. Numbers: one row a mark.
  static let distribution = FigureKind(
    name: "distribution", columns: ["label", "z", "low", "high"], background: ["z", "density"],
    example: "label\tz\tlow\thigh\nThis person\t1.1\t0.7\t1.5\n"
  ) { context in
    let data = context.data
    let curve = context.background.map(Self.curve) ?? ""
    let limit: HTML =
      data["threshold"].flatMap(Double.init).map {
        "<path class=\"lim\" d=\"M\(x($0)) 6V96\"/>"
      } ?? ""
    let marks = HTML.joined(
      data.rows.indices.compactMap { row -> HTML? in
        guard let z = data.number(row, "z") else { return nil }
        let y = 84 - 22 * row
        let low = data.number(row, "low") ?? z, high = data.number(row, "high") ?? z
        return """
          <path class="iv" d="M\(x(low)) \(y)H\(x(high))"/><path class="hal" d="M\(x(z)) \(y)h0"/>\
          <path class="pt" d="M\(x(z)) \(y)h0"/>
          """
      })
    let axis = HTML.joined((-3...3).map { "<span>\(Digits.prose(String($0)))</span>" })
    let drawn: HTML = "\(curve)<path class=\"ref\" d=\"M0 96H480\"/>\(limit)\(marks)"
    var alone: HTML = "<g transform=\"translate(60 8) scale(1.25 1.25)\">\(drawn)</g>"
    for z in -3...3 {
      alone +=
        "<text class=\"ax-t\" x=\"\(60 + (z + 3) * 100)\" y=\"150\" text-anchor=\"middle\">\(Digits.prose(String(z)))</text>"
    }
    return Drawing(
      markup: """
        <div class="trait"><svg class="dens" viewBox="0 0 480 100" preserveAspectRatio="none" \
        role="img" aria-label="\(plain(data))">\(drawn)</svg>\
        <div class="axis" aria-hidden="true">\(axis)</div>\
        <p class="small quiet">\(data["axis"] ?? "Standard deviations from the mean of the reference")</p></div>
        """,
      reading: "<b>\(plain(data))</b>", picture: Picture(height: 160, marks: alone))
  }

  private static func plain(_ data: FigureData) -> String {
    let parts = data.rows.indices.map { row -> String in
      guard data.number(row, "z") != nil else {
        return "\(data.text(row, "label")): \(data.value(row, "z").prose)"
      }
      let place = "\(data.text(row, "label")) at \(data.value(row, "z").prose)"
      guard data.number(row, "low") != nil else { return place }
      return place + " (\(data.value(row, "low").prose) to \(data.value(row, "high").prose))"
    }
    return parts.joined(separator: "; ") + " standard deviations from the mean."
  }

  private static func curve(_ table: TextTable) -> HTML {
    guard let zs = table.index(of: "z"), let densities = table.index(of: "density") else {
      return ""
    }
    let points = table.rows.map {
      (Double(String($0[zs])) ?? 0, Double(String($0[densities])) ?? 0)
    }
    let top = max(points.map(\.1).max() ?? 1, 1e-9)
    let path = points.map { "L\(x($0.0)) \(Pixels.text((96 - 88 * $0.1 / top)))" }.joined()
    return "<path class=\"rg\" d=\"M0 96\(path)L480 96z\"/>"
  }

  private static func x(_ z: Double) -> String { Pixels.text((min(max(z, -3), 3) + 3) * 80) }
}
