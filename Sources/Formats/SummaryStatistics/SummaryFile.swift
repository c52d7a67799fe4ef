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
  /// cannot be, such as a standard error of zero or a p-value above 1: all of them at once.
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
    let reader = Reader(table, names, rows, roles, &problems)
    try problems.throwIfAny()
    return rows.indices.map { reader.association($0) }
  }

  /// Pairs of columns that say the same: where a table has both, the first is read.
  public static func unread(
    _ table: PlainTable, _ names: ColumnNames = .none
  ) -> [(read: String, unread: String)] {
    let pairs = [
      (SummaryColumns.beta, SummaryColumns.oddsRatio),
      (SummaryColumns.standardError, SummaryColumns.variance),
      (SummaryColumns.p, SummaryColumns.logP),
    ]
    return pairs.compactMap { first, second in
      table.index(of: first, names).flatMap { a in
        table.index(of: second, names).map { b in (table.header[a], table.header[b]) }
      }
    }
  }

  private struct Reader {
    private var words: [String: [String]] = [:]
    private var numbers: [String: [Double]] = [:]

    /// Parses and checks all columns: what is wrong in any of them joins `problems`.
    init(
      _ table: PlainTable, _ names: ColumnNames, _ rows: [Int], _ roles: [ColumnRole],
      _ problems: inout Problems
    ) {
      let texts = [
        SummaryColumns.variant, SummaryColumns.chromosome, SummaryColumns.effect,
        SummaryColumns.other,
      ]
      let found = roles.compactMap { role in table.index(of: role, names).map { (role, $0) } }
      let values = Self.values(
        table, found.map { ($0.1, texts.contains($0.0) ? .word : .number) }, rows, &problems)
      for ((role, column), own) in zip(found, values) {
        if texts.contains(role) {
          words[role.name] = own.words
          continue
        }
        numbers[role.name] = own.numbers
        if let rule = SummaryColumns.rule(role) {
          table.check(own.numbers, column: column, rows: rows, rule, &problems)
        }
      }
      let hasPlace =
        words[SummaryColumns.chromosome.name] != nil
        && numbers[SummaryColumns.position.name] != nil
      if words[SummaryColumns.variant.name] == nil, !hasPlace {
        _ = table.require(SummaryColumns.variant, names, &problems)
      }
    }

    /// Columns at the rows, each run of neighbours at once.
    private static func values(
      _ table: PlainTable, _ columns: [(index: Int, kind: PlainTable.Kind)], _ rows: [Int],
      _ problems: inout Problems
    ) -> [PlainTable.Values] {
      var values = columns.map { $0.kind == .number ? PlainTable.Values.numbers([]) : .words([]) }
      let most = problems.items.count + PlainTable.mostProblems
      var begin = 0
      while begin < rows.count {
        var end = begin + 1
        while end < rows.count, rows[end] == rows[end - 1] + 1 { end += 1 }
        let part = table.parse(columns, rows: rows[begin]..<rows[end - 1] + 1)
        if problems.items.count < most { problems.add(part.problems) }
        for index in values.indices { values[index].append(part.values[index]) }
        begin = end
      }
      return values
    }

    private func word(_ role: ColumnRole, _ row: Int) -> String? {
      words[role.name].flatMap { values in
        let text = values[row]
        return text.isEmpty || text == "NA" || text == "." ? nil : text
      }
    }

    private func number(_ role: ColumnRole, _ row: Int) -> Double? {
      numbers[role.name].flatMap { $0[row].isNaN ? nil : $0[row] }
    }

    func association(_ row: Int) -> Association {
      typealias Columns = SummaryColumns
      let chromosome = word(Columns.chromosome, row)
      let position = number(Columns.position, row).map { Int($0) }
      let name =
        word(Columns.variant, row) ?? "\(chromosome ?? "?"):\(position.map(String.init) ?? "?")"
      let effect = word(Columns.effect, row)?.uppercased()
      return Association(
        variant: name, chromosome: chromosome, position: position, effect: effect,
        other: word(Columns.other, row)?.uppercased() ?? Self.other(of: effect, in: name),
        beta: number(Columns.beta, row) ?? number(Columns.oddsRatio, row).map { log($0) },
        standardError: number(Columns.standardError, row)
          ?? number(Columns.variance, row).map { $0.squareRoot() },
        z: number(Columns.z, row),
        p: number(Columns.p, row) ?? number(Columns.logP, row).map { pow(10, -$0) },
        frequency: number(Columns.frequency, row), people: number(Columns.people, row))
    }

    /// The allele beside the effect allele in a name like `1_6676485_T_G`.
    private static func other(of effect: String?, in name: String) -> String? {
      let parts = name.split { $0 == "_" || $0 == ":" }.suffix(2).map { $0.uppercased() }
      guard let effect, parts.count == 2, parts.contains(effect) else { return nil }
      return parts[0] == effect ? parts[1] : parts[0]
    }
  }
}
