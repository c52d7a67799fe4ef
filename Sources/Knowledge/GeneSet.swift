/// A named set of genes, such as a pathway.
public struct GeneSet: Sendable, Hashable {
  public let name: String
  /// What the file says of it: an id, or an address.
  public let description: String
  /// Each once, in the file's order.
  public let genes: [String]

  public init(name: String, description: String, genes: [String]) {
    (self.name, self.description, self.genes) = (name, description, genes)
  }
}
