import Ethics
import Markup

/// Similarity of the cohort's genotypes to a reference.
public enum SimilarityPage {
  public static func documents(_ context: PageContext) -> [ReportDocument] {
    let summary = context.table("similarity")
    var text = MarkdownText()
    text.page(
      kind: "similarity", kicker: "Genetic similarity",
      description: "How the genotypes compare with the groups of the similarity reference.")
    text.heading(1, "Whom the genotypes resemble")
    text.paragraph(
      "Similarity is measured at \(summary[0, "variants"].prose) of the reference's \(summary[0, "panel"].prose) variants. It says how well a score's reference fits a person. It says nothing about who somebody is."
    )
    text.strip(
      [
        ("People", summary[0, "people"].prose),
        ("Outside the reference", summary[0, "outside"].prose),
        ("No group at 0.9", summary[0, "between"].prose),
        ("Components", summary[0, "components"].prose),
      ], id: "state")
    text.heading(2, "The reference")
    text.figure(
      "map", kind: "density",
      head: [
        "title": "The reference on its first four components",
        "subtitle":
          "Hexagons by density of the reference groups; made from group means and covariances, so nobody is drawn",
        "background": "reports/data/reference-map.tsv",
      ], columns: ["label", "pc1", "pc2", "pc3", "pc4"], rows: [])
    text.table(context.table("reference-groups"), data: "data/")
    text.paragraph(
      "In the 1000 Genomes panel AFR, AMR, EAS, EUR and SAS stand for its African, American, East Asian, European and South Asian samples: names of a panel, not of people here."
    )
    text.heading(2, "People by most similar group")
    text.bars(
      context.table("similarity-groups"), id: "groups", label: "group", value: "people",
      title: "People by most similar reference group",
      subtitle:
        "By the group with the largest probability, people outside the reference too; groups in alphabetical order",
      unit: "people")
    text.table(context.table("similarity-groups"), data: "data/")
    text.heading(2, "Limits")
    text.list([
      "“Most similar reference group” is not race, ethnicity or origin. People between groups are common.",
      "People of groups that the panel lacks come out as outside the reference, or as most similar to a group that is not theirs.",
      "A person is outside where no mixture of the groups explains the genotypes. A group that the panel's others can be mixed into is not found this way.",
      "Consent to health research only (HMB) excludes this page; those people are in none of its numbers.",
    ])
    return [ReportDocument(path: "reports/similarity.md", text: text.text)]
  }
}
