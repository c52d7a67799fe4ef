import Dispatch
import Synchronization

/// The one place that starts threads for numbers. Results stand in the order of the
/// items, so that one thread and many give the same.
public struct Workers: Sendable {
  public let count: Int

  public init(_ count: Int) { self.count = max(1, count) }

  /// Maps items in parallel chunks.
  public func map<Item: Sendable, Result: Sendable>(
    _ items: [Item], _ body: @Sendable (Item) -> Result
  ) -> [Result] {
    guard count > 1, items.count > 1 else { return items.map(body) }
    let chunk = max(1, (items.count + count * 4 - 1) / (count * 4))
    let chunks = (items.count + chunk - 1) / chunk
    let slots = Slots<[Result]>(chunks)
    DispatchQueue.concurrentPerform(iterations: chunks) { index in
      let part = items[index * chunk..<min((index + 1) * chunk, items.count)]
      slots.set(index, part.map(body))
    }
    return slots.values.flatMap { $0 ?? [] }
  }

  /// Runs a body for each index below a count. Work is taken in small portions, so that long
  /// items do not hold up the others.
  public func forEach(_ count: Int, _ body: @Sendable (Int) -> Void) {
    guard self.count > 1, count > 1 else {
      for index in 0..<count { body(index) }
      return
    }
    let portion = max(1, min(64, count / (self.count * 8)))
    let next = Atomic(0)
    DispatchQueue.concurrentPerform(iterations: self.count) { _ in
      while true {
        let start = next.wrappingAdd(portion, ordering: .relaxed).oldValue
        if start >= count { return }
        for index in start..<min(start + portion, count) { body(index) }
      }
    }
  }
}

/// Disjoint slots of one buffer: each index is written once, by one thread, and read
/// after all have ended. `concurrentPerform` into a buffer does not compile otherwise.
private final class Slots<Value>: @unchecked Sendable {
  private let buffer: UnsafeMutableBufferPointer<Value?>

  init(_ count: Int) {
    buffer = .allocate(capacity: count)
    buffer.initialize(repeating: nil)
  }

  deinit {
    buffer.deinitialize()
    buffer.deallocate()
  }

  func set(_ index: Int, _ value: Value) { buffer[index] = value }
  var values: [Value?] { Array(buffer) }
}
