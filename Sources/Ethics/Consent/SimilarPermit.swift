import CohortModel
import Tables

/// What one person's page of similar cases may hold, and who may be named on it: people with a
/// report of their own in the clinic's edition, and nobody where too few could be compared.
public struct SimilarPermit: Sendable {
  /// Nothing is listed where fewer other cases could be compared.
  public static let smallestGroup = 5

  /// What two people are compared by.
  public enum Comparison: Sendable { case records, hallmarks }

  public let person: Int
  /// Everybody else whom the page may name, by what is compared.
  private let others: [Comparison: People]

  init(person: Int, others: [Comparison: People]) { (self.person, self.others) = (person, others) }

  /// A table of several other people, and how many were compared.
  public struct Release: Sendable {
    public let table: Released
    /// Nil below the threshold: the number is not told.
    public let compared: Int?
  }

  /// Releases a table about this person alone.
  public func release(_ table: Table) -> Released {
    Self.check(table)
    return Released(table, entries: Self.shown(table, table.rows.indices.map { $0 }))
  }

  /// Releases a table whose rows are other people, `others` by row; `compared` are all that it
  /// was chosen from. Rows of people who may not be named are left out.
  public func release(
    _ table: Table, naming rows: [Int], of compared: [Int], by comparison: Comparison
  ) -> Release {
    Self.check(table)
    precondition(rows.count == table.rows.count, "\(table.name): a person for each row")
    let allowed = Set(others[comparison]?.members ?? []).subtracting([person])
    let count = Set(compared).intersection(allowed).count
    guard count >= Self.smallestGroup else {
      return Release(
        table: Released(
          table, entries: [],
          emptyBecause: "too few other cases of this edition could be compared"),
        compared: nil)
    }
    let kept = rows.indices.filter { allowed.contains(rows[$0]) }
    return Release(table: Released(table, entries: Self.shown(table, kept)), compared: count)
  }

  private static func check(_ table: Table) {
    precondition(
      table.columns.allSatisfy { $0.subject == .person },
      "\(table.name) is no table about single people")
  }

  private static func shown(_ table: Table, _ rows: [Int]) -> [[Shown]] {
    rows.map { row in
      table.rows[row].enumerated().map { $1.shown(table.columns[$0].format) }
    }
  }
}

extension ConsentBook {
  /// Whose phenopackets may be read for an edition: in the clinic's, people with a report of
  /// their own whose consent covers care by what reads no genotype.
  public func records(_ audience: Audience) -> People {
    guard audience == .clinic else { return People([], universe: rows.count) }
    let question = Question(audience, .care).ofPhenotypesOnly
    return cases(audience).intersection(people(question))
  }

  /// The permits for pages of similar cases by person; none for who is to have no page.
  public func similarPermits(_ audience: Audience) -> [Int: SimilarPermit] {
    let records = records(audience)
    let others = [SimilarPermit.Comparison.records: records, .hallmarks: cases(audience)]
    return Dictionary(
      uniqueKeysWithValues: records.members.map {
        ($0, SimilarPermit(person: $0, others: others))
      })
  }
}
