import CohortModel
import Ethics
import Knowledge

/// What one case report is written from: released tables about the person, the
/// permit, and what is known. The background is named by file only.
public struct CaseInput: Sendable {
  public let slug: String
  public let permit: CasePermit
  public let facts: Released
  public let quality: Released
  public let similarity: Released
  public let place: Released
  public let scores: Released
  public let parts: Released
  /// Where other scores of the same traits put the person.
  public let rivals: Released
  public let contributions: Released
  public let apoe: Released?
  /// From hallmarks that stand high to drugs: paths, genes, links.
  public let paths: Released
  public let burden: Released
  public let pathLinks: Released
  /// Experiments on those hallmarks.
  public let models: Released
  public let pathways: Released
  public let clinical: Released
  public let knowledge: KnowledgeBook
  public let genomeBuild: String
  public let isSynthetic: Bool
  public let referenceName: String
  public let referenceIsSimulated: Bool
  /// Whether the edition has a page of cases with a similar record.
  public let hasSimilarPage: Bool

  public init(
    slug: String, permit: CasePermit, facts: Released, quality: Released, similarity: Released,
    place: Released, scores: Released, parts: Released, rivals: Released,
    contributions: Released, apoe: Released?,
    paths: Released, burden: Released, pathLinks: Released, models: Released, pathways: Released,
    clinical: Released,
    knowledge: KnowledgeBook,
    genomeBuild: String, isSynthetic: Bool, referenceName: String, referenceIsSimulated: Bool,
    hasSimilarPage: Bool
  ) {
    (self.slug, self.permit, self.facts, self.quality) = (slug, permit, facts, quality)
    (self.similarity, self.place, self.scores, self.parts) = (similarity, place, scores, parts)
    (self.rivals, self.contributions) = (rivals, contributions)
    (self.apoe, self.clinical) = (apoe, clinical)
    (self.paths, self.burden, self.pathLinks) = (paths, burden, pathLinks)
    (self.models, self.pathways, self.hasSimilarPage) = (models, pathways, hasSimilarPage)
    (self.knowledge, self.genomeBuild, self.isSynthetic) = (knowledge, genomeBuild, isSynthetic)
    (self.referenceName, self.referenceIsSimulated) = (referenceName, referenceIsSimulated)
  }

  var scoreRows: Range<Int> { 0..<scores.rowCount }
  /// Nothing of this where consent does not cover ancestry.
  var isOutside: Bool { place.rowCount > 0 && place[0, "outside"].prose == "yes" }

  /// Whether the disease is recorded as present; in the clinic's edition only.
  func isRecorded(_ trait: String) -> Bool {
    (0..<clinical.rowCount).contains {
      clinical[$0, "trait"].prose == trait && clinical[$0, "value"].prose == "yes"
    }
  }

  func hasFactor(_ word: String) -> Bool {
    (0..<clinical.rowCount).contains { clinical[$0, "factor"].prose.contains(word) }
  }

  /// Rows of the parts table of one trait.
  func partRows(_ trait: String) -> [Int] {
    (0..<parts.rowCount).filter { parts[$0, "id"].prose == trait }
  }
}
