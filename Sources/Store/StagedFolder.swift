import Diagnostics

/// A folder that is being written anew, beside the old one: files are put one by one, from any
/// thread, and the folder is exchanged as a whole when all are there.
public struct StagedFolder: Sendable {
  /// The folder that is to be replaced.
  public let target: String
  let staged: String
  let old: Manifest
  /// Whether there was no folder to replace: nothing in it is looked for until all is there.
  private let isFirst: Bool
  /// Which files in the target are ours even if no manifest lists them (a case report that a
  /// merge brought back).
  let owns: @Sendable (String) -> Bool

  init(target: String, staged: String, owns: @escaping @Sendable (String) -> Bool)
    throws(Diagnostic)
  {
    (self.target, self.staged, self.owns) = (target, staged, owns)
    old = try Self.oldManifest(target)
    isFirst = !Files.exists(target)
  }

  /// A file that the folder will hold.
  public struct Entry: Sendable, Equatable {
    public let path: String
    public let digest: Digest
    /// The state of the file, to be known again at the next build.
    public let stamp: Stamp
    /// Whether it was written now; else the present one stays.
    public let isNew: Bool

    public init(path: String, digest: Digest, stamp: Stamp, isNew: Bool) {
      (self.path, self.digest, self.stamp, self.isNew) = (path, digest, stamp, isNew)
    }
  }

  /// Puts a file; the same bytes as the present ones are not written again.
  public func put(_ bytes: [UInt8], at path: String) throws(Diagnostic) -> Entry {
    try check(path)
    let digest = Digest(of: bytes)
    if !isFirst {
      let present = target + "/" + path
      if let stamp = Files.stamp(present), stamp.size == bytes.count,
        let now = try? Files.read(present), now == bytes
      {
        return Entry(path: path, digest: digest, stamp: stamp, isNew: false)
      }
      if !old.has(path), Files.exists(present), !owns(path) { throw Self.foreign(present) }
    }
    let stamp = try Files.write(bytes, to: staged + "/" + path)
    return Entry(path: path, digest: digest, stamp: stamp, isNew: true)
  }

  private static func foreign(_ path: String) -> Diagnostic {
    Diagnostic(
      at: Place(path), "a file that no build wrote stands where one has to",
      hint: "move it away, or remove the folder", exit: .resources)
  }

  /// The entry of a file that an earlier build wrote, if nobody touched it since.
  public func present(_ path: String, digest: Digest, stamp: Stamp) -> Entry? {
    guard stamp != .none, Files.stamp(target + "/" + path) == stamp else { return nil }
    return Entry(path: path, digest: digest, stamp: stamp, isNew: false)
  }

  /// The present bytes of a file, wherever they are now.
  func location(_ entry: Entry) -> String {
    (entry.isNew ? staged : target) + "/" + entry.path
  }

  private func check(_ path: String) throws(Diagnostic) {
    guard Manifest.isInside(path.utf8), path != Manifest.fileName else {
      throw Diagnostic(at: Place(target), "a file outside its folder: \(path)", exit: .bug)
    }
  }

  /// The manifest of the target. One that cannot be read stops the build: what it
  /// listed could not be told from people's own files.
  private static func oldManifest(_ target: String) throws(Diagnostic) -> Manifest {
    if let manifest = Manifest.read(in: target) { return manifest }
    if Files.exists(target + "/" + Manifest.fileName) {
      throw Diagnostic(
        at: Place(target + "/" + Manifest.fileName),
        "the list of the build's files cannot be read",
        hint: "restore it, or remove the folder: the build makes it anew", exit: .resources)
    }
    return Manifest()
  }

  /// Completes the staged folder with what stays; nil where nothing has to be exchanged.
  /// Gives the digest of its manifest.
  func complete(_ entries: [Entry]) throws(Diagnostic) -> Digest? {
    let manifest = ManifestLines(entries, path: \.path, digest: \.digest)
    let tree = try FileTree(target)
    if isFirst, let path = tree.files.first(where: { manifest.has($0) && !owns($0) }) {
      throw Self.foreign(target + "/" + path)
    }
    let foreign = tree.files.filter { !manifest.has($0) && $0 != Manifest.fileName }
    let kept = foreign.filter { !old.has($0) && !owns($0) }
    let isSame =
      manifest.says(old) && !entries.contains(where: \.isNew) && kept.count == foreign.count
    if isSame, Files.exists(target + "/" + Manifest.fileName) { return nil }
    try Files.makeDirectory(staged)
    let linker = FileLinker(from: target, to: staged)
    for entry in entries where !entry.isNew { try linker.link(entry.path) }
    for path in kept { try linker.link(path) }
    for path in tree.others.sorted() where !manifest.has(path) && !owns(path) {
      guard let goal = Files.goal(ofLink: target + "/" + path) else { continue }
      try Files.symbolicLink(goal, at: staged + "/" + path)
    }
    for path in tree.emptyFolders { try Files.makeDirectory(staged + "/" + path) }
    return try manifest.write(to: staged + "/" + Manifest.fileName)
  }
}
