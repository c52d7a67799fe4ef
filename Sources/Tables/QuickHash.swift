/// FNV-1a of 64 bits: for tables in memory, and answers that are compared by the thousand. Nothing
/// that somebody may want to forge.
public struct QuickHash: Sendable {
  @usableFromInline var state: UInt64 = 0xcbf2_9ce4_8422_2325

  @inlinable public init() {}

  @inlinable public mutating func add(_ byte: UInt8) {
    state = (state ^ UInt64(byte)) &* 0x100_0000_01b3
  }

  @inlinable public mutating func add(_ bytes: some Sequence<UInt8>) {
    for byte in bytes { add(byte) }
  }

  public mutating func add(_ number: UInt64) {
    for shift in stride(from: UInt64(0), to: 64, by: 8) {
      add(UInt8(truncatingIfNeeded: number >> shift))
    }
  }

  /// The high bits folded in: short words differ in the low ones too.
  @inlinable public var value: UInt64 { state ^ state >> 32 }

  @inlinable public static func of(_ bytes: some Sequence<UInt8>) -> UInt64 {
    var hash = QuickHash()
    hash.add(bytes)
    return hash.value
  }
}
