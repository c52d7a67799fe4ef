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

extension Place: Comparable {
  public static func < (a: Place, b: Place) -> Bool {
    (a.file, a.line ?? 0, a.column ?? 0) < (b.file, b.line ?? 0, b.column ?? 0)
  }
}
