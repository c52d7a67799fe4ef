import CKernels

/// Edges as pairs of nodes, exchanged at random so that every node keeps its degrees: XSwap
/// (Hanhijärvi 2009).
public enum EdgeExchange {
  /// Two places drawn, and whether the first edge is read the other way round.
  private struct Try {
    let first: Int
    let second: Int
    let isTurned: Bool
  }

  /// A pair as one word; nodes are numbered below 2^31.
  @inline(__always) public static func pair(_ a: Int32, _ b: Int32) -> UInt64 {
    UInt64(UInt32(bitPattern: a)) << 32 | UInt64(UInt32(bitPattern: b))
  }

  /// Tries `tries` exchanges of `(a, b), (c, d)` to `(a, d), (c, b)`; none gives a pair that is
  /// there already, nor, where both ends are of one category (`isWithin`), a node with itself.
  /// Pairs without a direction (`isSymmetric`) are the same both ways. Pairs stand once each.
  public static func exchange(
    _ pairs: inout [UInt64], tries: Int, isSymmetric: Bool, isWithin: Bool,
    _ random: inout Random
  ) {
    let count = pairs.count
    guard count > 1 else { return }
    var present = PairSet(pairs.map { ordered($0, isSymmetric) })
    // Places are drawn ahead, so that what they touch is fetched from memory meanwhile.
    let block = 64
    var drawn: [Try] = []
    drawn.reserveCapacity(block)
    var done = 0
    pairs.withUnsafeMutableBufferPointer { pairs in
      present.withSlots { slots in
        while done < tries {
          draw(min(block, tries - done), below: count, isSymmetric, &random, &drawn)
          done += min(block, tries - done)
          for one in drawn {
            ck_prefetch(pairs.baseAddress, one.first)
            ck_prefetch(pairs.baseAddress, one.second)
          }
          for one in drawn {
            let (own, other) = ends(one, pairs)
            slots.prefetch(ordered(own.0, isSymmetric))
            slots.prefetch(ordered(own.1, isSymmetric))
            slots.prefetch(ordered(other.0, isSymmetric))
            slots.prefetch(ordered(other.1, isSymmetric))
          }
          for one in drawn {
            apply(one, pairs, slots, isSymmetric: isSymmetric, isWithin: isWithin)
          }
        }
      }
    }
  }

  private static func draw(
    _ count: Int, below limit: Int, _ isSymmetric: Bool, _ random: inout Random,
    _ drawn: inout [Try]
  ) {
    drawn.removeAll(keepingCapacity: true)
    for _ in 0..<count {
      let (i, j) = (random.integer(below: limit), random.integer(below: limit))
      guard i != j else { continue }
      // An edge without a direction may be read either way round.
      drawn.append(
        Try(first: i, second: j, isTurned: isSymmetric && random.next() & 1 == 1))
    }
  }

  @inline(__always) private static func ordered(_ pair: UInt64, _ isSymmetric: Bool) -> UInt64 {
    let swapped = pair << 32 | pair >> 32
    return isSymmetric && swapped < pair ? swapped : pair
  }

  /// The two pairs as they stand, and what they would become.
  @inline(__always) private static func ends(
    _ one: Try, _ pairs: UnsafeMutableBufferPointer<UInt64>
  ) -> (own: (UInt64, UInt64), other: (UInt64, UInt64)) {
    var first = pairs[one.first]
    let second = pairs[one.second]
    if one.isTurned { first = first << 32 | first >> 32 }
    let low: UInt64 = 0xFFFF_FFFF
    return ((first, second), (first & ~low | second & low, second & ~low | first & low))
  }

  @inline(__always) private static func apply(
    _ one: Try, _ pairs: UnsafeMutableBufferPointer<UInt64>, _ slots: PairSlots,
    isSymmetric: Bool, isWithin: Bool
  ) {
    let (own, other) = ends(one, pairs)
    if isWithin, isLoop(other.0) || isLoop(other.1) { return }
    let first = ordered(other.0, isSymmetric), second = ordered(other.1, isSymmetric)
    guard first != second, !slots.contains(first), !slots.contains(second) else { return }
    slots.remove(ordered(own.0, isSymmetric))
    slots.remove(ordered(own.1, isSymmetric))
    slots.insert(first)
    slots.insert(second)
    (pairs[one.first], pairs[one.second]) = other
  }

  @inline(__always) private static func isLoop(_ pair: UInt64) -> Bool {
    pair >> 32 == pair & 0xFFFF_FFFF
  }
}

/// Pairs of nodes; open addressing, where a removal moves what follows it back.
private struct PairSet {
  private var slots: [UInt64]
  /// No pair: nodes are numbered below 2^31.
  static let free = UInt64.max

  init(_ pairs: [UInt64]) {
    var size = 64
    while size < pairs.count * 2 { size *= 2 }
    slots = Array(repeating: Self.free, count: size)
    withSlots { slots in for pair in pairs { slots.insert(pair) } }
  }

  mutating func withSlots(_ body: (PairSlots) -> Void) {
    slots.withUnsafeMutableBufferPointer { buffer in
      if let base = buffer.baseAddress { body(PairSlots(base: base, mask: buffer.count - 1)) }
    }
  }
}

/// The slots of a set while it is changed.
private struct PairSlots {
  let base: UnsafeMutablePointer<UInt64>
  let mask: Int

  @inline(__always) private func home(_ pair: UInt64) -> Int {
    let mixed = pair &* 0x9E37_79B9_7F4A_7C15
    return Int(truncatingIfNeeded: mixed ^ mixed >> 32) & mask
  }

  @inline(__always) func prefetch(_ pair: UInt64) { ck_prefetch(base, home(pair)) }

  @inline(__always) private func place(_ pair: UInt64) -> Int {
    var at = home(pair)
    while base[at] != PairSet.free, base[at] != pair { at = (at + 1) & mask }
    return at
  }

  @inline(__always) func contains(_ pair: UInt64) -> Bool { base[place(pair)] == pair }

  @inline(__always) func insert(_ pair: UInt64) { base[place(pair)] = pair }

  func remove(_ pair: UInt64) {
    var hole = place(pair)
    guard base[hole] == pair else { return }
    var at = hole
    while true {
      at = (at + 1) & mask
      guard base[at] != PairSet.free else { break }
      // What lies between its home and here may not be moved before its home.
      let distance = (at - home(base[at])) & mask
      if distance >= (at - hole) & mask {
        base[hole] = base[at]
        hole = at
      }
    }
    base[hole] = PairSet.free
  }
}
