/// A place in a file: path as the user wrote it, 1-based line and column.
public struct Place: Sendable, Hashable, CustomStringConvertible {
  public let file: String
  public let line: Int?
  public let column: Int?

  public init(_ file: String, line: Int? = nil, column: Int? = nil) {
    (self.file, self.line, self.column) = (file, line, column)
  }

  public var description: String {
    guard let line else { return file }
    guard let column else { return "\(file):\(line)" }
    return "\(file):\(line):\(column)"
  }
}

extension Place {
  /// A line of a text with its number, and a mark below the column.
  public func excerpt(of text: String) -> String? { excerpt(of: Self.lines(text)) }

  /// The lines of a text, by bytes: "\r\n" is one character.
  public static func lines(_ text: String) -> [Substring.UTF8View] {
    text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false)
  }

  /// As ``excerpt(of:)``, of lines that are asked more than once.
  public func excerpt(of lines: [Substring.UTF8View]) -> String? {
    guard let line, lines.indices.contains(line - 1) else { return nil }
    let whole = Substring(
      lines[line - 1].last == 0x0D ? lines[line - 1].dropLast() : lines[line - 1])
    let words = whole.drop { $0 == "\u{FEFF}" }.prefix(160).replacing("\t", with: " ")
    let number = String(line)
    let margin = String(repeating: " ", count: number.count)
    var out = "  \(number) | \(words)"
    if let column, column <= words.count + 1 {
      out += "\n  \(margin) | " + String(repeating: " ", count: max(0, column - 1)) + "^"
    }
    return out
  }
}

extension Place: Comparable {
  public static func < (a: Place, b: Place) -> Bool {
    (a.file, a.line ?? 0, a.column ?? 0) < (b.file, b.line ?? 0, b.column ?? 0)
  }
}
