#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Texts by small numbers: each text once, its bytes end to end.
public struct TextPool: Sendable {
  private var texts = TextList()
  /// By text: its hash, so that growing and merging need not read it again.
  private var hashes: [UInt32] = []
  /// Open addressing: a hash in the high half, a text's number plus one in the low; zero is free.
  private var slots: [UInt64] = Array(repeating: 0, count: 64)

  public init() {}

  public var count: Int { texts.count }

  /// The number of a text, which is new if need be.
  public mutating func intern(_ text: UnsafeBufferPointer<UInt8>) -> Int32 {
    intern(text, hash: Self.hash(text))
  }

  public mutating func intern(_ text: String) -> Int32 {
    var text = text
    return text.withUTF8 { intern($0) }
  }

  /// The number of a text that is there.
  public func find(_ text: String) -> Int? {
    var text = text
    let found = text.withUTF8 { slots[slot($0, hash: Self.hash($0))] & 0xFFFF_FFFF }
    return found == 0 ? nil : Int(found) - 1
  }

  public subscript(number: Int) -> String { texts[number] }

  /// Takes the texts of another pool; gives their new numbers.
  public mutating func merge(_ other: TextPool) -> [Int32] {
    (0..<other.count).map { number in
      other.texts.withBytes(number) { intern($0, hash: other.hashes[number]) }
    }
  }

  private mutating func intern(_ text: UnsafeBufferPointer<UInt8>, hash: UInt32) -> Int32 {
    if (count + 1) * 2 > slots.count { grow() }
    let slot = slot(text, hash: hash)
    let held = slots[slot] & 0xFFFF_FFFF
    if held != 0 { return Int32(held) - 1 }
    texts.append(text)
    hashes.append(hash)
    slots[slot] = UInt64(hash) << 32 | UInt64(count)
    return Int32(count - 1)
  }

  /// Where a text is, or would be.
  private func slot(_ text: UnsafeBufferPointer<UInt8>, hash: UInt32) -> Int {
    let mask = slots.count - 1
    var slot = Int(hash) & mask
    while slots[slot] != 0 {
      let held = slots[slot]
      if UInt32(held >> 32) == hash, texts.equals(Int(held & 0xFFFF_FFFF) - 1, text) { break }
      slot = (slot + 1) & mask
    }
    return slot
  }

  private mutating func grow() {
    slots = Array(repeating: 0, count: slots.count * 2)
    let mask = slots.count - 1
    for (number, hash) in hashes.enumerated() {
      var slot = Int(hash) & mask
      while slots[slot] != 0 { slot = (slot + 1) & mask }
      slots[slot] = UInt64(hash) << 32 | UInt64(number + 1)
    }
  }

  /// Eight bytes a step: ids are short, and there are millions.
  private static func hash(_ text: UnsafeBufferPointer<UInt8>) -> UInt32 {
    var state = UInt64(text.count) &* 0x9E37_79B9_7F4A_7C15
    func mix(_ word: UInt64) {
      state = (state ^ word) &* 0xBF58_476D_1CE4_E5B9
      state ^= state >> 29
    }
    var at = 0
    let raw = UnsafeRawBufferPointer(text)
    while at + 8 <= raw.count {
      mix(raw.loadUnaligned(fromByteOffset: at, as: UInt64.self))
      at += 8
    }
    var rest: UInt64 = 0
    while at < raw.count {
      rest = rest << 8 | UInt64(raw[at])
      at += 1
    }
    mix(rest)
    return UInt32(truncatingIfNeeded: state ^ state >> 32)
  }
}

/// Texts in order, their bytes end to end.
public struct TextList: Sendable {
  private var bytes: [UInt8] = []
  private var ends: [Int] = []

  public init() {}

  public var count: Int { ends.count }

  public mutating func append(_ text: UnsafeBufferPointer<UInt8>) {
    bytes.append(contentsOf: text)
    ends.append(bytes.count)
  }

  public mutating func append(_ other: TextList) {
    let base = bytes.count
    bytes += other.bytes
    ends += other.ends.map { $0 + base }
  }

  public subscript(number: Int) -> String { String(decoding: bytes[range(number)], as: UTF8.self) }

  func withBytes<Result>(_ number: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    bytes.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[range(number)])) }
  }

  func equals(_ number: Int, _ text: UnsafeBufferPointer<UInt8>) -> Bool {
    withBytes(number) { own in
      guard own.count == text.count else { return false }
      guard let a = own.baseAddress, let b = text.baseAddress else { return true }
      return memcmp(a, b, own.count) == 0
    }
  }

  private func range(_ number: Int) -> Range<Int> {
    (number == 0 ? 0 : ends[number - 1])..<ends[number]
  }
}
