import Diagnostics

extension Problems {
  /// Adds what is not in the list: a row of another length is told once, not for each column.
  public mutating func add(new more: Problems) {
    for item in more.items where !items.contains(item) { add(item) }
  }
}

/// A table of words and numbers as other programs write it: tabs, commas or blanks between
/// the fields, with or without quotes and row names. Columns are parsed when they are asked for.
public struct PlainTable: Sendable {
  public let file: String
  public let header: [String]
  let fields: PlainFields
  private let firstLine: Int

  public var rowCount: Int { fields.starts.count }

  /// Reads the text of a file. Throws for no header, repeated names, and bytes that are no text.
  public init(_ bytes: [UInt8], file: String) throws(Problems) {
    self.file = file
    var fields = PlainFields(bytes)
    guard let head = fields.takeHeader() else {
      throw Problems([
        Diagnostic(
          at: Place(file, line: 1), "no header line",
          hint: "the first line names the columns, separated by tabs, commas or blanks")
      ])
    }
    var names = head.names
    if let count = fields.firstCount, count == names.count + 1 { names.insert("row", at: 0) }
    if names.first?.isEmpty == true { names[0] = "row" }
    var problems = Problems()
    for (index, name) in names.enumerated() where names.firstIndex(of: name) != index {
      problems.error(at: Place(file, line: head.line), "column '\(name)' stands twice")
    }
    try problems.throwIfAny()
    header = names
    firstLine = head.line + 1
    self.fields = fields
  }

  /// Where a row or one of its fields stands; the header where there is no such row.
  public func place(row: Int, column: String? = nil) -> Place {
    guard row < rowCount else { return headerPlace }
    let line = firstLine + fields.lineOffset(row)
    guard let column, let index = header.firstIndex(of: column) else {
      return Place(file, line: line)
    }
    return Place(file, line: line, column: fields.offset(row, index) + 1)
  }

  public var headerPlace: Place { Place(file, line: firstLine - 1) }

  /// Where a column stands: the header that the user named, else the first alias that is there.
  public func index(of role: ColumnRole, _ names: ColumnNames = .none) -> Int? {
    if let index = names.headers(of: role).lazy.compactMap(header.firstIndex).first {
      return index
    }
    let folded = header.map(ColumnRole.folded)
    for alias in [role.name] + role.aliases {
      if let index = folded.firstIndex(of: ColumnRole.folded(alias)) { return index }
    }
    return nil
  }

  /// As ``index(of:_:)``; a column that is not there is an error with what was looked for.
  public func require(
    _ role: ColumnRole, _ names: ColumnNames = .none, _ problems: inout Problems
  ) -> Int? {
    if let index = index(of: role, names) { return index }
    problems.error(
      at: headerPlace, "no column for \(role.name): \(role.meaning)",
      hint:
        "looked for \(([role.name] + role.aliases).joined(separator: ", ")); name another with --column \(role.name)=HEADER"
    )
    return nil
  }

  /// How a column is parsed.
  public enum Kind: Sendable, Equatable {
    case number
    case word
  }

  /// A parsed column.
  public enum Values: Sendable {
    /// Missing is NaN.
    case numbers([Double])
    case words([String])

    public var numbers: [Double] { if case .numbers(let values) = self { values } else { [] } }
    public var words: [String] { if case .words(let values) = self { values } else { [] } }

    public mutating func append(_ more: Values) {
      switch (self, more) {
      case (.numbers(var own), .numbers(let more)):
        // Held once only, so that nothing is copied.
        self = .numbers([])
        own += more
        self = .numbers(own)
      case (.words(var own), .words(let more)):
        self = .words([])
        own += more
        self = .words(own)
      default: preconditionFailure("parts of one column are of one kind")
      }
    }
  }

  /// Ranges of rows that can be parsed apart.
  public func portions(_ count: Int) -> [Range<Int>] {
    let size = max(1, (rowCount + count - 1) / max(count, 1))
    return stride(from: 0, to: rowCount, by: size).map { $0..<min($0 + size, rowCount) }
  }

  /// Parses columns of some rows. NA, #NA, ., null, nan and nothing are missing; another word in a
  /// column of numbers is an error, and so is a row of another length. At most 20 are listed. There
  /// is a value for each row all the same, so that further checks can go on: missing where a row
  /// could not be read.
  public func parse(
    _ columns: [(index: Int, kind: Kind)], rows: Range<Int>
  ) -> (values: [Values], problems: Problems) {
    var problems = Problems()
    var numbers = columns.map { _ in [Double]() }, words = columns.map { _ in [String]() }
    for (place, column) in columns.enumerated() {
      switch column.kind {
      case .number: numbers[place].reserveCapacity(rows.count)
      case .word: words[place].reserveCapacity(rows.count)
      }
    }
    var ends: [Range<Int>] = []
    for row in rows {
      fields.split(row, &ends)
      let isWhole = ends.count == header.count
      if !isWhole, problems.items.count < Self.mostProblems {
        problems.error(
          at: place(row: row), "\(ends.count) fields where the header has \(header.count)")
      }
      for (place, column) in columns.enumerated() {
        switch column.kind {
        case .number:
          let value = isWhole ? fields.number(ends[column.index]) : .nan
          if value == nil, problems.items.count < Self.mostProblems {
            problems.error(
              at: self.place(row: row, column: header[column.index]),
              "not a number in '\(header[column.index])'", hint: "NA stands for a missing value")
          }
          numbers[place].append(value ?? .nan)
        case .word: words[place].append(isWhole ? fields.word(ends[column.index]) : "")
        }
      }
    }
    let values = columns.enumerated().map { place, column -> Values in
      switch column.kind {
      case .number: .numbers(numbers[place])
      case .word: .words(words[place])
      }
    }
    return (values, problems)
  }

  /// So many errors of one kind are listed.
  public static let mostProblems = 20

  /// Whole columns, parsed together: the errors of all of them join `problems`, and a value that
  /// could not be read is missing.
  public func columns(
    _ columns: [(index: Int, kind: Kind)], _ problems: inout Problems
  ) -> [Values] {
    let (values, found) = parse(columns, rows: 0..<rowCount)
    problems.add(new: found)
    return values
  }

  /// The whole of a column of words.
  public func words(_ index: Int) throws(Problems) -> [String] {
    var problems = Problems()
    let values = columns([(index, .word)], &problems)
    try problems.throwIfAny()
    return values[0].words
  }

  /// The whole of a column of numbers; missing is NaN.
  public func numbers(_ index: Int) throws(Problems) -> [Double] {
    var problems = Problems()
    let values = columns([(index, .number)], &problems)
    try problems.throwIfAny()
    return values[0].numbers
  }
}
