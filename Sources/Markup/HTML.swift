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
    Self.escape(text.utf8, into: &bytes)
  }

  /// Text of a template, which is markup by its nature: written by the project's owner,
  /// never from data.
  public static func template(_ text: String) -> HTML { HTML(trusted: Array(text.utf8)) }

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

  /// Escapes for text and for double-quoted attributes alike. Control characters that
  /// HTML forbids are dropped.
  public static func escape(_ text: some Sequence<UInt8>, into out: inout [UInt8]) {
    for byte in text {
      switch byte {
      case 0x26: out += "&amp;".utf8
      case 0x3C: out += "&lt;".utf8
      case 0x3E: out += "&gt;".utf8
      case 0x22: out += "&quot;".utf8
      case 0x27: out += "&#39;".utf8
      case 0x00...0x08, 0x0B, 0x0C, 0x0E...0x1F, 0x7F: continue
      default: out.append(byte)
      }
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
      HTML.escape(text.utf8, into: &bytes)
    }
    public mutating func appendInterpolation(_ number: Int) { bytes += String(number).utf8 }
  }
}
