/// Which counts of people are hidden. The only thresholds of the program.
public struct DisclosureProfile: Sendable, Equatable {
  public let name: String
  /// Counts below it are hidden.
  let minimum: Int
  /// Whether a zero is shown.
  let showsZero: Bool

  /// ACRO's defaults (acro/default.yaml): below 10 hidden, zero too.
  public static let sacro = DisclosureProfile(name: "sacro", minimum: 10, showsZero: false)

  /// By the name that casebook.yaml gives; nil where it is unknown.
  public static func named(_ name: String) -> DisclosureProfile? { name == "sacro" ? sacro : nil }

  func hides(_ count: Int) -> Bool { count == 0 ? !showsZero : count < minimum }

  /// For the words of a page: "fewer than 10".
  public var minimumShown: Int { minimum }
}
