import Tables

/// The people whose genotypes may be decoded for one use. Consent makes it, before
/// anything is read; nothing outside can.
public struct SampleSelection: Sendable, Hashable {
  /// Who is in, over the roster.
  public let people: People
  /// Roster indexes in ascending order: the order of samples in a block.
  public let members: [Int]

  /// For `Ethics`, and for the one "everyone" of `casebook run`. A linter looks
  /// for other callers.
  @_spi(Selecting) public init(_ people: People) {
    self.people = people
    members = people.members
  }

  public var count: Int { members.count }
}
