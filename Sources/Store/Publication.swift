import CPosix
import Diagnostics
import Foundation

/// Writes several folders anew so that each is always wholly old or wholly new:
/// staged beside, flushed, noted in a journal, then exchanged one by one. A build
/// that dies before the journal leaves the old state; after it, the next command
/// finishes the exchange.
public struct Publication: Sendable {
  /// A folder to be written: where it is, its files, and which files there are ours even if no
  /// manifest lists them (a case report that a merge brought back).
  public struct Folder: Sendable {
    public let target: String
    public let files: [String: [UInt8]]
    public let owns: @Sendable (String) -> Bool

    public init(
      target: String, files: [String: [UInt8]],
      owns: @escaping @Sendable (String) -> Bool = { _ in false }
    ) {
      (self.target, self.files, self.owns) = (target, files, owns)
    }
  }

  private struct Exchange {
    let staged: String
    let target: String
    let digest: Digest
  }

  private let work: String

  /// `work` is the project's `.casebook` folder, on the same file system as the targets.
  public init(work: String) { self.work = Files.absolute(work) }

  private var stage: String { work + "/stage" }
  private var journal: String { work + "/journal" }

  /// Publishes the folders in order; the last is exchanged last.
  public func publish(_ folders: [Folder]) throws(Diagnostic) {
    try Files.remove(stage)
    var exchanges: [Exchange] = []
    for (index, folder) in folders.enumerated() {
      let target = Files.absolute(folder.target)
      guard Files.device(of: target) == Files.device(of: work), !target.contains("\t"),
        !target.contains("\n")
      else {
        throw Diagnostic(
          at: Place(folder.target), "the folder cannot be exchanged with one of the project",
          hint: "choose one on the project's file system, without tabs in its name",
          exit: .resources)
      }
      let staged = "\(stage)/\(index)"
      let digest = try write(folder, target, to: staged)
      exchanges.append(Exchange(staged: staged, target: target, digest: digest))
    }
    Files.flushAll(work)
    let text = exchanges.map { "\($0.digest.hex)\t\($0.staged)\t\($0.target)\n" }.joined()
    try Files.replace(Array(text.utf8), at: journal)
    Files.flush(work)
    for exchange in exchanges { try swap(exchange) }
    try clear()
  }

  /// Completes what a journal of an earlier command says, or clears what it left behind.
  public func finish() throws(Diagnostic) {
    if let bytes = try? Files.read(journal) {
      for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
        let fields = line.split(separator: "\t").map(String.init)
        guard fields.count == 3, let digest = Digest(hex: fields[0]) else { continue }
        try recover(Exchange(staged: fields[1], target: fields[2], digest: digest))
      }
    }
    try clear()
  }

  private func clear() throws(Diagnostic) {
    try Files.remove(journal)
    try Files.remove(stage)
  }

  /// Writes the new folder: ours from `folder`, and whatever else stands in the
  /// target today, linked. Gives the digest of its manifest.
  private func write(
    _ folder: Folder, _ target: String, to staged: String
  ) throws(Diagnostic) -> Digest {
    let old = try oldManifest(folder, target)
    var manifest: [String: Digest] = [:]
    try Files.makeDirectory(staged)
    for path in folder.files.keys.sorted() {
      guard Manifest.isInside(path), path != Manifest.fileName else {
        throw Diagnostic(
          at: Place(folder.target), "a file outside its folder: \(path)", exit: .bug)
      }
      guard let bytes = folder.files[path] else { continue }
      let digest = Digest(of: bytes)
      manifest[path] = digest
      let present = target + "/" + path
      if old.digests[path] == digest, let now = try? Files.read(present), now == bytes {
        try Files.link(present, staged + "/" + path)
      } else {
        try Files.write(bytes, to: staged + "/" + path)
      }
    }
    try carryOver(folder, target, staged, old, manifest)
    let text = Array(Manifest(manifest).text.utf8)
    try Files.write(text, to: staged + "/" + Manifest.fileName)
    return Digest(of: text)
  }

  /// The manifest of the target. One that cannot be read stops the build: what it
  /// listed could not be told from people's own files.
  private func oldManifest(_ folder: Folder, _ target: String) throws(Diagnostic) -> Manifest {
    if let manifest = Manifest.read(in: target) { return manifest }
    if Files.exists(target + "/" + Manifest.fileName) {
      throw Diagnostic(
        at: Place(folder.target + "/" + Manifest.fileName),
        "the list of the build's files cannot be read",
        hint: "restore it, or remove the folder: the build makes it anew", exit: .resources)
    }
    for path in folder.files.keys.sorted() where Files.exists(target + "/" + path) {
      throw Diagnostic(
        at: Place(folder.target + "/" + path), "a file that no build wrote stands where one has to",
        hint: "move it away, or remove the folder", exit: .resources)
    }
    return Manifest()
  }

  /// Files, links and empty folders that are not ours.
  private func carryOver(
    _ folder: Folder, _ target: String, _ staged: String, _ old: Manifest,
    _ manifest: [String: Digest]
  ) throws(Diagnostic) {
    func isForeign(_ path: String) -> Bool {
      manifest[path] == nil && old.digests[path] == nil && path != Manifest.fileName
        && !folder.owns(path)
    }
    for path in Files.list(target) where isForeign(path) {
      try Files.link(target + "/" + path, staged + "/" + path)
    }
    let (links, folders) = Files.linksAndEmptyFolders(target)
    for path in links.keys.sorted() where isForeign(path) {
      try Files.symbolicLink(links[path] ?? "", at: staged + "/" + path)
    }
    for path in folders { try Files.makeDirectory(staged + "/" + path) }
  }

  private func recover(_ exchange: Exchange) throws(Diagnostic) {
    if Self.isWhole(exchange.target, exchange.digest) { return }
    guard Self.isWhole(exchange.staged, exchange.digest) else {
      throw Diagnostic(
        at: Place(exchange.staged), "the staged folder of an interrupted build is not whole",
        hint: "remove \(journal) and build again", exit: .resources)
    }
    try swap(exchange)
  }

  private func swap(_ exchange: Exchange) throws(Diagnostic) {
    try Files.makeDirectory(Files.parent(exchange.target))
    if Files.exists(exchange.target) {
      if cb_rename_exchange(exchange.staged, exchange.target) == 0 { return }
      try Files.remove(exchange.staged + ".old")
      guard rename(exchange.target, exchange.staged + ".old") == 0 else {
        throw Files.failure(exchange.target, "cannot be exchanged")
      }
    }
    guard rename(exchange.staged, exchange.target) == 0 else {
      throw Files.failure(exchange.target, "cannot be put in place")
    }
    Files.flush(Files.parent(exchange.target))
  }

  /// Whether a folder holds what its manifest says, and the manifest is the one meant.
  private static func isWhole(_ folder: String, _ digest: Digest) -> Bool {
    guard let bytes = try? Files.read(folder + "/" + Manifest.fileName),
      Digest(of: bytes) == digest,
      let manifest = Manifest(text: String(decoding: bytes, as: UTF8.self))
    else { return false }
    return manifest.paths.allSatisfy { path in
      (try? Files.read(folder + "/" + path)).map { Digest(of: $0) } == manifest.digests[path]
    }
  }
}
