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
    let text = Substring(text)
    guard text.utf8.last == 0x7D, let open = text.utf8.lastIndex(of: 0x7B),
      let parts = parts(
        text[text.utf8.index(after: open)..<text.utf8.index(before: text.endIndex)])
    else { return nil }
    var options = Options()
    for part in parts {
      if part.hasPrefix("#") {
        guard isID(part.utf8.dropFirst()) else { return nil }
        options.id = String(part.dropFirst())
      } else if let equals = part.utf8.firstIndex(of: 0x3D) {
        options.values[String(part[..<equals])] = String(part[part.utf8.index(after: equals)...])
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
    var word: [UInt8] = [], isQuoted = false
    func end() {
      if !word.isEmpty { parts.append(String(decoding: word, as: UTF8.self)) }
      word.removeAll(keepingCapacity: true)
    }
    for byte in text.utf8 {
      switch byte {
      case 0x22: isQuoted.toggle()
      case 0x20 where !isQuoted: end()
      default: word.append(byte)
      }
    }
    end()
    return isQuoted ? nil : parts
  }
}

extension StringProtocol where UTF8View: BidirectionalCollection {
  var trimmingSpaces: SubSequence {
    let bytes = utf8
    var start = bytes.startIndex, end = bytes.endIndex
    while end != start, bytes[bytes.index(before: end)] == 0x20 { end = bytes.index(before: end) }
    while start != end, bytes[start] == 0x20 { start = bytes.index(after: start) }
    return self[start..<end]
  }
}
