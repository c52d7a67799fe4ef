/// One column of `phenotypes.tsv`, as its column table describes it.
public struct PhenotypeColumn: Sendable, Hashable {
  /// What kind of values a column holds.
  public enum Kind: String, Sendable, CaseIterable {
    case number, category, ordinal
    case dateYear = "date-year"
  }

  public let name: String
  public let kind: Kind
  public let unit: String
  public let missing: String
  public let label: String
  /// The trait that the column measures, or nil.
  public let trait: String?

  public init(
    name: String, kind: Kind, unit: String, missing: String, label: String, trait: String?
  ) {
    (self.name, self.kind, self.unit) = (name, kind, unit)
    (self.missing, self.label, self.trait) = (missing, label, trait)
  }
}

/// Values of the people who are in; nil where missing or not read.
public struct Phenotypes: Sendable {
  public let columns: [PhenotypeColumn]
  /// By column, then by roster index.
  public let values: [[String?]]

  public init(columns: [PhenotypeColumn], values: [[String?]]) {
    (self.columns, self.values) = (columns, values)
  }
}
