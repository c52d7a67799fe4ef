import Diagnostics
import Store

/// Files that people add: pictures and downloads. What a browser would run is refused: a page is
/// Markdown, and a drawing is drawn by a figure.
enum PeopleFiles {
  private static let active: Set = [
    "htm", "html", "xhtml", "xht", "shtml", "js", "mjs", "xml", "xsl", "xslt", "svgz", "swf", "css",
    "hta", "mht", "mhtml",
  ]
  /// Elements that only draw.
  private static let shapes: Set = [
    "svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan",
    "title", "desc", "defs", "lineargradient", "radialgradient", "stop", "clippath", "mask",
    "pattern", "marker", "metadata",
  ]
  /// What asks for something from elsewhere, or acts.
  private static let acts = [
    "href", "javascript:", "data:", "@import", "url(h", "url('h", "url(\"h", "url(/", "&#", "<!",
    "<?xml-",
  ]

  static func check(_ files: [SiteSource]) throws(Problems) {
    var problems = Problems()
    for file in files {
      let kind = file.path.split(separator: ".").last.map { $0.lowercased() } ?? ""
      if active.contains(kind) {
        problems.error(
          at: Place(file.path), "a file that a browser would run",
          hint: "write the page in Markdown; offer the file as .zip or .txt")
      }
      guard kind == "svg" else { continue }
      do throws(Diagnostic) {
        if let word = fault(try file.read()) {
          problems.error(
            at: Place(file.path),
            "an SVG that acts, or asks for something from elsewhere: '\(word)'",
            hint: "export it as plain shapes, or as PNG")
        }
      } catch {
        problems.add(error)
      }
    }
    try problems.throwIfAny()
  }

  /// The first word of a drawing that is not only drawn.
  static func fault(_ bytes: [UInt8]) -> String? {
    guard let text = String(validating: bytes, as: UTF8.self)?.lowercased() else {
      return "not UTF-8"
    }
    if let word = acts.first(where: text.contains) { return word }
    for tag in text.matches(of: /<\s*([^\s\/>?!]+)/) where !shapes.contains(String(tag.1)) {
      return "<\(tag.1)"
    }
    // Any attribute that begins with "on".
    return text.firstMatch(of: /[\s"'\/]on[a-z]+\s*=/).map { String($0.output) }
  }
}
