/// JSON text, keys in the order given.
public enum JSON {
  public static func string(_ text: String) -> String {
    // Most words hold nothing to escape; a look at the bytes is cheap.
    if text.utf8.allSatisfy(isPlain) { return "\"" + text + "\"" }
    var out = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": out += "\\\""
      case "\\": out += "\\\\"
      case "\n": out += "\\n"
      // "</script" and line separators are harmless in a file, and in a page too.
      case "<", ">", "&", "\u{2028}", "\u{2029}": out += escape(scalar)
      case _ where scalar.value < 0x20: out += escape(scalar)
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out + "\""
  }

  /// Adds a text as ``string(_:)`` has it, without a string of its own where nothing in it has to
  /// be escaped.
  public static func add(_ text: UnsafeBufferPointer<UInt8>, to out: inout [UInt8]) {
    guard text.allSatisfy(isPlain) else {
      out += string(String(decoding: text, as: UTF8.self)).utf8
      return
    }
    out.append(0x22)
    out.append(contentsOf: text)
    out.append(0x22)
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x22, 0x26, 0x3C, 0x3E, 0x5C, 0x00...0x1F, 0x80...: false
    default: true
    }
  }

  public static func object(_ pairs: [(String, String)]) -> String {
    "{" + pairs.map { string($0) + ":" + $1 }.joined(separator: ",") + "}"
  }

  public static func array(_ values: [String]) -> String {
    "[" + values.joined(separator: ",") + "]"
  }

  private static func escape(_ scalar: Unicode.Scalar) -> String {
    let hex = String(scalar.value, radix: 16)
    return "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
  }
}
