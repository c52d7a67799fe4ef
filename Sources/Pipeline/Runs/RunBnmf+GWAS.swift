import Analyses
import Diagnostics
import Formats
import Foundation
import Knowledge
import Numerics
import Tables

/// From summary statistics to a matrix: lead variants, then each trait at them.
extension RunBnmf {
  func fromAssociations(_ selection: LeadSelection, _ progress: Progress) throws -> Prepared {
    let places = try selection.places(progress)
    var log = Log()
    let candidates = try candidates(selection, places, progress, &log)
    let index = Dictionary(
      candidates.enumerated().map { ("\($1.chromosome):\($1.position)", $0) },
      uniquingKeysWith: { a, _ in a })
    var problems = Problems()
    let traits = try tables.inputs.enumerated().compactMap { number, path in
      progress.advance(number, of: tables.inputs.count, "traits")
      return try problems.gather {
        let table = try AssociationTable(path, tables.columns, places, progress)
        log.headers.append(table.table.header)
        return try aligned(table, candidates, index)
      }
    }
    progress.end()
    try problems.throwIfAny()
    try ColumnNames(tables.columns, roles: SummaryColumns.all).check(log.headers)
    let leads = leads(selection, candidates, traits, &log)
    let kept = leads.compactMap { index["\($0.chromosome):\($0.position)"] }
    return try prepared(leads, traits.map { $0.keeping(kept) }, traits, places, log)
  }

  /// A trait's z-scores at the candidates.
  private func aligned(
    _ table: AssociationTable, _ candidates: [LeadVariant], _ index: [String: Int]
  ) throws -> AlignedTrait {
    let rows = try table.rows(tables.workers) { index[$0] }
    var trait = AlignedTrait(count: candidates.count)
    for (row, found) in zip(try table.associations(rows.map(\.row)), rows) {
      trait.take(row, at: found.found, of: candidates[found.found])
    }
    return trait
  }

  /// What is said of the variants.
  private struct Log {
    var lines: [String] = []
    var ambiguous = 0
    /// Of every file read.
    var headers: [[String]] = []
  }

  /// Variants below the threshold in any of the disease's GWAS: one a place, of the smallest p.
  private func candidates(
    _ selection: LeadSelection, _ places: LeadSelection.Places, _ progress: Progress,
    _ log: inout Log
  ) throws -> [LeadVariant] {
    var best: [String: LeadVariant] = [:]
    var rowCount = 0, without = 0
    for path in selection.diseases {
      progress.step("reading \(path)")
      let table = try AssociationTable(path, tables.columns, places, progress)
      log.headers.append(table.table.header)
      rowCount += table.table.rowCount
      let rows = try significant(table, selection.threshold)
      for row in try table.associations(rows) {
        let parts = table.key(row)?.split(separator: ":") ?? []
        guard parts.count == 2, let position = Int(parts[1]),
          let lead = LeadVariant(row, chromosome: String(parts[0]), position: position)
        else {
          without += 1
          continue
        }
        if row.isPalindromic, !selection.keepAmbiguous {
          log.ambiguous += 1
          continue
        }
        let key = "\(parts[0]):\(parts[1])"
        if best[key].map({ LeadVariant.precedes(lead, $0) }) ?? true { best[key] = lead }
      }
    }
    log.lines.append(
      "disease: \(rowCount) rows, \(best.count) places with p below \(Digits.text(selection.threshold, .significant(3)))"
    )
    if log.ambiguous > 0 {
      log.lines.append("left out, A/T or C/G (--keep-ambiguous keeps them): \(log.ambiguous)")
    }
    if without > 0 { log.lines.append("left out, without place, alleles or direction: \(without)") }
    return best.values.sorted(by: LeadVariant.precedes)
  }

  /// Rows with a p-value below the threshold.
  private func significant(_ table: AssociationTable, _ threshold: Double) throws -> [Int] {
    var problems = Problems()
    if let column = table.table.index(of: SummaryColumns.logP, table.names),
      table.table.index(of: SummaryColumns.p, table.names) == nil
    {
      let values = try tables.parse(table.table, [(column, .number)])[0].numbers
      return values.indices.filter { values[$0] > -log10(threshold) }
    }
    let column = table.table.require(SummaryColumns.p, table.names, &problems)
    try problems.throwIfAny()
    guard let column else { return [] }
    let values = try tables.parse(table.table, [(column, .number)])[0].numbers
    return values.indices.filter { values[$0] < threshold }
  }

  /// Variants that enough traits have, spaced.
  private func leads(
    _ selection: LeadSelection, _ candidates: [LeadVariant], _ traits: [AlignedTrait],
    _ log: inout Log
  ) -> [LeadVariant] {
    let most = selection.missing * Double(traits.count)
    let measured = candidates.enumerated().filter { index, _ in
      Double(traits.count { $0.z[index].isNaN }) <= most
    }.map(\.element)
    let leads = LeadVariant.spaced(measured, window: selection.window)
    log.lines.append(
      "missing in more than \(Digits.text(100 * selection.missing, .significant(3))) % of traits: \(candidates.count - measured.count)"
    )
    log.lines.append(
      "variants: \(leads.count), the smallest p in each \(selection.window / 1000) kb of the \(measured.count) left"
    )
    return leads
  }

  private func prepared(
    _ leads: [LeadVariant], _ kept: [AlignedTrait], _ all: [AlignedTrait],
    _ places: LeadSelection.Places, _ log: Log
  ) throws -> Prepared {
    let names = tables.inputs.map(Self.trait)
    var problems = Problems()
    for (index, name) in names.enumerated() where names.firstIndex(of: name) != index {
      problems.error(at: Place(tables.inputs[index]), "a second file named '\(name)'")
    }
    try problems.throwIfAny()
    let whole = TraitMatrix(
      variants: leads.map(\.name), traits: names,
      z: Self.rowMajor(kept.map(\.z), leads.count),
      people: Self.rowMajor(kept.map(\.people), leads.count))
    let (matrix, reasons) = whole.filtered(filter)
    let inputs = inputTable(names, all, kept, reasons)
    let labels = ClusterTables.Labels(
      columns: BnmfColumns.leads,
      entries: leads.map { lead in
        let number = places.numbers["\(lead.chromosome):\(lead.position)"]
        return [
          number.map { .text($0) } ?? .missing, .text(lead.chromosome),
          .number(Double(lead.position)), .text(lead.risk), .text(lead.other), .number(lead.p),
        ]
      })
    return Prepared(
      matrix: matrix.scaled, labels: labels, inputs: inputs,
      words: log.lines + ["traits: \(names.count), kept \(matrix.traits.count)"]
        + names.compactMap { name in reasons[name].map { "left out, \(name): \($0.words)" } })
  }

  /// A row a trait: what was read of it at the candidates, and at the variants that were chosen.
  private func inputTable(
    _ names: [String], _ all: [AlignedTrait], _ kept: [AlignedTrait],
    _ reasons: [String: TraitMatrix.Reason]
  ) -> Table {
    var table = Table("inputs", "What was read of each trait", BnmfColumns.inputs)
    for (index, name) in names.enumerated() {
      let (whole, own) = (all[index], kept[index])
      let counts = [
        whole.found, whole.turned, whole.flipped, whole.otherAlleles, whole.withoutValue,
        whole.repeated, own.found,
      ]
      let values = own.z.filter { !$0.isNaN }
      let people = Sample.median(own.people.filter { !$0.isNaN })
      table.add(
        [.text(name)] + counts.map { .number(Double($0)) }
          + [
            .number(values.max() ?? .nan), .number(values.min() ?? .nan),
            .number(people ?? .nan),
            .text(reasons[name]?.words ?? ""),
          ])
    }
    return table
  }

  /// A trait's name: the file's, without folder and endings.
  private static func trait(_ path: String) -> String {
    var name = path.split(separator: "/").last.map(String.init) ?? path
    for ending in [".gz", ".bgz", ".txt", ".tsv", ".csv"] where name.hasSuffix(ending) {
      name = String(name.dropLast(ending.count))
    }
    return name
  }
}
