/// What stands in the braces of a cell or caption: `{#scores data=scores.tsv as=strip}`.
public struct Options: Sendable, Equatable {
  public var id: String?
  public var values: [String: String]

  public init(id: String? = nil, values: [String: String] = [:]) {
    (self.id, self.values) = (id, values)
  }

  public subscript(_ key: String) -> String? { values[key] }

  /// Splits `words {…}`; nil where there are no braces at the end.
  static func split(_ text: some StringProtocol) -> (words: String, options: Options)? {
    guard text.last == "}", let open = text.lastIndex(of: "{") else { return nil }
    var options = Options()
    for part in text[text.index(after: open)..<text.index(before: text.endIndex)].split(
      separator: " ")
    {
      if part.hasPrefix("#") {
        options.id = String(part.dropFirst())
      } else if let equals = part.firstIndex(of: "=") {
        options.values[String(part[..<equals])] = String(part[part.index(after: equals)...])
      } else {
        return nil
      }
    }
    return (String(text[..<open].trimmingSpaces), options)
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
