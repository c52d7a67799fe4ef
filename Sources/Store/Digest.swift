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
    self.init(hex: Array(hex.utf8)[...])
  }

  /// As ``init(hex:)``, of bytes.
  init?(hex: ArraySlice<UInt8>) {
    guard hex.count == 64 else { return nil }
    var words: [UInt64] = [0, 0, 0, 0]
    for (place, digit) in hex.enumerated() {
      let value: UInt8
      switch digit {
      case 0x30...0x39: value = digit - 0x30
      case 0x61...0x66: value = digit - 0x57
      default: return nil
      }
      words[place / 16] = words[place / 16] << 4 | UInt64(value)
    }
    self.words = (words[0], words[1], words[2], words[3])
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
    String(unsafeUninitializedCapacity: 64) { buffer in
      var place = 0
      forEachByte { byte in
        buffer[place] = Self.digit(byte >> 4)
        buffer[place + 1] = Self.digit(byte & 15)
        place += 2
      }
      return 64
    }
  }

  /// A digest of bytes that come one after another.
  struct Stream: ~Copyable {
    private let state: OpaquePointer

    init() {
      guard let state = cb_sha256_begin() else {
        preconditionFailure("libcrypto has memory for a state")
      }
      self.state = state
    }

    func add(_ bytes: [UInt8]) {
      let done = bytes.withUnsafeBytes { cb_sha256_add(state, $0.baseAddress, $0.count) }
      precondition(done == 1, "libcrypto computes SHA-256 of any bytes")
    }

    consuming func digest() -> Digest {
      var out = [UInt8](repeating: 0, count: 32)
      precondition(cb_sha256_end(state, &out) == 1, "libcrypto computes SHA-256 of any bytes")
      discard self
      return Digest(bytes: out[...])
    }

    deinit { cb_sha256_drop(state) }
  }

  /// ``hex`` as bytes.
  func addHex(to out: inout [UInt8]) {
    forEachByte { byte in
      out.append(Self.digit(byte >> 4))
      out.append(Self.digit(byte & 15))
    }
  }

  private static func digit(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 + value : 0x57 + value }

  /// Visits the 32 bytes.
  func forEachByte(_ body: (UInt8) -> Void) {
    func visit(_ word: UInt64) {
      var shift: UInt64 = 64
      while shift > 0 {
        shift -= 8
        body(UInt8(truncatingIfNeeded: word >> shift))
      }
    }
    visit(words.0)
    visit(words.1)
    visit(words.2)
    visit(words.3)
  }

  public var bytes: [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(32)
    forEachByte { out.append($0) }
    return out
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
