import Diagnostics
import Knowledge

/// An edges table, read in portions straight into numbers: a text becomes a string at most once.
public struct KGXEdges: Sendable {
  private let bytes: [UInt8]
  private let file: String
  /// By name of ``KGXFile/edgeColumns``: where it stands.
  private let places: [Int?]
  private let fieldCount: Int
  private let body: Int

  /// Reads the header. Throws where subject, predicate or object is missing.
  public init(_ bytes: [UInt8], file: String) throws(Problems) {
    let end = bytes.firstIndex(of: 0x0A) ?? bytes.count
    var head = String(decoding: bytes[..<end], as: UTF8.self)
    if head.hasPrefix("\u{FEFF}") { head.removeFirst() }
    if head.hasSuffix("\r") { head.removeLast() }
    let names = head.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    var problems = Problems()
    for name in KGXFile.edgeColumns.prefix(3) where !names.contains(name) {
      problems.error(
        at: Place(file, line: 1), "no column '\(name)'",
        hint: "KGX edges are tab-separated: id, subject, predicate, object, …")
    }
    for (index, name) in names.enumerated() where names.firstIndex(of: name) != index {
      problems.error(at: Place(file, line: 1), "column '\(name)' stands twice")
    }
    try problems.throwIfAny()
    (self.bytes, self.file) = (bytes, file)
    places = KGXFile.edgeColumns.map { names.firstIndex(of: $0) }
    fieldCount = names.count
    body = min(end + 1, bytes.count)
  }

  /// Parts of the text that end where lines end.
  public func portions(_ count: Int) -> [Range<Int>] {
    let size = max(1 << 16, (bytes.count - body + count - 1) / max(1, count))
    var begin = body
    var parts: [Range<Int>] = []
    while begin < bytes.count {
      var end = min(begin + size, bytes.count)
      while end < bytes.count, bytes[end - 1] != 0x0A { end += 1 }
      parts.append(begin..<end)
      begin = end
    }
    return parts
  }

  /// Reads the lines of a part. A wrong count of fields, an empty end, and a sign or strength that
  /// cannot be are errors with their lines; at most 20 are listed.
  public func read(_ part: Range<Int>) -> (draft: GraphDraft, problems: Problems) {
    bytes.withUnsafeBufferPointer { text in
      var reader = Reader(places: places, fieldCount: fieldCount)
      var at = part.lowerBound
      while at < part.upperBound, reader.faults.count < 20 {
        let end = reader.split(text, at, part.upperBound)
        if end > at, !(end == at + 1 && text[at] == 0x0D) { reader.take(text, line: at) }
        at = end + 1
      }
      return (reader.draft, problems(reader.faults, text))
    }
  }

  private func problems(
    _ faults: [Reader.Fault], _ text: UnsafeBufferPointer<UInt8>
  ) -> Problems {
    var problems = Problems()
    for fault in faults {
      let line = text[..<fault.at].count { $0 == 0x0A } + 1
      problems.error(at: Place(file, line: line), fault.message, hint: fault.hint)
    }
    return problems
  }
}

// MARK: - Lines

extension KGXEdges {
  private struct Reader {
    struct Fault {
      let at: Int
      let message: String
      let hint: String?
    }

    let places: [Int?]
    let fieldCount: Int
    var draft = GraphDraft()
    var faults: [Fault] = []
    private var fields: [Range<Int>] = []

    init(places: [Int?], fieldCount: Int) {
      (self.places, self.fieldCount) = (places, fieldCount)
    }

    /// Finds the fields of a line; gives where it ends.
    mutating func split(_ text: UnsafeBufferPointer<UInt8>, _ begin: Int, _ limit: Int) -> Int {
      fields.removeAll(keepingCapacity: true)
      var start = begin, at = begin
      while at < limit, text[at] != 0x0A {
        if text[at] == 0x09 {
          fields.append(start..<at)
          start = at + 1
        }
        at += 1
      }
      fields.append(start..<(at > start && text[at - 1] == 0x0D ? at - 1 : at))
      return at
    }

    mutating func take(_ text: UnsafeBufferPointer<UInt8>, line: Int) {
      guard fields.count == fieldCount else {
        return fault(line, "\(fields.count) fields where the header has \(fieldCount)")
      }
      let (subject, predicate, object) = (field(text, 0), field(text, 1), field(text, 2))
      guard !subject.isEmpty, !predicate.isEmpty, !object.isEmpty else {
        return fault(line, "an edge without a subject, predicate or object")
      }
      let bare = Self.bare(predicate)
      guard let sign = sign(text, bare, line), let strength = strength(text, line) else { return }
      let from = draft.id(subject), to = draft.id(object)
      if !field(text, 10).isEmpty { draft.classify(from, draft.word(Self.bare(field(text, 10)))) }
      if !field(text, 11).isEmpty { draft.classify(to, draft.word(Self.bare(field(text, 11)))) }
      draft.add(
        subject: from, predicate: draft.word(bare), object: to, sign: sign, strength: strength,
        source: draft.word(field(text, 3)), citation: draft.paper(field(text, 4)))
    }

    private mutating func fault(_ line: Int, _ message: String, hint: String? = nil) {
      faults.append(Fault(at: line, message: message, hint: hint))
    }

    private func field(
      _ text: UnsafeBufferPointer<UInt8>, _ column: Int
    ) -> UnsafeBufferPointer<UInt8> {
      guard let place = places[column] else { return UnsafeBufferPointer(rebasing: text[0..<0]) }
      return UnsafeBufferPointer(rebasing: text[fields[place]])
    }

    private static let prefix = Array("biolink:".utf8)

    private static func bare(_ text: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
      text.starts(with: prefix) ? UnsafeBufferPointer(rebasing: text[prefix.count...]) : text
    }

    /// The stated sign, else the qualifier's, else the predicate's own.
    private mutating func sign(
      _ text: UnsafeBufferPointer<UInt8>, _ predicate: UnsafeBufferPointer<UInt8>, _ line: Int
    ) -> Int? {
      let stated = field(text, 5)
      if !stated.isEmpty {
        switch Decimal64.parse(stated) {
        case 1: return 1
        case -1: return -1
        case 0: return 0
        default:
          fault(line, "a sign that is not +1, -1 or 0", hint: "leave it empty where not known")
          return nil
        }
      }
      let qualifier = field(text, 6)
      if !qualifier.isEmpty {
        switch String(decoding: qualifier, as: UTF8.self) {
        case "increased", "upregulated": return 1
        case "decreased", "downregulated": return -1
        default: break
        }
      }
      return predicateSign(draft.word(predicate))
    }

    /// By number of the predicate: what ``Predicate/sign(_:)`` says.
    private var predicateSigns: [Int32: Int] = [:]

    private mutating func predicateSign(_ number: Int32) -> Int {
      if let known = predicateSigns[number] { return known }
      let sign = Predicate.sign(draft.word(number))
      predicateSigns[number] = sign
      return sign
    }

    /// 1 where the table has no strengths; the interval is the value's own where it has none.
    private mutating func strength(
      _ text: UnsafeBufferPointer<UInt8>, _ line: Int
    ) -> LinkStrength? {
      var parts: [Double?] = []
      for column in 7...9 {
        let stated = field(text, column)
        guard !stated.isEmpty else {
          parts.append(nil)
          continue
        }
        guard let value = Decimal64.parse(stated), value.isNaN || (0...1).contains(value) else {
          fault(line, "a strength that is not between 0 and 1")
          return nil
        }
        parts.append(value.isNaN ? nil : value)
      }
      let value = parts[0] ?? 1
      let (low, high) = (parts[1] ?? value, parts[2] ?? value)
      guard low <= value, value <= high else {
        fault(line, "a strength outside its own interval")
        return nil
      }
      return LinkStrength(value, low: low, high: high)
    }
  }
}
