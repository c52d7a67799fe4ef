/// Which targets a link or picture may have: cmark's safe mode lets through too much
/// (`blob:`, `//host`, remote pictures).
public enum LinkRule {
  /// Relative paths, `#fragments`, `https:` and `mailto:`.
  public static func allowsLink(_ target: String) -> Bool {
    guard let scheme = scheme(of: target) else {
      return !target.hasPrefix("//") && !target.hasPrefix("\\") && !target.contains("\\")
        && !target.hasPrefix("/") && !hasControls(target)
    }
    return (scheme == "https" || scheme == "mailto") && !hasControls(target)
  }

  /// Relative paths only: a remote picture is a tracking pixel.
  public static func allowsPicture(_ target: String) -> Bool {
    scheme(of: target) == nil && allowsLink(target) && !target.hasPrefix("#")
  }

  public static func isExternal(_ target: String) -> Bool { scheme(of: target) != nil }

  /// An address as an attribute has it: what may not stand in one is percent-encoded, as
  /// cmark does (houdini_href_e.c).
  public static func encoded(_ target: String) -> String {
    encoded(target) { !isSafe($0) }
  }

  /// A text with the bytes that `isUnsafe` names percent-encoded.
  public static func encoded(_ text: String, where isUnsafe: (UInt8) -> Bool) -> String {
    guard text.utf8.contains(where: isUnsafe) else { return text }
    var out: [UInt8] = []
    for byte in text.utf8 {
      if isUnsafe(byte) {
        let digits = (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        out += "%\(digits)".utf8
      } else {
        out.append(byte)
      }
    }
    return String(decoding: out, as: UTF8.self)
  }

  private static func isSafe(_ byte: UInt8) -> Bool {
    safe[Int(byte)]
  }

  private static let safe: [Bool] = {
    let others = Set("-_.+!*'(),%#@?=;:/&$~".utf8)
    return (0...255).map { byte in
      isLetter(UInt8(byte)) || (0x30...0x39).contains(byte) || others.contains(UInt8(byte))
    }
  }()

  /// What stands before the first colon, lower case, if it has the form of a scheme (RFC 3986,
  /// 3.1). Browsers drop blanks at the ends first.
  private static func scheme(of target: String) -> String? {
    let bare = target.drop { $0 == " " }
    guard let colon = bare.firstIndex(of: ":") else { return nil }
    let name = bare[..<colon].utf8
    guard let first = name.first, isLetter(first),
      name.allSatisfy({
        isLetter($0) || (0x30...0x39).contains($0) || [0x2B, 0x2D, 0x2E].contains($0)
      })
    else { return nil }
    return bare[..<colon].lowercased()
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
  }

  private static func hasControls(_ target: String) -> Bool {
    target.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F }
  }
}
