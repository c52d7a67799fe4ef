import Diagnostics
import Formats

/// One study of a colocalisation: log Bayes factors of its variants, and their regions.
struct ColocStudy: Sendable {
  let file: String
  let variants: [String]
  let factors: [Double]
  /// Regions in the table's order with their rows; nil where it has no column for them.
  let regions: [(name: String, rows: [Int])]?
  /// How the factors were computed and what was left out.
  let words: String

  init(
    _ table: PlainTable, _ names: ColumnNames, _ tables: RunTables, deviation: Double?,
    people: Double?, caseShare: Double?
  ) throws {
    var problems = Problems()
    let variant = table.require(SummaryColumns.variant, names, &problems)
    let beta = table.index(of: SummaryColumns.beta, names)
    let error = table.index(of: SummaryColumns.standardError, names)
    let variance = error == nil ? table.index(of: SummaryColumns.variance, names) : nil
    let p = table.index(of: SummaryColumns.p, names)
    let frequency = table.index(of: SummaryColumns.frequency, names)
    let counts = table.index(of: SummaryColumns.people, names)
    let region = table.index(of: RunColoc.region, names)
    let hasEffects = beta != nil && (error ?? variance) != nil
    if !hasEffects, p == nil || frequency == nil || (people == nil && counts == nil) {
      problems.error(
        at: table.headerPlace,
        "neither beta with its standard error, nor p-value, frequency and number of people",
        hint: "--column beta=HEADER names a column; --people N,N gives the numbers of people")
    }
    // Only what is used is parsed.
    let numeric =
      hasEffects ? [beta, error ?? variance, frequency, counts] : [p, frequency, counts]
    let wanted: [(index: Int, kind: PlainTable.Kind)] =
      [(variant ?? 0, .word)] + numeric.compactMap { $0 }.map { ($0, .number) }
      + [region].compactMap { $0 }.map { ($0, .word) }
    let values = tables.parse(table, wanted, &problems)
    func column(_ index: Int?) -> [Double]? {
      index.flatMap { index in
        wanted.firstIndex { $0.index == index && $0.kind == .number }.map { values[$0].numbers }
      }
    }
    for (index, rule) in [
      (hasEffects ? error : nil, SummaryColumns.rule(SummaryColumns.standardError)),
      (hasEffects ? variance : nil, SummaryColumns.rule(SummaryColumns.variance)),
      (hasEffects ? nil : p, ColocEffects.p),
      (frequency, SummaryColumns.rule(SummaryColumns.frequency)),
      (counts, SummaryColumns.rule(SummaryColumns.people)),
    ] {
      guard let index, let rule, let values = column(index) else { continue }
      table.check(values, column: index, rule, &problems)
    }
    try problems.throwIfAny()
    file = table.file
    variants = values[0].words
    regions = region == nil ? nil : Self.grouped(values[values.count - 1].words)
    let study = ColocEffects(
      beta: column(beta), error: hasEffects ? column(error) : nil,
      variance: hasEffects ? column(variance) : nil, p: hasEffects ? nil : column(p),
      frequency: column(frequency), counts: column(counts), people: people,
      caseShare: caseShare, deviation: deviation)
    (factors, words) = study.factors(table.rowCount)
  }

  /// Rows by region, regions by first appearance.
  private static func grouped(_ names: [String]) -> [(name: String, rows: [Int])] {
    var places: [String: Int] = [:]
    var groups: [(name: String, rows: [Int])] = []
    var last = (name: "", place: -1)
    for (row, name) in names.enumerated() {
      if last.place < 0 || last.name != name {
        let place = places[name] ?? groups.count
        if place == groups.count {
          places[name] = place
          groups.append((name, []))
        }
        last = (name, place)
      }
      groups[last.place].rows.append(row)
    }
    return groups
  }

  /// What is compared apart: rows of both studies, or of the one that has regions.
  struct Region: Sendable {
    let name: String
    /// Nil: any row of a table without regions.
    let first: [Int]?
    let second: [Int]?
  }

  /// The regions of two studies: those of both where both have them, else those of the one that has.
  static func regions(_ a: ColocStudy, _ b: ColocStudy) -> [Region] {
    switch (a.regions, b.regions) {
    case (nil, nil):
      return [
        Region(name: "all", first: Array(a.variants.indices), second: Array(b.variants.indices))
      ]
    case (.some(let own), nil):
      return own.map { Region(name: $0.name, first: $0.rows, second: nil) }
    case (nil, .some(let own)):
      return own.map { Region(name: $0.name, first: nil, second: $0.rows) }
    case (.some(let first), .some(let second)):
      let rows = Dictionary(second.map { ($0.name, $0.rows) }, uniquingKeysWith: { a, _ in a })
      return first.compactMap { region in
        rows[region.name].map { Region(name: region.name, first: region.rows, second: $0) }
      }
    }
  }

  /// Variants of both studies in a region.
  struct Joined: Sendable {
    fileprivate(set) var variants: [String] = []
    fileprivate(set) var first: [Double] = []
    fileprivate(set) var second: [Double] = []
    /// Rows of both studies that met, with or without a factor.
    fileprivate(set) var rows: [(first: Int32, second: Int32)] = []

    fileprivate init(
      _ a: ColocStudy, _ b: ColocStudy, _ pairs: some Sequence<(first: Int, second: Int)>
    ) {
      for (i, j) in pairs {
        rows.append((Int32(i), Int32(j)))
        guard !a.factors[i].isNaN, !b.factors[j].isNaN else { continue }
        variants.append(a.variants[i])
        first.append(a.factors[i])
        second.append(b.factors[j])
      }
    }
  }

  /// By region: variants of both, in the first one's order; the first of a repeated name counts.
  static func joined(
    _ regions: [Region], _ a: ColocStudy, _ b: ColocStudy, _ workers: Workers
  ) -> [Joined] {
    // A table without regions is indexed once, not once a region.
    let isMixed = (a.regions == nil) != (b.regions == nil)
    let whole = !isMixed ? [:] : a.regions == nil ? a.firstRows(nil) : b.firstRows(nil)
    return workers.map(regions) { region in
      switch (region.first, region.second) {
      case (.some(let rows), nil):
        Joined(a, b, a.distinct(rows).compactMap { i in whole[a.variants[i]].map { (i, $0) } })
      case (nil, .some(let rows)):
        Joined(
          a, b,
          b.distinct(rows).compactMap { j in whole[b.variants[j]].map { ($0, j) } }
            .sorted { $0.0 < $1.0 })
      case (let first, let second): Joined(a, b, pairs(a, first ?? [], b, second ?? []))
      }
    }
  }

  private static func pairs(
    _ a: ColocStudy, _ aRows: [Int], _ b: ColocStudy, _ bRows: [Int]
  ) -> [(first: Int, second: Int)] {
    // Tables of one pipeline often have the same rows.
    let isSame =
      aRows.count == bRows.count
      && zip(aRows, bRows).allSatisfy { a.variants[$0] == b.variants[$1] }
    if isSame {
      var seen = Set<String>(minimumCapacity: aRows.count)
      return zip(aRows, bRows).filter { seen.insert(a.variants[$0.0]).inserted }
        .map { (first: $0, second: $1) }
    }
    let places = b.firstRows(bRows)
    return a.distinct(aRows).compactMap { i in places[a.variants[i]].map { (i, $0) } }
  }

  /// By variant the first of some rows, or of all.
  private func firstRows(_ rows: [Int]?) -> [String: Int] {
    var places: [String: Int] = [:]
    places.reserveCapacity(rows?.count ?? variants.count)
    func add(_ row: Int) { if places[variants[row]] == nil { places[variants[row]] = row } }
    if let rows { rows.forEach(add) } else { variants.indices.forEach(add) }
    return places
  }

  /// Rows without those of a name that one before has.
  private func distinct(_ rows: [Int]) -> [Int] {
    var seen = Set<String>(minimumCapacity: rows.count)
    return rows.filter { seen.insert(variants[$0]).inserted }
  }

  /// Rows that were not compared, table by table, with the rule.
  static func leftOut(
    _ studies: [ColocStudy], _ joined: [Joined], _ tables: RunTables
  ) -> [String] {
    var met = studies.map { [Bool](repeating: false, count: $0.variants.count) }
    for region in joined {
      for (first, second) in region.rows {
        (met[0][Int(first)], met[1][Int(second)]) = (true, true)
      }
    }
    return studies.indices.flatMap { index -> [String] in
      let study = studies[index], other = studies[1 - index]
      let repeated = study.repeated(tables.workers)
      let unmet = met[index].count { !$0 } - repeated
      var lines = LeftOut.counts(
        study.file,
        [
          (
            repeated,
            "of a variant named twice\(study.regions == nil ? "" : " in its region"): the first is kept"
          ),
          (
            unmet,
            "of a variant that \(other.file) lacks\(study.regions == nil && other.regions == nil ? "" : " in the region")"
          ),
        ])
      if let own = study.regions, let theirs = other.regions {
        let lost = Set(own.map(\.name)).subtracting(theirs.map(\.name)).count
        if lost > 0 { lines.append("\(study.file): \(lost) regions that \(other.file) lacks") }
      }
      return lines
    }
  }

  /// Rows of a variant that a row before names in the same region.
  private func repeated(_ workers: Workers) -> Int {
    let groups = regions.map { $0.map(\.rows) } ?? [Array(variants.indices)]
    return workers.map(groups) { rows in
      rows.count - Set(rows.lazy.map { variants[$0] }).count
    }.reduce(0, +)
  }
}
