import Numerics
import Testing

@Suite struct WeightedMedianTests {
  @Test func halfwayByWeight() {
    // Mid-points of the weights at 1/8, 1/2 and 7/8, then at 1/4 and 3/4.
    #expect(WeightedMedian.value([1, 2, 3], [1, 2, 1]) == 2)
    #expect(WeightedMedian.value([10, 20], [1, 1]) == 15)
    #expect(WeightedMedian.value([7], [3]) == 7)
    #expect(WeightedMedian.value([], []).isNaN)
  }

  /// Choosing the middle and sorting everything give the same.
  @Test(arguments: [65, 100, 1001, 5000], [1, 2, 3, 4] as [UInt64])
  func selectingIsSorting(_ count: Int, _ seed: UInt64) {
    var random = Random(seed: seed)
    // Ties of value, heavy single weights, and a range of sizes.
    let values = (0..<count).map { _ in
      seed == 2 ? Double(random.integer(below: 20)) : random.normal()
    }
    let weights = (0..<count).map { index in
      seed == 3 && index == count / 3 ? Double(count) : random.uniform() + 1e-3
    }
    let sorted = WeightedMedian.value(values, weights, sortingBelow: count + 1)
    let selected = WeightedMedian.value(values, weights, sortingBelow: 1)
    #expect(abs(sorted - selected) < 1e-9)
    let rising = WeightedMedian.value(values.sorted(), weights, sortingBelow: 1)
    #expect(
      abs(rising - WeightedMedian.value(values.sorted(), weights, sortingBelow: count + 1)) < 1e-9)
  }
}

@Suite struct EdgeExchangeTests {
  @Test(arguments: [false, true]) func degreesStay(_ isSymmetric: Bool) {
    var random = Random(seed: 5)
    var seen: Set<UInt64> = []
    var pairs: [UInt64] = []
    while pairs.count < 3000 {
      let (a, b) = (Int32(random.integer(below: 200)), Int32(random.integer(below: 200)))
      let key = isSymmetric && a > b ? EdgeExchange.pair(b, a) : EdgeExchange.pair(a, b)
      if a != b, seen.insert(key).inserted { pairs.append(EdgeExchange.pair(a, b)) }
    }
    func degrees(_ pairs: [UInt64]) -> [[UInt64]: Int] {
      var counts: [[UInt64]: Int] = [:]
      for pair in pairs {
        counts[[0, pair >> 32], default: 0] += 1
        counts[[isSymmetric ? 0 : 1, pair & 0xFFFF_FFFF], default: 0] += 1
      }
      return counts
    }
    let before = pairs
    EdgeExchange.exchange(
      &pairs, tries: 30_000, isSymmetric: isSymmetric, isWithin: true, &random)
    #expect(degrees(pairs) == degrees(before))
    #expect(pairs.allSatisfy { $0 >> 32 != $0 & 0xFFFF_FFFF })
    let keys = pairs.map { pair in
      isSymmetric && pair >> 32 > pair & 0xFFFF_FFFF ? pair << 32 | pair >> 32 : pair
    }
    #expect(Set(keys).count == pairs.count)
    #expect(zip(pairs, before).count { $0 != $1 } > 2000)
  }
}
