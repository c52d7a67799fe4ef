import Markup
import Tables

extension FigureKind {
  /// A layered path from left to right, at most twelve boxes, one line an arrow: where from and
  /// where to, each with its layer; optional `sign` (+, −), `evidence` (experiment, statistics,
  /// near), `strength` 0 to 1. The same path stands as a list, which narrow pages show alone.
  static let path = FigureKind(
    name: "path", columns: ["from", "from_layer", "to", "to_layer"],
    example:
      "from\tfrom_layer\tto\tto_layer\tsign\tevidence\tstrength\nrs7528419\tVariant\tSORT1\tGene\t+\texperiment\t0.9\nSORT1\tGene\tLDL\tHallmark\t-\tstatistics\t0.6\nstatin\tDrug\tLDL\tHallmark\t-\texperiment\t0.95\n"
  ) { context in PathPlot(context: context).drawing }
}

private struct PathPlot {
  private struct Box {
    let name: String
    let layer: Int
    var y: Double
  }

  private let data: FigureData
  private let layers: [String]
  private var boxes: [Box] = []
  static let most = 12
  /// Narrower where there are many layers, so that signs stand between the boxes.
  private var boxWidth: Double { layers.count > 4 ? 132 : 176 }

  init(context: FigureContext) {
    data = context.data
    var layers: [String] = [], names: [(String, String)] = []
    for row in data.rows.indices {
      for (name, layer) in [("from", "from_layer"), ("to", "to_layer")] {
        let own = (data.text(row, name), data.text(row, layer))
        if !layers.contains(own.1) { layers.append(own.1) }
        if !names.contains(where: { $0 == own }) { names.append(own) }
      }
    }
    self.layers = layers
    var counts = [Int](repeating: 0, count: layers.count)
    for (name, layer) in names.prefix(Self.most) {
      let place = layers.firstIndex(of: layer) ?? 0
      boxes.append(Box(name: name, layer: place, y: Double(counts[place])))
      counts[place] += 1
    }
    let tallest = Double(counts.max() ?? 1)
    for index in boxes.indices {
      let own = Double(counts[boxes[index].layer])
      boxes[index].y = 28 + 72 * (boxes[index].y + (tallest - own) / 2)
    }
  }

  private var height: Double {
    let bends = data.rows.indices.compactMap(ends).compactMap(bend).max() ?? 0
    return max((boxes.map(\.y).max() ?? 28) + 60, 0.75 * bends + 56)
  }

  /// How low an arrow runs that passes over a layer whose boxes stand in its way.
  private func bend(_ ends: (from: Box, to: Box)) -> Double? {
    let layers = min(ends.from.layer, ends.to.layer)...max(ends.from.layer, ends.to.layer)
    let between = boxes.filter { layers.dropFirst().dropLast().contains($0.layer) }
    return between.map(\.y).max().map { $0 + 110 }
  }
  private var step: Double {
    (960 - boxWidth) / Double(max(layers.count - 1, 1))
  }

  private func left(_ box: Box) -> Double { step * Double(box.layer) }

  private func box(_ name: String, _ layer: String) -> Box? {
    boxes.first { $0.name == name && layers[$0.layer] == layer }
  }

  private var weakest: Int? {
    data.rows.indices.filter { data.number($0, "strength") != nil }.min {
      (data.number($0, "strength") ?? 1, $0) < (data.number($1, "strength") ?? 1, $1)
    }
  }

  var drawing: Drawing {
    let marks = heads + HTML.joined(data.rows.indices.map(edge)) + HTML.joined(boxes.map(mark))
    let hidden = data.rows.count - data.rows.indices.filter { ends($0) != nil }.count
    let note: HTML =
      hidden == 0 ? "" : " \(hidden) of \(data.rows.count) links are not drawn: the list has all."
    let description = plain
    let markup: HTML = """
      <svg class="path-wide" viewBox="0 0 960 \(Pixels.text(height))" role="img" aria-label="\(description)">\(marks)</svg>\
      <ol class="steps">\(HTML.joined(data.rows.indices.map(item)))</ol>
      """
    return Drawing(
      markup: markup, reading: "<b>\(description)</b>",
      picture: Picture(
        height: height * 0.72, marks: "<g transform=\"translate(16 0) scale(.716)\">\(marks)</g>"),
      note: note)
  }

  private var heads: HTML {
    HTML.joined(
      layers.enumerated().map { index, words in
        "<text class=\"col\" x=\"\(Pixels.text(step * Double(index)))\" y=\"16\">\(words)</text>"
      })
  }

  private func ends(_ row: Int) -> (from: Box, to: Box)? {
    guard let from = box(data.text(row, "from"), data.text(row, "from_layer")),
      let to = box(data.text(row, "to"), data.text(row, "to_layer"))
    else { return nil }
    return (from, to)
  }

  private func edge(_ row: Int) -> HTML {
    guard let (from, to) = ends(row) else { return "" }
    let isForward = from.layer <= to.layer
    let x1 = left(from) + (isForward ? boxWidth : 0),
      x2 = left(to) + (isForward ? 0 : boxWidth)
    let y1 = from.y + 26, y2 = to.y + 26, middle = (x1 + x2) / 2
    let low = bend((from, to))
    let badgeAt = badge(row, from: (x1, y1), to: (x2, y2), low: low)
    let kind: HTML =
      switch data.text(row, "evidence") {
      case "experiment", "trial": "e1"
      case "near", "against": "e3"
      default: "e2"
      }
    let weak: HTML = row == weakest && data.rows.count > 1 ? " weak" : ""
    let sign = data.text(row, "sign")
    let badge: HTML =
      sign.isEmpty
      ? ""
      : """
      <circle class="sign" cx="\(Pixels.text(badgeAt.x))" cy="\(Pixels.text(badgeAt.y))" r="10"/>\
      <text class="sg" text-anchor="middle" x="\(Pixels.text(badgeAt.x))" y="\(Pixels.text(badgeAt.y + 5))">\(sign == "-" ? "−" : sign)</text>
      """
    return """
      <path class="\(kind)\(weak)" d="M\(Pixels.text(x1)) \(Pixels.text(y1))C\(Pixels.text(middle)) \(Pixels.text(low ?? y1)) \
      \(Pixels.text(middle)) \(Pixels.text(low ?? y2)) \(Pixels.text(x2)) \(Pixels.text(y2))"/>\(badge)
      """
  }

  /// Where an arrow's sign stands: in its middle, or nearer its start where another arrow's
  /// middle is the same place.
  private func badge(
    _ row: Int, from: (x: Double, y: Double), to: (x: Double, y: Double), low: Double?
  ) -> (x: Double, y: Double) {
    let clashes = data.rows.indices.contains { other in
      guard other != row, let own = ends(row), let ends = ends(other) else { return false }
      return ends.from.layer + ends.to.layer == own.from.layer + own.to.layer
        && ends.from.y + ends.to.y == own.from.y + own.to.y
        && bend(ends) == bend(own)
    }
    let t = clashes ? 0.22 : 0.5
    let (a, b, c, d) = (
      (1 - t) * (1 - t) * (1 - t), 3 * (1 - t) * (1 - t) * t, 3 * (1 - t) * t * t, t * t * t
    )
    let middle = (from.x + to.x) / 2
    return (
      a * from.x + (b + c) * middle + d * to.x,
      a * from.y + b * (low ?? from.y) + c * (low ?? to.y) + d * to.y
    )
  }

  private func mark(_ box: Box) -> HTML {
    let kind: HTML = layers[box.layer].lowercased().hasSuffix("hallmark") ? "box hm" : "box"
    let lines = Self.lines(box.name, most: Int(boxWidth / 8.6))
    let words = lines.enumerated().map { index, line -> HTML in
      let y = box.y + 31 + 18 * (Double(index) - Double(lines.count - 1) / 2)
      return
        "<text class=\"b\" x=\"\(Pixels.text(left(box) + 12))\" y=\"\(Pixels.text(y))\">\(line)</text>"
    }
    return """
      <rect class="\(kind)" x="\(Pixels.text(left(box)))" y="\(Pixels.text(box.y))" width="\(Pixels.text(boxWidth))" \
      height="52" rx="6"/>\(HTML.joined(words))
      """
  }

  /// A name on one line, or broken at a blank into two; what is longer still ends in an ellipsis.
  private static func lines(_ name: String, most: Int) -> [String] {
    func cut(_ text: Substring) -> String {
      text.count > most ? text.prefix(most - 1) + "…" : String(text)
    }
    guard name.count > most,
      let blank = name.prefix(most + 1).lastIndex(of: " "), blank > name.startIndex
    else { return [cut(name[...])] }
    return [String(name[..<blank]), cut(name[name.index(after: blank)...])]
  }

  private func item(_ row: Int) -> HTML {
    let verb =
      switch data.text(row, "sign") {
      case "+": "raises"
      case "-", "−": "lowers"
      default: "acts on"
      }
    var words =
      "\(data.text(row, "from")) (\(data.text(row, "from_layer"))) \(verb) \(data.text(row, "to")) (\(data.text(row, "to_layer")))"
    switch data.text(row, "evidence") {
    case "": break
    case "near": words += "; evidence: assumed from the likely gene"
    case "against": words += "; an experiment that speaks against the others"
    case let kind: words += "; evidence: \(kind)"
    }
    if data.number(row, "strength") != nil { words += "; strength \(data.text(row, "strength"))" }
    return "<li>\(words)</li>"
  }

  private var plain: String {
    let first =
      "\(data.rows.count) links over \(layers.count) layers: \(layers.joined(separator: ", "))."
    guard let weakest else { return first }
    return
      "\(first) The weakest link is \(data.text(weakest, "from")) to \(data.text(weakest, "to")), strength \(data.text(weakest, "strength"))."
  }
}
