import Diagnostics

/// Findings by key. A key is the digest of everything that a finding was computed
/// from, the program included; an entry that a build did not ask for is removed at
/// its end, so that nothing of a person who left stays behind.
public struct FindingCache: Sendable {
  private let folder: String
  private var used: Set<String> = []

  public init(folder: String) { self.folder = folder }

  public mutating func value(_ key: Digest) -> [UInt8]? {
    used.insert(key.hex)
    guard let bytes = try? Files.read(path(key)), bytes.count > 32 else { return nil }
    // A torn write is a miss: the entry carries the digest of its own bytes.
    let body = Array(bytes.dropFirst(64))
    return Array(Digest(of: body).hex.utf8) == Array(bytes.prefix(64)) ? body : nil
  }

  public mutating func store(_ bytes: [UInt8], at key: Digest) throws(Diagnostic) {
    used.insert(key.hex)
    try Files.replace(Array(Digest(of: bytes).hex.utf8) + bytes, at: path(key))
  }

  /// Removes what this build neither read nor wrote.
  public func prune() throws(Diagnostic) {
    for name in Files.list(folder) where !used.contains(name) {
      try Files.remove(folder + "/" + name)
    }
  }

  private func path(_ key: Digest) -> String { folder + "/" + key.hex }
}
