import CMarkGFM

/// Markup that is safe to put into a page: literals are trusted, strings are escaped.
public struct HTML: Sendable, Hashable, ExpressibleByStringInterpolation {
  public private(set) var bytes: [UInt8]

  public init(stringLiteral value: String) { bytes = Array(value.utf8) }
  public init(stringInterpolation: Interpolation) { bytes = stringInterpolation.bytes }
  public init() { bytes = [] }
  init(trusted bytes: [UInt8]) { self.bytes = bytes }

  /// Text as markup.
  public init(text: String) {
    bytes = []
    Self.escape(text, into: &bytes)
  }

  /// Text of a template, which is markup by its nature: written by the project's owner,
  /// never from data.
  public static func template(_ text: String) -> HTML { HTML(trusted: Array(text.utf8)) }

  /// Markup that this program wrote to its own cache.
  public static func cached(_ bytes: [UInt8]) -> HTML { HTML(trusted: bytes) }

  public var text: String { String(decoding: bytes, as: UTF8.self) }
  public var isEmpty: Bool { bytes.isEmpty }

  public static func += (a: inout HTML, b: HTML) { a.bytes += b.bytes }
  public static func + (a: HTML, b: HTML) -> HTML { HTML(trusted: a.bytes + b.bytes) }

  public static func joined(_ parts: some Sequence<HTML>, separator: HTML = "") -> HTML {
    var result = HTML()
    for (index, part) in parts.enumerated() {
      if index > 0 { result += separator }
      result += part
    }
    return result
  }

  public mutating func reserve(_ count: Int) { bytes.reserveCapacity(count) }

  /// A literal, without an allocation.
  public mutating func add(_ literal: StaticString) {
    bytes.append(
      contentsOf: UnsafeBufferPointer(
        start: literal.utf8Start, count: literal.utf8CodeUnitCount))
  }

  mutating func add(text: UnsafeBufferPointer<UInt8>) { Self.escape(text, into: &bytes) }
  public mutating func add(text: String) { Self.escape(text, into: &bytes) }

  public static func escape(_ text: String, into out: inout [UInt8]) {
    var text = text
    text.withUTF8 { escape($0, into: &out) }
  }

  /// Escapes for text and for double-quoted attributes alike. Control characters that
  /// HTML forbids are dropped.
  public static func escape(_ text: UnsafeBufferPointer<UInt8>, into out: inout [UInt8]) {
    guard let base = text.baseAddress else { return }
    var start = 0, index = 0
    while true {
      index = cb_plain_end(base, index, text.count)
      guard index < text.count else { break }
      if let entity = entity(text[index]) {
        out.append(contentsOf: UnsafeBufferPointer(rebasing: text[start..<index]))
        out.append(
          contentsOf: UnsafeBufferPointer(
            start: entity.utf8Start, count: entity.utf8CodeUnitCount))
        start = index + 1
      }
      index += 1
    }
    out.append(contentsOf: UnsafeBufferPointer(rebasing: text[start...]))
  }

  /// What stands for a byte; nil for one that stands for itself.
  private static func entity(_ byte: UInt8) -> StaticString? {
    switch byte {
    case 0x26: "&amp;"
    case 0x3C: "&lt;"
    case 0x3E: "&gt;"
    case 0x22: "&quot;"
    case 0x27: "&#39;"
    case 0x00...0x08, 0x0B, 0x0C, 0x0E...0x1F, 0x7F: ""
    default: nil
    }
  }

  /// Literals join as markup; values are escaped.
  public struct Interpolation: StringInterpolationProtocol {
    fileprivate var bytes: [UInt8] = []

    public init(literalCapacity: Int, interpolationCount: Int) {
      bytes.reserveCapacity(literalCapacity + interpolationCount * 16)
    }
    public mutating func appendLiteral(_ literal: String) { bytes += literal.utf8 }
    public mutating func appendInterpolation(_ html: HTML) { bytes += html.bytes }
    public mutating func appendInterpolation(_ text: String) {
      HTML.escape(text, into: &bytes)
    }
    public mutating func appendInterpolation(_ number: Int) { bytes += String(number).utf8 }
  }
}
