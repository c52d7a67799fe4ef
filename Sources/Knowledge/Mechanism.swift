/// One arrow of a mechanism that experiments support: a row of `mechanisms.tsv`.
public struct MechanismStep: Sendable, Hashable {
  /// What shows the arrow.
  public enum Evidence: String, Sendable, CaseIterable {
    case experiment
    /// An experiment that speaks against the others of the hallmark.
    case against
    case statistics
    /// Said by a source that did not test it.
    case statement
  }

  /// Ids of the trait and its hallmark.
  public let trait: String
  public let hallmark: String
  /// Names as drawn, each with what it is: "rs1421085-C", "Variant".
  public let from: String
  public let fromLayer: String
  public let to: String
  public let toLayer: String
  /// +1 raises, −1 lowers.
  public let sign: Int
  public let evidence: Evidence
  public let pmids: [String]
  /// A source that PubMed does not have, or empty.
  public let source: String
  public let note: String

  public init(
    trait: String, hallmark: String, from: String, fromLayer: String, to: String, toLayer: String,
    sign: Int, evidence: Evidence, pmids: [String], source: String, note: String
  ) {
    (self.trait, self.hallmark, self.from, self.fromLayer) = (trait, hallmark, from, fromLayer)
    (self.to, self.toLayer, self.sign, self.evidence) = (to, toLayer, sign, evidence)
    (self.pmids, self.source, self.note) = (pmids, source, note)
  }
}
