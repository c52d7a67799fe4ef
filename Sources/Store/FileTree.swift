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

  init(_ root: String) {
    visit(root, "")
    emptyFolders.sort()
  }

  @discardableResult
  private mutating func visit(_ root: String, _ below: String) -> Bool {
    let entries = Self.entries(below.isEmpty ? root : root + "/" + below) { name, folder, kind in
      (name, kind == 0 ? Self.kind(folder, name) : kind)
    }
    for (name, kind) in entries {
      let path = below.isEmpty ? name : below + "/" + name
      switch kind {
      case 1: files.append(path)
      case 2: if visit(root, path) { emptyFolders.append(path) }
      default: others.append(path)
      }
    }
    return entries.isEmpty
  }

  private static func kind(_ folder: Int32, _ name: String) -> Int32 {
    var status = stat()
    guard cb_lstat_at(folder, name, &status) == 0 else { return 3 }
    return cb_is_regular(&status) != 0 ? 1 : cb_is_folder(&status) != 0 ? 2 : 3
  }

  /// What `body` gives for each entry of a folder: its name, the folder, and the entry's kind as
  /// `cb_kind` has it.
  private static func entries<T>(
    _ path: String, _ body: (String, Int32, Int32) -> T
  ) -> [T] {
    guard let folder = opendir(path) else { return [] }
    defer { closedir(folder) }
    var found: [T] = []
    while let entry = readdir(folder) {
      let name = String(cString: cb_name(entry))
      if name != ".", name != ".." { found.append(body(name, dirfd(folder), cb_kind(entry))) }
    }
    return found
  }

  /// Visits everything below a folder, with what is known of each file; nil for what is none.
  static func walk(_ root: String, _ visit: (String, Bool, stat?) -> Void) {
    walk(root, "", visit)
  }

  private static func walk(
    _ root: String, _ below: String, _ visit: (String, Bool, stat?) -> Void
  ) {
    let entries = entries(below.isEmpty ? root : root + "/" + below) { name, folder, _ in
      var status = stat()
      return (name, cb_lstat_at(folder, name, &status) == 0 ? status : nil)
    }
    for (name, status) in entries {
      guard var status else { continue }
      let path = below.isEmpty ? name : below + "/" + name
      let isFolder = cb_is_folder(&status) != 0
      visit(path, isFolder, cb_is_regular(&status) != 0 ? status : nil)
      if isFolder { walk(root, path, visit) }
    }
  }

  /// Removes all that is in a folder. Listed first: what a folder's listing gives while it is
  /// emptied is the system's choice.
  static func empty(_ path: String) {
    let entries = entries(path) { name, folder, kind in
      (name, kind == 0 ? Self.kind(folder, name) : kind)
    }
    let folder = cb_open_read(path)
    guard folder >= 0 else { return }
    defer { close(folder) }
    for (name, kind) in entries {
      if kind == 2 {
        empty(path + "/" + name)
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
