/// Where rows and fields of a text lie, and what stands in them.
struct PlainFields: Sendable {
  private enum Separator: Sendable {
    case tab
    case comma
    /// Runs of blanks.
    case blanks
  }

  private let bytes: [UInt8]
  private var separator = Separator.tab
  /// Where each row begins; the header is taken away.
  private(set) var starts: [Int] = []

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    starts = Self.rows(bytes)
  }

  /// Begins of lines that are neither empty nor comments.
  private static func rows(_ bytes: [UInt8]) -> [Int] {
    var starts: [Int] = []
    bytes.withUnsafeBufferPointer { text in
      var at = text.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
      while at < text.count {
        var end = at
        while end < text.count, text[end] != 0x0A { end += 1 }
        let isComment = at + 1 < end && text[at] == 0x23 && text[at + 1] == 0x23
        let isEmpty = end == at || (end == at + 1 && text[at] == 0x0D)
        if !isComment, !isEmpty { starts.append(at) }
        at = end + 1
      }
    }
    return starts
  }

  /// Takes the first row for the names, and settles what separates fields.
  mutating func takeHeader() -> (names: [String], line: Int)? {
    guard let first = starts.first else { return nil }
    let end = end(of: first)
    let text = bytes[first..<end]
    separator = text.contains(0x09) ? .tab : text.contains(0x2C) ? .comma : .blanks
    let line = bytes[..<first].count { $0 == 0x0A } + 1
    var ends: [Range<Int>] = []
    split(0, &ends)
    let names = ends.map(word)
    guard names.contains(where: { !$0.isEmpty }) else { return nil }
    starts.removeFirst()
    let bare = names.first.map { $0.hasPrefix("#") ? String($0.dropFirst()) : $0 } ?? ""
    return ([bare] + names.dropFirst(), line)
  }

  /// Fields of the first row; nil without rows.
  var firstCount: Int? { starts.isEmpty ? nil : count(0) }

  /// Lines between the header's and a row's.
  func lineOffset(_ row: Int) -> Int {
    guard let first = starts.first, row < starts.count else { return row }
    return bytes[first..<starts[row]].count { $0 == 0x0A } + leadingLines(first)
  }

  /// Comments between the header and the first row.
  private func leadingLines(_ first: Int) -> Int {
    var at = first, lines = 0
    while at >= 2 {
      let previous = bytes[..<(at - 1)].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
      let isComment = bytes[previous] == 0x23 && bytes[previous + 1] == 0x23
      let isEmpty = previous >= at - 2
      guard isComment || isEmpty, previous > 0 else { break }
      lines += 1
      at = previous
    }
    return lines
  }

  /// Fields of a row.
  private func count(_ row: Int) -> Int {
    var ends: [Range<Int>] = []
    split(row, &ends)
    return ends.count
  }

  /// Bytes between the row's begin and a field.
  func offset(_ row: Int, _ column: Int) -> Int {
    var ends: [Range<Int>] = []
    split(row, &ends)
    return ends[column].lowerBound - starts[row]
  }

  func word(_ range: Range<Int>) -> String {
    let text = bytes[range]
    guard text.first == 0x22, text.last == 0x22, text.count >= 2 else {
      return bytes.withUnsafeBufferPointer {
        String(decoding: UnsafeBufferPointer(rebasing: $0[range]), as: UTF8.self)
      }
    }
    let inner = String(decoding: text.dropFirst().dropLast(), as: UTF8.self)
    return inner.replacing("\"\"", with: "\"")
  }

  /// Missing is NaN; nil for a word.
  func number(_ range: Range<Int>) -> Double? {
    var range = range
    if range.count >= 2, bytes[range.lowerBound] == 0x22, bytes[range.upperBound - 1] == 0x22 {
      range = range.lowerBound + 1..<range.upperBound - 1
    }
    return bytes.withUnsafeBufferPointer {
      Decimal64.parse(UnsafeBufferPointer(rebasing: $0[range]))
    }
  }

  private func end(of start: Int) -> Int {
    bytes.withUnsafeBufferPointer { text in
      var end = start
      while end < text.count, text[end] != 0x0A { end += 1 }
      return end > start && text[end - 1] == 0x0D ? end - 1 : end
    }
  }

  /// Puts each field's range of bytes into `ends`.
  func split(_ row: Int, _ ends: inout [Range<Int>]) {
    ends.removeAll(keepingCapacity: true)
    let end = end(of: starts[row])
    bytes.withUnsafeBufferPointer { text in
      var at = starts[row]
      if case .blanks = separator {
        while at < end {
          while at < end, text[at] == 0x20 || text[at] == 0x09 { at += 1 }
          guard at < end else { return }
          let begin = at
          while at < end, text[at] != 0x20, text[at] != 0x09 { at += 1 }
          ends.append(begin..<at)
        }
        return
      }
      let mark: UInt8 = if case .comma = separator { 0x2C } else { 0x09 }
      while true {
        let begin = at
        if mark == 0x2C, at < end, text[at] == 0x22 { at = Self.endOfQuote(text, at, end) }
        while at < end, text[at] != mark { at += 1 }
        ends.append(begin..<at)
        if at >= end { return }
        at += 1
      }
    }
  }

  private static func endOfQuote(
    _ text: UnsafeBufferPointer<UInt8>, _ begin: Int, _ end: Int
  ) -> Int {
    var at = begin + 1
    while at < end {
      if text[at] == 0x22 {
        guard at + 1 < end, text[at + 1] == 0x22 else { return at + 1 }
        at += 1
      }
      at += 1
    }
    return end
  }
}
