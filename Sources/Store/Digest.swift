import CCrypto

/// A SHA-256 digest, as 64 hex digits.
public struct Digest: Hashable, Sendable, Comparable, CustomStringConvertible {
  public let hex: String

  public init(of bytes: [UInt8]) { self.init(raw: Self.sha256(bytes)) }
  public init(of text: String) { self.init(of: Array(text.utf8)) }

  /// The digest of named parts; order does not matter, names and bytes do.
  public init(ofParts parts: [(name: String, digest: Digest)]) {
    let lines = parts.map { "\($0.name)\u{1F}\($0.digest.hex)\n" }.sorted()
    self.init(of: lines.joined())
  }

  /// Nil where the text is not 64 lower-case hex digits.
  public init?(hex: String) {
    guard hex.utf8.count == 64,
      hex.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) })
    else { return nil }
    self.hex = hex
  }

  public var description: String { hex }
  /// The first 12 digits, for people.
  public var short: String { String(hex.prefix(12)) }

  public static func < (a: Digest, b: Digest) -> Bool { a.hex < b.hex }

  private init(raw: [UInt8]) {
    let digits = Array("0123456789abcdef".utf8)
    hex = String(
      decoding: raw.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }

  private static func sha256(_ bytes: [UInt8]) -> [UInt8] {
    var out = [UInt8](repeating: 0, count: 32)
    let done = bytes.withUnsafeBytes { cb_sha256($0.baseAddress, $0.count, &out) }
    precondition(done == 1, "libcrypto computes SHA-256 of any bytes")
    return out
  }
}
