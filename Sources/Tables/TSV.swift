import Diagnostics

/// Tab-separated text: UTF-8, LF, a header line, no quoting.
public enum TSV {
  /// A field holds no tab, line break or other control character.
  public static func escaped(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F }) else {
      return text
    }
    return String(
      String.UnicodeScalarView(
        text.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? " " : $0 }))
  }

  public static func line(_ fields: some Sequence<String>) -> String {
    fields.joined(separator: "\t") + "\n"
  }
}

/// A `.tsv` file as read: its header and fields, each with its place.
public struct TextTable: Sendable {
  public let file: String
  /// Lines before the header that begin with `##`, without the marks.
  public let head: [String]
  public let header: [String]
  public let rows: [[Substring]]
  private let firstLine: Int

  /// The place of a field; `column` counts characters from 1.
  public func place(row: Int, column: Int? = nil) -> Place {
    guard let column else { return Place(file, line: firstLine + row) }
    let before = rows[row].prefix(column).reduce(0) { $0 + $1.count + 1 }
    return Place(file, line: firstLine + row, column: before + 1)
  }

  /// The place of a field in a named column.
  public func place(row: Int, column: String) -> Place {
    place(row: row, column: index(of: column))
  }

  public var headerPlace: Place { Place(file, line: firstLine - 1) }

  public func index(of name: String) -> Int? { header.firstIndex(of: name) }

  /// Reads the text of a file. Throws for bytes that are no UTF-8, no header, a
  /// header with an empty or repeated name, and lines with another number of fields.
  public init(_ bytes: [UInt8], file: String) throws(Problems) {
    var problems = Problems()
    guard let text = String(validating: bytes, as: UTF8.self) else {
      let at = Self.lineOfBadByte(bytes)
      throw Problems([
        Diagnostic(at: Place(file, line: at), "not UTF-8", hint: "save the file as UTF-8")
      ])
    }
    // By bytes: splitting by Character costs ten times as much.
    var lines = text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false).map {
      Substring($0.last == 0x0D ? $0.dropLast() : $0)
    }
    if lines.last?.isEmpty == true { lines.removeLast() }
    let head = lines.prefix { $0.utf8.starts(with: [0x23, 0x23]) }
    lines.removeFirst(head.count)
    guard let first = lines.first, !first.isEmpty else {
      throw Problems([
        Diagnostic(
          at: Place(file, line: head.count + 1), "no header line",
          hint: "the first line names the columns, separated by tabs")
      ])
    }
    self.file = file
    self.head = head.map { String($0.dropFirst(2)) }
    let names = first.utf8.split(separator: 0x09, omittingEmptySubsequences: false).map {
      String(Substring($0))
    }
    header = names.enumerated().map {
      $0 == 0 && $1.utf8.first == 0x23 ? String($1.dropFirst()) : $1
    }
    firstLine = head.count + 2
    for (index, name) in header.enumerated()
    where name.isEmpty || header.firstIndex(of: name) != index {
      problems.error(
        at: Place(file, line: firstLine - 1),
        name.isEmpty ? "column \(index + 1) has no name" : "column '\(name)' stands twice")
    }
    rows = lines.dropFirst().map { line in
      line.utf8.split(separator: 0x09, omittingEmptySubsequences: false).map { Substring($0) }
    }
    for (index, row) in rows.enumerated() where row.count != header.count {
      problems.error(
        at: Place(file, line: firstLine + index),
        "\(row.count) fields where the header has \(header.count)",
        hint: "separate fields with one tab each; leave a missing value empty")
    }
    try problems.throwIfAny()
  }

  private static func lineOfBadByte(_ bytes: [UInt8]) -> Int {
    var line = 1
    for chunk in bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
      if String(validating: chunk, as: UTF8.self) == nil { return line }
      line += 1
    }
    return line
  }
}
