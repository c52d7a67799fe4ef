import CPosix
import Diagnostics
import Foundation

/// Writes several folders anew so that each is always wholly old or wholly new:
/// staged beside, flushed, noted in a journal, then exchanged one by one. A build
/// that dies before the journal leaves the old state; after it, the next command
/// finishes the exchange. A folder in which nothing changed is not touched.
public struct Publication: Sendable {
  /// A folder and all the files that it will hold.
  public struct Filled: Sendable {
    public let folder: StagedFolder
    public let entries: [StagedFolder.Entry]

    public init(_ folder: StagedFolder, _ entries: [StagedFolder.Entry]) {
      (self.folder, self.entries) = (folder, entries)
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

  /// Opens a folder to be written; `name` tells it from the others of the same build.
  public func open(
    _ target: String, name: String,
    owns: @escaping @Sendable (String) -> Bool = { _ in false }
  ) throws(Diagnostic) -> StagedFolder {
    let path = Files.absolute(target)
    guard Files.device(of: path) == Files.device(of: work), !path.contains("\t"),
      !path.contains("\n")
    else {
      throw Diagnostic(
        at: Place(target), "the folder cannot be exchanged with one of the project",
        hint: "choose one on the project's file system, without tabs in its name",
        exit: .resources)
    }
    return try StagedFolder(target: path, staged: "\(stage)/\(name)", owns: owns)
  }

  /// A folder filled from bytes.
  public func filled(
    _ target: String, name: String, files: [String: [UInt8]],
    owns: @escaping @Sendable (String) -> Bool = { _ in false }
  ) throws(Diagnostic) -> Filled {
    let folder = try open(target, name: name, owns: owns)
    var entries: [StagedFolder.Entry] = []
    for path in files.keys.sorted() {
      entries.append(try folder.put(files[path] ?? [], at: path))
    }
    return Filled(folder, entries)
  }

  /// The same files in another folder.
  public func mirror(
    _ filled: Filled, to target: String, name: String,
    owns: @escaping @Sendable (String) -> Bool
  ) throws(Diagnostic) -> Filled {
    let folder = try open(target, name: name, owns: owns)
    var entries: [StagedFolder.Entry] = []
    for entry in filled.entries {
      entries.append(
        try folder.put(try Files.read(filled.folder.location(entry)), at: entry.path))
    }
    return Filled(folder, entries)
  }

  /// Publishes the folders in order; the last is exchanged last. Gives whether anything changed.
  @discardableResult
  public func commit(_ folders: [Filled]) throws(Diagnostic) -> Bool {
    var exchanges: [Exchange] = []
    for filled in folders {
      guard let digest = try filled.folder.complete(filled.entries) else { continue }
      exchanges.append(
        Exchange(staged: filled.folder.staged, target: filled.folder.target, digest: digest))
    }
    guard !exchanges.isEmpty else {
      try clear()
      return false
    }
    Files.flushAll(work)
    let text = exchanges.map { "\($0.digest.hex)\t\($0.staged)\t\($0.target)\n" }.joined()
    try Files.replace(Array(text.utf8), at: journal)
    Files.flush(work)
    for exchange in exchanges { try swap(exchange) }
    try clear()
    return true
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
      let manifest = Manifest(bytes: bytes)
    else { return false }
    return manifest.paths.allSatisfy { path in
      (try? Files.read(folder + "/" + path)).map { Digest(of: $0) } == manifest.digest(path)
    }
  }
}
