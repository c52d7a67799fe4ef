import Tables

/// The nodes of a graph in one buffer, by place: a hundred thousand of them as values of their own
/// would take a kilobyte each. A node is decoded when it is asked for.
///
/// A record is 65 bytes of fixed fields, then strings with their lengths, then numbers of seven
/// bits a byte. Lists of reads that many pages share are stored once.
public struct NodeList: Sendable, RandomAccessCollection {
  private var bytes: [UInt8] = []
  private var starts: [UInt32] = []
  private var sets: [[Graph.Read]] = [[]]
  private var setIDs: [[Graph.Read]: UInt32] = [[]: 0]
  /// Bytes of the pack that the nodes use.
  public private(set) var packUse = 0

  public init() {}

  public var startIndex: Int { 0 }
  public var endIndex: Int { starts.count }
  /// Lists of reads that were ever stored, those that no node has any longer among them.
  public var setCount: Int { sets.count }

  /// No nodes, but the shared lists of reads: nodes of this list can be copied into it.
  public var emptied: NodeList {
    var list = NodeList()
    (list.sets, list.setIDs) = (sets, setIDs)
    return list
  }

  /// Makes room for so many nodes, as large as the first ones are: a buffer that grows by doubling
  /// is there twice while it grows.
  public mutating func reserve(_ count: Int) {
    guard !starts.isEmpty, count > starts.count else { return }
    starts.reserveCapacity(count)
    bytes.reserveCapacity((bytes.count / starts.count + 2) * count)
  }

  // MARK: - Fixed fields

  private enum Field {
    static let source = 0, stamp = 32, summary = 56, flags = 64, end = 65
  }

  private func word(_ place: Int, _ offset: Int) -> UInt64 {
    bytes.withUnsafeBytes {
      UInt64(
        littleEndian: $0.loadUnaligned(
          fromByteOffset: Int(starts[place]) + offset, as: UInt64.self))
    }
  }

  /// The first bits of the digest of the document.
  public func sourceWord(_ place: Int) -> UInt64 {
    UInt64(bigEndian: word(place, Field.source).littleEndian)
  }

  public func stamp(_ place: Int) -> Stamp {
    Stamp(
      size: Int64(bitPattern: word(place, Field.stamp)),
      changed: Int64(bitPattern: word(place, Field.stamp + 8)),
      inode: word(place, Field.stamp + 16))
  }

  public func summaryWord(_ place: Int) -> UInt64 { word(place, Field.summary) }
  private func flags(_ place: Int) -> UInt8 { bytes[Int(starts[place]) + Field.flags] }
  public func isNamed(_ place: Int) -> Bool { flags(place) & 1 != 0 }
  /// Whether the page was rendered.
  public func isRendered(_ place: Int) -> Bool { flags(place) & 2 != 0 }

  /// How a document was when it was read.
  public struct Known: Sendable {
    public let stamp: Stamp
    public let source: Digest

    public init(stamp: Stamp, source: Digest) { (self.stamp, self.source) = (stamp, source) }
  }

  public func known(_ place: Int) -> Known { Known(stamp: stamp(place), source: source(place)) }

  private func source(_ place: Int) -> Digest {
    bytes.withUnsafeBufferPointer { bytes in
      var reader = RecordReader(at: Int(starts[place]))
      return reader.digest(bytes)
    }
  }

  public mutating func set(_ stamp: Stamp, at place: Int) {
    var writer = ByteWriter()
    writer.add(stamp: stamp)
    let start = Int(starts[place]) + Field.stamp
    bytes.replaceSubrange(start..<(start + 24), with: writer.bytes)
  }

  // MARK: - Strings

  private func reader(_ place: Int) -> RecordReader {
    RecordReader(at: Int(starts[place]) + Field.end)
  }

  private func string(_ place: Int, _ number: Int) -> Range<Int> {
    bytes.withUnsafeBufferPointer { bytes in
      var reader = reader(place)
      for _ in 0..<number { _ = reader.range(bytes) }
      return reader.range(bytes)
    }
  }

  private func text(_ range: Range<Int>) -> String {
    String(decoding: bytes[range], as: UTF8.self)
  }

  public func path(_ place: Int) -> String { text(string(place, 0)) }
  public func title(_ place: Int) -> String { text(string(place, 1)) }
  public func kind(_ place: Int) -> String { text(string(place, 2)) }
  /// The queue that the document stands in; empty for none.
  public func queue(_ place: Int) -> String { text(string(place, 3)) }

  /// Visits the bytes of path, title and kind, each by itself.
  public func withFace<T>(
    _ place: Int, _ body: (_ path: Text, _ title: Text, _ kind: Text) -> T
  ) -> T {
    bytes.withUnsafeBufferPointer { bytes in
      var reader = reader(place)
      let path = reader.range(bytes), title = reader.range(bytes), kind = reader.range(bytes)
      return body(
        .init(rebasing: bytes[path]), .init(rebasing: bytes[title]), .init(rebasing: bytes[kind]))
    }
  }

  public typealias Text = UnsafeBufferPointer<UInt8>

  /// Visits the bytes of path and title, and what stands between them.
  public func withName<T>(_ place: Int, _ body: (Slice<UnsafeBufferPointer<UInt8>>) -> T) -> T {
    bytes.withUnsafeBufferPointer { bytes in
      var reader = reader(place)
      let path = reader.range(bytes), title = reader.range(bytes)
      return body(bytes[path.lowerBound..<title.upperBound])
    }
  }

  /// Whether a path ends so.
  public func path(_ place: Int, endsWith end: StaticString) -> Bool {
    let range = string(place, 0)
    let end = UnsafeBufferPointer(start: end.utf8Start, count: end.utf8CodeUnitCount)
    return bytes[range].suffix(end.count).elementsEqual(end)
  }

  // MARK: - Reads

  /// The number of a node's shared list of reads.
  public func set(_ place: Int) -> Int {
    bytes.withUnsafeBufferPointer { bytes in
      var reader = tail(place, bytes)
      return reader.number(bytes)
    }
  }

  public func reads(ofSet number: Int) -> [Graph.Read] { sets[number] }

  /// The reads that a node does not share.
  public func own(_ place: Int) -> [Graph.Read] {
    bytes.withUnsafeBufferPointer { bytes in
      var reader = tail(place, bytes)
      _ = reader.number(bytes)
      return reader.reads(bytes)
    }
  }

  /// Behind strings and slots: at the number of the shared list.
  private func tail(_ place: Int, _ bytes: UnsafeBufferPointer<UInt8>) -> RecordReader {
    var reader = slots(place, bytes)
    for _ in 0..<6 { _ = reader.number(bytes) }
    return reader
  }

  // MARK: - In the pack

  /// Behind the strings: at the place of the fragment.
  private func slots(_ place: Int, _ bytes: UnsafeBufferPointer<UInt8>) -> RecordReader {
    var reader = reader(place)
    for _ in 0..<4 { _ = reader.range(bytes) }
    return reader
  }

  private func fragment(_ place: Int) -> Pack.Slot {
    bytes.withUnsafeBufferPointer { bytes in
      var reader = slots(place, bytes)
      return Pack.Slot(offset: reader.number(bytes), count: reader.number(bytes))
    }
  }

  public func summary(_ place: Int) -> Pack.Slot {
    bytes.withUnsafeBufferPointer { bytes in
      var reader = slots(place, bytes)
      let offset = reader.number(bytes)
      _ = reader.number(bytes)
      return Pack.Slot(offset: offset, count: reader.number(bytes))
    }
  }

  /// The page's entries in the search index.
  public func terms(_ place: Int) -> Pack.Slot? {
    bytes.withUnsafeBufferPointer { bytes in
      var reader = slots(place, bytes)
      for _ in 0..<3 { _ = reader.number(bytes) }
      let offset = reader.number(bytes), count = reader.number(bytes)
      return offset > 0 ? Pack.Slot(offset: offset - 1, count: count) : nil
    }
  }

  /// The files that came of a document.
  public func outputs(_ place: Int) -> [Graph.Output] {
    bytes.withUnsafeBufferPointer { bytes in
      var reader = tail(place, bytes)
      _ = reader.number(bytes)
      reader.skipReads(bytes)
      return reader.outputs(bytes)
    }
  }

  // MARK: - Nodes

  public subscript(place: Int) -> Graph.Node {
    bytes.withUnsafeBufferPointer { bytes in
      var reader = reader(place)
      let path = reader.text(bytes), title = reader.text(bytes)
      let kind = reader.text(bytes), queue = reader.text(bytes)
      let offset = reader.number(bytes), count = reader.number(bytes)
      let summary = reader.number(bytes)
      var node = Graph.Node(
        path: path, source: source(place), stamp: stamp(place),
        fragment: Pack.Slot(offset: offset, count: count), summaryCount: summary,
        summaryWord: summaryWord(place),
        face: .init(title: title, kind: kind, queue: queue, isNamed: isNamed(place)))
      let termsOffset = reader.number(bytes), termsCount = reader.number(bytes)
      node.terms = termsOffset > 0 ? Pack.Slot(offset: termsOffset - 1, count: termsCount) : nil
      let cause = reader.number(bytes)
      node.cause = cause > 0 ? UInt32(cause - 1) : nil
      node.shared = sets[reader.number(bytes)]
      node.own = reader.reads(bytes)
      node.outputs = reader.outputs(bytes)
      return node
    }
  }

  public mutating func append(_ node: Graph.Node) {
    starts.append(UInt32(bytes.count))
    bytes += record(node)
    packUse += node.fragment.count + (node.terms?.count ?? 0)
  }

  /// A node as it stands in a list from which this one was ``emptied``.
  public mutating func append(_ other: NodeList, _ place: Int) {
    precondition(other.sets.count <= sets.count, "the lists share their lists of reads")
    let start = Int(other.starts[place])
    let end = place + 1 < other.starts.count ? Int(other.starts[place + 1]) : other.bytes.count
    starts.append(UInt32(bytes.count))
    bytes += other.bytes[start..<end]
    packUse += fragment(starts.count - 1).count + (terms(starts.count - 1)?.count ?? 0)
  }

  /// The list with another node at a place.
  public func replacing(_ place: Int, with node: Graph.Node) -> NodeList {
    var list = emptied
    for other in indices {
      if other == place { list.append(node) } else { list.append(self, other) }
    }
    return list
  }

  private mutating func record(_ node: Graph.Node) -> [UInt8] {
    var writer = ByteWriter()
    writer.reserve(320)
    writer.add(digest: node.source)
    writer.add(stamp: node.stamp)
    writer.add(node.summaryWord)
    writer.add(byte: (node.face.isNamed ? 1 : 0) | (node.outputs.isEmpty ? 0 : 2))
    for text in [node.path, node.face.title, node.face.kind, node.face.queue] {
      writer.add(short: text)
    }
    let terms = node.terms.map { ($0.offset + 1, $0.count) } ?? (0, 0)
    for number in [
      node.fragment.offset, node.fragment.count, node.summaryCount, terms.0, terms.1,
      node.cause.map { Int($0) + 1 } ?? 0, Int(id(node.shared)), node.own.count,
    ] { writer.add(short: number) }
    for read in node.own {
      writer.add(short: Int(read.key))
      writer.add(read.value)
    }
    writer.add(short: node.outputs.count)
    for output in node.outputs {
      writer.add(short: output.path)
      writer.add(digest: output.digest)
      writer.add(stamp: output.stamp)
    }
    return writer.bytes
  }

  private mutating func id(_ reads: [Graph.Read]) -> UInt32 {
    if let known = setIDs[reads] { return known }
    let id = UInt32(sets.count)
    sets.append(reads)
    setIDs[reads] = id
    return id
  }

  // MARK: - On disk

  /// The nodes; the reader trusts what it finds, so the file has a digest.
  var records: [UInt8] { bytes }

  /// All but the nodes.
  func writeHead(to writer: inout ByteWriter) {
    writer.add(sets.count)
    for set in sets {
      writer.add(set.count)
      for read in set {
        writer.add(Int(read.key))
        writer.add(read.value)
      }
    }
    writer.add(starts.count)
    for start in starts { writer.add(Int(start)) }
    writer.add(packUse)
  }

  init(_ reader: inout ByteReader, records: [UInt8]) throws(ByteReader.Broken) {
    (sets, setIDs) = ([], [:])
    for number in 0..<(try reader.count()) {
      var set: [Graph.Read] = []
      for _ in 0..<(try reader.count()) {
        let key = UInt32(truncatingIfNeeded: try reader.integer())
        set.append(Graph.Read(key: key, value: try reader.word()))
      }
      sets.append(set)
      setIDs[set] = UInt32(number)
    }
    let count = try reader.count()
    starts.reserveCapacity(count)
    for _ in 0..<count { starts.append(UInt32(truncatingIfNeeded: try reader.integer())) }
    packUse = try reader.integer()
    bytes = records
  }

  /// Whether two lists would be the same on disk.
  func says(_ other: NodeList) -> Bool {
    starts == other.starts && bytes == other.bytes && sets == other.sets
  }
}

/// Finds nodes by their path: a hash table of places.
public struct NodePlaces: Sendable {
  private var slots: [UInt32]

  public init(_ nodes: NodeList) {
    var size = 16
    while size < nodes.count * 2 { size *= 2 }
    slots = Array(repeating: 0, count: size)
    for place in nodes.indices {
      var slot = Self.hash(nodes.path(place)) & (size - 1)
      while slots[slot] != 0 { slot = (slot + 1) & (size - 1) }
      slots[slot] = UInt32(place + 1)
    }
  }

  public func place(_ path: String, in nodes: NodeList) -> Int? {
    var slot = Self.hash(path) & (slots.count - 1)
    while slots[slot] != 0 {
      let place = Int(slots[slot]) - 1
      if nodes.isPath(path, place) { return place }
      slot = (slot + 1) & (slots.count - 1)
    }
    return nil
  }

  private static func hash(_ path: String) -> Int {
    Int(truncatingIfNeeded: QuickHash.of(path.utf8))
  }
}

extension NodeList {
  fileprivate func isPath(_ path: String, _ place: Int) -> Bool {
    let range = string(place, 0)
    var path = path
    return path.utf8.count == range.count
      && path.withUTF8 { text in bytes[range].elementsEqual(text) }
  }
}

/// Reads a record, which is trusted, at its place in the buffer.
private struct RecordReader {
  private var place: Int

  init(at place: Int) { self.place = place }

  mutating func word(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
    defer { place += 8 }
    return UInt64(
      littleEndian: UnsafeRawBufferPointer(bytes).loadUnaligned(
        fromByteOffset: place, as: UInt64.self))
  }

  mutating func number(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
    var number: UInt64 = 0, shift: UInt64 = 0
    while true {
      let byte = bytes[place]
      place += 1
      number |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return Int(number) }
      shift += 7
    }
  }

  mutating func range(_ bytes: UnsafeBufferPointer<UInt8>) -> Range<Int> {
    let count = number(bytes)
    defer { place += count }
    return place..<(place + count)
  }

  mutating func digest(_ bytes: UnsafeBufferPointer<UInt8>) -> Digest {
    defer { place += 32 }
    return Digest(bytes: Array(bytes[place..<(place + 32)])[...])
  }

  mutating func stamp(_ bytes: UnsafeBufferPointer<UInt8>) -> Stamp {
    Stamp(
      size: Int64(bitPattern: word(bytes)), changed: Int64(bitPattern: word(bytes)),
      inode: word(bytes))
  }

  mutating func text(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
    String(decoding: UnsafeBufferPointer(rebasing: bytes[range(bytes)]), as: UTF8.self)
  }

  mutating func outputs(_ bytes: UnsafeBufferPointer<UInt8>) -> [Graph.Output] {
    (0..<number(bytes)).map { _ in
      Graph.Output(path: text(bytes), digest: digest(bytes), stamp: stamp(bytes))
    }
  }

  mutating func skipReads(_ bytes: UnsafeBufferPointer<UInt8>) {
    for _ in 0..<number(bytes) {
      _ = number(bytes)
      place += 8
    }
  }

  mutating func reads(_ bytes: UnsafeBufferPointer<UInt8>) -> [Graph.Read] {
    (0..<number(bytes)).map { _ in
      let key = UInt32(truncatingIfNeeded: number(bytes))
      return Graph.Read(key: key, value: word(bytes))
    }
  }
}
