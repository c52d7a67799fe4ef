import CPosix
import Diagnostics
import Foundation

/// The disk, as far as the rest of the program may touch it. Reads are open to all;
/// writes happen in `Store` only.
public enum Files {
  /// The bytes of a file, or an error with its place.
  public static func read(_ path: String) throws(Diagnostic) -> [UInt8] {
    let file = cb_open_read(path)
    guard file >= 0 else {
      let reason = exists(path) ? "cannot be read" : "no such file"
      throw Diagnostic(at: Place(path), reason, hint: "check the path and its permissions")
    }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0, cb_is_regular(&status) != 0 else {
      throw Diagnostic(at: Place(path), "not a regular file", hint: "check the path")
    }
    let size = Int(status.st_size)
    var got = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      while got < size {
        let more = CPosix.read(file, buffer.baseAddress?.advanced(by: got), size - got)
        if more <= 0 { break }
        got += more
      }
      count = got
    }
    guard got == size else {
      throw Diagnostic(at: Place(path), "cannot be read whole", hint: "it may be changing")
    }
    return bytes
  }

  public static func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

  public static func isDirectory(_ path: String) -> Bool {
    var directory: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &directory)
      && directory.boolValue
  }

  /// Paths of all regular files below `root`, relative to it, sorted; links are not followed.
  public static func list(_ root: String) -> [String] { stamps(root).map(\.path) }

  /// Writes whole and new, making folders on the way.
  @discardableResult
  public static func write(_ bytes: [UInt8], to path: String) throws(Diagnostic) -> Stamp {
    try write(to: path) { add throws(Diagnostic) in try add(bytes) }
  }

  /// As ``write(_:to:)``, of parts that `body` gives one after another.
  static func write(
    to path: String,
    _ body: (_ add: ([UInt8]) throws(Diagnostic) -> Void) throws(Diagnostic) -> Void
  ) throws(Diagnostic) -> Stamp {
    var file = cb_open_write(path)
    if file < 0 {
      try makeDirectory(parent(path))
      file = cb_open_write(path)
    }
    guard file >= 0 else { throw failure(path, "cannot be written") }
    defer { close(file) }
    try body { bytes throws(Diagnostic) in
      var offset = 0
      while offset < bytes.count {
        let wrote = bytes.withUnsafeBytes {
          CPosix.write(file, $0.baseAddress?.advanced(by: offset), bytes.count - offset)
        }
        guard wrote > 0 else {
          throw failure(path, "\(bytes.count - offset) bytes could not be written")
        }
        offset += wrote
      }
    }
    var status = stat()
    return fstat(file, &status) == 0 ? Stamp(status) : .none
  }

  /// Writes beside and renames over, for a single file that a reader may be watching.
  public static func replace(_ bytes: [UInt8], at path: String) throws(Diagnostic) {
    try replace([bytes], at: path)
  }

  /// As ``replace(_:at:)``, of parts that stand one behind another.
  static func replace(_ parts: [[UInt8]], at path: String) throws(Diagnostic) {
    try prepare(parts, for: path)
    try exchange(path)
  }

  /// Several files at once: all are written beside before the first takes its place, so that none
  /// is half there, and none stays where another cannot be written.
  public static func replaceAll(_ files: [(bytes: [UInt8], path: String)]) throws(Diagnostic) {
    do throws(Diagnostic) {
      for file in files {
        try makeDirectory(parent(file.path))
        try prepare([file.bytes], for: file.path)
      }
    } catch {
      for file in files { _ = CPosix.unlink(beside(file.path)) }
      throw error
    }
    for file in files { try exchange(file.path) }
  }

  private static func beside(_ path: String) -> String { path + ".new" }

  private static func prepare(_ parts: [[UInt8]], for path: String) throws(Diagnostic) {
    do throws(Diagnostic) {
      _ = try write(to: beside(path)) { add throws(Diagnostic) in
        for part in parts { try add(part) }
      }
    } catch {
      _ = CPosix.unlink(beside(path))
      throw error
    }
    flush(beside(path))
  }

  private static func exchange(_ path: String) throws(Diagnostic) {
    guard rename(beside(path), path) == 0 else { throw failure(path, "cannot be replaced") }
  }

  public static func makeDirectory(_ path: String) throws(Diagnostic) {
    do {
      try FileManager.default.createDirectory(
        atPath: path, withIntermediateDirectories: true, attributes: nil)
    } catch {
      throw failure(path, "the folder cannot be made")
    }
  }

  /// As ``replace(_:at:)``, making folders on the way.
  public static func replaceMaking(_ bytes: [UInt8], at path: String) throws(Diagnostic) {
    try makeDirectory(parent(path))
    try replace(bytes, at: path)
  }

  /// A second name for the same file, or a copy where the file system has none.
  static func link(_ source: String, _ target: String) throws(Diagnostic) {
    if CPosix.link(source, target) == 0 { return }
    try makeDirectory(parent(target))
    if CPosix.link(source, target) == 0 { return }
    guard [EXDEV, EPERM, EMLINK, ENOTSUP].contains(cb_errno()) else {
      throw failure(target, "cannot be linked")
    }
    try write(try read(source), to: target)
  }

  /// Removes a file, or a folder with all that is in it.
  public static func remove(_ path: String) throws(Diagnostic) {
    if unlink(path) == 0 || cb_errno() == ENOENT { return }
    FileTree.empty(path)
    guard rmdir(path) == 0 else { throw failure(path, "cannot be removed") }
  }

  /// The absolute folder that a path to be written lies in, links resolved.
  public static func absoluteFolder(of path: String) -> String { absolute(parent(path)) }

  /// A path from the root, links resolved as far as it exists.
  public static func absolute(_ path: String) -> String {
    URL(fileURLWithPath: path).standardized.resolvingSymlinksInPath().path
  }

  /// Writes a new file that only its owner may read; never over another.
  public static func writePrivate(_ bytes: [UInt8], to path: String) throws(Diagnostic) {
    try makeDirectory(parent(path))
    let file = cb_open_private(path)
    guard file >= 0 else { throw failure(path, "cannot be made") }
    defer { close(file) }
    let wrote = bytes.withUnsafeBytes { CPosix.write(file, $0.baseAddress, bytes.count) }
    guard wrote == bytes.count else { throw failure(path, "could not be written whole") }
  }

  /// Where a symbolic link leads; nil for what is none.
  static func goal(ofLink path: String) -> String? {
    try? FileManager.default.destinationOfSymbolicLink(atPath: path)
  }

  static func symbolicLink(_ target: String, at path: String) throws(Diagnostic) {
    try makeDirectory(parent(path))
    guard symlink(target, path) == 0 else { throw failure(path, "the link cannot be made") }
  }

  /// The device of the nearest existing folder above a path.
  static func device(of path: String) -> UInt64 {
    var place = path
    var status = stat()
    while stat(place, &status) != 0, place != "/", place != "." { place = parent(place) }
    return UInt64(status.st_dev)
  }

  /// Everything written so far reaches the disk.
  static func flushAll(_ path: String) {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return }
    cb_syncfs(file)
    close(file)
  }

  static func parent(_ path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// Flushes a file or folder to the disk; best effort where the system refuses.
  public static func flush(_ path: String) {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return }
    fsync(file)
    close(file)
  }

  static func failure(_ path: String, _ what: String) -> Diagnostic {
    let reason = String(cString: strerror(cb_errno()))
    return Diagnostic(
      at: Place(path), "\(what): \(reason)", hint: "free space or permissions, then run again",
      exit: .resources)
  }
}
