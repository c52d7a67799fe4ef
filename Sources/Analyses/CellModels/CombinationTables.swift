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
    var table = Table(
      "pairs", "Drug combinations", keys.map(DoseSeries.key) + pairColumns)
    for finding in findings { table.add(finding.row) }
    return table
  }

  /// Of the table of pairs, behind the keys.
  public static let pairColumns: [Column] = {
    let exact = DoseResponse.exact
    return [
      exact("doses1", "Distinct doses of the first drug above 0."),
      exact("doses2", "Distinct doses of the second drug above 0."),
      exact("ec50_1", "Dose of half the effect of the first drug alone, in the input's unit."),
      exact("hill_1", "Steepness of its curve, without unit."),
      exact("ec50_2", "Dose of half the effect of the second drug alone, in the input's unit."),
      exact("hill_2", "Steepness of its curve, without unit."),
      exact("bliss", "Mean excess of the effect over a + b - ab, in percent of control."),
      exact("hsa", "Mean excess of the effect over the better drug alone, in percent of control."),
      exact("zip", "Mean ZIP delta, in percent of control; above 0 more effect than expected."),
      exact("zip_max", "Largest ZIP delta of a pair of doses, in percent of control."),
      exact("zip_max_dose1", "Dose of the first drug where it stands, in the input's unit."),
      exact("zip_max_dose2", "Dose of the second drug where it stands, in the input's unit."),
      Column(
        "call", "Call", "Of zip: synergy above 10, antagonism below -10, else additive."),
      Column(
        "flags", "Flags", "What is missing for the curves of single drugs or for ZIP; else empty."),
    ]
  }()

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

  /// Of the table of pairs of doses, behind the keys.
  public static let surfaceColumns: [Column] = {
    let exact = DoseResponse.exact
    return [
      exact("dose1", "Dose of the first drug, in the input's unit."),
      exact("dose2", "Dose of the second drug, in the input's unit."),
      exact("effect", "Mean effect of the pair: 0 as the control, 1 nothing left of it."),
      exact("alone1", "Effect of the first drug's dose alone (a)."),
      exact("alone2", "Effect of the second drug's dose alone (b)."),
      exact("bliss", "Excess of the effect over a + b - ab, in percent of control."),
      exact("hsa", "Excess of the effect over the larger of a and b, in percent of control."),
      exact("zip", "ZIP delta, in percent of control; above 0 more effect than expected."),
      Column(
        "call", "Call", "Of zip: synergy above 10, antagonism below -10, else additive."),
    ]
  }()

  /// One row a pair of doses.
  public static func surface(_ findings: [Combination], keys: [String]) -> Table {
    var table = Table(
      "surface", "Drug combinations by dose", keys.map(DoseSeries.key) + surfaceColumns)
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
