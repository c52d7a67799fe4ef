import Diagnostics
import Tables

extension Fragment {
  /// For the cache; ``init(bytes:path:)`` reads it back.
  public var bytes: [UInt8] {
    var writer = ByteWriter()
    writer.reserve(16_384)
    writer.add(title)
    for pieces in [titlePieces, lead, head, body] {
      writer.add(pieces.count)
      for piece in pieces { piece.write(to: &writer) }
    }
    writer.add(headings.count)
    for heading in headings {
      writer.add(heading.level)
      writer.add(heading.id)
      writer.add(heading.text)
    }
    return writer.bytes
  }

  /// A fragment of the cache, of the document at `path`; its anchors and warnings lie elsewhere.
  /// It begins at `start`.
  public init(bytes: [UInt8], from start: Int = 0, path: String) throws(ByteReader.Broken) {
    var reader = ByteReader(bytes, from: start)
    title = try reader.text()
    titlePieces = try Self.pieces(&reader, path)
    lead = try Self.pieces(&reader, path)
    head = try Self.pieces(&reader, path)
    body = try Self.pieces(&reader, path)
    var headings: [Heading] = []
    for _ in 0..<(try reader.count()) {
      headings.append(
        Heading(level: try reader.integer(), id: try reader.text(), text: try reader.text()))
    }
    self.headings = headings
    (anchors, warnings) = ([:], [])
  }

  private static func pieces(
    _ reader: inout ByteReader, _ path: String
  ) throws(ByteReader.Broken) -> [Piece] {
    var pieces: [Piece] = []
    for _ in 0..<(try reader.count()) { pieces.append(try Piece(&reader, path)) }
    return pieces
  }
}

extension Fragment.Piece {
  func write(to writer: inout ByteWriter) {
    switch self {
    case .html(let html):
      writer.add(0)
      writer.add(bytes: html.bytes)
    case .link(let target, let place): Self.write(1, target, place, &writer)
    case .name(let target, let place): Self.write(2, target, place, &writer)
    case .value(let name, let place): Self.write(3, name, place, &writer)
    case .citation(let keys, let place):
      Self.write(4, keys.joined(separator: "\n"), place, &writer)
    case .word(let key):
      writer.add(6)
      writer.add(key)
    case .cell(let cell):
      Self.write(5, cell.kind, cell.place, &writer)
      writer.add(cell.options.id ?? "")
      writer.add(cell.options.values.count)
      for key in cell.options.values.keys.sorted() {
        writer.add(key)
        writer.add(cell.options[key] ?? "")
      }
      writer.add(cell.text)
    }
  }

  private static func write(
    _ kind: Int, _ text: String, _ place: Place, _ writer: inout ByteWriter
  ) {
    writer.add(kind)
    writer.add(text)
    writer.add(place.line ?? 0)
    writer.add(place.column ?? 0)
  }

  init(_ reader: inout ByteReader, _ path: String) throws(ByteReader.Broken) {
    let kind = try reader.integer()
    if kind == 0 {
      self = .html(.cached(try reader.bytes()))
      return
    }
    let text = try reader.text()
    if kind == 6 {
      self = .word(text)
      return
    }
    let line = try reader.integer(), column = try reader.integer()
    let place = Place(path, line: line > 0 ? line : nil, column: column > 0 ? column : nil)
    switch kind {
    case 1: self = .link(text, place)
    case 2: self = .name(text, place)
    case 3: self = .value(text, place)
    case 4: self = .citation(text.split(separator: "\n").map(String.init), place)
    case 5:
      let id = try reader.text()
      var options = Options(id: id.isEmpty ? nil : id)
      for _ in 0..<(try reader.count()) {
        let key = try reader.text()
        options.values[key] = try reader.text()
      }
      self = .cell(
        .init(kind: text, options: options, text: try reader.text(), place: place))
    default: throw ByteReader.Broken()
    }
  }
}
