import Analyses
import Diagnostics
import Formats
import Tables

/// Columns of a GCT file, ranked: z-scores as they stand, or made against control columns.
struct ReferenceSignatures {
  let gct: GCTFile
  /// Rows of the file that have a value in every column.
  let genes: [Int]
  /// Columns of the file that are no controls.
  let columns: [Int]
  let ranked: [RankedColumn]
  /// How scores were made, for the summary.
  let notes: [String]

  init(_ gct: GCTFile, _ options: RunConnectivity.Options, _ workers: Workers) throws {
    self.gct = gct
    let genes = gct.rowIDs.indices.filter { row in
      gct.columns.allSatisfy { !$0[row].isNaN }
    }
    guard genes.count >= 20 else {
      throw Diagnostic(
        at: Place(gct.file), "\(genes.count) rows have a value in every column; 20 are needed",
        hint: "take out columns that miss many values")
    }
    var notes = ["reference: \(gct.columnIDs.count) columns, \(genes.count) genes"]
    if genes.count < gct.rowIDs.count {
      notes.append("left out: \(gct.rowIDs.count - genes.count) genes that miss values")
    }
    var scores = gct.columns.map { column in genes.map { column[$0] } }
    if let controls = try Self.controls(gct, options, scores) {
      scores = try Self.scored(scores, controls, options.leastMAD, gct, workers)
      columns = gct.columnIDs.indices.filter { !controls.isControl[$0] }
      notes.append(
        "z-scores: (x - median) / (1.4826 MAD) of \(controls.isControl.count { $0 }) control columns (\(controls.words)), MAD at least \(Digits.text(options.leastMAD, .exact))"
      )
    } else {
      columns = Array(gct.columnIDs.indices)
      notes.append("values are used as they stand: as z-scores")
    }
    guard columns.count >= 2 else {
      throw Diagnostic(
        at: Place(gct.file), "fewer than two columns that are no controls",
        hint: "--no-controls reads all columns as they stand")
    }
    self.genes = genes
    ranked = workers.map(columns.map { scores[$0] }) { RankedColumn($0) }
    self.notes = notes
  }

  /// A label of the columns that are no controls; an error where the file has no such field.
  func labels(_ field: String, option: String) throws -> [String] {
    guard let labels = gct.columnLabel(field) else {
      throw Diagnostic(
        at: Place("\(option) \(field)"), "\(gct.file) has no such field of its columns",
        hint: Suggestion.hint(for: field, among: gct.columnFields), exit: .usage)
    }
    return columns.map { labels[$0] }
  }

  /// Several labels, joined: what is alike in all of them is alike.
  func labels(_ fields: [String], option: String) throws -> [String] {
    let parts = try fields.map { try labels($0, option: option) }
    return columns.indices.map { column in parts.map { $0[column] }.joined(separator: " ") }
  }

  // MARK: - Controls

  private struct Controls {
    let isControl: [Bool]
    let plates: [String]
    let words: String
  }

  /// Control columns that are named, or those that cmap's metadata marks where no value is below
  /// zero (expression, no z-scores).
  private static func controls(
    _ gct: GCTFile, _ options: RunConnectivity.Options, _ scores: [[Double]]
  ) throws -> Controls? {
    guard options.useControls else { return nil }
    let field = options.controlField ?? "pert_type"
    let value = options.controlValue ?? "ctl_vehicle"
    let isNamed = options.controlField != nil || options.controlValue != nil
    guard let labels = gct.columnLabel(field) else {
      guard isNamed else { return nil }
      throw Diagnostic(
        at: Place("--control-field \(field)"), "\(gct.file) has no such field of its columns",
        hint: Suggestion.hint(for: field, among: gct.columnFields), exit: .usage)
    }
    guard isNamed || scores.allSatisfy({ column in column.allSatisfy { $0 >= 0 } }) else {
      return nil
    }
    let isControl = labels.map { $0 == value }
    guard isControl.contains(true) else {
      guard isNamed else { return nil }
      throw Diagnostic(
        at: Place("--control-value \(value)"), "no column has this in \(field)",
        hint: Suggestion.hint(for: value, among: Set(labels)), exit: .usage)
    }
    let plateField = ["det_plate", "rna_plate", "plate"].first { gct.columnLabel($0) != nil }
    let plates = plateField.flatMap { gct.columnLabel($0) } ?? labels.map { _ in "" }
    return Controls(
      isControl: isControl, plates: plates,
      words: "\(field) \(value)" + (plateField.map { ", of the same \($0)" } ?? ""))
  }

  private static func scored(
    _ columns: [[Double]], _ controls: Controls, _ floor: Double, _ gct: GCTFile,
    _ workers: Workers
  ) throws -> [[Double]] {
    var scored = columns
    let plates = Dictionary(grouping: columns.indices) { controls.plates[$0] }
    for plate in plates.keys.sorted() {
      let members = plates[plate] ?? []
      let own = members.filter { controls.isControl[$0] }
      guard own.count >= 3 else {
        throw Diagnostic(
          at: Place(gct.file), "a plate has \(own.count) control columns; three are needed",
          hint: "--no-controls reads values as they stand")
      }
      let genes = workers.map(Array(columns[0].indices)) { gene in
        Connectivity.robustScores(
          members.map { columns[$0][gene] }, controls: own.map { columns[$0][gene] }, floor: floor)
          ?? []
      }
      for (place, column) in members.enumerated() { scored[column] = genes.map { $0[place] } }
    }
    return scored
  }
}
