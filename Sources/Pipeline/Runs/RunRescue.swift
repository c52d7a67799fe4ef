import Analyses
import Diagnostics
import Formats
import Tables

/// `casebook run rescue`: how far drugs move cells with a risk genotype towards the safe one.
public struct RunRescue: WritingRun {
  public let tables: RunTables
  /// The drug name of vehicle wells.
  public let vehicle: String
  public let risk: String
  public let safe: String
  public let draws: Int
  public let seed: UInt64

  public init(
    tables: RunTables, vehicle: String, risk: String, safe: String, draws: Int, seed: UInt64
  ) {
    (self.tables, self.vehicle, self.risk, self.safe) = (tables, vehicle, risk, safe)
    (self.draws, self.seed) = (draws, seed)
  }

  private static let genotype = ColumnRole(
    "genotype", ["allele", "edit", "variant"], "risk or safe genotype of the cells")
  private static let value = ColumnRole(
    "value", ["signal", "response", "readout", "viability", "phenotype"], "the measured phenotype")
  static let roles = [PlateRoles.donor, genotype, PlateRoles.drug, PlateRoles.dose, value]

  public static var columns: String { roles.map(\.help).joined(separator: "\n") }

  public static let written = [
    WrittenTable(
      "rescue", "a row a drug, or a drug and dose.",
      [WrittenTable.varying("keys", DoseSeries.key("").meaning)] + Rescue.columns)
  ]

  public func run(_ progress: Progress) throws -> RunTables.Result {
    var checks = try tables.checks(
      "rescue", inputs: 1...1, "one table of wells is needed",
      hint: "casebook run rescue wells.tsv --out PREFIX", roles: Self.roles)
    checks.count("--draws", draws, 100...1_000_000)
    if risk == safe {
      checks.refuse(
        "--risk \(risk)", "the risk and the safe genotype are one",
        hint: "name two values of the genotype column")
    }
    try checks.throwIfAny()
    let read = try tables.read()
    let first = read[0]
    let plate = PlateTable(table: first, names: try tables.names(Self.roles, read), run: tables)
    var problems = Problems()
    let columns = [PlateRoles.donor, Self.genotype, PlateRoles.drug].compactMap {
      first.require($0, plate.names, &problems)
    }
    let values = plate.numbers(Self.value, &problems)
    try problems.throwIfAny()
    let words = try plate.texts(columns)
    try check(words, plate)
    let doses =
      try plate.has(PlateRoles.dose) ? plate.words(plate.keys([PlateRoles.dose], by: [])[0]) : nil
    let findings = findings(words, values, doses)
    let keys = doses == nil ? ["drug"] : ["drug", "dose"]
    let left = values.count(where: \.isNaN)
    return try tables.write(
      [Rescue.table(findings, keys: keys)], as: "rescue",
      [
        "score = (drug \(risk) - \(vehicle) \(risk)) / (\(vehicle) \(safe) - \(vehicle) \(risk)), means of donors",
        "intervals: \(draws) draws of donors, never of wells, seed \(seed)",
      ] + (left > 0 ? ["left out: \(left) wells without a value"] : [])
        + leftOut(words, values)
        + findings.map { finding in
          let score = finding.score.map { Digits.text($0, .significant(4)) } ?? "none"
          let range = finding.interval.map {
            " (\(Digits.text($0.lowerBound, .significant(4))) to \(Digits.text($0.upperBound, .significant(4))))"
          }
          return
            "\(finding.keys.joined(separator: " ")): \(score)\(range ?? ""), \(finding.donors) donors"
        })
  }

  private func check(_ words: [[String]], _ plate: PlateTable) throws {
    var problems = Problems()
    let seen = (Set(words.map { $0[1] }), Set(words.map { $0[2] }))
    for (option, name, known) in [
      ("--risk", risk, seen.0), ("--safe", safe, seen.0), ("--vehicle", vehicle, seen.1),
    ] where !known.contains(name) {
      problems.error(
        at: Place("\(option) \(name)"), "no well has this",
        hint: Suggestion.hint(for: name, among: known), exit: .usage)
    }
    try problems.throwIfAny()
  }

  /// Wells with a value that the score does not use.
  private func leftOut(_ words: [[String]], _ values: [Double]) -> [String] {
    let rows = words.indices.filter { !values[$0].isNaN }
    let others = rows.count { words[$0][1] != risk && words[$0][1] != safe }
    let treated = rows.count { words[$0][1] == safe && words[$0][2] != vehicle }
    return (others > 0 ? ["left out: \(others) wells of another genotype"] : [])
      + (treated > 0 ? ["left out: \(treated) wells of genotype \(safe) with a drug"] : [])
  }

  /// By drug and dose, in the order of their first wells.
  private func findings(
    _ words: [[String]], _ values: [Double], _ doses: [String]?
  ) -> [Rescue] {
    let rows = values.indices.filter { !values[$0].isNaN }
    let keys = words.indices.map { row in [words[row][2]] + (doses.map { [$0[row]] } ?? []) }
    let treated = RowGroups(
      keys, rows: rows.filter { words[$0][2] != vehicle && words[$0][1] == risk })
    let controls = rows.filter { words[$0][2] == vehicle }
    let work = zip(treated.keys, treated.rows).map { ($0, $1) }
    let names = words.map { [$0[0]] }
    return tables.workers.map(work) { key, own in
      var donors: [String: Rescue.Donor] = [:]
      let all = RowGroups(names, rows: own + controls)
      let ownRows = Set(own)
      for (donor, rows) in zip(all.keys, all.rows) {
        let vehicles = rows.filter { !ownRows.contains($0) }
        donors[donor[0]] = Rescue.Donor(
          drugRisk: rows.filter { ownRows.contains($0) }.map { values[$0] },
          vehicleRisk: vehicles.filter { words[$0][1] == risk }.map { values[$0] },
          vehicleSafe: vehicles.filter { words[$0][1] == safe }.map { values[$0] })
      }
      return Rescue(
        keys: key, donors: donors.sorted { $0.key < $1.key }.map(\.value), draws: draws, seed: seed)
    }
  }
}
