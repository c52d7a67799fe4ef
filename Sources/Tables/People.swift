/// A set of participants, as bits over the list of all participants of the build.
/// A count is such a set until release, so that disclosure control sees which
/// counts are the same, nested or complementary.
public struct People: Sendable, Hashable {
  public private(set) var words: [UInt64]
  /// The number of participants that the bits run over.
  public let universe: Int

  public init(universe: Int) {
    self.universe = universe
    words = Array(repeating: 0, count: (universe + 63) / 64)
  }

  public init(_ members: some Sequence<Int>, universe: Int) {
    self.init(universe: universe)
    for member in members { insert(member) }
  }

  public mutating func insert(_ index: Int) {
    precondition(index >= 0 && index < universe, "a participant's index lies in the universe")
    words[index / 64] |= 1 << UInt64(index % 64)
  }

  public func contains(_ index: Int) -> Bool {
    index >= 0 && index < universe && words[index / 64] >> UInt64(index % 64) & 1 == 1
  }

  public var count: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }

  public func intersection(_ other: People) -> People {
    combined(other, &)
  }

  public func union(_ other: People) -> People {
    combined(other, |)
  }

  public func subtracting(_ other: People) -> People {
    combined(other) { $0 & ~$1 }
  }

  /// Members in ascending order.
  public var members: [Int] {
    (0..<universe).filter(contains)
  }

  private func combined(_ other: People, _ operation: (UInt64, UInt64) -> UInt64) -> People {
    precondition(universe == other.universe, "sets of one build run over one list")
    var result = self
    for index in words.indices { result.words[index] = operation(words[index], other.words[index]) }
    return result
  }
}
