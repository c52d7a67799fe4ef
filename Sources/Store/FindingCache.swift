import Diagnostics

/// Findings by name. A name holds the digest of everything that a finding was computed
/// from, the program included, and of whom it tells; a torn entry is a miss.
public struct FindingCache: Sendable {
  private let folder: String
  private var used: Set<String> = []

  public init(folder: String) { self.folder = folder }

  public mutating func value(_ name: String) -> [UInt8]? {
    used.insert(name)
    guard let bytes = try? Files.read(path(name)), bytes.count >= 64 else { return nil }
    let body = Array(bytes.dropFirst(64))
    return Array(Digest(of: body).hex.utf8) == Array(bytes.prefix(64)) ? body : nil
  }

  public mutating func store(_ bytes: [UInt8], as name: String) throws(Diagnostic) {
    used.insert(name)
    try Files.write(Array(Digest(of: bytes).hex.utf8) + bytes, to: path(name))
  }

  /// Removes what this build neither read nor wrote, save what `keeps` names.
  public func prune(keeping keeps: (String) -> Bool) throws(Diagnostic) {
    for name in Files.list(folder) where !used.contains(name) && !keeps(name) {
      try Files.remove(path(name))
    }
  }

  private func path(_ name: String) -> String { folder + "/" + name }
}
