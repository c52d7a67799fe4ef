/// What stands in the braces of a cell or caption:
/// `{#scores data=scores.tsv as=strip title="Scores by trait"}`.
public struct Options: Sendable, Equatable {
  public var id: String?
  public var values: [String: String]

  public init(id: String? = nil, values: [String: String] = [:]) {
    (self.id, self.values) = (id, values)
  }

  public subscript(_ key: String) -> String? { values[key] }

  /// Splits `words {…}`; nil where there are no braces at the end, or what is in them is
  /// neither `#id` nor `key=value`.
  public static func split(_ text: some StringProtocol) -> (words: String, options: Options)? {
    guard text.last == "}", let open = text.lastIndex(of: "{"),
      let parts = parts(text[text.index(after: open)..<text.index(before: text.endIndex)])
    else { return nil }
    var options = Options()
    for part in parts {
      if part.hasPrefix("#") {
        guard isID(part.utf8.dropFirst()) else { return nil }
        options.id = String(part.dropFirst())
      } else if let equals = part.firstIndex(of: "=") {
        options.values[String(part[..<equals])] = String(part[part.index(after: equals)...])
      } else {
        return nil
      }
    }
    return (String(text[..<open].trimmingSpaces), options)
  }

  /// A letter, then letters, digits, hyphens and underscores.
  private static func isID(_ text: some Collection<UInt8>) -> Bool {
    func isLetter(_ byte: UInt8) -> Bool {
      (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    }
    guard let first = text.first, isLetter(first) else { return false }
    return text.allSatisfy {
      isLetter($0) || (0x30...0x39).contains($0) || $0 == 0x2D || $0 == 0x5F
    }
  }

  /// Words between spaces; a value in double quotes may hold spaces.
  private static func parts(_ text: some StringProtocol) -> [String]? {
    var parts: [String] = []
    var word = "", isQuoted = false
    for character in text {
      switch character {
      case "\"": isQuoted.toggle()
      case " " where !isQuoted:
        if !word.isEmpty { parts.append(word) }
        word = ""
      default: word.append(character)
      }
    }
    if !word.isEmpty { parts.append(word) }
    return isQuoted ? nil : parts
  }
}

extension StringProtocol {
  var trimmingSpaces: SubSequence {
    var slice = self[...]
    while slice.last == " " { slice.removeLast() }
    while slice.first == " " { slice.removeFirst() }
    return slice
  }
}
