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
    var problems = Problems()
    let reader = try Reader(table, names, &problems)
    let rows = (0..<table.rowCount).map { reader.association($0, &problems) }
    try problems.throwIfAny()
    return rows
  }

  private struct Reader {
    let table: PlainTable
    private var words: [String: [String]] = [:]
    private var numbers: [String: [Double]] = [:]
    private var headers: [String: String] = [:]

    init(
      _ table: PlainTable, _ names: ColumnNames, _ problems: inout Problems
    ) throws(Problems) {
      self.table = table
      for role in SummaryColumns.all {
        guard let index = table.index(of: role, names) else { continue }
        headers[role.name] = table.header[index]
        switch role {
        case SummaryColumns.variant, SummaryColumns.chromosome, SummaryColumns.effect,
          SummaryColumns.other:
          words[role.name] = try table.words(index)
        default: numbers[role.name] = try table.numbers(index)
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
          at: table.place(row: row, column: headers[role.name]),
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
