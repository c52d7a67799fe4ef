import Diagnostics

/// A matrix with metadata of its rows and columns: the Broad Institute's GCT, versions 1.2 and 1.3.
public struct GCTFile: Sendable {
  public let file: String
  /// Names of the rows' metadata, `Description` in version 1.2.
  public let rowFields: [String]
  public let rowIDs: [String]
  /// By field, then by row.
  public let rowLabels: [[String]]
  public let columnFields: [String]
  public let columnIDs: [String]
  /// By field, then by column.
  public let columnLabels: [[String]]
  /// By column, then by row; missing is NaN.
  public let columns: [[Double]]

  /// The values of a field of the columns; nil where there is no such field.
  public func columnLabel(_ field: String) -> [String]? {
    columnFields.firstIndex(of: field).map { columnLabels[$0] }
  }

  /// Reads the text of a file. Throws for a version that is none of the two, counts that are not
  /// those of the text, repeated ids, and fields that are no numbers; at most 20 are listed.
  public init(_ bytes: [UInt8], file: String) throws(Problems) {
    var problems = Problems()
    let lines = GCTLines(bytes)
    let shape = try Self.shape(lines, file)
    let header = lines.words(2)
    let before = 1 + shape.rowFields
    guard header.count == before + shape.columns else {
      throw Self.failure(
        file, 3, "\(header.count) names where line 2 tells of \(before + shape.columns)",
        "an id, \(shape.rowFields) fields of the rows, \(shape.columns) columns; tabs between them")
    }
    self.file = file
    rowFields = Array(header[1..<before])
    columnIDs = Array(header[before...])
    Self.refuseRepeated(columnIDs, file, { _ in 3 }, "column", &problems)
    var columnFields: [String] = [], columnLabels: [[String]] = []
    for line in 3..<3 + shape.columnFields {
      let words = lines.words(line)
      guard Self.hasWidth(words.count, header.count, file, line, &problems) else { continue }
      columnFields.append(words[0])
      columnLabels.append(Array(words[before...]))
    }
    (self.columnFields, self.columnLabels) = (columnFields, columnLabels)
    var rowIDs: [String] = []
    var rowLabels = [[String]](repeating: [], count: shape.rowFields)
    var columns = [[Double]](repeating: [], count: shape.columns)
    var ranges: [Range<Int>] = []
    for line in 3 + shape.columnFields..<lines.count where problems.items.count < 20 {
      lines.split(line, &ranges)
      guard Self.hasWidth(ranges.count, header.count, file, line, &problems) else { continue }
      rowIDs.append(lines.word(ranges[0]))
      for field in 0..<shape.rowFields { rowLabels[field].append(lines.word(ranges[1 + field])) }
      for column in 0..<shape.columns {
        let value = lines.number(ranges[before + column])
        if value == nil, problems.items.count < 20 {
          problems.error(
            at: Place(
              file, line: line + 1,
              column: ranges[before + column].lowerBound - ranges[0].lowerBound + 1),
            "not a number in column '\(columnIDs[column])'", hint: "NA stands for a missing value")
        }
        columns[column].append(value ?? .nan)
      }
    }
    let first = 4 + shape.columnFields
    Self.refuseRepeated(rowIDs, file, { first + $0 }, "row", &problems)
    try problems.throwIfAny()
    (self.rowIDs, self.rowLabels, self.columns) = (rowIDs, rowLabels, columns)
  }
}

// MARK: -

extension GCTFile {
  private struct Shape {
    var rows = 0, columns = 0, rowFields = 1, columnFields = 0
  }

  private static func failure(
    _ file: String, _ line: Int, _ message: String, _ hint: String
  ) -> Problems {
    Problems([Diagnostic(at: Place(file, line: line), message, hint: hint)])
  }

  /// The version and the counts, checked against the number of lines.
  private static func shape(_ lines: GCTLines, _ file: String) throws(Problems) -> Shape {
    let version = lines.count > 0 ? lines.words(0)[0] : ""
    guard ["#1.2", "#1.3"].contains(version), lines.count >= 3 else {
      throw failure(
        file, 1, "not a GCT file: its first line is #1.2 or #1.3",
        "GCTX and tables of other forms have to be written as GCT first")
    }
    let isLong = version == "#1.3"
    // Old writers fill the line with tabs.
    let words = lines.words(1).reversed().drop { $0.isEmpty }.reversed()
    let counts = words.compactMap { Int($0) }
    guard counts.count == words.count, counts.count == (isLong ? 4 : 2),
      counts.allSatisfy({ $0 >= 0 && $0 < 1 << 31 }), counts[0] > 0, counts[1] > 0
    else {
      throw failure(
        file, 2,
        isLong
          ? "not four counts: rows, columns, fields of rows, fields of columns"
          : "not two counts: rows and columns", "counts are whole numbers with tabs between them")
    }
    let shape =
      isLong
      ? Shape(rows: counts[0], columns: counts[1], rowFields: counts[2], columnFields: counts[3])
      : Shape(rows: counts[0], columns: counts[1])
    let rows = lines.count - 3 - shape.columnFields
    guard rows == shape.rows else {
      throw failure(
        file, 2, "line 2 tells of \(shape.rows) rows; the file has \(max(rows, 0))",
        "was the file cut off, or were rows taken out?")
    }
    return shape
  }

  private static func hasWidth(
    _ count: Int, _ expected: Int, _ file: String, _ line: Int, _ problems: inout Problems
  ) -> Bool {
    if count == expected { return true }
    if problems.items.count < 20 {
      problems.error(
        at: Place(file, line: line + 1), "\(count) fields where the header has \(expected)")
    }
    return false
  }

  private static func refuseRepeated(
    _ ids: [String], _ file: String, _ line: (Int) -> Int, _ kind: String,
    _ problems: inout Problems
  ) {
    var seen: Set<String> = []
    for (index, id) in ids.enumerated()
    where !seen.insert(id).inserted && problems.items.count < 20 {
      problems.error(at: Place(file, line: line(index)), "\(kind) '\(id)' stands twice")
    }
  }
}

/// Lines and fields of a text with tabs.
private struct GCTLines {
  private let bytes: [UInt8]
  private var ranges: [Range<Int>] = []

  /// Empty lines at the end are none.
  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    var at = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    while at < bytes.count {
      let end = bytes[at...].firstIndex(of: 0x0A) ?? bytes.count
      ranges.append(at..<(end > at && bytes[end - 1] == 0x0D ? end - 1 : end))
      at = end + 1
    }
    while ranges.last?.isEmpty == true { ranges.removeLast() }
  }

  var count: Int { ranges.count }

  func split(_ line: Int, _ fields: inout [Range<Int>]) {
    fields.removeAll(keepingCapacity: true)
    let range = ranges[line]
    bytes.withUnsafeBufferPointer { text in
      var begin = range.lowerBound
      for at in range where text[at] == 0x09 {
        fields.append(begin..<at)
        begin = at + 1
      }
      fields.append(begin..<range.upperBound)
    }
  }

  func words(_ line: Int) -> [String] {
    var fields: [Range<Int>] = []
    split(line, &fields)
    return fields.map(word)
  }

  func word(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  func number(_ range: Range<Int>) -> Double? {
    bytes.withUnsafeBufferPointer {
      Decimal64.parse(UnsafeBufferPointer(rebasing: $0[range]))
    }
  }
}
