import Diagnostics
import Tables

/// What a site was made from, kept between builds: one node a document, with every read that its
/// page was rendered from. A page whose reads give what they gave is what it was.
public struct Graph: Sendable {
  /// One read of a page: what was asked for, and the first 64 bits of the digest of the answer.
  public struct Read: Sendable, Hashable {
    public let key: UInt32
    public let value: UInt64

    public init(key: UInt32, value: UInt64) { (self.key, self.value) = (key, value) }
  }

  /// A file that the site holds.
  public struct Output: Sendable, Equatable {
    public let path: String
    public let digest: Digest
    public let stamp: Stamp

    public init(path: String, digest: Digest, stamp: Stamp) {
      (self.path, self.digest, self.stamp) = (path, digest, stamp)
    }
  }

  /// What lists show of a document.
  public struct Face: Sendable, Equatable {
    public let title: String
    public let kind: String
    /// The queue that the document stands in; empty for none.
    public let queue: String
    /// Whether a menu or an old address names the document.
    public let isNamed: Bool

    public init(title: String, kind: String, queue: String, isNamed: Bool) {
      (self.title, self.kind, self.queue, self.isNamed) = (title, kind, queue, isNamed)
    }
  }

  /// A document, and the page that was rendered from it.
  public struct Node: Sendable, Equatable {
    public let path: String
    public let source: Digest
    /// Of the file that was read; ``Stamp/none`` for what the build wrote itself.
    public var stamp: Stamp
    /// What other pages ask of the document, and behind it the document's fragment, in the pack.
    public let fragment: Pack.Slot
    /// Bytes of the first of the two.
    public let summaryCount: Int
    /// The first bits of its digest.
    public let summaryWord: UInt64
    public let face: Face
    /// Reads that many pages have alike, and those of this page only.
    public var shared: [Read] = []
    public var own: [Read] = []
    /// The page, then what else came of it.
    public var outputs: [Output] = []
    /// The page's entries in the search index, in the pack.
    public var terms: Pack.Slot?
    /// The read that made the last rendering necessary.
    public var cause: UInt32?

    public init(
      path: String, source: Digest, stamp: Stamp, fragment: Pack.Slot, summaryCount: Int,
      summaryWord: UInt64, face: Face
    ) {
      (self.path, self.source, self.stamp) = (path, source, stamp)
      (self.fragment, self.summaryCount) = (fragment, summaryCount)
      (self.summaryWord, self.face) = (summaryWord, face)
    }

    public var summary: Pack.Slot { .init(offset: fragment.offset, count: summaryCount) }
  }

  /// The program that wrote the graph: another one knows nothing of its fragments.
  public let program: Digest
  /// Sorted by path.
  public var nodes: NodeList
  /// Files that are no page's: style sheet, tables, search index.
  public var others: [Output]
  /// First word and path of every shard of the search index.
  public var shards: [(first: String, path: String)] = []
  /// What the list of all pages was made from.
  public var listed: Digest
  /// The size of the pack as far as it is of use.
  public var packSize: Int
  /// What the inputs beside the documents gave, as a whole: equal, and no page can be stale.
  public var ground: Digest
  private var keys: [String] = []
  private var ids: [String: UInt32] = [:]

  public init(program: Digest) {
    self.program = program
    (nodes, others, packSize) = (NodeList(), [], 0)
    (ground, listed) = (Digest(of: ""), Digest(of: ""))
  }

  /// The number of a key, new or known.
  public mutating func id(_ key: String) -> UInt32 {
    if let known = ids[key] { return known }
    let id = UInt32(keys.count)
    keys.append(key)
    ids[key] = id
    return id
  }

  public func key(_ id: UInt32) -> String { keys[Int(id)] }
  public var keyCount: Int { keys.count }

  /// The graph with the stamps that can be trusted at a time by the clock of the file system.
  public func trusted(at now: Int64) -> Graph {
    var graph = self
    for place in nodes.indices where nodes.stamp(place).trusted(at: now) == .none {
      graph.nodes.set(.none, at: place)
    }
    return graph
  }

  /// Whether another graph would be the same on disk.
  public func says(_ other: Graph) -> Bool {
    program == other.program && ground == other.ground && packSize == other.packSize
      && listed == other.listed && shards.elementsEqual(other.shards, by: ==) && keys == other.keys
      && others == other.others
      && nodes.says(other.nodes)
  }

  // MARK: - On disk

  private static let magic = Array("casebook graph 3\n".utf8)

  /// The graph of an earlier build by the same program; nil where there is none, or the file is
  /// not what was written.
  public init?(file: String, program: Digest) {
    guard let bytes = try? Files.read(file), bytes.starts(with: Self.magic),
      let read = try? Graph(Array(bytes[Self.magic.count...])), read.program == program
    else { return nil }
    self = read
  }

  /// Magic, the digest of the head, its length, the head, which holds the digest of the records,
  /// and those: of a large site they are too many to be copied about.
  public func save(_ file: String) throws(Diagnostic) {
    var writer = ByteWriter()
    writer.add(digest: program)
    writer.add(digest: ground)
    writer.add(digest: listed)
    writer.add(packSize)
    writer.add(shards.count)
    for shard in shards {
      writer.add(shard.first)
      writer.add(shard.path)
    }
    writer.add(keys.count)
    for key in keys { writer.add(key) }
    writer.add(others.count)
    for output in others { Self.write(output, &writer) }
    nodes.writeHead(to: &writer)
    writer.add(digest: Digest(of: nodes.records))
    var first = ByteWriter()
    first.add(digest: Digest(of: writer.bytes))
    first.add(writer.bytes.count)
    try Files.replace([Self.magic + first.bytes, writer.bytes, nodes.records], at: file)
  }

  private init(_ bytes: [UInt8]) throws {
    var first = ByteReader(bytes)
    let digest = try first.digest(), count = try first.count()
    guard bytes.count >= 40 + count else { throw ByteReader.Broken() }
    let head = Array(bytes[40..<(40 + count)]), records = Array(bytes[(40 + count)...])
    guard Digest(of: head) == digest else { throw ByteReader.Broken() }
    var reader = ByteReader(head)
    self.init(program: try reader.digest())
    ground = try reader.digest()
    listed = try reader.digest()
    packSize = try reader.integer()
    for _ in 0..<(try reader.count()) {
      let first = try reader.text()
      shards.append((first, try reader.text()))
    }
    for _ in 0..<(try reader.count()) { _ = id(try reader.text()) }
    for _ in 0..<(try reader.count()) { others.append(try Self.output(&reader)) }
    nodes = try NodeList(&reader, records: records)
    guard try reader.digest() == Digest(of: records), reader.isAtEnd else {
      throw ByteReader.Broken()
    }
  }

  private static func write(_ output: Output, _ writer: inout ByteWriter) {
    writer.add(output.path)
    writer.add(digest: output.digest)
    writer.add(stamp: output.stamp)
  }

  private static func output(_ reader: inout ByteReader) throws(ByteReader.Broken) -> Output {
    Output(path: try reader.text(), digest: try reader.digest(), stamp: try reader.stamp())
  }
}

extension ByteWriter {
  mutating func add(digest: Digest) { digest.forEachByte { add(byte: $0) } }

  mutating func add(stamp: Stamp) {
    add(Int(stamp.size))
    add(Int(stamp.changed))
    add(stamp.inode)
  }
}

extension ByteReader {
  fileprivate mutating func digest() throws(Broken) -> Digest {
    Digest(bytes: try fixed(32)[...])
  }

  fileprivate mutating func stamp() throws(Broken) -> Stamp {
    Stamp(
      size: Int64(try integer()), changed: Int64(try integer()), inode: try word())
  }
}
