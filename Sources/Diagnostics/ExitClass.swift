/// Why the program ends, as its exit code.
public enum ExitClass: Int32, Sendable, Comparable {
  case done = 0
  /// `check` found something.
  case findings = 1
  case usage = 2
  case input = 3
  case consent = 4
  case disclosure = 5
  case resources = 6
  /// An invariant of Casebook itself does not hold.
  case bug = 7

  public static func < (a: ExitClass, b: ExitClass) -> Bool { a.rawValue < b.rawValue }
}
