import Diagnostics

/// A Markdown file: front matter and body.
public struct Document: Sendable, Equatable {
  /// Where it stands in the project's content, as `reports/traits/cad.md`.
  public let path: String
  public let front: FrontMatter
  public let body: String
  /// The line of the file on which the body begins.
  public let bodyLine: Int

  public init(path: String, front: FrontMatter, body: String, bodyLine: Int = 1) {
    (self.path, self.front, self.body, self.bodyLine) = (path, front, body, bodyLine)
  }

  /// Splits the text of a file. Throws for bytes that are no UTF-8, over-long texts, and front
  /// matter that is not closed or is not YAML.
  public init(_ bytes: [UInt8], path: String) throws(Problems) {
    guard bytes.count <= Self.limit else {
      throw Problems([
        Diagnostic(
          at: Place(path), "\(bytes.count) bytes; a document has at most \(Self.limit)",
          hint: "put long tables into a .tsv")
      ])
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Problems([Diagnostic(at: Place(path), "not UTF-8")])
    }
    try Self.refuseSlow(text, path)
    self.path = path
    let lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
    guard lines.first == "---" else {
      try Self.refuseFalseStart(lines, path)
      (front, body, bodyLine) = (FrontMatter(), text, 1)
      return
    }
    guard let end = lines.dropFirst().firstIndex(of: "---") else {
      throw Problems([
        Diagnostic(
          at: Place(path, line: 1), "the front matter does not end",
          hint: "close it with a line ---")
      ])
    }
    front = try FrontMatter(yaml: lines[1..<end].joined(separator: "\n"), file: path)
    body = lines[(end + 1)...].joined(separator: "\n")
    bodyLine = end + 2
    try Self.refuseUnknown(front, path)
  }

  /// What front matter may say. A slip in one word, `audience` above all, would publish a page.
  private static let keys: Set = [
    "audience", "data", "description", "kicker", "kind", "menu", "menu_order", "queue", "title",
    "title_is",
  ]

  private static func refuseUnknown(_ front: FrontMatter, _ path: String) throws(Problems) {
    var problems = Problems()
    for name in Set(front.values.keys).union(front.lists.keys).subtracting(keys).sorted() {
      problems.error(
        at: Place(path, line: 1), "front matter has no '\(name)'",
        hint: "it has \(keys.sorted().joined(separator: ", "))")
    }
    try problems.throwIfAny()
  }

  /// Front matter that a blank line, a space or a byte order mark hides.
  private static func refuseFalseStart(_ lines: [Substring], _ path: String) throws(Problems) {
    func bare(_ line: Substring) -> String { line.filter { !$0.isWhitespace && $0 != "\u{FEFF}" } }
    guard let first = lines.firstIndex(where: { !bare($0).isEmpty }), bare(lines[first]) == "---"
    else { return }
    throw Problems([
      Diagnostic(
        at: Place(path, line: first + 1),
        "front matter begins on line 1, with --- and nothing else",
        hint: "delete what stands before or behind it; a rule there is written ***")
    ])
  }

  /// Debian's cmark-gfm 0.29 has quadratic corners (rows of thousands of cells, runs of
  /// `<`, thousands of brackets; fixed in later releases): caps keep each below a second.
  static let limit = 2_000_000
  private static let caps: [(byte: UInt8, perLine: Int, inAll: Int, name: String)] = [
    (0x7C, 500, 200_000, "bars of table cells"), (0x3C, 500, 5_000, "'<'"),
    (0x5B, 2_000, 12_000, "'['"), (0x40, 2_000, 20_000, "'@'"),
  ]

  private static func refuseSlow(_ text: String, _ path: String) throws(Problems) {
    var all = [Int](repeating: 0, count: caps.count)
    for (number, line) in text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false)
      .enumerated()
    {
      if line.count > 20_000 {
        throw tooMuch(path, number, "a line of \(line.count) bytes; it has at most 20000")
      }
      for (index, cap) in caps.enumerated() {
        let count = line.count { $0 == cap.byte }
        all[index] += count
        if count > cap.perLine || all[index] > cap.inAll {
          throw tooMuch(
            path, number, "too many \(cap.name): at most \(cap.perLine) a line, \(cap.inAll) in all"
          )
        }
      }
    }
  }

  private static func tooMuch(_ path: String, _ line: Int, _ message: String) -> Problems {
    Problems([
      Diagnostic(
        at: Place(path, line: line + 1), message,
        hint: "put long tables into a .tsv, and split the document")
    ])
  }
}
