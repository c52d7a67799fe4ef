/// One column of a finding's table: what it holds, in which unit, how precisely,
/// and of whom it tells. Disclosure control reads nothing else.
public struct Column: Sendable, Hashable {
  /// Of whom a column tells.
  public enum Subject: Sendable, Hashable {
    /// A number of people; its entries hold the set.
    case people
    /// A share of, or statistic over, the people of the named columns of the same row:
    /// hidden when one of them is.
    case derived(from: [String])
    /// A value of one participant.
    case person
    /// A cohort's value at one variant, such as a frequency.
    case variant
    /// Knowledge, labels, references: nobody of the cohort.
    case nobody
  }

  public let name: String
  /// The heading on a page.
  public let label: String
  public let unit: String?
  public let format: NumberFormat
  public let subject: Subject
  /// One sentence for the data dictionary.
  public let meaning: String

  public init(
    _ name: String, _ label: String, unit: String? = nil, format: NumberFormat = .significant(4),
    of subject: Subject = .nobody, _ meaning: String = ""
  ) {
    (self.name, self.label, self.unit, self.format) = (name, label, unit, format)
    (self.subject, self.meaning) = (subject, meaning)
  }
}
