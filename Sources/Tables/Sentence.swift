/// Labels at the beginning of a sentence and within it.
extension String {
  public var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }

  /// "type 2 diabetes", but "HDL" and "Alzheimer" stay.
  public var lowercasedFirst: String {
    let second = dropFirst().first
    if second?.isUppercase == true || hasPrefix("Alzheimer") { return self }
    return prefix(1).lowercased() + dropFirst()
  }
}

extension Sequence where Element: Hashable {
  /// Each element once, in the order of first appearance.
  public func uniqued() -> [Element] {
    var seen: Set<Element> = []
    return filter { seen.insert($0).inserted }
  }
}
