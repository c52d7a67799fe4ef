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
    self.path = path
    let lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
    guard lines.first == "---" else {
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
  }

  /// Debian's cmark-gfm has quadratic corners: a cap keeps them short.
  static let limit = 2_000_000
}
