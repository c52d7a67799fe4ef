import CPosix
import Diagnostics
import Foundation

/// What stands below a folder, listed without asking after each file.
struct FileTree {
  /// Paths relative to the folder, in the order of the listing.
  private(set) var files: [String] = []
  /// Symbolic links, and whatever else is neither file nor folder.
  private(set) var others: [String] = []
  private(set) var emptyFolders: [String] = []

  /// Nothing for a folder that is not there. Throws for one that cannot be listed: what is in it
  /// would be taken for gone.
  init(_ root: String) throws(Diagnostic) {
    try visit(root, "")
    emptyFolders.sort()
  }

  @discardableResult
  private mutating func visit(_ root: String, _ below: String) throws(Diagnostic) -> Bool {
    let folder = below.isEmpty ? root : root + "/" + below
    guard let entries = Self.entries(folder, { (Self.name($0), Self.kind($0, $1)) }) else {
      if below.isEmpty, !Files.exists(root) { return true }
      throw Files.failure(folder, "the folder cannot be listed")
    }
    for (name, kind) in entries {
      let path = below.isEmpty ? name : below + "/" + name
      switch kind {
      case 1: files.append(path)
      case 2: if try visit(root, path) { emptyFolders.append(path) }
      default: others.append(path)
      }
    }
    return entries.isEmpty
  }

  private static func name(_ entry: UnsafePointer<dirent>) -> String {
    String(cString: cb_name(entry))
  }

  /// As `cb_kind` has it, asked of the file system where the listing does not say.
  private static func kind(_ entry: UnsafePointer<dirent>, _ folder: Int32) -> Int32 {
    let kind = cb_kind(entry)
    guard kind == 0 else { return kind }
    guard var status = status(entry, folder) else { return 3 }
    return cb_is_regular(&status) != 0 ? 1 : cb_is_folder(&status) != 0 ? 2 : 3
  }

  /// By the name's own bytes, which may be no UTF-8.
  private static func status(_ entry: UnsafePointer<dirent>, _ folder: Int32) -> stat? {
    var status = stat()
    return cb_lstat_at(folder, cb_name(entry), &status) == 0 ? status : nil
  }

  /// What `body` gives for each entry of a folder; nil where it cannot be listed.
  private static func entries<T>(
    _ path: String, _ body: (UnsafePointer<dirent>, Int32) -> T
  ) -> [T]? {
    guard let folder = opendir(path) else { return nil }
    defer { closedir(folder) }
    var found: [T] = []
    while let entry = readdir(folder) {
      guard let name = cb_name(entry), strcmp(name, ".") != 0, strcmp(name, "..") != 0 else {
        continue
      }
      found.append(body(entry, dirfd(folder)))
    }
    return found
  }

  /// Visits everything below a folder, with what is known of each file; nil for what is none.
  static func walk(_ root: String, _ visit: (String, stat?) -> Void) { walk(root, "", visit) }

  private static func walk(_ root: String, _ below: String, _ visit: (String, stat?) -> Void) {
    let folder = below.isEmpty ? root : root + "/" + below
    for (name, status) in entries(folder, { (Self.name($0), Self.status($0, $1)) }) ?? [] {
      guard var status else { continue }
      let path = below.isEmpty ? name : below + "/" + name
      visit(path, cb_is_regular(&status) != 0 ? status : nil)
      if cb_is_folder(&status) != 0 { walk(root, path, visit) }
    }
  }

  /// Removes all that is in a folder, as far as that can be. Listed first: what a folder's
  /// listing gives while it is emptied is the system's choice.
  static func empty(_ path: String) {
    let entries = entries(path) { entry, folder in
      // With its end: a name for the system, which may be no UTF-8.
      let count = cb_name(entry).map(strlen) ?? 0
      let name = Array(UnsafeBufferPointer(start: cb_name(entry), count: count + 1))
      return (name, Self.kind(entry, folder))
    }
    let folder = cb_open_read(path)
    guard folder >= 0 else { return }
    defer { close(folder) }
    for (name, kind) in entries ?? [] {
      if kind == 2 {
        empty(
          path + "/"
            + String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self))
        unlinkat(folder, name, AT_REMOVEDIR)
      } else {
        unlinkat(folder, name, 0)
      }
    }
  }
}

/// Gives the files of one folder second names in another. Both folders of a file stay open until
/// one of another folder comes: a path to be walked costs more than the link.
final class FileLinker {
  private let source: String
  private let target: String
  private var below: Substring?
  private var folders: (source: Int32, target: Int32) = (-1, -1)

  init(from source: String, to target: String) { (self.source, self.target) = (source, target) }

  deinit { closeFolders() }

  private func closeFolders() {
    if folders.source >= 0 { close(folders.source) }
    if folders.target >= 0 { close(folders.target) }
    folders = (-1, -1)
  }

  func link(_ path: String) throws(Diagnostic) {
    let slash = path.utf8.lastIndex(of: 0x2F)
    let own = slash.map { path[..<$0] } ?? ""
    if own != below {
      closeFolders()
      below = own
      folders = (cb_open_read(source + "/" + own), cb_open_read(target + "/" + own))
    }
    let name = slash.map { String(path[path.utf8.index(after: $0)...]) } ?? path
    if folders.source >= 0, folders.target >= 0,
      linkat(folders.source, name, folders.target, name, 0) == 0
    {
      return
    }
    // The folder is not there yet, or the file system has no second names.
    try Files.link(source + "/" + path, target + "/" + path)
    below = nil
  }
}
