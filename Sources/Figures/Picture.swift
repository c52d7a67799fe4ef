import Markup
import Tables

/// A drawing that stands alone: an SVG file without style sheet, 720 units wide, light.
struct Picture: Sendable {
  /// Height of the drawing itself, in units of the file.
  let height: Double
  /// Marks with the classes of the page; they become attributes.
  let marks: HTML

  func svg(title: String, subtitle: String, reading: HTML) -> [UInt8] {
    let head = Self.lines(title, 66), under = Self.lines(subtitle, 96)
    let foot = Self.lines(Self.plain(reading), 96)
    let top = 18 + 22 * Double(head.count) + 16 * Double(under.count)
    let total = top + height + 18 + 16 * Double(foot.count)
    var text: HTML = ""
    for (index, line) in head.enumerated() {
      text +=
        "<text x=\"16\" y=\"\(Pixels.text(26 + 22 * Double(index)))\" font-size=\"18\" font-weight=\"650\" fill=\"#1c2024\">\(line)</text>"
    }
    for (index, line) in under.enumerated() {
      let y = 26 + 22 * Double(head.count - 1) + 18 + 16 * Double(index)
      text +=
        "<text x=\"16\" y=\"\(Pixels.text(y))\" font-size=\"12\" fill=\"#545a60\">\(line)</text>"
    }
    for (index, line) in foot.enumerated() {
      let y = top + height + 16 + 16 * Double(index)
      text +=
        "<text x=\"16\" y=\"\(Pixels.text(y))\" font-size=\"12\" fill=\"#1c2024\">\(line)</text>"
    }
    let whole: HTML = """
      <svg xmlns="http://www.w3.org/2000/svg" width="720" height="\(Pixels.text(total))" viewBox="0 0 720 \
      \(Pixels.text(total))" font-family="Liberation Sans, Arial, sans-serif" font-size="13" role="img">
      <title>\(title)</title>
      <rect width="720" height="\(Pixels.text(total))" fill="#fff"/>
      \(text)
      <g transform="translate(0 \(Pixels.text(top)))">\(marks)</g>
      </svg>

      """
    return Ink.inlined(whole.bytes)
  }

  /// Words of markup, for a file without markup in its text.
  private static func plain(_ html: HTML) -> String {
    var out = "", isTag = false
    for character in html.text {
      if character == "<" { isTag = true }
      if !isTag { out.append(character) }
      if character == ">" { isTag = false }
    }
    return out.replacing("&lt;", with: "<").replacing("&gt;", with: ">")
      .replacing("&quot;", with: "\"").replacing("&#39;", with: "'").replacing("&amp;", with: "&")
  }

  private static func lines(_ text: String, _ width: Int) -> [String] {
    guard !text.isEmpty else { return [] }
    var lines: [String] = [""]
    for word in text.split(separator: " ") {
      let last = lines[lines.count - 1]
      if !last.isEmpty, last.count + word.count + 1 > width {
        lines.append(String(word))
      } else {
        lines[lines.count - 1] = last.isEmpty ? String(word) : last + " " + word
      }
    }
    return lines
  }
}

/// The light palette of the style sheet, as attributes.
private enum Ink {
  private static let brand = "#7a2b5d", band80 = "#7d8b99", band50 = "#526170"
  private static let firm = "#857f75", care = "#8a4700", ridge = "#dde3e9", ink2 = "#545a60"

  private static func stroke(_ colour: String, _ width: String, _ more: String = "") -> String {
    "fill=\"none\" stroke=\"\(colour)\" stroke-width=\"\(width)\" vector-effect=\"non-scaling-stroke\"\(more)"
  }

  private static let round = " stroke-linecap=\"round\""

  private static let attributes: [String: String] = [
    "rg": "fill=\"\(ridge)\" stroke=\"\(band80)\" vector-effect=\"non-scaling-stroke\"",
    "b8": stroke(band80, "2"), "b5": stroke(band50, "5"), "md": stroke("#fff", "2"),
    "iv": stroke(brand, "2"), "pt": stroke(brand, "11", round), "hal": stroke("#fff", "15", round),
    "iv k": stroke(band50, "2"), "pt k": stroke(band50, "11", round),
    "iv k thick": stroke(band50, "2.5"),
    "lim": stroke(care, "1.5", " stroke-dasharray=\"4 3\""), "ref": stroke(firm, "1"),
    "gr": stroke("#dedad2", "1"), "pl8": stroke(band80, "1", " stroke-dasharray=\"1 3\""),
    "m0": "fill=\"\(band50)\"", "m1": "fill=\"\(band80)\"",
    "mp0": stroke(band50, "4.5", round), "mp1": stroke(band80, "4.5", round),
    "mpl": stroke(brand, "8", round), "dots": stroke(band50, "6", round),
    "s1": stroke("#0072b2", "4.5", round), "s2": stroke("#b35900", "4.5", round),
    "s3": stroke("#9c4a80", "4.5", round), "s4": stroke("#00785a", "4.5", round),
    "q1": "fill=\"\(band50)\"", "q2": "fill=\"\(band80)\"", "q4": "fill=\"\(brand)\"",
    "h1": "fill=\"#e4eaf0\" stroke=\"\(band80)\" stroke-width=\".75\"",
    "h2": "fill=\"#c3cfda\" stroke=\"\(band80)\" stroke-width=\".75\"",
    "h3": "fill=\"#97a9ba\"", "h4": "fill=\"#647a8f\"",
    "ring": "fill=\"none\" stroke=\"#fff\" stroke-width=\"6\"",
    "ring2": "fill=\"none\" stroke=\"\(brand)\" stroke-width=\"2.5\"",
    "cross": "fill=\"none\" stroke=\"\(brand)\" stroke-width=\"2.5\"",
    "frame": "fill=\"none\" stroke=\"\(firm)\"",
    "io": stroke(band80, "14", round), "ii": stroke("#fff", "11", round),
    "ie": stroke(brand, "14", round), "iu": stroke(brand, "14", round),
    "ax-t": "fill=\"\(ink2)\"", "ax-t w": "fill=\"\(ink2)\"",
    "col": "fill=\"\(ink2)\" font-weight=\"600\"",
    "t2": "fill=\"\(ink2)\" font-size=\"12\"", "b": "font-weight=\"650\"",
    "cen": "font-weight=\"600\"", "lbl": "font-weight=\"600\"",
    "wk lbl": "fill=\"\(care)\" font-weight=\"600\"",
    "lbl gene": "font-style=\"italic\" font-weight=\"600\"",
    "box": "fill=\"#f4f2ee\" stroke=\"\(firm)\"",
    "box hm": "fill=\"#f6eaf2\" stroke=\"\(brand)\" stroke-width=\"2\"",
    "e1": stroke(band50, "2"), "e2": stroke(band50, "2", " stroke-dasharray=\"8 4\""),
    "e3": stroke(band50, "2", " stroke-dasharray=\"2 4\""),
    "sign": "fill=\"#fff\" stroke=\"\(band50)\" stroke-width=\"1.5\"",
    "sg": "font-weight=\"700\"",
    "n3": "fill=\"#7db3d8\"", "n2": "fill=\"#b3d2e8\"", "n1": "fill=\"#deebf4\"",
    "z0": "fill=\"#ffffff\" stroke=\"#dedad2\"", "p1": "fill=\"#fbecd6\"",
    "p2": "fill=\"#f5d3a1\"", "p3": "fill=\"#ecb25e\"",
  ]

  /// Classes as attributes; unknown ones go.
  static func inlined(_ bytes: [UInt8]) -> [UInt8] {
    let mark = Array("class=\"".utf8)
    var out: [UInt8] = []
    var index = 0
    while index < bytes.count {
      guard bytes[index] == 0x63, bytes[index...].starts(with: mark),
        let end = bytes[(index + mark.count)...].firstIndex(of: 0x22)
      else {
        out.append(bytes[index])
        index += 1
        continue
      }
      let name = String(decoding: bytes[(index + mark.count)..<end], as: UTF8.self)
      out += (attributes[name] ?? "").utf8
      index = end + 1
    }
    return out
  }
}
