/// The words of the interface in one language, by key.
public struct Words: Sendable, Equatable {
  private let texts: [String: String]

  public init(_ texts: [String: String]) { self.texts = texts }

  /// The words of a key; the key itself where there are none.
  public subscript(_ key: String) -> String { texts[key] ?? key }

  public var keys: [String] { texts.keys.sorted() }

  /// `@figure 2` and `@table 1` in this language; what else an anchor is called stays.
  public func name(ofAnchor name: String) -> String {
    guard name.hasPrefix("@") else { return name }
    let parts = name.dropFirst().split(separator: " ", maxSplits: 1)
    return parts.count == 2 ? "\(self[String(parts[0])]) \(parts[1])" : name
  }
}
