/// A disease or quantitative trait, as `traits.tsv` has it.
public struct Trait: Sendable, Hashable {
  public let id: String
  public let label: String
  public let isDisease: Bool
  /// The MONDO id, or nil for a measurement.
  public let mondo: String?
  /// MONDO ids above it.
  public let mondoAncestors: [String]
  public let efo: String
  /// Values of `variants.tsv`'s trait column that are this trait.
  public let variantTraits: [String]
  /// The trait whose rows make the score: itself, or what stands for it.
  public let scoreTrait: String
  /// Whether the condition begins in adult life only: minors get no result then.
  public let isAdultOnset: Bool
  /// Whether more of it is better: then what raises it counts as protective.
  public let higherIsBetter: Bool

  public init(
    id: String, label: String, isDisease: Bool, mondo: String?, mondoAncestors: [String],
    efo: String, variantTraits: [String], scoreTrait: String, isAdultOnset: Bool,
    higherIsBetter: Bool = false
  ) {
    (self.id, self.label, self.isDisease, self.mondo) = (id, label, isDisease, mondo)
    (self.mondoAncestors, self.efo, self.variantTraits) = (mondoAncestors, efo, variantTraits)
    (self.scoreTrait, self.isAdultOnset) = (scoreTrait, isAdultOnset)
    self.higherIsBetter = higherIsBetter
  }

  /// The same trait under another id.
  func with(id: String) -> Trait {
    Trait(
      id: id, label: label, isDisease: isDisease, mondo: mondo, mondoAncestors: mondoAncestors,
      efo: efo, variantTraits: variantTraits, scoreTrait: scoreTrait, isAdultOnset: isAdultOnset,
      higherIsBetter: higherIsBetter)
  }
}

/// One module of a disease.
public struct Hallmark: Sendable, Hashable {
  public let trait: String
  public let id: String
  public let name: String
  public let description: String
  public let genes: [String]
  public let pathways: [String]
  public let cellTypes: [String]
  public let pmids: [String]
  public let confidence: String

  public init(
    trait: String, id: String, name: String, description: String, genes: [String],
    pathways: [String], cellTypes: [String], pmids: [String], confidence: String
  ) {
    (self.trait, self.id, self.name, self.description) = (trait, id, name, description)
    (self.genes, self.pathways, self.cellTypes) = (genes, pathways, cellTypes)
    (self.pmids, self.confidence) = (pmids, confidence)
  }
}

/// A published association of one variant with one trait.
public struct KnownVariant: Sendable, Hashable {
  public let rsid: String
  public let chromosome: String
  public let position37: Int?
  public let effect: String
  /// Nil where the source gives only the risk allele.
  public let other: String?
  /// Log odds or units of the trait, for one copy of the effect allele.
  public let beta: Double?
  public let standardError: Double?
  public let p: Double?
  public let studyFrequency: Double?
  /// Approximate frequencies of the effect allele in AFR, EAS, EUR, where recalled.
  public let groupFrequencies: [String: Double]
  public let traitText: String
  public let unit: String
  public let disease: String
  public let hallmark: String?
  public let gene: String
  public let pmid: String
  public let confidence: String

  public init(
    rsid: String, chromosome: String, position37: Int?, effect: String, other: String?,
    beta: Double?, standardError: Double?, p: Double?, studyFrequency: Double?,
    groupFrequencies: [String: Double],
    traitText: String, unit: String, disease: String, hallmark: String?, gene: String,
    pmid: String, confidence: String
  ) {
    (self.rsid, self.chromosome, self.position37) = (rsid, chromosome, position37)
    (self.effect, self.other, self.beta, self.p) = (effect, other, beta, p)
    self.standardError = standardError
    (self.studyFrequency, self.groupFrequencies) = (studyFrequency, groupFrequencies)
    (self.traitText, self.unit, self.disease, self.hallmark) = (traitText, unit, disease, hallmark)
    (self.gene, self.pmid, self.confidence) = (gene, pmid, confidence)
  }
}

/// A drug that acts on a hallmark, as `drugs.tsv` has it.
public struct Drug: Sendable, Hashable {
  public let name: String
  public let target: String
  public let mechanism: String
  public let effect: String
  public let indication: String
  public let trait: String
  public let hallmark: String
  public let note: String
  public let pmids: [String]
  public let confidence: String
  public let status: String
  /// Unwanted effects, as curated; empty where none is recorded.
  public let warnings: String

  public init(
    name: String, target: String, mechanism: String, effect: String, indication: String,
    trait: String, hallmark: String, note: String, pmids: [String], confidence: String,
    status: String, warnings: String = ""
  ) {
    (self.name, self.target, self.mechanism, self.effect) = (name, target, mechanism, effect)
    (self.indication, self.trait, self.hallmark, self.note) = (indication, trait, hallmark, note)
    (self.pmids, self.confidence, self.status) = (pmids, confidence, status)
    self.warnings = warnings
  }
}

/// An experiment in cells or animals, as `cellmodels.tsv` has it.
public struct CellModel: Sendable, Hashable {
  public let experiment: String
  public let trait: String
  public let hallmark: String
  public let model: String
  /// An rs number, words, or a hyphen.
  public let variant: String
  public let gene: String
  public let perturbation: String
  public let result: String
  public let pmids: [String]
  public let confidence: String

  public init(
    experiment: String, trait: String, hallmark: String, model: String, variant: String,
    gene: String, perturbation: String, result: String, pmids: [String], confidence: String
  ) {
    (self.experiment, self.trait, self.hallmark, self.model) = (experiment, trait, hallmark, model)
    (self.variant, self.gene) = (variant, gene)
    (self.perturbation, self.result) = (perturbation, result)
    (self.pmids, self.confidence) = (pmids, confidence)
  }
}

/// A paper, as `references.tsv` has it.
public struct Reference: Sendable, Hashable {
  public let pmid: String
  public let author: String
  public let year: String
  /// Empty where no title was seen.
  public let title: String
  public let journal: String
  public let doi: String
  public let evidence: String

  public init(
    pmid: String, author: String, year: String, title: String, journal: String, doi: String,
    evidence: String
  ) {
    (self.pmid, self.author, self.year, self.title) = (pmid, author, year, title)
    (self.journal, self.doi, self.evidence) = (journal, doi, evidence)
  }
}
