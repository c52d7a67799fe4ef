import Analyses
import Diagnostics
import Formats
import Tables

/// `casebook run doseresponse`: curves, growth-rate metrics or combinations of plates.
public struct RunDoseResponse: WritingRun {
  public let tables: RunTables
  public let metric: Metric
  public let options: Options

  /// What is fitted; `auto` decides by the columns.
  public enum Metric: String, Sendable, CaseIterable { case auto, viability, gr, combination }

  /// What the command line may say.
  public struct Options: Sendable {
    /// Of the values; `auto` decides by their size.
    public enum Unit: String, Sendable, CaseIterable { case auto, fraction, percent }
    /// Whether values fall or rise with the effect.
    public enum Readout: String, Sendable, CaseIterable { case auto, viability, inhibition }

    public let unit: Unit
    public let readout: Readout
    /// The drug of control wells, or "0" for wells of dose 0; nil: values are of control already.
    public let control: String?
    /// Headers that tell curves apart, beside those of the roles.
    public let by: [String]
    public let controlTable: String?
    public let time0Table: String?

    public init(
      unit: Unit, readout: Readout, control: String?, by: [String], controlTable: String?,
      time0Table: String?
    ) {
      (self.unit, self.readout, self.control, self.by) = (unit, readout, control, by)
      (self.controlTable, self.time0Table) = (controlTable, time0Table)
    }
  }

  public init(tables: RunTables, metric: Metric, options: Options) {
    (self.tables, self.metric, self.options) = (tables, metric, options)
  }

  static let roles = [
    PlateRoles.model, PlateRoles.donor, PlateRoles.drug, PlateRoles.curve, PlateRoles.dose,
    PlateRoles.value, PlateRoles.plate, PlateRoles.time, PlateRoles.drug2, PlateRoles.dose2,
    PlateRoles.count, PlateRoles.control, PlateRoles.time0, PlateRoles.controlTag,
    PlateRoles.time0Tag,
  ]

  public static var columns: String { roles.map(\.help).joined(separator: "\n") }

  private static let keys = WrittenTable.varying(
    "keys", DoseSeries.key("").meaning)

  public static let written = [
    WrittenTable(
      "doseresponse", "a row a curve; --metric viability.", [keys] + DoseResponse.columns),
    WrittenTable(
      "doseresponse", "a row a curve; --metric gr.", [keys] + GrowthRate.columns),
    WrittenTable(
      "doseresponse.values", "a row a well; --metric gr.", [keys] + GrowthRate.valueColumns),
    WrittenTable(
      "doseresponse", "a row a pair of drugs; --metric combination.",
      [keys] + Combination.pairColumns),
    WrittenTable(
      "doseresponse.surface", "a row a pair of doses; --metric combination.",
      [keys] + Combination.surfaceColumns),
  ]

  /// What the flags mean, for the help.
  public static var flags: String {
    DoseFlag.allCases.map { WrittenTable.wrapped("  \($0.rawValue): ", $0.meaning) }
      .joined(separator: "\n")
  }

  public func run(_ progress: Progress) throws -> RunTables.Result {
    try check()
    var problems = Problems()
    let read = try problems.gather { try tables.read() }
    let further = try [options.controlTable, options.time0Table].map { path in
      try path.flatMap { path in
        try problems.gather { try RunTables.table(path) }
      }
    }
    try problems.throwIfAny()
    guard let read else { throw problems }
    let names = try tables.names(Self.roles, read + further.compactMap { $0 })
    let plates = [read[0], further[0], further[1]].map { table in
      table.map { PlateTable(table: $0, names: names, run: tables) }
    }
    guard let plate = plates[0] else { preconditionFailure("one table was read") }
    switch settled(plate) {
    case .gr: return try growth(plate, plates[1], plates[2])
    case .combination: return try combination(plate)
    case .viability, .auto: return try viability(plate)
    }
  }

  private func check() throws {
    var checks = try tables.checks(
      "doseresponse", inputs: 1...1, "one table of wells is needed",
      hint: "controls of their own tables go to --control-table and --time0-table",
      roles: Self.roles)
    if (options.controlTable == nil) != (options.time0Table == nil) {
      checks.refuse(
        "casebook run doseresponse", "--control-table and --time0-table go together",
        hint: "growth rates need the cells at the beginning and at the end")
    }
    try checks.throwIfAny()
  }

  /// The metric, found from the columns where it is not given.
  private func settled(_ plate: PlateTable) -> Metric {
    guard metric == .auto else { return metric }
    if plate.has(PlateRoles.dose2) { return .combination }
    return plate.has(PlateRoles.count) && !plate.has(PlateRoles.value) ? .gr : .viability
  }

  private func viability(_ plate: PlateTable) throws -> RunTables.Result {
    let keys = try plate.keys(
      [
        PlateRoles.model, PlateRoles.donor, PlateRoles.drug, PlateRoles.curve, PlateRoles.time,
      ], by: options.by)
    let wells = try PlateWells(plate, options)
    let texts = try plate.texts(keys)
    let treated = wells.rows.filter { wells.doses[$0] > 0 }
    let groups = RowGroups(texts, rows: treated)
    let untreated = options.control == "0" ? 0 : wells.rows.count - treated.count
    try Self.check(groups, plate)
    let findings = tables.workers.map(Array(zip(groups.keys, groups.rows))) { key, rows in
      DoseResponse(
        DoseSeries(
          keys: key, doses: rows.map { wells.doses[$0] }, values: rows.map { wells.values[$0] }))
    }
    let flags = findings.map(\.flags)
    return try tables.write(
      [DoseResponse.table(findings, keys: keys.map { plate.table.header[$0] })],
      as: "doseresponse",
      ["viability: f(x) = low + (high - low) / (1 + (x/EC50)^hill)"] + wells.notes
        + (untreated > 0
          ? ["left out of curves: \(untreated) wells of dose 0, which has no logarithm"] : [])
        + Self.summary(findings.count, findings.count(where: \.isSigmoid), flags))
  }

  private func growth(
    _ plate: PlateTable, _ controlTable: PlateTable?, _ time0Table: PlateTable?
  ) throws -> RunTables.Result {
    let counts = try GrowthCounts(plate, controlTable: controlTable, time0Table: time0Table)
    let keys = try growthKeys(plate)
    let texts = try plate.texts(keys)
    let rates = counts.rows.indices.map { index in
      GrowthRate.value(
        count: counts.counts[index], control: counts.controls[index], time0: counts.time0[index])
    }
    let used = rates.indices.filter {
      counts.doses[$0] > 0 && !(rates[$0] ?? .nan).isNaN
    }
    let groups = RowGroups(counts.rows.map { texts[$0] }, rows: used)
    try Self.check(groups, plate)
    let findings = tables.workers.map(Array(zip(groups.keys, groups.rows))) { key, rows in
      GrowthRate(
        DoseSeries(
          keys: key, doses: rows.map { counts.doses[$0] },
          values: rows.compactMap { rates[$0] }))
    }
    let headers = keys.map { plate.table.header[$0] }
    let untreated = counts.doses.count { $0 == 0 }
    let left = counts.rows.count - used.count - untreated
    return try tables.write(
      [
        GrowthRate.table(findings, keys: headers),
        Self.rateTable(counts, rates, counts.rows.map { texts[$0] }, headers),
      ], as: "doseresponse",
      [
        "growth rates: GR = 2^(log2(x/x0) / log2(control/x0)) - 1, \(counts.form)",
        "curves: GR = GRinf + (1 - GRinf) / (1 + (x/GEC50)^Hill)",
      ]
        + (untreated > 0
          ? ["left out of curves: \(untreated) wells of dose 0, which has no logarithm"] : [])
        + (left > 0
          ? ["left out: \(left) wells without a dose, a count, or a control that grew"] : [])
        + Self.summary(findings.count, findings.count(where: \.isSigmoid), findings.map(\.flags)))
  }

  /// All columns that hold no measurement, unless columns are named.
  private func growthKeys(_ plate: PlateTable) throws -> [Int] {
    if !options.by.isEmpty { return try plate.keys([], by: options.by) }
    let measured = [
      PlateRoles.dose, PlateRoles.count, PlateRoles.control, PlateRoles.time0,
      PlateRoles.controlTag, PlateRoles.time0Tag,
    ].compactMap { plate.index($0) }
    return plate.table.header.indices.filter {
      !measured.contains($0) && plate.table.header[$0] != "row"
    }
  }

  private static func rateTable(
    _ counts: GrowthCounts, _ rates: [Double?], _ texts: [[String]], _ headers: [String]
  ) -> Table {
    var table = Table(
      "values", "Growth-rate inhibition values",
      headers.map(DoseSeries.key) + GrowthRate.valueColumns)
    for index in rates.indices {
      let numbers = [
        counts.doses[index], counts.counts[index], counts.controls[index], counts.time0[index],
        rates[index] ?? .nan,
      ]
      table.add(
        texts[index].map { .text($0) } + numbers.map { $0.isNaN ? .missing : .number($0) })
    }
    return table
  }

  private func combination(_ plate: PlateTable) throws -> RunTables.Result {
    let keys = try plate.keys(
      [
        PlateRoles.model, PlateRoles.donor, PlateRoles.drug, PlateRoles.drug2, PlateRoles.curve,
        PlateRoles.time,
      ], by: options.by)
    let wells = try PlateWells(plate, options)
    let second = try plate.amounts(PlateRoles.dose2)
    let texts = try plate.texts(keys)
    let paired = wells.rows.filter { !second[$0].isNaN }
    let groups = RowGroups(texts, rows: paired)
    let single = wells.rows.count - paired.count
    try Self.check(groups, plate)
    let findings = tables.workers.map(Array(zip(groups.keys, groups.rows))) { key, rows in
      Combination(
        keys: key,
        points: rows.map { row in
          CombinationPoint(
            dose1: wells.doses[row], dose2: second[row],
            effect: 1 - wells.values[row])
        })
    }
    let headers = keys.map { plate.table.header[$0] }
    let calls = findings.compactMap(\.summary.zip).map(Synergy.call)
    return try tables.write(
      [Combination.table(findings, keys: headers), Combination.surface(findings, keys: headers)],
      as: "doseresponse",
      [
        "combinations: excess of the effect over Bliss, the better drug alone, and ZIP, in percent",
        "effect: 1 - what is left of the control",
      ] + wells.notes
        + (single > 0 ? ["left out: \(single) wells without a second dose"] : []) + [
          "pairs \(findings.count): synergy \(calls.count { $0 == .synergy }), additive \(calls.count { $0 == .additive }), antagonism \(calls.count { $0 == .antagonism }), not called \(findings.count - calls.count)"
        ])
  }

  /// A table without wells that could be used is an error.
  private static func check(_ groups: RowGroups, _ plate: PlateTable) throws {
    guard groups.rows.isEmpty else { return }
    throw Diagnostic(
      at: plate.table.headerPlace, "no well has a dose above zero and a value",
      hint: "--column dose=HEADER and the like name other columns")
  }

  private static func summary(_ curves: Int, _ sigmoid: Int, _ flags: [[DoseFlag]]) -> [String] {
    ["curves \(curves), sigmoid \(sigmoid)"]
      + DoseFlag.allCases.compactMap { flag in
        let count = flags.count { $0.contains(flag) }
        return count == 0 ? nil : "\(flag.rawValue): \(count)"
      }
  }
}
