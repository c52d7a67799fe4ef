/// Writes values one after another, for the cache.
public struct ByteWriter: Sendable {
  public private(set) var bytes: [UInt8] = []

  public init() {}

  public mutating func reserve(_ count: Int) { bytes.reserveCapacity(count) }

  public mutating func add(_ value: Int) { add(UInt64(bitPattern: Int64(value))) }
  public mutating func add(_ value: Bool) { bytes.append(value ? 1 : 0) }
  public mutating func add(_ value: Double) { add(value.bitPattern) }
  public mutating func add(byte: UInt8) { bytes.append(byte) }

  public mutating func add(_ value: UInt64) {
    withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
  }

  /// A number that is not negative in seven bits a byte, the lowest first.
  public mutating func add(short value: Int) {
    var rest = UInt64(value)
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  /// A text with its length in seven bits a byte.
  public mutating func add(short value: String) {
    add(short: value.utf8.count)
    bytes += value.utf8
  }

  public mutating func add(_ value: Int128) {
    add(UInt64(truncatingIfNeeded: value))
    add(UInt64(truncatingIfNeeded: value >> 64))
  }

  public mutating func add(_ value: String) {
    add(value.utf8.count)
    bytes += value.utf8
  }

  public mutating func add(_ values: [Double]) {
    add(values.count)
    for value in values { add(value) }
  }

  public mutating func add(bytes value: [UInt8]) {
    add(value.count)
    bytes += value
  }
}

/// Reads what ``ByteWriter`` wrote; throws where the bytes end early.
public struct ByteReader: Sendable {
  /// The bytes are not what was written.
  public struct Broken: Error {
    public init() {}
  }

  private let all: [UInt8]
  private var place = 0

  /// Reads from `start` on.
  public init(_ bytes: [UInt8], from start: Int = 0) { (all, place) = (bytes, start) }

  public var isAtEnd: Bool { place == all.count }

  public mutating func word() throws(Broken) -> UInt64 {
    guard place + 8 <= all.count else { throw Broken() }
    defer { place += 8 }
    return all.withUnsafeBytes {
      UInt64(littleEndian: $0.loadUnaligned(fromByteOffset: place, as: UInt64.self))
    }
  }

  public mutating func integer() throws(Broken) -> Int { Int(Int64(bitPattern: try word())) }
  public mutating func number() throws(Broken) -> Double { Double(bitPattern: try word()) }

  public mutating func wide() throws(Broken) -> Int128 {
    let low = try word(), high = try word()
    return Int128(Int64(bitPattern: high)) << 64 | Int128(low)
  }

  public mutating func flag() throws(Broken) -> Bool {
    guard place < all.count else { throw Broken() }
    defer { place += 1 }
    return all[place] == 1
  }

  /// A count of things of at least one byte each.
  public mutating func count() throws(Broken) -> Int {
    let count = try integer()
    guard count >= 0, count <= all.count - place else { throw Broken() }
    return count
  }

  public mutating func text() throws(Broken) -> String {
    let count = try count()
    defer { place += count }
    return String(decoding: all[place..<place + count], as: UTF8.self)
  }

  /// So many bytes.
  public mutating func fixed(_ count: Int) throws(Broken) -> [UInt8] {
    guard place + count <= all.count else { throw Broken() }
    defer { place += count }
    return Array(all[place..<place + count])
  }

  public mutating func bytes() throws(Broken) -> [UInt8] {
    let count = try count()
    defer { place += count }
    return Array(all[place..<place + count])
  }

  public mutating func numbers() throws(Broken) -> [Double] {
    var values: [Double] = []
    for _ in 0..<(try count()) { values.append(try number()) }
    return values
  }
}
