/// One error or warning: where, what, and what to do. Its text never holds a
/// genotype, a diagnosis, a name or a participant's label.
public struct Diagnostic: Error, Sendable, Hashable, CustomStringConvertible {
  /// Whether a build can go on.
  public enum Severity: String, Sendable { case error, warning }

  public let severity: Severity
  public let place: Place
  public let message: String
  public let hint: String?
  public let exit: ExitClass
  /// The line of the file, with a mark below the place; never of a file about people.
  public let excerpt: String?

  public init(
    _ severity: Severity = .error, at place: Place, _ message: String, hint: String? = nil,
    exit: ExitClass = .input, excerpt: String? = nil
  ) {
    (self.severity, self.place, self.message) = (severity, place, message)
    (self.hint, self.exit, self.excerpt) = (hint, exit, excerpt)
  }

  /// The same, at a place that says more.
  public func moved(to place: Place, excerpt: String?) -> Diagnostic {
    Diagnostic(severity, at: place, message, hint: hint, exit: exit, excerpt: excerpt)
  }

  public var description: String {
    let head = "\(place): \(severity.rawValue): \(message)" + (excerpt.map { "\n" + $0 } ?? "")
    return hint.map { head + "\n  hint: \($0)" } ?? head
  }
}

extension Diagnostic: Comparable {
  /// File order, so that two runs print the same list.
  public static func < (a: Diagnostic, b: Diagnostic) -> Bool {
    a.place == b.place ? a.message < b.message : a.place < b.place
  }
}
