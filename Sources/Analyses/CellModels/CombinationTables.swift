import Numerics
import Tables

extension Combination {
  /// Means over the pairs of doses, and the cell of the largest ZIP delta.
  public struct Summary: Sendable {
    public let bliss: Double?
    public let hsa: Double?
    public let zip: Double?
    public let peak: Cell?
  }

  public var summary: Summary {
    Summary(
      bliss: Sample.mean(cells.compactMap(\.blissExcess)),
      hsa: Sample.mean(cells.compactMap(\.hsaExcess)),
      zip: Sample.mean(cells.compactMap(\.zipDelta)),
      // The first of equals.
      peak: cells.filter { $0.zipDelta != nil }
        .reduce(nil as Cell?) { best, cell in
          (best?.zipDelta ?? -.infinity) >= (cell.zipDelta ?? -.infinity) ? best : cell
        })
  }

  /// One row a pair of drugs.
  public static func table(_ findings: [Combination], keys: [String]) -> Table {
    let exact = DoseResponse.exact
    var table = Table(
      "pairs", "Drug combinations",
      keys.map { Column($0, $0) } + [
        exact("doses1", "doses of the first drug above zero"),
        exact("doses2", "doses of the second"),
        exact("ec50_1", "dose of half the effect of the first drug alone"),
        exact("hill_1", "its steepness"),
        exact("ec50_2", "dose of half the effect of the second drug alone"),
        exact("hill_2", "its steepness"),
        exact("bliss", "mean excess over Bliss independence, %"),
        exact("hsa", "mean excess over the better drug alone, %"),
        exact("zip", "mean ZIP delta, %"),
        exact("zip_max", "largest ZIP delta, %"),
        exact("zip_max_dose1", "where it stands"),
        exact("zip_max_dose2", "where it stands"),
        Column("call", "Call", "of the mean ZIP delta: synergy above 10, antagonism below -10"),
        Column("flags", "Flags", "what is missing"),
      ])
    for finding in findings { table.add(finding.row) }
    return table
  }

  private var row: [Entry] {
    let summary = summary
    var flags: [String] = []
    if alone1 == nil { flags.append("too few doses of the first drug alone") }
    if alone2 == nil { flags.append("too few doses of the second drug alone") }
    if summary.zip == nil, flags.isEmpty { flags.append("no row and column of three doses") }
    return keys.map { .text($0) } + [
      .number(Double(doses1.count)), .number(Double(doses2.count)),
      .optional(alone1?.curve.ec50), .optional(alone1?.curve.hill),
      .optional(alone2?.curve.ec50), .optional(alone2?.curve.hill),
      .optional(summary.bliss), .optional(summary.hsa), .optional(summary.zip),
      .optional(summary.peak?.zipDelta), .optional(summary.peak?.point.dose1),
      .optional(summary.peak?.point.dose2),
      summary.zip.map { .text(Synergy.call($0).rawValue) } ?? .missing,
      flags.isEmpty ? .missing : .text(flags.joined(separator: "; ")),
    ]
  }

  /// One row a pair of doses.
  public static func surface(_ findings: [Combination], keys: [String]) -> Table {
    let exact = DoseResponse.exact
    var table = Table(
      "surface", "Drug combinations by dose",
      keys.map { Column($0, $0) } + [
        exact("dose1", "dose of the first drug"), exact("dose2", "dose of the second"),
        exact("effect", "mean effect, 0 none to 1 all"),
        exact("alone1", "the first drug's effect alone"),
        exact("alone2", "the second drug's effect alone"),
        exact("bliss", "excess over a + b - ab, %"),
        exact("hsa", "excess over the larger of a and b, %"), exact("zip", "ZIP delta, %"),
        Column("call", "Call", "of the ZIP delta"),
      ])
    for finding in findings {
      for cell in finding.cells {
        table.add(
          finding.keys.map { .text($0) } + [
            .number(cell.point.dose1), .number(cell.point.dose2), .number(cell.point.effect),
            .optional(cell.alone1), .optional(cell.alone2), .optional(cell.blissExcess),
            .optional(cell.hsaExcess), .optional(cell.zipDelta),
            cell.zipDelta.map { .text(Synergy.call($0).rawValue) } ?? .missing,
          ])
      }
    }
    return table
  }
}
