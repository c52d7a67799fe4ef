/// JSON text, keys in the order given.
public enum JSON {
  public static func string(_ text: String) -> String {
    // Most words hold nothing to escape; a look at the bytes is cheap.
    if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x80 && !special.contains($0) }) {
      return "\"" + text + "\""
    }
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

  private static let special = Array("\"\\<>&".utf8)

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
