import CCrypto

/// A SHA-256 digest.
public struct Digest: Hashable, Sendable, Comparable, CustomStringConvertible {
  /// The 32 bytes as four big-endian words.
  private let words: (UInt64, UInt64, UInt64, UInt64)

  public init(of bytes: [UInt8]) {
    var out = [UInt8](repeating: 0, count: 32)
    let done = bytes.withUnsafeBytes { cb_sha256($0.baseAddress, $0.count, &out) }
    precondition(done == 1, "libcrypto computes SHA-256 of any bytes")
    self.init(bytes: out[...])
  }

  public init(of text: String) { self.init(of: Array(text.utf8)) }

  /// The digest of named parts; order does not matter, names and bytes do.
  public init(ofParts parts: [(name: String, digest: Digest)]) {
    let lines = parts.map { "\($0.name)\u{1F}\($0.digest.hex)\n" }.sorted()
    self.init(of: lines.joined())
  }

  /// Nil where the text is not 64 lower-case hex digits.
  public init?(hex: String) {
    guard hex.utf8.count == 64 else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(32)
    var high: UInt8?
    for digit in hex.utf8 {
      let value: UInt8
      switch digit {
      case 0x30...0x39: value = digit - 0x30
      case 0x61...0x66: value = digit - 0x57
      default: return nil
      }
      if let first = high {
        bytes.append(first << 4 | value)
        high = nil
      } else {
        high = value
      }
    }
    self.init(bytes: bytes[...])
  }

  /// From 32 bytes.
  init(bytes: ArraySlice<UInt8>) {
    precondition(bytes.count == 32, "a digest has 32 bytes")
    func word(_ index: Int) -> UInt64 {
      bytes.dropFirst(index * 8).prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
    }
    words = (word(0), word(1), word(2), word(3))
  }

  public var hex: String {
    let digits = Array("0123456789abcdef".utf8)
    return String(
      decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }

  public var bytes: [UInt8] {
    [words.0, words.1, words.2, words.3].flatMap { word in
      stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: word >> UInt64($0)) }
    }
  }

  /// The first 64 bits, for edges of the graph.
  public var word: UInt64 { words.0 }
  public var description: String { hex }
  /// The first 12 digits, for people.
  public var short: String { String(hex.prefix(12)) }

  public static func == (a: Digest, b: Digest) -> Bool { a.words == b.words }
  public static func < (a: Digest, b: Digest) -> Bool { a.words < b.words }
  public func hash(into hasher: inout Hasher) { hasher.combine(words.0) }
}
