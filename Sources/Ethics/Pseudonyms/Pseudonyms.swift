import CCrypto
import CohortModel

/// The secret of keyed pseudonyms: 32 bytes, as 64 hex digits.
public struct PseudonymKey: Sendable, Equatable {
  private let bytes: [UInt8]

  /// Nil where the text is not 64 hex digits.
  public init?(hex: String) {
    let digits = Array(hex.utf8)
    guard digits.count == 64 else { return nil }
    var bytes: [UInt8] = []
    for index in stride(from: 0, to: 64, by: 2) {
      guard let high = Self.value(digits[index]), let low = Self.value(digits[index + 1]) else {
        return nil
      }
      bytes.append(high << 4 | low)
    }
    self.bytes = bytes
  }

  private static func value(_ digit: UInt8) -> UInt8? {
    switch digit {
    case 0x30...0x39: digit - 0x30
    case 0x41...0x46: digit - 0x37
    case 0x61...0x66: digit - 0x57
    default: nil
    }
  }

  /// `base32lower(HMAC-SHA256(key, scope ‖ 0x1F ‖ id))[0:16]`: 80 bits.
  public func slug(scope: String, id: String) -> String {
    var out = [UInt8](repeating: 0, count: 32)
    let message = Array(scope.utf8) + [0x1F] + Array(id.utf8)
    let done = cb_hmac_sha256(bytes, Int32(bytes.count), message, message.count, &out)
    precondition(done == 1, "libcrypto computes HMAC of any bytes")
    return Self.base32(out.prefix(10))
  }

  private static func base32(_ bytes: ArraySlice<UInt8>) -> String {
    let letters = Array("abcdefghijklmnopqrstuvwxyz234567".utf8)
    var (out, buffer, bits): ([UInt8], UInt32, UInt32) = ([], 0, 0)
    for byte in bytes {
      buffer = buffer << 8 | UInt32(byte)
      bits += 8
      while bits >= 5 {
        bits -= 5
        out.append(letters[Int(buffer >> bits & 31)])
      }
    }
    return String(decoding: out, as: UTF8.self)
  }
}

/// The names under which people stand in one edition.
public struct Pseudonyms: Sendable {
  /// By roster index.
  public let slugs: [String]

  public init(_ roster: Roster, audience: Audience, key: PseudonymKey) {
    slugs = roster.participants.map { key.slug(scope: audience.rawValue, id: $0.id.text) }
  }

  /// `ids: study`: the study's ids are pseudonyms already, the same in every edition.
  public init(studyIDsOf roster: Roster) {
    slugs = roster.participants.map { $0.id.text }
  }
}
