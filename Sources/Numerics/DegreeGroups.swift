/// Things that have about as many of something: what a null that keeps degrees deals among.
public struct DegreeGroups: Sendable {
  public let groups: [[Int]]

  /// In groups of `size` at least, by rising degree; equal degrees are never parted.
  public init(_ degrees: [Int], atLeast size: Int) {
    func precedes(_ a: Int, _ b: Int) -> Bool {
      degrees[a] == degrees[b] ? a < b : degrees[a] < degrees[b]
    }
    var groups: [[Int]] = []
    for index in degrees.indices.sorted(by: precedes) {
      if let last = groups.last, let highest = last.last,
        last.count < size || degrees[highest] == degrees[index]
      {
        groups[groups.count - 1].append(index)
      } else {
        groups.append([index])
      }
    }
    // A short rest joins the group before it.
    if groups.count > 1, let last = groups.last, last.count < size {
      groups[groups.count - 2] += last
      groups.removeLast()
    }
    self.groups = groups
  }

  /// Deals values anew within each group (Fisher and Yates).
  public func shuffle<Value>(_ values: inout [Value], _ random: inout Random) {
    for group in groups {
      for place in group.indices.dropLast() {
        values.swapAt(group[place], group[place + random.integer(below: group.count - place)])
      }
    }
  }
}
