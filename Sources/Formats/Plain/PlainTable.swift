import Diagnostics

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

  public func place(row: Int, column: String? = nil) -> Place {
    let line = firstLine + fields.lineOffset(row)
    guard let column, let index = header.firstIndex(of: column) else {
      return Place(file, line: line)
    }
    return Place(file, line: line, column: fields.offset(row, index) + 1)
  }

  public var headerPlace: Place { Place(file, line: firstLine - 1) }

  /// Where a column stands: the header that the user named, else the first alias that is there.
  public func index(of role: ColumnRole, _ names: ColumnNames = .none) -> Int? {
    if let chosen = names.chosen[role.name], let index = header.firstIndex(of: chosen) {
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
      case (.numbers(let a), .numbers(let b)): self = .numbers(a + b)
      case (.words(let a), .words(let b)): self = .words(a + b)
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
  /// column of numbers is an error, and so is a row of another length. At most 20 are listed.
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
    for row in rows where problems.items.count < 20 {
      fields.split(row, &ends)
      guard ends.count == header.count else {
        problems.error(
          at: place(row: row), "\(ends.count) fields where the header has \(header.count)")
        continue
      }
      for (place, column) in columns.enumerated() {
        switch column.kind {
        case .number:
          let value = fields.number(ends[column.index])
          if value == nil {
            problems.error(
              at: self.place(row: row, column: header[column.index]),
              "not a number in '\(header[column.index])'", hint: "NA stands for a missing value")
          }
          numbers[place].append(value ?? .nan)
        case .word: words[place].append(fields.word(ends[column.index]))
        }
      }
    }
    guard problems.items.isEmpty else { return ([], problems) }
    let values = columns.enumerated().map { place, column -> Values in
      switch column.kind {
      case .number: .numbers(numbers[place])
      case .word: .words(words[place])
      }
    }
    return (values, problems)
  }

  /// The whole of a column of words.
  public func words(_ index: Int) throws(Problems) -> [String] {
    let (values, problems) = parse([(index, .word)], rows: 0..<rowCount)
    try problems.throwIfAny()
    return values[0].words
  }

  /// The whole of a column of numbers; missing is NaN.
  public func numbers(_ index: Int) throws(Problems) -> [Double] {
    let (values, problems) = parse([(index, .number)], rows: 0..<rowCount)
    try problems.throwIfAny()
    return values[0].numbers
  }
}
