import Markup
import Tables

extension FigureKind {
  /// Two planes of principal components: the reference as hexagons by density with
  /// named centres, one person as a ringed cross, or none.
  static let density = FigureKind(
    name: "density", columns: ["label", "pc1", "pc2", "pc3", "pc4"],
    background: ["plane", "x", "y", "level", "label"],
    example: "label\tpc1\tpc2\tpc3\tpc4\nThis person\t0.2\t-0.1\t0.05\t0.3\n"
  ) { context in
    let planes = [("1", "pc1", "pc2"), ("3", "pc3", "pc4")]
    let drawings = planes.map { Plane(context: context, name: $0.0, x: $0.1, y: $0.2) }
    let alone = HTML.joined(
      drawings.enumerated().map { index, plane in
        "<g transform=\"translate(\(16 + index * 352) 0)\">\(plane.marks)</g>"
      })
    let person = context.data.rows.indices.first
    let place = person.map { row -> HTML in
      let numbers = ["pc1", "pc2", "pc3", "pc4"].map { context.data.value(row, $0).prose }
      return " \(context.data.text(row, "label")) lies at \(numbers.joined(separator: ", "))."
    }
    return Drawing(
      markup: "<div class=\"pca\">\(HTML.joined(drawings.map(\.markup)))</div>",
      reading: """
        <b>\(context.data["summary"] ?? "Darker hexagons hold more of the reference.")</b>\
        \(place ?? "") Distance on the drawing is similarity of genotypes at the panel’s variants, nothing else.
        """, picture: Picture(height: 304, marks: alone))
  }
}

/// One plane.
private struct Plane {
  let context: FigureContext
  let name: String
  let x: String
  let y: String

  var markup: HTML {
    """
    <div><svg viewBox="0 0 320 300" role="img" aria-label="Components \(x.suffix(1).description) and \
    \(y.suffix(1).description)">\(marks)</svg></div>
    """
  }

  /// In a box of 320 × 300.
  var marks: HTML {
    let marks = points
    let scale = Scale(marks.map(\.x) + person.map(\.0), marks.map(\.y) + person.map(\.1))
    var levels: [Int: HexagonPath] = [:]
    var names: [(x: Double, y: Double, words: String)] = []
    for mark in marks {
      let px = scale.x(mark.x), py = scale.y(mark.y)
      if mark.label.isEmpty {
        levels[mark.level, default: HexagonPath()].add(Int(px.rounded()), Int((py - 6).rounded()))
      } else {
        names.append((min(max(px, 40), 280), py - 9, mark.label))
      }
    }
    let labels = HTML.joined(
      Self.apart(names).map { name -> HTML in
        "<text class=\"cen\" text-anchor=\"middle\" x=\"\(Pixels.text(name.x))\" y=\"\(Pixels.text(name.y))\">\(name.words)</text>"
      })
    let hexagons = HTML.joined(
      levels.keys.sorted().map { "<path class=\"h\($0)\" d=\"\(levels[$0]?.text ?? "")\"/>" })
    let ring = HTML.joined(
      person.map { point -> HTML in
        let px = Pixels.text(scale.x(point.0)), py = Pixels.text(scale.y(point.1))
        return """
          <circle class="ring" cx="\(px)" cy="\(py)" r="9"/><circle class="ring2" cx="\(px)" cy="\(py)" r="9"/>\
          <path class="cross" d="M\(px) \(py)m-5 0h10m-5-5v10"/>
          """
      })
    return """
      \(hexagons)<path class="frame" d="M16 8h292v260H16z"/>\(labels)\(ring)\
      <text class="ax-t" x="162" y="290" text-anchor="middle">component \(x.suffix(1).description)</text>\
      <text class="ax-t" transform="translate(11 138) rotate(-90)" text-anchor="middle">component \
      \(y.suffix(1).description)</text>
      """
  }

  /// Moves names down that would stand on another.
  private static func apart(
    _ names: [(x: Double, y: Double, words: String)]
  ) -> [(x: Double, y: Double, words: String)] {
    var placed: [(x: Double, y: Double, words: String)] = []
    for name in names.sorted(by: { ($0.y, $0.words) < ($1.y, $1.words) }) {
      var y = name.y
      while placed.contains(where: { abs($0.x - name.x) < 64 && abs($0.y - y) < 15 }) { y += 5 }
      placed.append((name.x, y, name.words))
    }
    return placed
  }

  private var person: [(Double, Double)] {
    context.data.rows.indices.compactMap { row in
      guard let a = context.data.number(row, x), let b = context.data.number(row, y) else {
        return nil
      }
      return (a, b)
    }
  }

  private var points: [(x: Double, y: Double, level: Int, label: String)] {
    guard let table = context.background, let plane = table.index(of: "plane"),
      let xs = table.index(of: "x"), let ys = table.index(of: "y"),
      let levels = table.index(of: "level"), let labels = table.index(of: "label")
    else { return [] }
    return table.rows.filter { $0[plane] == name }.map {
      (
        Double(String($0[xs])) ?? 0, Double(String($0[ys])) ?? 0, Int($0[levels]) ?? 1,
        String($0[labels])
      )
    }
  }
}

/// Hexagons as one path: whole pixels, each move told from the one before, because a map of
/// some four hundred is the heaviest part of a report.
private struct HexagonPath {
  private(set) var text = ""
  private var last: (x: Int, y: Int)?

  mutating func add(_ x: Int, _ y: Int) {
    if let last {
      let dy = y - last.y
      text += "m\(x - last.x)\(dy < 0 ? "" : " ")\(dy)"
    } else {
      text += "M\(x) \(y)"
    }
    text += "l5 3v6l-5 3-5-3v-6z"
    last = (x, y)
  }
}

/// Data onto 16…308 × 8…268.
private struct Scale {
  let left: Double
  let right: Double
  let bottom: Double
  let top: Double

  init(_ xs: [Double], _ ys: [Double]) {
    func ends(_ values: [Double]) -> (Double, Double) {
      guard let low = values.min(), let high = values.max(), high > low else { return (-1, 1) }
      let margin = (high - low) * 0.06
      return (low - margin, high + margin)
    }
    (left, right) = ends(xs)
    (bottom, top) = ends(ys)
  }

  func x(_ value: Double) -> Double { 16 + 292 * (value - left) / (right - left) }
  func y(_ value: Double) -> Double { 268 - 260 * (value - bottom) / (top - bottom) }
}
