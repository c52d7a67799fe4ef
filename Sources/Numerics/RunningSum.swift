#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The weighted running sum over a ranking (Subramanian 2005), for many sets in one walk.
public struct RunningSum: Sendable {
  /// How far a set's sum strays from 0, and where.
  public struct Peak: Sendable, Equatable {
    public let score: Double
    /// The ranks, from 0, of the set's members on the near side of the peak: the leading edge.
    public let leading: [Int]
  }

  public let setCount: Int
  private let weights: [Double]
  private let sizes: [Int]
  /// Sets of the gene at each rank: `owners[starts[i]..<starts[i + 1]]`.
  private let starts: [Int]
  private let owners: [Int32]

  /// `scores` in falling order; `sets`: ranks of each set's members, from 0, none empty and none
  /// the whole ranking; `exponent`: of the absolute score that a member adds.
  public init(scores: [Double], sets: [[Int]], exponent: Double) {
    weights = scores.map { exponent == 1 ? abs($0) : pow(abs($0), exponent) }
    setCount = sets.count
    sizes = sets.map(\.count)
    precondition(
      sets.allSatisfy { !$0.isEmpty && $0.count < scores.count }, "a set is a part of the ranking")
    var counts = [Int](repeating: 0, count: scores.count + 1)
    for set in sets { for rank in set { counts[rank + 1] += 1 } }
    for rank in scores.indices { counts[rank + 1] += counts[rank] }
    starts = counts
    var owners = [Int32](repeating: 0, count: counts.last ?? 0)
    for (index, set) in sets.enumerated() {
      for rank in set {
        owners[counts[rank]] = Int32(index)
        counts[rank] += 1
      }
    }
    self.owners = owners
  }

  /// The score of each set.
  public var scores: [Double] { walk(Array(weights.indices)) }

  /// The score of each set where genes are shuffled over the ranks.
  public func shuffledScores(_ random: Random) -> [Double] {
    var random = random
    var labels = Array(weights.indices)
    for index in stride(from: labels.count - 1, to: 0, by: -1) {
      labels.swapAt(index, random.integer(below: index + 1))
    }
    return walk(labels)
  }

  /// A set's peak; `members`: its ranks, from 0, in rising order.
  public func peak(_ members: [Int]) -> Peak {
    var state = Walk(total: members.reduce(0) { $0 + weights[$1] })
    var top = 0, bottom = 0
    for (seen, rank) in members.enumerated() {
      let (high, low) = (state.high, state.low)
      step(&state, rank, size: members.count)
      if state.high > high { top = seen + 1 }
      if state.low < low { bottom = seen }
    }
    return state.high >= -state.low
      ? Peak(score: state.high, leading: Array(members[..<top]))
      : Peak(score: state.low, leading: Array(members[bottom...]))
  }

  /// State of a set during a walk.
  private struct Walk {
    var total = 0.0
    var hit = 0.0
    var seen = 0
    var high = 0.0
    var low = 0.0
  }

  /// `labels`: which gene stands at each rank.
  private func walk(_ labels: [Int]) -> [Double] {
    var states = [Walk](repeating: Walk(), count: setCount)
    states.withUnsafeMutableBufferPointer { states in
      starts.withUnsafeBufferPointer { starts in
        owners.withUnsafeBufferPointer { owners in
          for (rank, gene) in labels.enumerated() {
            for owner in starts[gene]..<starts[gene + 1] {
              states[Int(owners[owner])].total += weights[rank]
            }
          }
          for (rank, gene) in labels.enumerated() {
            for owner in starts[gene]..<starts[gene + 1] {
              let set = Int(owners[owner])
              step(&states[set], rank, size: sizes[set])
            }
          }
        }
      }
    }
    return states.map { $0.high >= -$0.low ? $0.high : $0.low }
  }

  @inline(__always)
  private func step(_ state: inout Walk, _ rank: Int, size: Int) {
    let missed = Double(rank - state.seen) / Double(weights.count - size)
    // Where a set's scores are all 0, its members count alike.
    let scale = state.total > 0 ? state.total : Double(size)
    state.low = min(state.low, state.hit / scale - missed)
    state.hit += state.total > 0 ? weights[rank] : 1
    state.high = max(state.high, state.hit / scale - missed)
    state.seen += 1
  }
}
