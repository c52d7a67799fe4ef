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

  /// A document, and the page that was rendered from it.
  public struct Node: Sendable, Equatable {
    public let path: String
    public let source: Digest
    /// Of the file that was read; ``Stamp/none`` for what the build wrote itself.
    public var stamp: Stamp
    /// The document's fragment in the pack.
    public let fragment: Pack.Slot
    /// What other pages ask of the document.
    public let summary: [UInt8]
    /// Whether menus, queues or redirects name the document.
    public let isListed: Bool
    public var reads: [Read] = []
    /// The page, then what else came of it.
    public var outputs: [Output] = []
    /// The page's entries in the search index, in the pack.
    public var terms: Pack.Slot?
    /// The read that made the last rendering necessary.
    public var cause: UInt32?

    public init(
      path: String, source: Digest, stamp: Stamp, fragment: Pack.Slot, summary: [UInt8],
      isListed: Bool
    ) {
      (self.path, self.source, self.stamp) = (path, source, stamp)
      (self.fragment, self.summary, self.isListed) = (fragment, summary, isListed)
    }
  }

  /// The program that wrote the graph: another one knows nothing of its fragments.
  public let program: Digest
  /// Sorted by path.
  public var nodes: [Node]
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
    (nodes, others, packSize) = ([], [], 0)
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
    for place in graph.nodes.indices {
      graph.nodes[place].stamp = nodes[place].stamp.trusted(at: now)
    }
    return graph
  }

  /// Whether another graph would be the same on disk.
  public func says(_ other: Graph) -> Bool {
    program == other.program && ground == other.ground && packSize == other.packSize
      && listed == other.listed && shards.elementsEqual(other.shards, by: ==) && keys == other.keys
      && others == other.others
      && nodes == other.nodes
  }

  // MARK: - On disk

  private static let magic = "casebook graph 2"

  /// The graph of an earlier build by the same program; nil where there is none.
  public init?(file: String, program: Digest) {
    guard let bytes = try? Files.read(file), let read = try? Graph(bytes), read.program == program
    else { return nil }
    self = read
  }

  public func save(_ file: String) throws(Diagnostic) {
    var writer = ByteWriter()
    writer.add(Self.magic)
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
    writer.add(nodes.count)
    for node in nodes { Self.write(node, &writer) }
    try Files.replace(writer.bytes, at: file)
  }

  private init(_ bytes: [UInt8]) throws {
    var reader = ByteReader(bytes)
    guard try reader.text() == Self.magic else { throw ByteReader.Broken() }
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
    let count = try reader.count()
    nodes.reserveCapacity(count)
    for _ in 0..<count { nodes.append(try Self.node(&reader)) }
    guard reader.isAtEnd else { throw ByteReader.Broken() }
  }

  private static func write(_ output: Output, _ writer: inout ByteWriter) {
    writer.add(output.path)
    writer.add(digest: output.digest)
    writer.add(stamp: output.stamp)
  }

  private static func output(_ reader: inout ByteReader) throws(ByteReader.Broken) -> Output {
    Output(path: try reader.text(), digest: try reader.digest(), stamp: try reader.stamp())
  }

  private static func write(_ node: Node, _ writer: inout ByteWriter) {
    writer.add(node.path)
    writer.add(digest: node.source)
    writer.add(stamp: node.stamp)
    writer.add(node.fragment.offset)
    writer.add(node.fragment.count)
    writer.add(bytes: node.summary)
    writer.add(node.isListed)
    writer.add(node.terms?.offset ?? -1)
    writer.add(node.terms?.count ?? 0)
    writer.add(node.cause.map(Int.init) ?? -1)
    writer.add(node.reads.count)
    for read in node.reads {
      writer.add(Int(read.key))
      writer.add(read.value)
    }
    writer.add(node.outputs.count)
    for output in node.outputs { write(output, &writer) }
  }

  private static func node(_ reader: inout ByteReader) throws(ByteReader.Broken) -> Node {
    var node = Node(
      path: try reader.text(), source: try reader.digest(), stamp: try reader.stamp(),
      fragment: Pack.Slot(offset: try reader.integer(), count: try reader.integer()),
      summary: try reader.bytes(), isListed: try reader.flag())
    let terms = Pack.Slot(offset: try reader.integer(), count: try reader.integer())
    node.terms = terms.offset >= 0 ? terms : nil
    let cause = try reader.integer()
    node.cause = cause >= 0 ? UInt32(truncatingIfNeeded: cause) : nil
    let reads = try reader.count()
    node.reads.reserveCapacity(reads)
    for _ in 0..<reads {
      let key = UInt32(truncatingIfNeeded: try reader.integer())
      node.reads.append(Read(key: key, value: try reader.word()))
    }
    for _ in 0..<(try reader.count()) { node.outputs.append(try output(&reader)) }
    return node
  }
}

extension ByteWriter {
  fileprivate mutating func add(digest: Digest) { for byte in digest.bytes { add(byte: byte) } }

  fileprivate mutating func add(stamp: Stamp) {
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
