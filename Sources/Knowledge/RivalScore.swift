/// Another score of a trait, to see how far a person's place depends on which score was chosen.
public struct RivalScore: Sendable, Hashable {
  /// Id of the trait.
  public let trait: String
  public let name: String
  /// A published rival has a trait id of its own, `cad/PGS000013`, so that one reference holds
  /// both scores' variants.
  public let definition: ScoreDefinition

  init(trait: String, name: String, definition: ScoreDefinition) {
    (self.trait, self.name, self.definition) = (trait, name, definition)
  }

  /// A score of the PGS Catalog. `name`: of its file, unique among the trait's rivals.
  public init(_ published: PublishedScore, name: String, of trait: Trait) {
    let own = trait.with(id: "\(trait.id)/\(name)")
    let rows = published.rows.map { row in
      ScoreRow(
        rsid: row.id
          ?? [row.chromosome, row.position.map(String.init)].compactMap { $0 }
          .joined(separator: "_"),
        chromosome: row.chromosome, position: row.position, effect: row.effect, other: row.other,
        weight: row.weight)
    }
    self.init(
      trait: trait.id, name: name,
      definition: ScoreDefinition(trait: own, rows: rows, unit: "as published"))
  }
}

extension ScoreDefinition {
  public static let equalWeightsName = "equal weights"

  /// The same rows, each copy counting the same: what the weights themselves contribute.
  public var equalWeights: RivalScore {
    let rows = rows.map {
      ScoreRow(rsid: $0.rsid, effect: $0.effect, other: $0.other, weight: $0.weight < 0 ? -1 : 1)
    }
    return RivalScore(
      trait: trait.id, name: Self.equalWeightsName,
      definition: ScoreDefinition(trait: trait, rows: rows, unit: "copies"))
  }
}
