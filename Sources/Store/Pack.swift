import CPosix
import Diagnostics
import Synchronization

/// Byte strings in one file, found again by their place: thousands of small entries without a
/// file each. Entries are only ever appended; ``Pack/init(_:keep:)`` starts anew.
public final class Pack: Sendable {
  /// Where an entry lies.
  public struct Slot: Sendable, Hashable {
    public let offset: Int
    public let count: Int

    public init(offset: Int, count: Int) { (self.offset, self.count) = (offset, count) }
  }

  private struct Tail {
    /// Where `pending` goes.
    var written: Int
    var pending: [UInt8] = []

    /// What is to be written now, and where it goes.
    mutating func taken() -> (bytes: [UInt8], offset: Int) {
      let full = (bytes: pending, offset: written)
      written += pending.count
      pending = []
      return full
    }
  }

  /// -1 for a pack in memory.
  private let file: Int32
  private let path: String
  /// What lies before the first own entry.
  private let parent: Pack?
  private let base: Int
  private let tail: Mutex<Tail>

  /// Opens the pack at `path`; what lies beyond `keep` bytes is not used by anybody.
  public init(_ path: String, keep: Int) throws(Diagnostic) {
    try Files.makeDirectory(Files.parent(path))
    file = cb_open_both(path)
    guard file >= 0 else { throw Files.failure(path, "cannot be opened") }
    (self.path, parent, base) = (path, nil, 0)
    tail = Mutex(Tail(written: keep))
  }

  /// A pack in memory, for a build that writes nothing.
  public init() {
    (file, path, parent, base) = (-1, "memory", nil, 0)
    tail = Mutex(Tail(written: 0))
  }

  /// A pack in memory over another one, which it reads and never writes.
  public init(over parent: Pack) {
    (file, path, self.parent) = (-1, "memory", parent)
    base = parent.tail.withLock { $0.written + $0.pending.count }
    tail = Mutex(Tail(written: base))
  }

  /// An empty pack for what is needed only now: its file has no name, and goes with it. In memory
  /// beside a pack in memory.
  public func scratch() throws(Diagnostic) -> Pack {
    guard file >= 0 else { return Pack() }
    let beside = path + ".scratch"
    try Files.remove(beside)
    let pack = try Pack(beside, keep: 0)
    try Files.remove(beside)
    return pack
  }

  deinit { if file >= 0 { close(file) } }

  public func append(_ bytes: [UInt8]) throws(Diagnostic) -> Slot {
    let (slot, full) = tail.withLock { tail -> (Slot, (bytes: [UInt8], offset: Int)?) in
      let slot = Slot(offset: tail.written + tail.pending.count, count: bytes.count)
      tail.pending += bytes
      guard file >= 0, tail.pending.count >= 1 << 20 else { return (slot, nil) }
      return (slot, tail.taken())
    }
    // Written without the lock: others go on meanwhile.
    if let full, !write(full.bytes, at: full.offset) {
      throw Files.failure(path, "cannot be written")
    }
    return slot
  }

  /// Everything that was appended can be read, where no other call is under way. Gives the size of
  /// the pack.
  @discardableResult
  public func flush() throws(Diagnostic) -> Int {
    if file < 0 { return 0 }
    let (rest, size) = tail.withLock { ($0.taken(), $0.written) }
    guard write(rest.bytes, at: rest.offset) else {
      throw Files.failure(path, "cannot be written")
    }
    return size
  }

  /// What a build says where an entry that it has to have cannot be read.
  public static let unreadable = Diagnostic(
    at: Place(".casebook"), "the cache of this site cannot be read",
    hint: "remove .casebook/graph and build again", exit: .resources)

  /// Reads an entry; nil where the file is shorter than it was.
  public func read(_ slot: Slot) -> [UInt8]? {
    if let parent, slot.offset < base { return parent.read(slot) }
    if file < 0 {
      return tail.withLock { tail in
        let start = slot.offset - base
        return start + slot.count <= tail.pending.count
          ? Array(tail.pending[start..<start + slot.count]) : nil
      }
    }
    var got = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: slot.count) { buffer, count in
      while got < slot.count {
        let more = pread(
          file, buffer.baseAddress?.advanced(by: got), slot.count - got,
          off_t(slot.offset + got))
        if more <= 0 { break }
        got += more
      }
      count = got
    }
    return got == slot.count ? bytes : nil
  }

  private func write(_ bytes: [UInt8], at offset: Int) -> Bool {
    var done = 0
    while done < bytes.count {
      let wrote = bytes.withUnsafeBytes {
        pwrite(file, $0.baseAddress?.advanced(by: done), $0.count - done, off_t(offset + done))
      }
      guard wrote > 0 else { return false }
      done += wrote
    }
    return true
  }
}
