import Analyses
import Diagnostics
import Formats
import Knowledge
import Tables

/// `casebook run mr`: two-sample Mendelian randomisation.
public struct RunMR: Sendable {
  public let tables: RunTables
  /// Variants of the exposure with a larger p-value are no instruments; nil: all are.
  public let largestP: Double?
  public let seed: UInt64

  public init(tables: RunTables, largestP: Double?, seed: UInt64) {
    (self.tables, self.largestP, self.seed) = (tables, largestP, seed)
  }

  static let oneTable = [
    ColumnRole("exposure_beta", ["beta.exposure", "bx", "b_exp"], "effect on the exposure"),
    ColumnRole("exposure_se", ["se.exposure", "sx", "bxse", "se_exp"], "its standard error"),
    ColumnRole("outcome_beta", ["beta.outcome", "by", "b_out"], "effect on the outcome"),
    ColumnRole("outcome_se", ["se.outcome", "sy", "byse", "se_out"], "its standard error"),
  ]
  static let oneTableOptional = [
    ColumnRole("exposure_n", ["samplesize.exposure"], "people of the exposure's study"),
    ColumnRole("outcome_n", ["samplesize.outcome"], "people of the outcome's study"),
    ColumnRole("exposure_p", ["pval.exposure"], "p-value for the exposure"),
  ]
  static let twoTables = [
    SummaryColumns.variant, SummaryColumns.effect, SummaryColumns.other, SummaryColumns.beta,
    SummaryColumns.oddsRatio, SummaryColumns.standardError, SummaryColumns.p,
    SummaryColumns.frequency, SummaryColumns.people,
  ]
  static let roles = SummaryColumns.all + oneTable + oneTableOptional

  /// Lines for the help.
  public static var columns: String {
    "Two tables, the exposure's and the outcome's:\n"
      + twoTables.map { "  " + $0.help }.joined(separator: "\n")
      + "\nor one table that holds both, each row's effects of the same allele:\n"
      + ([SummaryColumns.variant] + oneTable + oneTableOptional).map { "  " + $0.help }
      .joined(separator: "\n")
  }

  public func run(_ progress: Progress) throws -> RunTables.Result {
    guard (1...2).contains(tables.inputs.count) else {
      throw Diagnostic(
        at: Place("casebook run mr"), "one table or two are needed, not \(tables.inputs.count)",
        hint: "casebook run mr exposure.tsv outcome.tsv --out PREFIX", exit: .usage)
    }
    let read = try tables.read()
    let names = try tables.names(Self.roles, read)
    var (exposure, outcome) =
      try read.count == 2 ? Self.two(read, names) : Self.one(read[0], names)
    let all = exposure.count
    if let largestP {
      guard exposure.allSatisfy({ $0.p != nil }) else {
        throw Diagnostic(
          at: read[0].headerPlace, "no p-value for every variant of the exposure",
          hint: "leave --p-instrument out, or give p-values")
      }
      exposure = exposure.filter { ($0.p ?? 1) <= largestP }
    }
    outcome = outcome.filter { $0.beta != nil }
    let found = Harmonisation(exposure, outcome)
    guard !found.instruments.isEmpty else {
      throw Diagnostic(
        at: Place(tables.inputs[0]), "no instrument is left of \(all) variants",
        hint: Self.words(found.dropped))
    }
    let estimates = MRTables.estimates(of: found.instruments, seed: seed)
    return try tables.write(
      [
        MRTables.table(estimates, instruments: found.instruments.count),
        MRTables.instruments(found),
      ], as: "mr",
      summary(found, estimates, of: all))
  }

  private static func two(
    _ read: [PlainTable], _ names: ColumnNames
  ) throws -> ([Association], [Association]) {
    var problems = Problems()
    let rows = try read.map { table in
      for role in [SummaryColumns.beta, SummaryColumns.standardError]
      where table.index(of: role, names) == nil {
        let hasOther =
          role == SummaryColumns.beta
          ? table.index(of: SummaryColumns.oddsRatio, names) != nil
          : table.index(of: SummaryColumns.variance, names) != nil
        if !hasOther { _ = table.require(role, names, &problems) }
      }
      return try problems.gather { try SummaryFile.associations(table, names) } ?? []
    }
    try problems.throwIfAny()
    return (rows[0], rows[1])
  }

  private static func one(
    _ table: PlainTable, _ names: ColumnNames
  ) throws -> ([Association], [Association]) {
    var problems = Problems()
    let found = oneTable.map { table.require($0, names, &problems) }
    try problems.throwIfAny()
    let values = try found.compactMap { $0 }.map { try table.numbers($0) }
    let optional = try oneTableOptional.map { role in
      try table.index(of: role, names).map { try table.numbers($0) }
    }
    let variants = try table.index(of: SummaryColumns.variant, names).map { try table.words($0) }
    for row in 0..<table.rowCount {
      for error in [1, 3] where values[error][row] <= 0 {
        problems.error(
          at: table.place(row: row, column: found[error].map { table.header[$0] }),
          "a standard error is above zero", hint: oneTable[error].meaning)
      }
    }
    try problems.throwIfAny()
    func known(_ values: [Double]?, _ row: Int) -> Double? {
      values.flatMap { $0[row].isNaN ? nil : $0[row] }
    }
    func rows(_ first: Int, _ people: [Double]?, _ p: [Double]?) -> [Association] {
      (0..<table.rowCount).map { row in
        Association(
          variant: variants?[row] ?? "row \(row + 1)", beta: known(values[first], row),
          standardError: known(values[first + 1], row), p: known(p, row),
          people: known(people, row))
      }
    }
    return (rows(0, optional[0], optional[2]), rows(2, optional[1], nil))
  }

  private func summary(
    _ found: Harmonisation, _ estimates: [MendelianRandomization.Estimate], of all: Int
  ) -> [String] {
    let instruments = found.instruments
    var lines = [
      "\(instruments.count) instruments of \(all) variants; \(found.turned) turned round"
    ]
    if !found.dropped.isEmpty { lines.append("dropped: " + Self.words(found.dropped)) }
    if found.hasNoAlleles {
      lines.append("no alleles given: effects are taken as of the same allele")
    }
    for e in estimates {
      var line =
        "\(e.method): \(Digits.text(e.value, .significant(6))) (SE \(Digits.text(e.error, .significant(6))), p \(Digits.pValue(e.p)))"
      if let test = e.heterogeneity, test.degrees > 0 {
        line +=
          ", Q \(Digits.text(test.q, .significant(6))) on \(test.degrees), p \(Digits.pValue(test.p))"
      }
      lines.append(line)
    }
    let weak = instruments.count { $0.f < 10 }
    let mean = instruments.reduce(0) { $0 + $1.f } / Double(instruments.count)
    lines.append("mean F \(Digits.text(mean, .significant(5))); \(weak) instruments below 10")
    if instruments.count > 1 {
      let pooled = MendelianRandomization.inverseVariance(instruments)
      lines.append("I² of the ratios \(Digits.text(pooled.iSquared, .fixed(4)))")
    }
    if let egger = MendelianRandomization.egger(instruments) {
      let share = Digits.text(egger.iSquaredGX, .fixed(4))
      lines.append(
        "I²_GX \(share)"
          + (egger.iSquaredGX < 0.9 ? ": below 0.9, Egger's slope is pulled to zero" : ""))
    }
    lines.append(steiger(found))
    if instruments.count == 1 {
      lines.append("one instrument: no test of pleiotropy is possible; look at colocalisation too")
    }
    lines.append(
      "a causal reading rests on three assumptions; that instruments act through the exposure alone, and share no cause with the outcome, cannot be tested. Effects are of lifelong exposure."
    )
    return lines
  }

  private func steiger(_ found: Harmonisation) -> String {
    let pairs = found.studies.compactMap { study in
      study.exposure.people.flatMap { n in study.outcome.people.map { (n, $0, study) } }
    }
    guard pairs.count == found.studies.count else {
      return "Steiger's test of the direction: not done, it needs the numbers of people"
    }
    let test = MendelianRandomization.steiger(
      exposure: pairs.map { ($0.2.exposure.z, $0.0) }, outcome: pairs.map { ($0.2.outcome.z, $0.1) }
    )
    return
      "Steiger: the instruments explain \(Digits.text(100 * test.exposureShare, .significant(3))) % of the exposure and \(Digits.text(100 * test.outcomeShare, .significant(3))) % of the outcome; z \(Digits.text(test.z, .significant(6))), p \(Digits.pValue(test.p))"
  }

  private static func words(_ dropped: [(variant: String, reason: Harmonisation.Reason)]) -> String
  {
    Harmonisation.Reason.allCases.compactMap { reason in
      let count = dropped.count { $0.reason == reason }
      return count > 0 ? "\(count) \(reason.rawValue)" : nil
    }.joined(separator: "; ")
  }
}
