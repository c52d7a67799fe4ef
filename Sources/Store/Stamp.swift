import CPosix
import Diagnostics
import Foundation

/// What tells one state of a file from another without reading it.
public struct Stamp: Hashable, Sendable {
  public let size: Int64
  /// Nanoseconds since 1970, by the clock of the file system.
  public let changed: Int64
  public let inode: UInt64

  public init(size: Int64, changed: Int64, inode: UInt64) {
    (self.size, self.changed, self.inode) = (size, changed, inode)
  }

  init(_ status: stat) {
    var status = status
    self.init(
      size: Int64(status.st_size), changed: cb_mtime(&status), inode: UInt64(status.st_ino))
  }

  /// Of a file that people write: any change of its content or name gives it a new time, even
  /// one that sets back the time that programs show. A link made to a file does so too, which is
  /// why what a build wrote itself has the other stamp.
  init(input status: stat) {
    var status = status
    self.init(
      size: Int64(status.st_size), changed: cb_ctime(&status), inode: UInt64(status.st_ino))
  }

  /// No file has it.
  public static let none = Stamp(size: -1, changed: 0, inode: 0)

  /// The stamp as far as it can be trusted at `now`: a file that was written in the same tick
  /// of the clock could be written again without a new time.
  public func trusted(at now: Int64) -> Stamp { now - changed > 50_000_000 ? self : .none }
}

extension Files {
  /// The time by the clock of the file system that a folder lies on.
  public static func now(_ folder: String) throws(Diagnostic) -> Int64 {
    try write([], to: folder + "/clock").changed
  }

  /// The stamp of a regular file; nil where there is none.
  public static func stamp(_ path: String) -> Stamp? {
    var status = stat()
    guard lstat(path, &status) == 0, cb_is_regular(&status) != 0 else { return nil }
    return Stamp(status)
  }

  /// The stamp of a regular file that people write; nil where there is none.
  public static func inputStamp(_ path: String) -> Stamp? {
    var status = stat()
    guard lstat(path, &status) == 0, cb_is_regular(&status) != 0 else { return nil }
    return Stamp(input: status)
  }

  /// Paths and stamps of all regular files below `root`, relative to it, sorted; links
  /// are not followed.
  public static func stamps(_ root: String) -> [(path: String, stamp: Stamp)] {
    var found: [(path: String, stamp: Stamp)] = []
    FileTree.walk(root) { path, status in
      if let status { found.append((path, Stamp(input: status))) }
    }
    found.sort { $0.path < $1.path }
    return found
  }

  /// Names of the folders in a folder, sorted.
  public static func folders(_ root: String) -> [String] {
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: root) else { return [] }
    return names.filter { isDirectory(root + "/" + $0) }.sorted()
  }
}
