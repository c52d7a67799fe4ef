import Markup
import Store
import Tables

/// What other pages ask of a document.
struct Summary: Sendable, Equatable {
  let title: String
  let values: [String: String]
  let lists: [String: [String]]
  let anchors: Fragment.Anchors

  init(_ document: Document, _ fragment: Fragment) {
    title = document.front["title"] ?? fragment.title
    (values, lists, anchors) = (document.front.values, document.front.lists, fragment.anchors)
  }

  init(
    title: String, values: [String: String], lists: [String: [String]] = [:],
    anchors: Fragment.Anchors = [:]
  ) {
    (self.title, self.values, self.lists, self.anchors) = (title, values, lists, anchors)
  }

  subscript(_ key: String) -> String? { values[key] }

  func list(_ key: String) -> [String] { lists[key] ?? values[key].map { [$0] } ?? [] }

  /// What lists show of the document.
  var face: Graph.Face {
    Graph.Face(
      title: title, kind: values["kind"] ?? "page", queue: values["queue"] ?? "",
      isNamed: values["menu"] != nil || !list("aliases").isEmpty)
  }

  // MARK: - Bytes

  var bytes: [UInt8] {
    var writer = ByteWriter()
    writer.add(title)
    Self.write(values, &writer)
    writer.add(lists.count)
    for key in lists.keys.sorted() {
      writer.add(key)
      writer.add(lists[key]?.count ?? 0)
      for item in lists[key] ?? [] { writer.add(item) }
    }
    Self.write(anchors, &writer)
    return writer.bytes
  }

  /// Reads what ``bytes`` gave; nil for anything else. Most who ask want no anchors.
  init?(bytes: [UInt8], withAnchors: Bool = true) {
    var reader = ByteReader(bytes)
    guard let read = try? Self.read(&reader, withAnchors) else { return nil }
    self = read
  }

  private static func read(
    _ reader: inout ByteReader, _ withAnchors: Bool
  ) throws(ByteReader.Broken) -> Summary {
    let title = try reader.text()
    let values = try pairs(&reader)
    var lists: [String: [String]] = [:]
    for _ in 0..<(try reader.count()) {
      let key = try reader.text()
      var items: [String] = []
      for _ in 0..<(try reader.count()) { items.append(try reader.text()) }
      lists[key] = items
    }
    let anchors = withAnchors ? try pairs(&reader) : [:]
    return Summary(title: title, values: values, lists: lists, anchors: anchors)
  }

  private static func write(_ pairs: [String: String], _ writer: inout ByteWriter) {
    writer.add(pairs.count)
    for (key, value) in pairs.sorted(by: { $0.key < $1.key }) {
      writer.add(key)
      writer.add(value)
    }
  }

  private static func pairs(
    _ reader: inout ByteReader
  ) throws(ByteReader.Broken) -> [String: String] {
    var found: [String: String] = [:]
    for _ in 0..<(try reader.count()) {
      let key = try reader.text()
      found[key] = try reader.text()
    }
    return found
  }
}
