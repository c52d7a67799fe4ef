/// The value at half of the summed weights, by linear interpolation between the weights'
/// mid-points (Bowden 2016).
public enum WeightedMedian {
  private struct Item {
    let value: Double
    let weight: Double
    let index: Int32

    @inline(__always) static func < (a: Item, b: Item) -> Bool {
      a.value == b.value ? a.index < b.index : a.value < b.value
    }
  }

  /// From here on values are sorted only around the middle: the same but for the last bits.
  public static let many = 2000

  /// As many weights as values, all above 0; NaN for none. Ties of value by order.
  public static func value(
    _ values: [Double], _ weights: [Double], sortingBelow many: Int = many
  ) -> Double {
    var items = values.indices.map {
      Item(value: values[$0], weight: weights[$0], index: Int32($0))
    }
    let total = weights.reduce(0, +)
    guard items.count >= many, values.allSatisfy({ !$0.isNaN }) else {
      items.sort(by: <)
      return middle(items[...], 0, nil, total)
    }
    return items.withUnsafeMutableBufferPointer { select($0, total) }
  }

  /// Narrows down the part in which the middle lies by quickselect; weights below are summed.
  private static func select(
    _ items: UnsafeMutableBufferPointer<Item>, _ total: Double
  ) -> Double {
    var low = 0, high = items.count, below = 0.0
    while high - low > 64 {
      let pivot = medianOfThree(items[low], items[(low + high) / 2], items[high - 1])
      var left = low, right = high - 1
      var sum = 0.0
      // Left of `left` all are below the pivot; the pivot itself ends on the right.
      while left <= right {
        if items[left] < pivot {
          sum += items[left].weight
          left += 1
        } else {
          items.swapAt(left, right)
          right -= 1
        }
      }
      // The middle is at or above the pivot where the weight below is not yet half.
      if below + sum < total / 2, left > low {
        (low, below) = (left, below + sum)
      } else if left > low {
        high = left
      } else {
        // The pivot is the least: one step.
        let least = (low..<high).first { items[$0].index == pivot.index } ?? low
        items.swapAt(low, least)
        if below + items[low].weight / 2 >= total / 2 {
          high = low + 1
        } else {
          (low, below) = (low + 1, below + items[low].weight)
        }
      }
    }
    var part = Array(items[low..<high])
    part.sort(by: <)
    // The one before the part, and the one after it.
    let before = items[..<low].max(by: <)
    if let after = items[high...].min(by: <) { part.append(after) }
    return middle(part[...], below, before, total)
  }

  private static func medianOfThree(_ a: Item, _ b: Item, _ c: Item) -> Item {
    a < b ? (b < c ? b : (a < c ? c : a)) : (a < c ? a : (b < c ? c : b))
  }

  /// The middle of sorted items, with what weighs before them and the last one there.
  private static func middle(
    _ items: ArraySlice<Item>, _ weight: Double, _ last: Item?, _ total: Double
  ) -> Double {
    var sum = weight
    var below = last.map { (value: $0.value, place: (weight - $0.weight / 2) / total) }
    for item in items {
      let place = (sum + item.weight / 2) / total
      sum += item.weight
      if place >= 0.5 {
        guard let below else { return item.value }
        return below.value
          + (item.value - below.value) * (0.5 - below.place) / (place - below.place)
      }
      below = (item.value, place)
    }
    return below?.value ?? .nan
  }
}
