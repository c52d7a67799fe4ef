import Diagnostics
import Knowledge

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Summary statistics as rows. For a table of some thousand rows; what has millions reads columns.
public enum SummaryFile {
  /// Reads every row. Needs a variant's name, or chromosome and position. Throws for values that
  /// cannot be: a standard error below zero, a frequency or p-value outside 0 to 1.
  public static func associations(
    _ table: PlainTable, _ names: ColumnNames = .none
  ) throws(Problems) -> [Association] {
    try associations(table, names, rows: Array(0..<table.rowCount))
  }

  /// As ``associations(_:_:)``, of some rows of a table that may have millions, and of some columns.
  public static func associations(
    _ table: PlainTable, _ names: ColumnNames = .none, rows: [Int],
    roles: [ColumnRole] = SummaryColumns.all
  ) throws(Problems) -> [Association] {
    var problems = Problems()
    let reader = try Reader(table, names, rows, roles, &problems)
    let found = rows.indices.map { reader.association($0, &problems) }
    try problems.throwIfAny()
    return found
  }

  private struct Reader {
    let table: PlainTable
    let rows: [Int]
    private var words: [String: [String]] = [:]
    private var numbers: [String: [Double]] = [:]
    private var headers: [String: String] = [:]

    init(
      _ table: PlainTable, _ names: ColumnNames, _ rows: [Int], _ roles: [ColumnRole],
      _ problems: inout Problems
    ) throws(Problems) {
      (self.table, self.rows) = (table, rows)
      for role in roles {
        guard let index = table.index(of: role, names) else { continue }
        headers[role.name] = table.header[index]
        switch role {
        case SummaryColumns.variant, SummaryColumns.chromosome, SummaryColumns.effect,
          SummaryColumns.other:
          words[role.name] = try Self.values(table, index, .word, rows).words
        default: numbers[role.name] = try Self.values(table, index, .number, rows).numbers
        }
      }
      let hasPlace =
        words[SummaryColumns.chromosome.name] != nil
        && numbers[SummaryColumns.position.name] != nil
      if words[SummaryColumns.variant.name] == nil, !hasPlace {
        _ = table.require(SummaryColumns.variant, names, &problems)
      }
      try problems.throwIfAny()
    }

    /// A column at the rows, each run of neighbours at once.
    private static func values(
      _ table: PlainTable, _ index: Int, _ kind: PlainTable.Kind, _ rows: [Int]
    ) throws(Problems) -> PlainTable.Values {
      var numbers: [Double] = [], words: [String] = []
      var problems = Problems()
      var begin = 0
      while begin < rows.count, problems.items.count < 20 {
        var end = begin + 1
        while end < rows.count, rows[end] == rows[end - 1] + 1 { end += 1 }
        let part = table.parse([(index, kind)], rows: rows[begin]..<rows[end - 1] + 1)
        problems.add(part.problems)
        numbers += part.values.first?.numbers ?? []
        words += part.values.first?.words ?? []
        begin = end
      }
      try problems.throwIfAny()
      return kind == .word ? .words(words) : .numbers(numbers)
    }

    private func word(_ role: ColumnRole, _ row: Int) -> String? {
      words[role.name].flatMap { values in
        let text = values[row]
        return text.isEmpty || text == "NA" || text == "." ? nil : text
      }
    }

    private func number(
      _ role: ColumnRole, _ row: Int, _ range: ClosedRange<Double>, _ problems: inout Problems
    ) -> Double? {
      guard let value = numbers[role.name]?[row], !value.isNaN else { return nil }
      if !range.contains(value), problems.items.count < 20 {
        problems.error(
          at: table.place(row: rows[row], column: headers[role.name]),
          "\(role.name) cannot be this", hint: "\(role.meaning)")
      }
      return value
    }

    func association(_ row: Int, _ problems: inout Problems) -> Association {
      typealias Columns = SummaryColumns
      let any = -Double.greatestFiniteMagnitude...Double.greatestFiniteMagnitude
      let positive = 0...Double.greatestFiniteMagnitude
      let chromosome = word(Columns.chromosome, row)
      let position = number(Columns.position, row, positive, &problems).map { Int($0) }
      let name =
        word(Columns.variant, row) ?? "\(chromosome ?? "?"):\(position.map(String.init) ?? "?")"
      let effect = word(Columns.effect, row)?.uppercased()
      let beta =
        number(Columns.beta, row, any, &problems)
        ?? number(Columns.oddsRatio, row, positive, &problems).map { log($0) }
      let error =
        number(Columns.standardError, row, positive, &problems)
        ?? number(Columns.variance, row, positive, &problems).map { $0.squareRoot() }
      let p =
        number(Columns.p, row, 0...1, &problems)
        ?? number(Columns.logP, row, positive, &problems).map { pow(10, -$0) }
      return Association(
        variant: name, chromosome: chromosome, position: position, effect: effect,
        other: word(Columns.other, row)?.uppercased() ?? Self.other(of: effect, in: name),
        beta: beta, standardError: error, z: number(Columns.z, row, any, &problems), p: p,
        frequency: number(Columns.frequency, row, 0...1, &problems),
        people: number(Columns.people, row, positive, &problems))
    }

    /// The allele beside the effect allele in a name like `1_6676485_T_G`.
    private static func other(of effect: String?, in name: String) -> String? {
      let parts = name.split { $0 == "_" || $0 == ":" }.suffix(2).map { $0.uppercased() }
      guard let effect, parts.count == 2, parts.contains(effect) else { return nil }
      return parts[0] == effect ? parts[1] : parts[0]
    }
  }
}
