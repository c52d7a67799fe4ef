import CohortModel
import Knowledge
import Tables

/// What one person's analyses gave: from that person and the references only.
public struct PersonFinding: Sendable, Equatable {
  public let similarity: PersonSimilarity
  public let quality: SampleQCScan.Person
  /// By trait: the whole score first, then its parts. No entry where consent does not
  /// cover the trait.
  public let scores: [String: [PersonScore]]
  /// By trait: the whole of each rival score, in the order of the view's.
  public let rivals: [String: [PersonScore]]
  /// By trait: copies of the effect allele by row of the definition, 3 for missing.
  public let codes: [String: [UInt8]]
  /// Copies of ε4's and ε2's alleles (rs429358 C, rs7412 T), where both were called.
  public let apoe: APOEGenotype?

  public init(
    similarity: PersonSimilarity, quality: SampleQCScan.Person, scores: [String: [PersonScore]],
    rivals: [String: [PersonScore]], codes: [String: [UInt8]], apoe: APOEGenotype?
  ) {
    (self.similarity, self.quality, self.scores) = (similarity, quality, scores)
    (self.rivals, self.codes, self.apoe) = (rivals, codes, apoe)
  }
}

/// What an analysis of the cohort may see: the people whose consent covers it.
public struct CohortView: Sendable {
  public let roster: Roster
  /// Who is in, for the purpose that the analysis declares.
  public let people: SampleSelection
  /// By trait: who is in for that disease.
  public let traitPeople: [String: People]
  /// Who has an own report in the edition.
  public let cases: People
  public let phenotypes: Phenotypes
  public let variants: [Variant]
  /// By roster index.
  public let findings: [PersonFinding?]
  public let scorers: [TraitScorer]
  public let rivals: [TraitRival]
  public let knowledge: KnowledgeBook
  public let reference: SimilarityReference
  public let scoreReference: ScoreReference
  /// The year of the build date, for ages.
  public let year: Int
  /// "clinic" or "public" pseudonyms by roster index.
  public let pseudonyms: [String]
  /// Who is in where no genotype is read.
  public let phenotypePeople: People
  /// Everybody of the consent table by where it stands.
  public let standing: [(words: String, people: People)]
  /// Variants of the similarity panel that the genotype files have.
  public let panelVariants: Int

  public init(
    roster: Roster, people: SampleSelection, traitPeople: [String: People], cases: People,
    phenotypes: Phenotypes, variants: [Variant], findings: [PersonFinding?],
    scorers: [TraitScorer], rivals: [TraitRival], knowledge: KnowledgeBook,
    reference: SimilarityReference,
    scoreReference: ScoreReference, year: Int, pseudonyms: [String], phenotypePeople: People,
    standing: [(words: String, people: People)], panelVariants: Int
  ) {
    (self.roster, self.people, self.traitPeople) = (roster, people, traitPeople)
    (self.cases, self.phenotypes, self.variants) = (cases, phenotypes, variants)
    (self.findings, self.scorers, self.rivals) = (findings, scorers, rivals)
    self.knowledge = knowledge
    (self.reference, self.scoreReference) = (reference, scoreReference)
    (self.year, self.pseudonyms, self.phenotypePeople) = (year, pseudonyms, phenotypePeople)
    (self.standing, self.panelVariants) = (standing, panelVariants)
  }

  /// Rival scores of a trait, in the order of a finding's.
  func rivals(of trait: String) -> [TraitRival] { rivals.filter { $0.score.trait == trait } }

  /// Those of `people` for whom `test` holds, as a set.
  public func set(_ people: People, where test: (Int) -> Bool) -> People {
    People(people.members.filter(test), universe: people.universe)
  }
}
