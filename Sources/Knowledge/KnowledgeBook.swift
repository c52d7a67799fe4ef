/// What is known: the curated tables of a project, looked up by id.
public struct KnowledgeBook: Sendable {
  public let traits: [Trait]
  public let hallmarks: [Hallmark]
  public let variants: [KnownVariant]
  public let drugs: [Drug]
  public let cellModels: [CellModel]
  public let references: [Reference]
  public let exclusions: [Exclusion]
  public let instruments: [TargetInstrument]
  /// Arrows of mechanisms, in the order in which they are drawn.
  public let mechanisms: [MechanismStep]
  /// Drugs on genes, as databases state them.
  public let interactions: [DrugInteraction]
  /// Gene sets of `sets/*.gmt`.
  public let sets: [GeneSet]

  public init(
    traits: [Trait], hallmarks: [Hallmark], variants: [KnownVariant], drugs: [Drug],
    cellModels: [CellModel], references: [Reference], exclusions: [Exclusion],
    instruments: [TargetInstrument] = [], mechanisms: [MechanismStep] = [],
    interactions: [DrugInteraction] = [], sets: [GeneSet] = []
  ) {
    (self.traits, self.hallmarks, self.variants) = (traits, hallmarks, variants)
    (self.drugs, self.cellModels, self.references) = (drugs, cellModels, references)
    (self.exclusions, self.instruments) = (exclusions, instruments)
    (self.mechanisms, self.interactions, self.sets) = (mechanisms, interactions, sets)
  }

  /// The same with gene sets.
  public func with(sets: [GeneSet]) -> KnowledgeBook {
    KnowledgeBook(
      traits: traits, hallmarks: hallmarks, variants: variants, drugs: drugs,
      cellModels: cellModels, references: references, exclusions: exclusions,
      instruments: instruments, mechanisms: mechanisms, interactions: interactions, sets: sets)
  }

  public func trait(_ id: String) -> Trait? { traits.first { $0.id == id } }

  /// Hallmarks of a trait in the file's order.
  public func hallmarks(of trait: String) -> [Hallmark] { hallmarks.filter { $0.trait == trait } }

  /// The name of a score's part: a hallmark's, or that of the variants without one.
  public func name(ofPart part: String?, of trait: String) -> String {
    guard let part else { return "Variants without a hallmark" }
    return hallmarks(of: trait).first { $0.id == part }?.name ?? part
  }

  public func reference(_ pmid: String) -> Reference? { references.first { $0.pmid == pmid } }
}

/// A rule of `exclusions.tsv` about variants that a score must not simply add.
public struct Exclusion: Sendable, Hashable {
  /// What a score does about the variants named.
  public enum Rule: String, Sendable, CaseIterable {
    /// Likely one signal: the row with the smallest p-value stays.
    case sameSignal = "same_signal"
    /// No effect size that a score may use.
    case unusable
    /// Genotype odds, not additive: a line of its own.
    case genotypeOnly = "genotype_only"
  }

  public let rule: Rule
  public let rsids: [String]
  public let reason: String

  public init(rule: Rule, rsids: [String], reason: String) {
    (self.rule, self.rsids, self.reason) = (rule, rsids, reason)
  }
}
