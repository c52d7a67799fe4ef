import Diagnostics
import Formats
import Tables

/// The wells of a plate with their values as fractions of what the control has.
struct PlateWells {
  /// By row of the table; missing is NaN.
  let doses: [Double]
  let values: [Double]
  /// Rows that have both, without control wells.
  let rows: [Int]
  /// How values were read, for the summary.
  let notes: [String]

  init(_ plate: PlateTable, _ options: RunDoseResponse.Options) throws {
    var problems = Problems()
    let doses = plate.amounts(PlateRoles.dose, &problems)
    let raw = plate.numbers(PlateRoles.value, &problems)
    try problems.throwIfAny()
    var rows = doses.indices.filter { !doses[$0].isNaN && !raw[$0].isNaN }
    var notes: [String] = []
    if rows.count < doses.count {
      notes.append("left out: \(doses.count - rows.count) wells without a dose or a value")
    }
    var fractions = raw
    if let control = options.control {
      let controls = try PlateControls(plate, control, doses, raw)
      fractions = try controls.fractions(raw, rows)
      notes.append("control wells: \(rows.count { controls.isControl[$0] })")
      rows = rows.filter { control == "0" || !controls.isControl[$0] }
      notes.append(
        "values: divided by the mean of the control wells (\(control == "0" ? "dose 0" : control)) of the same \(controls.scope)"
      )
    } else {
      let isAuto = options.unit == .auto
      let isPercent =
        options.unit == .percent || (isAuto && Self.looksLikePercent(rows.map { raw[$0] }))
      if isPercent { fractions = raw.map { $0 / 100 } }
      notes.append(
        "values: \(isPercent ? "percentages" : "fractions") of control"
          + (isAuto ? ", as their upper quartile is \(isPercent ? "" : "not ")above 2" : ""))
    }
    if Self.isInhibition(plate, options.readout) {
      fractions = fractions.map { 1 - $0 }
      notes.append("values measure inhibition: 1 - value is left of the control")
    }
    values = fractions
    (self.doses, self.rows, self.notes) = (doses, rows, notes)
  }

  /// As said, else by the column's header.
  private static func isInhibition(
    _ plate: PlateTable, _ readout: RunDoseResponse.Options.Readout
  ) -> Bool {
    guard readout == .auto else { return readout == .inhibition }
    let header = plate.index(PlateRoles.value).map { plate.table.header[$0].lowercased() } ?? ""
    return header.contains("inhib")
  }

  /// Fractions of control lie around 1 at most; percentages do not.
  private static func looksLikePercent(_ values: [Double]) -> Bool {
    let sorted = values.sorted()
    return sorted.isEmpty ? false : sorted[sorted.count * 3 / 4] > 2
  }
}

/// The control wells of raw signals.
private struct PlateControls {
  let plate: PlateTable
  let isControl: [Bool]
  /// The columns that a well shares with its controls, in words.
  let scope: String
  private let texts: [[String]]
  private let means: [[String]: Double]

  init(_ plate: PlateTable, _ control: String, _ doses: [Double], _ raw: [Double]) throws {
    self.plate = plate
    if control == "0" {
      let second = plate.has(PlateRoles.dose2) ? try plate.amounts(PlateRoles.dose2) : nil
      isControl = doses.indices.map { doses[$0] == 0 && (second?[$0] ?? 0) == 0 }
    } else {
      var problems = Problems()
      guard let drug = plate.table.require(PlateRoles.drug, plate.names, &problems) else {
        throw problems
      }
      let drugs = try plate.words(drug)
      isControl = drugs.map { $0 == control }
      guard isControl.contains(true) else {
        throw Diagnostic(
          at: Place("--control \(control)"), "no well has this drug",
          hint: Suggestion.hint(for: control, among: Set(drugs)), exit: .usage)
      }
    }
    let shared = [PlateRoles.plate, PlateRoles.model, PlateRoles.donor, PlateRoles.time].compactMap
    {
      plate.index($0)
    }
    scope = shared.isEmpty ? "table" : shared.map { plate.table.header[$0] }.joined(separator: ", ")
    texts = try plate.texts(shared)
    var sums: [[String]: (Double, Double)] = [:]
    for row in doses.indices where isControl[row] && !raw[row].isNaN {
      let (sum, count) = sums[texts[row]] ?? (0, 0)
      sums[texts[row]] = (sum + raw[row], count + 1)
    }
    means = sums.mapValues { $0.0 / $0.1 }
  }

  func fractions(_ raw: [Double], _ rows: [Int]) throws -> [Double] {
    var problems = Problems()
    var fractions = [Double](repeating: .nan, count: raw.count)
    for row in rows {
      if let mean = means[texts[row]], mean > 0 {
        fractions[row] = raw[row] / mean
      } else if problems.items.count < 20 {
        problems.error(
          at: plate.table.place(row: row), "no control well above zero for this well",
          hint: "controls are of the same \(scope)")
      }
    }
    try problems.throwIfAny()
    return fractions
  }
}
