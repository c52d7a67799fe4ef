import Analyses
import Ethics
import Markup
import Tables

/// What one page of similar cases is written from.
public struct SimilarCasesInput: Sendable {
  public let slug: String
  /// The person's own terms.
  public let record: Released
  /// Terms of the record that the ontology does not have.
  public let unknownCount: Int
  public let records: SimilarPermit.Release
  public let hallmarks: SimilarPermit.Release
  public let ontology: PhenotypeSource

  public init(
    slug: String, record: Released, unknownCount: Int, records: SimilarPermit.Release,
    hallmarks: SimilarPermit.Release, ontology: PhenotypeSource
  ) {
    (self.slug, self.record, self.unknownCount) = (slug, record, unknownCount)
    (self.records, self.hallmarks, self.ontology) = (records, hallmarks, ontology)
  }
}

/// What the terms' names and information come from.
public struct PhenotypeSource: Sendable {
  /// The ontology's version, as its file says; nil where it does not.
  public let version: String?
  /// Diseases whose annotations say how informative a term is; nil where the ontology alone does.
  public let diseaseCount: Int?

  public init(version: String?, diseaseCount: Int?) {
    (self.version, self.diseaseCount) = (version, diseaseCount)
  }
}

/// Cases of the clinic's edition that resemble one person's: by phenotype, and by hallmarks. Apart
/// from the case report, which depends on its own person only.
public enum SimilarCasesPage {
  static let parameters = "../reports/methods.md#parameters"

  public static func document(_ input: SimilarCasesInput) -> ReportDocument {
    var text = MarkdownText()
    text.page(
      kind: "similar", kicker: "Similar cases",
      description: "Cases whose record or hallmarks are similar to one participant's.",
      more: [("search", "title")])
    text.heading(1, "Cases similar to \(input.slug)")
    text.paragraph("For the care team. [Case report of this person](../cases/\(input.slug).md).")
    text.inset(
      "caution",
      "A similar record is no prognosis and no diagnosis: what happened to one person says little about another. Similarity depends on what was looked for and written down; a term that nobody recorded may still be there."
    )
    record(&text, input)
    records(&text, input)
    hallmarks(&text, input)
    sources(&text, input)
    return ReportDocument(path: "similar/\(input.slug).md", text: text.text)
  }

  private static func record(_ text: inout MarkdownText, _ input: SimilarCasesInput) {
    text.heading(2, "Phenotype of this person")
    if input.record.rowCount == 0 {
      text.paragraph("The record names no term of the ontology.")
    } else {
      table(&text, input.record, links: false)
    }
    if input.unknownCount > 0 {
      text.paragraph(
        "[\(input.unknownCount) of the record's terms](#sources) \(input.unknownCount == 1 ? "is" : "are") not in the ontology and left out."
      )
    }
  }

  private static func records(_ text: inout MarkdownText, _ input: SimilarCasesInput) {
    text.heading(2, "Similar records")
    guard listed(&text, input.records, what: "record") else { return }
    text.paragraph(
      "Similarity is [Resnik's](#sources): for each observed term the information of the most informative term above both it and one of the other record, the best of these, averaged over both records; larger is nearer, and it has no upper end. p is the share of [\(Digits.grouped(SimilarCases.queryCount)) random records](\(parameters)) of as many terms that are as near; it is not corrected for the number of cases looked at. Excluded terms are not compared."
    )
  }

  private static func hallmarks(_ text: inout MarkdownText, _ input: SimilarCasesInput) {
    text.heading(2, "Similar hallmarks")
    guard listed(&text, input.hallmarks, what: "hallmarks") else { return }
    text.paragraph(
      "The cosine of the angle between two people's hallmarks, each as a [standard normal deviate among similar reference people](../reports/methods.md#methods), over the traits that both people's consent covers: towards 1 where the same hallmarks stand high and low, about 0 where nothing is in common. With few hallmarks large values come by chance; these rows are genetic tendencies and say nothing of what was observed. Hallmarks of fewer than five variants, and fewer than three in common, are [not compared](#similar-hallmarks)."
    )
  }

  /// The table, and of how many its rows are the nearest; false where nothing may be listed.
  private static func listed(
    _ text: inout MarkdownText, _ release: SimilarPermit.Release, what: String
  ) -> Bool {
    let table = release.table
    guard let compared = release.compared, table.rowCount > 0 else {
      text.paragraph(
        "Nothing is listed: \(table.emptyBecause ?? "this person's \(what) cannot be compared"). [The threshold](\(parameters)) is the same for everybody."
      )
      return false
    }
    self.table(&text, table, links: true)
    let rest = table.rowCount < compared ? "the others are less similar" : "none left out"
    text.paragraph(
      "[Shown \(table.rowCount) of \(compared)](#\(table.name)) other cases that could be compared; \(rest)."
    )
    return true
  }

  private static func table(_ text: inout MarkdownText, _ table: Released, links: Bool) {
    text.table(
      table.title, options: "#\(table.name) as=sum", header: table.columns.map(\.label),
      alignRight: table.columns.map { column in
        (0..<table.rowCount).contains { table[$0, column.name].number != nil }
      },
      rows: (0..<table.rowCount).map { row in
        table.columns.map { column in
          let words = MarkdownText.escaped(table[row, column.name].prose)
          return links && column.name == "case" ? "[\(words)](../cases/\(words).md)" : words
        }
      })
  }

  private static func sources(_ text: inout MarkdownText, _ input: SimilarCasesInput) {
    text.heading(2, "Sources")
    let version = input.ontology.version.map { ", version \(MarkdownText.escaped($0))" } ?? ""
    let information =
      input.ontology.diseaseCount.map {
        "A term's information is −ln of the share of [\(Digits.grouped($0)) annotated diseases of OMIM](../reports/methods.md#inputs) that have it or a term below it."
      } ?? "A term's information is −ln of the share of all terms that are it or lie below it."
    text.paragraph(
      "Terms and names: [Human Phenotype Ontology\(version)](../reports/methods.md#inputs), used under the HPO licence, unchanged. \(information) Similarity: Resnik 1995, best matches of both sides. People are named here by their name in this edition, and only those who have a case report in it."
    )
  }
}
