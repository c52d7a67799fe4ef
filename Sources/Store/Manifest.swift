import Diagnostics

/// The list of files of one edition or site: path and digest, sorted by path. Kept as the text that
/// stands on the disk, and searched in it: a site has as many files as pages.
public struct Manifest: Sendable, Equatable {
  public static let fileName = "manifest.tsv"
  private static let head = Array("path\tsha256\n".utf8)

  /// The text.
  let bytes: [UInt8]
  /// Where its lines begin, in the order of their paths.
  private let starts: [UInt32]

  public init(_ digests: [String: Digest] = [:]) {
    let files = digests.map { (path: $0.key, digest: $0.value) }
    self.init(files, path: \.path, digest: \.digest)
  }

  /// Of a list of anything that has paths and digests.
  init<File>(_ files: [File], path: (File) -> String, digest: (File) -> Digest) {
    let order = files.indices.map(UInt32.init).sorted {
      Self.isLess(path(files[Int($0)]).utf8, path(files[Int($1)]).utf8)
    }
    var bytes = Self.head, starts: [UInt32] = []
    bytes.reserveCapacity(files.reduce(bytes.count) { $0 + path($1).utf8.count + 66 })
    starts.reserveCapacity(files.count)
    for place in order {
      let file = files[Int(place)]
      starts.append(UInt32(bytes.count))
      bytes += path(file).utf8
      bytes.append(0x09)
      digest(file).addHex(to: &bytes)
      bytes.append(0x0A)
    }
    (self.bytes, self.starts) = (bytes, starts)
  }

  private static func isLess(_ a: String.UTF8View, _ b: String.UTF8View) -> Bool {
    a.lexicographicallyPrecedes(b)
  }

  public var text: String { String(decoding: bytes, as: UTF8.self) }
  public var paths: [String] {
    starts.map { String(decoding: path($0), as: UTF8.self) }
  }

  /// The path of the line that begins at `start`.
  private func path(_ start: UInt32) -> ArraySlice<UInt8> {
    var end = Int(start)
    while bytes[end] != 0x09 { end += 1 }
    return bytes[Int(start)..<end]
  }

  func has(_ path: String) -> Bool { line(path) != nil }

  public func digest(_ path: String) -> Digest? {
    line(path).flatMap { start in
      let end = self.path(start).endIndex + 1
      return Digest(hex: bytes[end..<(end + 64)])
    }
  }

  /// Where the line of a path begins.
  private func line(_ path: String) -> UInt32? {
    var low = 0, high = starts.count
    while low < high {
      let middle = (low + high) / 2
      if self.path(starts[middle]).lexicographicallyPrecedes(path.utf8) {
        low = middle + 1
      } else {
        high = middle
      }
    }
    guard low < starts.count, self.path(starts[low]).elementsEqual(path.utf8) else { return nil }
    return starts[low]
  }

  /// Reads a manifest; nil where there is none or it is not one.
  public init?(text: String) { self.init(bytes: Array(text.utf8)) }

  init?(bytes: [UInt8]) {
    guard bytes.starts(with: Self.head) else { return nil }
    var starts: [UInt32] = []
    starts.reserveCapacity(bytes.count / 90)
    var start = Self.head.count
    while start < bytes.count {
      let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
      // A path, a tab and 64 digits.
      guard end - start > 65, bytes[end - 65] == 0x09,
        bytes[(end - 64)..<end].allSatisfy(Self.isHex)
      else { return nil }
      let path = bytes[start..<(end - 65)]
      guard !path.contains(0x09), Self.isInside(path) else { return nil }
      starts.append(UInt32(start))
      start = end + 1
    }
    self.bytes = bytes
    // Another order than ours would find nothing.
    func path(_ start: UInt32) -> ArraySlice<UInt8> { bytes[Int(start)...].prefix { $0 != 0x09 } }
    let isSorted = zip(starts, starts.dropFirst()).allSatisfy {
      path($0).lexicographicallyPrecedes(path($1))
    }
    self.starts =
      isSorted ? starts : starts.sorted { path($0).lexicographicallyPrecedes(path($1)) }
  }

  private static func isHex(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte)
  }

  public static func read(in folder: String) -> Manifest? {
    guard let bytes = try? Files.read(folder + "/" + fileName) else { return nil }
    return Manifest(bytes: bytes)
  }

  /// A relative path that stays below its folder.
  static func isInside(_ path: some Collection<UInt8>) -> Bool {
    if path.isEmpty || path.first == 0x2F { return false }
    // No part is empty, "." or "..".
    var length = 0, dots = 0
    for byte in path {
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
