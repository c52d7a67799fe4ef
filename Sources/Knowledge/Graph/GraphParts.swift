/// A thing that a graph knows: a gene, a variant, a drug, a disease.
public struct GraphNode: Sendable, Hashable {
  /// A CURIE where there is one: "HGNC:1", "MONDO:0005010".
  public let id: String
  public let name: String
  /// A Biolink class without its prefix: "Gene".
  public let category: String

  public init(id: String, name: String, category: String) {
    (self.id, self.name, self.category) = (id, name, category)
  }
}

/// How strongly a link is held, 0 to 1, with its interval.
public struct LinkStrength: Sendable, Hashable {
  public let value: Double
  public let low: Double
  public let high: Double

  public init(_ value: Double, low: Double? = nil, high: Double? = nil) {
    (self.value, self.low, self.high) = (value, low ?? value, high ?? value)
  }
}

/// One statement: subject, predicate, object, with its direction, strength and source.
public struct GraphEdge: Sendable, Hashable {
  public let subject: String
  /// A Biolink predicate without its prefix: "interacts_with".
  public let predicate: String
  public let object: String
  /// +1: more of the subject goes with more of the object; -1: with less; 0: not known.
  public let sign: Int
  public let strength: LinkStrength
  public let source: String
  public let citation: String

  public init(
    _ subject: String, _ predicate: String, _ object: String, sign: Int = 0,
    strength: LinkStrength = LinkStrength(1), source: String = "", citation: String = ""
  ) {
    (self.subject, self.predicate, self.object) = (subject, predicate, object)
    (self.sign, self.strength, self.source, self.citation) = (sign, strength, source, citation)
  }
}

/// What Biolink says of a predicate.
public enum Predicate {
  /// Predicates that hold both ways (Biolink model, `symmetric: true`).
  private static let symmetric: Set<String> = [
    "related_to", "related_to_at_instance_level", "related_to_at_concept_level", "associated_with",
    "interacts_with", "physically_interacts_with", "directly_physically_interacts_with",
    "indirectly_physically_interacts_with", "genetically_interacts_with",
    "genetically_associated_with", "coexpressed_with", "colocalizes_with",
    "in_cell_population_with", "in_complex_with", "in_pathway_with", "correlated_with",
    "positively_correlated_with", "negatively_correlated_with", "similar_to",
    "chemically_similar_to", "homologous_to", "orthologous_to", "paralogous_to", "xenologous_to",
    "same_as", "exact_match", "close_match", "opposite_of", "overlaps", "coexists_with",
    "gene_fusion_with", "in_linkage_disequilibrium_with", "interaction",
  ]

  public static func isSymmetric(_ predicate: String) -> Bool { symmetric.contains(predicate) }

  /// The direction that a predicate itself states; 0 where it states none.
  public static func sign(_ predicate: String) -> Int {
    switch predicate {
    case "positively_regulates", "positively_correlated_with", "positively_associated_with",
      "increases", "stimulates", "activates", "causes", "predisposes_to_condition", "exacerbates",
      "increases_activity_of", "increases_expression_of", "entity_positively_regulates_entity":
      1
    case "negatively_regulates", "negatively_correlated_with", "negatively_associated_with",
      "decreases", "inhibits", "prevents", "ameliorates", "treats", "disrupts",
      "decreases_activity_of", "decreases_expression_of", "entity_negatively_regulates_entity":
      -1
    default: 0
    }
  }

  /// A name without "biolink:".
  public static func bare(_ name: String) -> String {
    name.hasPrefix("biolink:") ? String(name.dropFirst(8)) : name
  }
}
