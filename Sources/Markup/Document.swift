import CMarkGFM
import Diagnostics

/// A Markdown file: front matter and body.
public struct Document: Sendable, Equatable {
  /// Where it stands in the project's content, as `reports/traits/cad.md`.
  public let path: String
  public let front: FrontMatter
  /// The whole file.
  let source: [UInt8]
  /// Where the body begins in it.
  let bodyStart: Int
  /// The line of the file on which the body begins.
  public let bodyLine: Int

  /// Splits the text of a file. Throws for bytes that are no UTF-8, over-long texts, and front
  /// matter that is not closed, is not YAML, or does not follow the schema.
  public init(_ bytes: [UInt8], path: String) throws(Problems) {
    guard bytes.count <= Self.limit else {
      throw Problems([
        Diagnostic(
          at: Place(path), "\(bytes.count) bytes; a document has at most \(Self.limit)",
          hint: "put long tables into a .tsv")
      ])
    }
    guard String(validating: bytes, as: UTF8.self) != nil else {
      throw Problems([Diagnostic(at: Place(path), "not UTF-8")])
    }
    try SlowText.refuse(bytes, path)
    (self.path, source) = (path, bytes)
    let first = Self.line(bytes, from: 0)
    guard first.text.elementsEqual("---".utf8) else {
      try Self.refuseFalseStart(bytes, path)
      (front, bodyStart, bodyLine) = (FrontMatter(), 0, 1)
      return
    }
    var next = first.end, line = 2
    while next < bytes.count {
      let here = Self.line(bytes, from: next)
      if here.text.elementsEqual("---".utf8) {
        front = try FrontMatter(bytes[first.end..<next], file: path)
        (bodyStart, bodyLine) = (here.end, line + 1)
        try FrontMatterSchema.check(front, file: path)
        return
      }
      (next, line) = (here.end, line + 1)
    }
    throw Problems([
      Diagnostic(
        at: Place(path, line: 1), "the front matter does not end", hint: "close it with a line ---")
    ])
  }

  /// A line without its end, and where the next begins.
  static func line(_ bytes: [UInt8], from start: Int) -> (text: ArraySlice<UInt8>, end: Int) {
    let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
    let isWindows = end > start && end < bytes.count && bytes[end - 1] == 0x0D
    return (bytes[start..<(isWindows ? end - 1 : end)], min(end + 1, bytes.count))
  }

  /// Front matter that a blank line, a space or a byte order mark hides.
  private static func refuseFalseStart(_ bytes: [UInt8], _ path: String) throws(Problems) {
    var next = 0, number = 0
    while next < bytes.count {
      let here = line(bytes, from: next)
      number += 1
      next = here.end
      let bare = String(decoding: here.text, as: UTF8.self)
        .filter { !$0.isWhitespace && $0 != "\u{FEFF}" }
      if bare.isEmpty { continue }
      guard bare == "---" else { return }
      throw Problems([
        Diagnostic(
          at: Place(path, line: number),
          "front matter begins on line 1, with --- and nothing else",
          hint: "delete what stands before or behind it; a rule there is written ***")
      ])
    }
  }

  static let limit = 2_000_000
}

/// Debian's cmark-gfm 0.29 has quadratic corners (rows of thousands of cells, runs of
/// `<`, thousands of brackets; fixed in later releases): caps keep each below a second.
private enum SlowText {
  private struct Cap {
    let perLine: Int
    let inAll: Int
    let name: String

    func exceeded(_ line: Int, _ all: Int) -> Cap? {
      line > perLine || all > inAll ? self : nil
    }
  }

  private static let caps = (
    Cap(perLine: 500, inAll: 200_000, name: "bars of table cells"),
    Cap(perLine: 500, inAll: 5_000, name: "'<'"),
    Cap(perLine: 2_000, inAll: 12_000, name: "'['"),
    Cap(perLine: 2_000, inAll: 20_000, name: "'@'")
  )

  /// Whether a text is too small in all to break a rule of a line: true for most.
  private static func isHarmless(_ bytes: [UInt8]) -> Bool {
    guard bytes.count <= 20_000 else { return false }
    return bytes.withUnsafeBufferPointer { bytes in
      guard let base = bytes.baseAddress else { return true }
      func count(_ byte: UInt8) -> Int { cb_count(base, bytes.count, byte) }
      let bars = count(0x7C)
      return bars <= 500 && count(0x3C) <= 500 && count(0x5B) <= 2_000 && count(0x40) <= 2_000
        && bars * count(0x0A) <= mostCells
    }
  }

  /// A short row of a table is filled up to the columns of its head: a line of one letter can
  /// become hundreds of cells.
  private static let mostCells = 200_000

  /// Lines of dashes, bars and colons give a table its columns, until a blank line.
  private struct Cells {
    private var columns = 0
    private var all = 0

    /// Whether the cells are too many with a line of so many bars.
    mutating func add(_ line: ArraySlice<UInt8>, bars: Int) -> Bool {
      if line.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D || $0 == 0x3E }) {
        columns = 0
      } else if bars > 0,
        line.allSatisfy({ [0x7C, 0x2D, 0x3A, 0x20, 0x09, 0x0D, 0x3E].contains($0) })
      {
        columns = bars + 1
      }
      all += columns
      return all > SlowText.mostCells
    }
  }

  static func refuse(_ bytes: [UInt8], _ path: String) throws(Problems) {
    if isHarmless(bytes) { return }
    var cells = Cells()
    var line = 1, start = 0
    var counts = (0, 0, 0, 0), all = (0, 0, 0, 0)
    for index in 0...bytes.count {
      let byte = index < bytes.count ? bytes[index] : 0x0A
      switch byte {
      case 0x7C: counts.0 += 1
      case 0x3C: counts.1 += 1
      case 0x5B: counts.2 += 1
      case 0x40: counts.3 += 1
      case 0x0A:
        all = (all.0 + counts.0, all.1 + counts.1, all.2 + counts.2, all.3 + counts.3)
        if cells.add(bytes[start..<index], bars: counts.0) {
          throw tooMuch(path, line, "more than \(mostCells) cells of tables")
        }
        if index - start > 20_000 {
          throw tooMuch(path, line, "a line of \(index - start) bytes; it has at most 20000")
        }
        if let cap = caps.0.exceeded(counts.0, all.0) ?? caps.1.exceeded(counts.1, all.1)
          ?? caps.2.exceeded(counts.2, all.2) ?? caps.3.exceeded(counts.3, all.3)
        {
          throw tooMuch(
            path, line, "too many \(cap.name): at most \(cap.perLine) a line, \(cap.inAll) in all")
        }
        (counts, start, line) = ((0, 0, 0, 0), index + 1, line + 1)
      default: continue
      }
    }
  }

  private static func tooMuch(_ path: String, _ line: Int, _ message: String) -> Problems {
    Problems([
      Diagnostic(
        at: Place(path, line: line), message,
        hint: "put long tables into a .tsv, and split the document")
    ])
  }
}
