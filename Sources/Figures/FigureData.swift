import Diagnostics
import Markup
import Tables

/// A figure as numbers: what stands in its fence. Nothing else is drawn.
public struct FigureData: Sendable, Equatable {
  public let kind: String
  /// Title, subtitle, axis words, background file, in the order of the fence.
  public let head: [String: String]
  public let columns: [String]
  public let rows: [[Shown]]
  public let place: Place
  /// The numbers of the rows, one row after another; nil for what is none.
  private let numbers: [Double?]

  public init(
    kind: String, head: [String: String], columns: [String], rows: [[Shown]],
    place: Place = Place("figure")
  ) {
    (self.kind, self.head, self.columns, self.rows) = (kind, head, columns, rows)
    self.place = place
    numbers = rows.flatMap { $0.map(\.number) }
  }

  public subscript(_ key: String) -> String? { head[key] }

  func value(_ row: Int, _ column: String) -> Shown {
    columns.firstIndex(of: column).map { rows[row][$0] } ?? .missing
  }

  func number(_ row: Int, _ column: String) -> Double? {
    columns.firstIndex(of: column).flatMap { numbers[row * columns.count + $0] }
  }

  /// A number of the head.
  func number(_ key: String) -> Double? { head[key].flatMap(Double.init) }

  func text(_ row: Int, _ column: String) -> String {
    switch value(row, column) {
    case .missing: ""
    case let other: other.prose
    }
  }

  /// The keys of a head in the order in which a fence has them.
  private static let order = [
    "title", "subtitle", "background", "axis", "unit", "threshold", "group", "data",
  ]

  /// The body of the fence.
  public var fence: String {
    let keys =
      Self.order.filter { head[$0] != nil } + head.keys.filter { !Self.order.contains($0) }.sorted()
    var text = keys.map { "\($0): \(MarkdownText.yaml(head[$0] ?? ""))\n" }.joined()
    guard head["data"] == nil else { return text }
    text += "---\n" + TSV.line(columns)
    for row in rows { text += TSV.line(row.map(\.field)) }
    return text
  }

  /// The numbers for a spreadsheet.
  public var csv: String {
    CSV.line(columns) + rows.map { CSV.line($0.map(\.field)) }.joined()
  }

  /// The head of a fence, to see which tables it names. Throws located errors.
  public static func head(_ cell: Fragment.Cell) throws(Problems) -> FrontMatter {
    let parts = parts(cell)
    return try FrontMatter(
      Array(parts.head.utf8)[...], file: cell.place.file, firstLine: (cell.place.line ?? 0) + 1)
  }

  /// `value: people` in the head reads the column `people` as the kind's `value`.
  private static func header(
    _ table: TextTable, _ front: FrontMatter, _ needed: [String], _ place: Place
  ) throws(Problems) -> [String] {
    var header = table.header
    var problems = Problems()
    for column in needed + ["low", "high"] {
      guard let source = front[column] else { continue }
      if let index = table.index(of: source) {
        header[index] = column
      } else if needed.contains(column) {
        problems.error(
          at: place, "no column '\(source)' for '\(column)'",
          hint: Suggestion.hint(for: source, among: table.header))
      }
    }
    try problems.throwIfAny()
    return header
  }

  private static func parts(_ cell: Fragment.Cell) -> (head: Substring, numbers: Substring?) {
    let bytes = cell.text.utf8
    var start = bytes.startIndex
    while start != bytes.endIndex {
      let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.endIndex
      if bytes[start..<end].elementsEqual("---".utf8), end != bytes.endIndex {
        return (cell.text[..<start], cell.text[bytes.index(after: end)...])
      }
      if end == bytes.endIndex { break }
      start = bytes.index(after: end)
    }
    return (cell.text[...], nil)
  }

  /// Reads a fence. `table` is the one that `data:` names, or nil where numbers stand in the
  /// fence. Throws located errors.
  public init(
    _ cell: Fragment.Cell, head front: FrontMatter, table source: TextTable?
  ) throws(Problems) {
    let name = cell.options["kind"] ?? ""
    let table: TextTable
    if let source {
      table = source
    } else if let numbers = Self.parts(cell).numbers {
      table = try TextTable(Array(numbers.utf8), file: cell.place.file)
    } else {
      throw Problems([
        Diagnostic(
          at: cell.place, "a figure without numbers",
          hint: "a line --- and a table after it, or data: name.tsv")
      ])
    }
    let needed = FigureRegistry.all.first { $0.name == name }?.columns ?? []
    let header = try Self.header(table, front, needed, cell.place)
    self.init(
      kind: name, head: front.values, columns: header,
      rows: table.rows.map { $0.map { Shown(field: String($0)) } }, place: cell.place)
  }
}
