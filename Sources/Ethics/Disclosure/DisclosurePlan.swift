import CohortModel
import Tables

/// One plan over all tables of an edition: which entries are hidden. First those whose
/// own count is small; a later step adds partners, which is why all tables come in
/// together and nothing is given out before the plan is whole.
public struct DisclosurePlan: Sendable {
  private struct Cell: Hashable {
    let table: Int
    let row: Int
    let column: Int
  }

  private let audience: Audience
  private let tables: [Table]
  private let hidden: Set<Cell>

  public init(_ tables: [Table], audience: Audience, profile: DisclosureProfile) {
    self.audience = audience
    self.tables = tables
    for table in tables { Self.check(table) }
    guard audience != .clinic else {
      hidden = []
      return
    }
    var hidden: Set<Cell> = []
    for (number, table) in tables.enumerated() {
      Self.primary(number, table, profile, &hidden)
    }
    var before = -1
    while before != hidden.count {
      before = hidden.count
      for (number, table) in tables.enumerated() { Self.derived(number, table, &hidden) }
    }
    self.hidden = hidden
  }

  /// The edition's tables, by name.
  public func release() -> [String: Released] {
    Dictionary(
      uniqueKeysWithValues: tables.enumerated().map { ($1.name, released($0, $1)) })
  }

  /// How many entries of the edition are hidden, and in how many tables.
  public var summary: (entries: Int, tables: Int) {
    (hidden.count, Set(hidden.map(\.table)).count)
  }

  /// An analysis that counts people without saying so is a bug, found before anything is shown.
  private static func check(_ table: Table) {
    for (index, column) in table.columns.enumerated() {
      if case .derived(let sources) = column.subject {
        for source in sources {
          precondition(
            table.index(of: source) != nil,
            "\(table.name).\(column.name) comes from no column '\(source)'")
        }
      }
      for row in table.rows {
        switch row[index] {
        case .people:
          precondition(
            column.subject == .people,
            "\(table.name).\(column.name) holds people and does not say so")
        case .number, .text:
          precondition(
            column.subject != .people,
            "\(table.name).\(column.name) counts people without their set")
        case .missing, .withheld: break
        }
      }
    }
  }

  private static func primary(
    _ number: Int, _ table: Table, _ profile: DisclosureProfile, _ hidden: inout Set<Cell>
  ) {
    for (row, entries) in table.rows.enumerated() {
      for (column, entry) in entries.enumerated() {
        if case .people(let people) = entry, profile.hides(people.count) {
          hidden.insert(Cell(table: number, row: row, column: column))
        }
      }
    }
  }

  /// What is computed from a hidden count alone is hidden with it.
  private static func derived(_ number: Int, _ table: Table, _ hidden: inout Set<Cell>) {
    for (column, definition) in table.columns.enumerated() {
      guard case .derived(let sources) = definition.subject else { continue }
      let indexes = sources.compactMap { table.index(of: $0) }
      for row in table.rows.indices
      where indexes.contains(where: {
        hidden.contains(Cell(table: number, row: row, column: $0))
      }) {
        hidden.insert(Cell(table: number, row: row, column: column))
      }
    }
  }

  private func released(_ number: Int, _ table: Table) -> Released {
    if audience != .clinic, let reason = Self.reasonForNoRows(table) {
      return Released(table, entries: [], emptyBecause: reason)
    }
    let rows = table.rows.enumerated().map { row, entries in
      entries.enumerated().map { column, entry in
        hidden.contains(Cell(table: number, row: row, column: column))
          ? Shown.suppressed : entry.shown(table.columns[column].format)
      }
    }
    return Released(table, entries: rows)
  }

  private static func reasonForNoRows(_ table: Table) -> String? {
    if table.columns.contains(where: { $0.subject == .person }) {
      return "it tells of single people"
    }
    if table.columns.contains(where: { $0.subject == .variant }) {
      return "many frequencies of one cohort tell who is in it"
    }
    return nil
  }
}

extension Entry {
  /// The entry as shown, rounded once.
  func shown(_ format: NumberFormat) -> Shown {
    switch self {
    case .text(let text): .text(text)
    case .number(let value): value.isFinite ? .number(Digits.text(value, format)) : .missing
    case .people(let people): .number(String(people.count))
    case .missing: .missing
    case .withheld(let reason): .withheld(reason)
    }
  }
}
