import Dispatch
import Glibc
import Store
import Synchronization

/// Tells of changed files below some folders, by inotify, as long as it lives.
final class FileWatcher {
  private let source: any DispatchSourceRead

  /// Calls `changed` with paths, on a queue of its own.
  convenience init(_ roots: [String], changed: @escaping @Sendable (Set<String>) -> Void) {
    let watches = Watches()
    for root in roots { watches.add(root) }
    self.init(watches, changed: changed)
  }

  /// One folder, without those in it.
  convenience init(flat root: String, changed: @escaping @Sendable (Set<String>) -> Void) {
    let watches = Watches()
    watches.watch(root)
    self.init(watches, changed: changed)
  }

  private init(_ watches: Watches, changed: @escaping @Sendable (Set<String>) -> Void) {
    source = DispatchSource.makeReadSource(
      fileDescriptor: watches.file, queue: DispatchQueue(label: "casebook.watcher"))
    source.setEventHandler {
      let paths = watches.read()
      if !paths.isEmpty { changed(paths) }
    }
    // Who asks while the queue is closed gets another's file.
    source.setCancelHandler { watches.end() }
    source.resume()
  }

  deinit { source.cancel() }
}

/// The watches of one inotify queue.
private final class Watches: Sendable {
  let file: Int32
  /// Folder of each watch.
  private let folders: Mutex<[Int32: String]> = Mutex([:])
  private static let wanted = UInt32(
    IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE | IN_CREATE)

  init() { file = inotify_init1(Int32(IN_CLOEXEC) | Int32(IN_NONBLOCK)) }

  func end() { close(file) }

  /// Watches a folder and all below it.
  func add(_ folder: String) {
    guard Files.isDirectory(folder) else { return }
    watch(folder)
    for inside in Files.folders(folder) { add(folder + "/" + inside) }
  }

  func watch(_ folder: String) {
    let watch = inotify_add_watch(file, folder, Self.wanted)
    if watch >= 0 { folders.withLock { $0[watch] = folder } }
  }

  /// A folder came: all that is in it is new, also what came before the watch.
  private func arrived(_ folder: String, _ paths: inout Set<String>) {
    add(folder)
    for path in Files.list(folder) { paths.insert(folder + "/" + path) }
  }

  /// A folder went, or its name: no path below it is known any more.
  private func left(_ folder: String) {
    let gone = folders.withLock { folders in
      folders.filter { $0.value == folder || $0.value.hasPrefix(folder + "/") }.map(\.key)
    }
    for watch in gone {
      inotify_rm_watch(file, watch)
      _ = folders.withLock { $0.removeValue(forKey: watch) }
    }
  }

  func read() -> Set<String> {
    var paths: Set<String> = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = buffer.withUnsafeMutableBytes { Glibc.read(file, $0.baseAddress, $0.count) }
      if count <= 0 { return paths }
      var place = 0
      while place + 16 <= count {
        let (watch, mask, length) = buffer.withUnsafeBytes {
          (
            $0.loadUnaligned(fromByteOffset: place, as: Int32.self),
            $0.loadUnaligned(fromByteOffset: place + 4, as: UInt32.self),
            Int($0.loadUnaligned(fromByteOffset: place + 12, as: UInt32.self))
          )
        }
        let name = buffer[(place + 16)..<min(place + 16 + length, count)].prefix { $0 != 0 }
        place += 16 + length
        if mask & UInt32(IN_Q_OVERFLOW) != 0 {
          // Anything may have changed.
          folders.withLock { paths.formUnion($0.values) }
        }
        guard let folder = folders.withLock({ $0[watch] }) else { continue }
        let path = folder + "/" + String(decoding: name, as: UTF8.self)
        if mask & UInt32(IN_ISDIR) != 0 {
          if mask & UInt32(IN_CREATE | IN_MOVED_TO) != 0 { arrived(path, &paths) }
          if mask & UInt32(IN_MOVED_FROM) != 0 { left(path) }
          if mask & UInt32(IN_MOVED_FROM | IN_DELETE) != 0 { paths.insert(path) }
        } else if mask & UInt32(IN_CREATE) == 0 {
          paths.insert(path)
        }
      }
    }
  }
}
