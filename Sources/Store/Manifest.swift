import Diagnostics
import Tables

/// The list of files of one edition or site: path and digest, sorted by path. Kept as the text that
/// stands on the disk, and searched in it: a site has as many files as pages.
public struct Manifest: Sendable, Equatable {
  public static let fileName = "manifest.tsv"
  fileprivate static let head = Array("path\tsha256\n".utf8)

  /// The text.
  let bytes: [UInt8]
  /// Where its lines begin, in the order of their paths.
  private let starts: [UInt32]

  public init(_ digests: [String: Digest] = [:]) {
    let files = digests.map { (path: $0.key, digest: $0.value) }
    var bytes: [UInt8] = []
    ManifestLines(files, path: \.path, digest: \.digest).forEachPart { bytes += $0 }
    (self.bytes, starts) = (bytes, Self.starts(bytes) ?? [])
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
    let place = starts.firstPlace { !self.path($0).lexicographicallyPrecedes(path.utf8) }
    guard place < starts.count, self.path(starts[place]).elementsEqual(path.utf8) else {
      return nil
    }
    return starts[place]
  }

  /// Reads a manifest; nil where there is none or it is not one.
  public init?(text: String) { self.init(bytes: Array(text.utf8)) }

  init?(bytes: [UInt8]) {
    guard let starts = Self.starts(bytes) else { return nil }
    self.bytes = bytes
    // Another order than ours would find nothing.
    func path(_ start: UInt32) -> ArraySlice<UInt8> { bytes[Int(start)...].prefix { $0 != 0x09 } }
    let isSorted = zip(starts, starts.dropFirst()).allSatisfy {
      path($0).lexicographicallyPrecedes(path($1))
    }
    self.starts =
      isSorted ? starts : starts.sorted { path($0).lexicographicallyPrecedes(path($1)) }
  }

  /// Where the lines of a manifest begin; nil for what is none.
  private static func starts(_ bytes: [UInt8]) -> [UInt32]? {
    guard bytes.starts(with: head) else { return nil }
    var starts: [UInt32] = []
    starts.reserveCapacity(bytes.count / 90)
    var start = head.count
    while start < bytes.count {
      let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
      // A path, a tab and 64 digits.
      guard end - start > 65, bytes[end - 65] == 0x09, bytes[(end - 64)..<end].allSatisfy(isHex)
      else { return nil }
      let path = bytes[start..<(end - 65)]
      guard !path.contains(0x09), isInside(path) else { return nil }
      starts.append(UInt32(start))
      start = end + 1
    }
    return starts
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

/// The lines of a manifest that is to be written, made one after another: of a large site they
/// are five megabytes.
struct ManifestLines<File> {
  private let files: [File]
  private let path: (File) -> String
  private let digest: (File) -> Digest
  /// Places of the files, sorted by path.
  private let order: [UInt32]

  init(_ files: [File], path: @escaping (File) -> String, digest: @escaping (File) -> Digest) {
    (self.files, self.path, self.digest) = (files, path, digest)
    order = files.indices.map(UInt32.init).sorted {
      path(files[Int($0)]).utf8.lexicographicallyPrecedes(path(files[Int($1)]).utf8)
    }
  }

  func has(_ path: String) -> Bool {
    func own(_ place: UInt32) -> String.UTF8View { self.path(files[Int(place)]).utf8 }
    let place = order.firstPlace { !own($0).lexicographicallyPrecedes(path.utf8) }
    return place < order.count && own(order[place]).elementsEqual(path.utf8)
  }

  /// Visits the text in parts of some 64 KB.
  func forEachPart<Failure: Error>(_ body: ([UInt8]) throws(Failure) -> Void) throws(Failure) {
    var part = Manifest.head
    for place in order {
      let file = files[Int(place)]
      part += path(file).utf8
      part.append(0x09)
      digest(file).addHex(to: &part)
      part.append(0x0A)
      if part.count > 1 << 16 {
        try body(part)
        part.removeAll(keepingCapacity: true)
      }
    }
    try body(part)
  }

  /// Whether a manifest has the same text.
  func says(_ manifest: Manifest) -> Bool {
    var rest = manifest.bytes[...], isSame = true
    forEachPart { part in
      isSame = isSame && rest.starts(with: part)
      rest = rest.dropFirst(part.count)
    }
    return isSame && rest.isEmpty
  }

  /// Writes the text; gives its digest.
  func write(to path: String) throws(Diagnostic) -> Digest {
    let stream = Digest.Stream()
    _ = try Files.write(to: path) { add throws(Diagnostic) in
      try forEachPart { part throws(Diagnostic) in
        stream.add(part)
        try add(part)
      }
    }
    return stream.digest()
  }
}
