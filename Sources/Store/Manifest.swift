import Diagnostics

/// The list of files of one edition or site: path and digest, sorted by path.
public struct Manifest: Sendable, Equatable {
  public static let fileName = "manifest.tsv"
  public private(set) var digests: [String: Digest]

  public init(_ digests: [String: Digest] = [:]) { self.digests = digests }

  public var paths: [String] { digests.keys.sorted() }

  public var text: String {
    "path\tsha256\n" + paths.map { "\($0)\t\(digests[$0]?.hex ?? "")\n" }.joined()
  }

  /// Reads a manifest; nil where there is none or it is not one.
  public init?(text: String) { self.init(bytes: Array(text.utf8)) }

  init?(bytes: [UInt8]) {
    let head = Array("path\tsha256\n".utf8)
    guard bytes.starts(with: head) else { return nil }
    digests = [:]
    digests.reserveCapacity(bytes.count / 90)
    var start = head.count
    while start < bytes.count {
      let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
      // A path, a tab and 64 digits.
      guard end - start > 65, bytes[end - 65] == 0x09,
        let digest = Digest(hex: bytes[(end - 64)..<end])
      else { return nil }
      let path = String(decoding: bytes[start..<(end - 65)], as: UTF8.self)
      guard !path.contains("\t"), Self.isInside(path) else { return nil }
      digests[path] = digest
      start = end + 1
    }
  }

  public static func read(in folder: String) -> Manifest? {
    guard let bytes = try? Files.read(folder + "/" + fileName) else { return nil }
    return Manifest(bytes: bytes)
  }

  /// A relative path that stays below its folder.
  static func isInside(_ path: String) -> Bool {
    if path.isEmpty || path.utf8.first == 0x2F { return false }
    // No part is empty, "." or "..".
    var length = 0, dots = 0
    for byte in path.utf8 {
      if byte == 0x2F {
        if length == 0 || length == dots && length <= 2 { return false }
        (length, dots) = (0, 0)
      } else {
        length += 1
        if byte == 0x2E { dots += 1 }
      }
    }
    return length > 0 && !(length == dots && length <= 2)
  }
}
