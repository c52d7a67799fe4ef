import Analyses
import Diagnostics
import Formats
import Knowledge
import Numerics
import Tables

/// `casebook run smr`: summary-data MR of molecular traits, with HEIDI where LD is given.
public struct RunSMR: WritingRun {
  public let tables: RunTables
  /// A square table of correlations with the variants' names in its header.
  public let ld: String?
  public let largestP: Double

  public init(tables: RunTables, ld: String?, largestP: Double) {
    (self.tables, self.ld, self.largestP) = (tables, ld, largestP)
  }

  static let roles = SummaryColumns.all + [RunColoc.region]

  /// Lines for the help.
  public static var columns: String {
    (RunMR.twoTables + [RunColoc.region]).map { "  " + $0.help }.joined(separator: "\n")
  }

  public static let written = [
    WrittenTable("smr", "a row a molecular trait.", SMRColumns.traits)
  ]

  public func run(_ progress: Progress) throws -> RunTables.Result {
    var checks = try tables.checks(
      "smr", inputs: 2...2, "two tables are needed",
      hint: "casebook run smr qtl.tsv gwas.tsv --ld ld.tsv --out PREFIX", roles: Self.roles)
    checks.number("--p-instrument", largestP, "a p-value lies between 0 and 1") {
      (0...1).contains($0)
    }
    try checks.throwIfAny()
    var problems = Problems()
    let gathered = try problems.gather { try tables.read() }
    let matrix = try problems.gather {
      try ld.map { try LDMatrixFile.read(RunTables.bytes($0), file: $0) }
    }
    guard let read = gathered else { throw problems }
    let names = try tables.names(Self.roles, read)
    let studies = try read.map { table in
      try problems.gather { try SummaryFile.associations(table, names) } ?? []
    }
    try problems.throwIfAny()
    let probes = try read[0].index(of: RunColoc.region, names).map { try read[0].words($0) }
    let outcome = Harmonisation.Outcome(studies[1])
    var rows: [[Entry]] = []
    var lines: [String] = []
    var log = Log()
    for (name, members) in Self.groups(studies[0], probes) {
      let found = Harmonisation(members, outcome)
      log.take(found, matrix ?? nil)
      guard let row = row(name, found, matrix ?? nil, &lines) else { continue }
      rows.append(row)
      lines += Self.stronger(name, members, found)
    }
    let tests = rows.count
    lines.insert(
      "\(tests) molecular traits tested; \(Digits.text(0.05 / Double(max(tests, 1)), .significant(3))) is 0.05 divided by their number",
      at: 0)
    lines += log.lines(read, names, studies[0], outcome)
    if matrix ?? nil == nil { lines.append("HEIDI: not done, it needs --ld") }
    lines.append("a small p of HEIDI speaks for linkage: two variants, not one")
    return try tables.write([Table("smr", "SMR", SMRColumns.traits, rows: rows)], as: "smr", lines)
  }

  /// What was not used, over all molecular traits.
  private struct Log {
    private var dropped: [Harmonisation.Reason: Int] = [:]
    private var withoutLD = 0

    mutating func take(_ found: Harmonisation, _ matrix: LDMatrix?) {
      for drop in found.dropped { dropped[drop.reason, default: 0] += 1 }
      if let matrix { withoutLD += found.instruments.count { matrix.places[$0.variant] == nil } }
    }

    func lines(
      _ read: [PlainTable], _ names: ColumnNames, _ molecular: [Association],
      _ outcome: Harmonisation.Outcome
    ) -> [String] {
      read.flatMap { LeftOut.unread($0, names) }
        + LeftOut.counts(
          read[0].file,
          Harmonisation.Reason.allCases.map { (dropped[$0] ?? 0, $0.rawValue) }
            + [(withoutLD, "of a variant that the table of --ld lacks: no neighbour")])
        + LeftOut.outcome(
          read[1].file, outcome, molecular, lacking: "that no molecular trait has")
    }
  }

  /// A variant that is stronger than all instruments, but could not be one.
  private static func stronger(
    _ name: String, _ members: [Association], _ found: Harmonisation
  ) -> [String] {
    let best = found.instruments.map(\.f).max() ?? 0
    let strengths = Dictionary(
      members.map { ($0.variant, ($0.z ?? 0) * ($0.z ?? 0)) }, uniquingKeysWith: max)
    let used = Set(found.instruments.map(\.variant))
    let lost = found.dropped.filter {
      !used.contains($0.variant) && (strengths[$0.variant] ?? 0) > best * (1 + 1e-12)
    }
    guard let top = lost.max(by: { (strengths[$0.variant] ?? 0) < (strengths[$1.variant] ?? 0) })
    else { return [] }
    return [
      "\(name): \(top.variant) is stronger but no instrument: \(top.reason.rawValue)"
        + (lost.count > 1 ? "; so are \(lost.count - 1) more" : "")
    ]
  }

  private static func groups(
    _ rows: [Association], _ probes: [String]?
  ) -> [(String, [Association])] {
    guard let probes else { return [("all", rows)] }
    var order: [String] = []
    var members: [String: [Association]] = [:]
    for (row, probe) in zip(rows, probes) {
      if members[probe] == nil { order.append(probe) }
      members[probe, default: []].append(row)
    }
    return order.map { ($0, members[$0] ?? []) }
  }

  private func row(
    _ name: String, _ found: Harmonisation, _ matrix: LDMatrix?, _ lines: inout [String]
  ) -> [Entry]? {
    let own = found.instruments
    guard
      let top = own.indices.max(by: { own[$0].f == own[$1].f ? $0 > $1 : own[$0].f < own[$1].f })
    else {
      lines.append("\(name): no variant in both tables")
      return nil
    }
    let p = Normal.twoSided(own[top].f.squareRoot())
    guard p <= largestP else {
      lines.append("\(name): no instrument; the smallest p is \(Digits.pValue(p))")
      return nil
    }
    let smr = SummaryMR.ratio(own[top])
    let (heidi, note) = heterogeneity(own, top, matrix)
    let i = own[top]
    lines.append(
      "\(name): \(i.variant), b \(Digits.text(smr.value, .significant(6))) (SE \(Digits.text(smr.error, .significant(6)))), p \(Digits.pValue(smr.p))"
        + (heidi.map { ", HEIDI p \(Digits.pValue($0.p)) of \($0.variants.count) neighbours" } ?? "")
    )
    let values = [
      i.exposure, i.exposureError, i.outcome, i.outcomeError, smr.value, smr.error, smr.chiSquare,
      smr.p,
    ]
    let test =
      heidi.map { [$0.statistic, $0.p, $0.saddlepointP, Double($0.variants.count)] }?
      .map { Entry.number($0) } ?? [.missing, .missing, .missing, .missing]
    return [.text(name), .text(i.variant)] + values.map { .number($0) } + test + [
      note.isEmpty ? .missing : .text(note)
    ]
  }

  private func heterogeneity(
    _ instruments: [Instrument], _ top: Int, _ matrix: LDMatrix?
  ) -> (SummaryMR.Heterogeneity?, String) {
    guard let matrix else { return (nil, "no LD given") }
    let present = instruments.indices.filter { matrix.places[instruments[$0].variant] != nil }
    guard let place = present.firstIndex(of: top) else {
      return (nil, "the top variant is not in the LD table")
    }
    let ld = matrix.part(present.map { instruments[$0].variant })
    let found = SummaryMR.heterogeneity(present.map { instruments[$0] }, top: place, ld: ld)
    return (found, found == nil ? "fewer than three neighbours" : "")
  }
}
