import Analyses
import Diagnostics
import Formats
import Knowledge
import Tables

/// How GWAS of a disease select variants for `casebook run bnmf`.
public struct LeadSelection: Sendable {
  /// Summary statistics of the disease.
  public let diseases: [String]
  /// A table that says which rs number lies where.
  public let rsids: String?
  public let threshold: Double
  /// Base pairs around a selected variant in which no other is.
  public let window: Int
  /// The share of traits in which a variant may be missing.
  public let missing: Double
  public let keepAmbiguous: Bool

  public init(
    diseases: [String], rsids: String?, threshold: Double, window: Int, missing: Double,
    keepAmbiguous: Bool
  ) {
    (self.diseases, self.rsids, self.threshold) = (diseases, rsids, threshold)
    (self.window, self.missing, self.keepAmbiguous) = (window, missing, keepAmbiguous)
  }

  func check(_ checks: inout UsageChecks) {
    checks.number("--p", threshold, "not above 0 and up to 1") { $0 > 0 && $0 <= 1 }
    checks.count("--window", window / 1000, 0...100_000)
    checks.number("--missing", missing, "not between 0 and 1") { (0...1).contains($0) }
  }

  /// Where rs numbers lie, by number, and the other way round.
  struct Places {
    var keys: [String: String] = [:]
    var numbers: [String: String] = [:]
  }

  /// Reads the table of rs numbers, by what stands in its columns.
  func places(_ progress: Progress) throws -> Places {
    guard let rsids else { return Places() }
    let table = try RunTables.table(rsids)
    let found = VariantColumns(table)
    for warning in found.warnings { progress.warn(warning.description) }
    guard let named = found.rsids, let placed = found.places else {
      throw Diagnostic(
        at: table.headerPlace, "not a table of rs numbers and places",
        hint: "columns rsID and VAR_ID: rs4712525 and 6_20662966_C_T")
    }
    var places = Places()
    var problems = Problems()
    let columns = table.columns([(named, .word), (placed, .word)], &problems)
    try problems.throwIfAny()
    for (number, text) in zip(columns[0].words, columns[1].words) {
      guard let key = PlacedName(text)?.key else { continue }
      places.keys[number] = key
      places.numbers[key] = number
    }
    return places
  }
}

/// One file of summary statistics, and how its rows say where a variant lies.
struct AssociationTable {
  let table: PlainTable
  let names: ColumnNames
  private let placed: Int?
  private let numbered: Int?
  private let columns: (chromosome: Int, position: Int)?
  private let places: LeadSelection.Places
  /// Without a column of the effect allele, the second allele of the name is meant.
  let takesSecondAllele: Bool

  init(
    _ path: String, _ chosen: [String], _ places: LeadSelection.Places, _ progress: Progress
  ) throws {
    let table = try RunTables.table(path)
    let given = try ColumnNames(chosen, roles: SummaryColumns.all)
    let found = VariantColumns(table, given)
    for warning in found.warnings { progress.warn(warning.description) }
    self.table = table
    (placed, numbered, self.places) = (found.places, found.rsids, places)
    let hasOwn = given.headers(of: SummaryColumns.variant).contains(where: table.header.contains)
    let named = found.places.map { ["variant=\(table.header[$0])"] } ?? []
    names = try ColumnNames(hasOwn ? chosen : chosen + named, roles: SummaryColumns.all)
    columns = table.index(of: SummaryColumns.chromosome, given).flatMap { chromosome in
      table.index(of: SummaryColumns.position, given).map { (chromosome, $0) }
    }
    takesSecondAllele = table.index(of: SummaryColumns.effect, names) == nil && placed != nil
    guard placed != nil || numbered != nil || columns != nil else {
      throw Diagnostic(
        at: table.headerPlace, "no column that says which variant a row is of",
        hint: "rs numbers, names like 6_20662966_C_T, or chromosome and position")
    }
    if takesSecondAllele {
      progress.warn(
        Diagnostic(
          .warning, at: table.headerPlace, "no column of the effect allele",
          hint: "the second allele of '\(table.header[placed ?? 0])' is taken"
        ).description)
    }
  }

  /// Rows whose place a body wants, with what it makes of them.
  func rows<Found: Sendable>(
    _ workers: Workers, _ wanted: @Sendable (String) -> Found?
  ) throws -> [(row: Int, found: Found)] {
    let kinds: [(index: Int, kind: PlainTable.Kind)] =
      placed.map { [($0, .word)] }
      ?? columns.map { [($0.chromosome, .word), ($0.position, .number)] }
      ?? [(numbered ?? 0, .word)]
    let parts = workers.map(table.portions(workers.count * 4)) { range in
      let parsed = table.parse(kinds, rows: range)
      return (rows: matches(parsed.values, range, wanted), problems: parsed.problems)
    }
    var problems = Problems()
    for part in parts where problems.items.count < 20 { problems.add(part.problems) }
    try problems.throwIfAny()
    return parts.flatMap(\.rows)
  }

  private func matches<Found>(
    _ values: [PlainTable.Values], _ range: Range<Int>, _ wanted: (String) -> Found?
  ) -> [(row: Int, found: Found)] {
    guard let words = values.first?.words else { return [] }
    let positions = values.count > 1 ? values[1].numbers : []
    return words.indices.compactMap { index in
      key(words[index], positions.isEmpty ? nil : positions[index]).flatMap { key in
        wanted(key).map { (range.lowerBound + index, $0) }
      }
    }
  }

  private func key(_ word: String, _ position: Double?) -> String? {
    if placed != nil { return PlacedName(word)?.key }
    if let position {
      guard position > 0, position < 1e10 else { return nil }
      return PlacedName.key(chromosome: word, position: Int(position))
    }
    return places.keys[word]
  }

  /// Where a row lies: "6:20662966".
  func key(_ row: Association) -> String? {
    if placed != nil { return PlacedName(row.variant)?.key }
    if columns != nil {
      return row.chromosome.flatMap { chromosome in
        row.position.map { PlacedName.key(chromosome: chromosome, position: $0) }
      }
    }
    return places.keys[row.variant]
  }

  /// What a row is asked for: its place once only, since a column ChrPos is no position.
  private var roles: [ColumnRole] {
    let places = [SummaryColumns.chromosome, SummaryColumns.position]
    return SummaryColumns.all.filter {
      $0 != SummaryColumns.frequency && (placed == nil || !places.contains($0))
    }
  }

  /// The rows as associations, with the second allele of the name where no other is said.
  func associations(_ rows: [Int]) throws -> [Association] {
    let found = try SummaryFile.associations(table, names, rows: rows, roles: roles)
    guard takesSecondAllele else { return found }
    return found.map { row in
      guard let alleles = PlacedName(row.variant)?.alleles, alleles.count == 2 else { return row }
      return Association(
        variant: row.variant, chromosome: row.chromosome, position: row.position,
        effect: alleles[1], other: alleles[0], beta: row.beta, standardError: row.standardError,
        z: row.z, p: row.p, frequency: row.frequency, people: row.people)
    }
  }
}
