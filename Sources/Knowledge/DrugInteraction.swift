/// A drug and a gene it acts on, as databases state it: a row of `interactions.tsv`.
public struct DrugInteraction: Sendable, Hashable {
  public let gene: String
  public let drug: String
  /// What it does to the gene's product, in the databases' words.
  public let types: [String]
  /// Databases that state the pair.
  public let sources: [String]

  public init(gene: String, drug: String, types: [String], sources: [String]) {
    (self.gene, self.drug, self.types, self.sources) = (gene, drug, types, sources)
  }

  /// −1: less activity; +1: more; 0: not stated, or the words contradict each other.
  public var action: Int { InteractionType.sign(types.joined(separator: ";")).sign }
}
