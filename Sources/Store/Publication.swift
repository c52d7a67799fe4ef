import CPosix
import Diagnostics
import Foundation

/// Writes several folders anew so that each is always wholly old or wholly new:
/// staged beside, verified, noted in a journal, then exchanged one by one. A build
/// that dies before the journal leaves the old state; after it, the next command
/// finishes the exchange.
public struct Publication: Sendable {
  /// A folder to be written: where it is, and its files.
  public struct Folder: Sendable {
    public let target: String
    public let files: [String: [UInt8]]

    public init(target: String, files: [String: [UInt8]]) {
      (self.target, self.files) = (target, files)
    }
  }

  private let work: String

  /// `work` is the project's `.casebook` folder, on the same file system as the targets.
  public init(work: String) { self.work = work }

  private var stage: String { work + "/stage" }
  private var journal: String { work + "/journal" }

  /// Publishes the folders in order; the last is exchanged last.
  public func publish(_ folders: [Folder]) throws(Diagnostic) {
    try Files.remove(stage)
    var entries: [(staged: String, target: String, digest: Digest)] = []
    for (index, folder) in folders.enumerated() {
      let staged = "\(stage)/\(index)"
      entries.append((staged, folder.target, try write(folder, to: staged)))
    }
    let text = entries.map { "\($0.digest.hex)\t\($0.staged)\t\($0.target)\n" }.joined()
    try Files.replace(Array(text.utf8), at: journal)
    Files.flush(journal)
    Files.flush(work)
    try finish()
  }

  /// Completes what a journal of an earlier command says, or clears what it left behind.
  public func finish() throws(Diagnostic) {
    if let bytes = try? Files.read(journal) {
      for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
        let fields = line.split(separator: "\t").map(String.init)
        guard fields.count == 3, let digest = Digest(hex: fields[0]) else { continue }
        try exchange(staged: fields[1], target: fields[2], digest: digest)
      }
      try Files.remove(journal)
    }
    try Files.remove(stage)
  }

  /// Writes the new folder: ours from `folder`, and whatever else stands in the
  /// target today, linked. Gives the digest of its manifest.
  private func write(_ folder: Folder, to staged: String) throws(Diagnostic) -> Digest {
    let old = Manifest.read(in: folder.target) ?? Manifest()
    var manifest: [String: Digest] = [:]
    try Files.makeDirectory(staged)
    for path in folder.files.keys.sorted() {
      guard let bytes = folder.files[path] else { continue }
      let digest = Digest(of: bytes)
      manifest[path] = digest
      let present = folder.target + "/" + path
      if old.digests[path] == digest, let now = try? Files.read(present), now == bytes {
        try Files.link(present, staged + "/" + path)
      } else {
        try Files.write(bytes, to: staged + "/" + path)
      }
    }
    for path in Files.list(folder.target)
    where manifest[path] == nil && old.digests[path] == nil && path != Manifest.fileName {
      try Files.link(folder.target + "/" + path, staged + "/" + path)
    }
    let text = Array(Manifest(manifest).text.utf8)
    try Files.write(text, to: staged + "/" + Manifest.fileName)
    Files.flush(staged + "/" + Manifest.fileName)
    Files.flush(staged)
    return Digest(of: text)
  }

  private func exchange(staged: String, target: String, digest: Digest) throws(Diagnostic) {
    if Self.manifestDigest(target) == digest { return }
    guard Self.manifestDigest(staged) == digest else {
      throw Diagnostic(
        at: Place(staged), "the staged folder of an interrupted build is not whole",
        hint: "remove \(journal) and build again", exit: .resources)
    }
    try Files.makeDirectory(Files.parent(target))
    if Files.exists(target) {
      if cb_rename_exchange(staged, target) == 0 { return }
      try Files.remove(staged + ".old")
      guard rename(target, staged + ".old") == 0 else {
        throw Files.failure(target, "cannot be exchanged")
      }
    }
    guard rename(staged, target) == 0 else { throw Files.failure(target, "cannot be put in place") }
    Files.flush(Files.parent(target))
  }

  private static func manifestDigest(_ folder: String) -> Digest? {
    (try? Files.read(folder + "/" + Manifest.fileName)).map { Digest(of: $0) }
  }
}
