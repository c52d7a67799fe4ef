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

  /// The part before the first colon, lower case, where no `/`, `?` or `#` comes first.
  private static func scheme(of target: String) -> String? {
    for (index, character) in zip(target.indices, target) {
      if character == ":" { return target[..<index].lowercased() }
      if "/?#".contains(character) { return nil }
    }
    return nil
  }

  private static func hasControls(_ target: String) -> Bool {
    target.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F }
  }
}
