import Analyses
import Diagnostics
import Formats
import Knowledge
import Numerics
import Tables

/// `casebook run smr`: summary-data MR of molecular traits, with HEIDI where LD is given.
public struct RunSMR: Sendable {
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

  public func run(_ progress: Progress) throws -> RunTables.Result {
    guard tables.inputs.count == 2 else {
      throw Diagnostic(
        at: Place("casebook run smr"), "two tables are needed, not \(tables.inputs.count)",
        hint: "casebook run smr qtl.tsv gwas.tsv --ld ld.tsv --out PREFIX", exit: .usage)
    }
    let read = try tables.read()
    let names = try tables.names(Self.roles, read)
    let molecular = try SummaryFile.associations(read[0], names)
    let outcome = Dictionary(
      try SummaryFile.associations(read[1], names).map { ($0.variant, $0) },
      uniquingKeysWith: { first, _ in first })
    let probes = try read[0].index(of: RunColoc.region, names).map { try read[0].words($0) }
    let matrix = try ld.map { try LDMatrixFile.read(RunTables.bytes($0), file: $0) }
    var rows: [[Entry]] = []
    var lines: [String] = []
    for (name, members) in Self.groups(molecular, probes) {
      let found = Harmonisation(members, known: outcome)
      guard let row = row(name, found, matrix, &lines) else { continue }
      rows.append(row)
    }
    let tests = rows.count
    lines.insert(
      "\(tests) molecular traits tested; \(Digits.text(0.05 / Double(max(tests, 1)), .significant(3))) is 0.05 divided by their number",
      at: 0)
    if matrix == nil { lines.append("HEIDI: not done, it needs --ld") }
    lines.append("a small p of HEIDI speaks for linkage: two variants, not one")
    return try tables.write([Table("smr", "SMR", Self.tableColumns, rows: rows)], as: "smr", lines)
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

  private static let tableColumns = [
    Column("probe", "Molecular trait", "gene or protein"),
    Column("topSNP", "Top variant", "the strongest instrument"),
    Column("b_eQTL", "Its effect", format: .exact, "on the molecular trait"),
    Column("se_eQTL", "Error", format: .exact, ""),
    Column("b_GWAS", "Its effect on the outcome", format: .exact, ""),
    Column("se_GWAS", "Error", format: .exact, ""),
    Column("b_SMR", "SMR", format: .exact, "outcome per unit of the molecular trait"),
    Column("se_SMR", "Error", format: .exact, ""),
    Column("chisq_SMR", "T", format: .exact, "one degree of freedom"),
    Column("p_SMR", "p", format: .exact, ""),
    Column("T_HEIDI", "HEIDI", format: .exact, "Σ d² / var(d)"),
    Column("p_HEIDI", "p of HEIDI", format: .exact, "exact tail of the weighted chi-square"),
    Column(
      "p_HEIDI_saddlepoint", "p of HEIDI, saddle point", format: .exact, "as SMR prints it"),
    Column("nsnp_HEIDI", "Neighbours", format: .integer, "used by HEIDI"),
    Column("note", "Note", "why a number is missing"),
  ]

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
