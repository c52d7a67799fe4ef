import Ethics
import Markup

/// The cohort overview.
public enum CohortPage {
  public static func documents(_ context: PageContext) -> [ReportDocument] {
    let cohort = context.table("cohort")
    var text = MarkdownText()
    text.page(
      kind: "cohort", kicker: "Cohort",
      description: "Who is in the cohort: sizes, sex and age, phenotypes.",
      more: [("menu", "Cohort"), ("menu_order", "1")])
    text.heading(1, "Who is in the cohort")
    text.paragraph(
      "Consent to health research covers \(Words.people(cohort[0, "people"])) of this cohort. \(Words.people(cohort[0, "reports"]).capitalizedFirst) have a report of their own in this edition."
    )
    text.strip(
      [
        ("People", cohort[0, "people"].prose), ("Scored", cohort[0, "scored"].prose),
        ("Case reports", cohort[0, "reports"].prose), ("Traits", cohort[0, "traits"].prose),
        ("Hallmarks", cohort[0, "hallmarks"].prose),
        ("Variants", cohort[0, "variants"].prose),
      ], id: "state")
    text.heading(2, "Who is in, and who is not")
    text.bars(
      context.table("consent-standing"), id: "standing", label: "standing", value: "people",
      title: "Everybody who joined, by where their consent stands",
      subtitle:
        "People of the participants table; pages about one disease also count people who consented to that disease only",
      unit: "people")
    text.table(context.table("consent-standing"), data: "data/")
    text.heading(2, "Age and sex")
    text.paragraph(
      "Each number counts people whose consent covers health research; ages are those of the build year."
    )
    text.table(context.table("cohort-age-sex"), data: "data/")
    text.heading(2, "Phenotypes")
    text.table(context.table("phenotypes"), data: "data/")
    text.table(context.table("phenotype-categories"), data: "data/")
    text.heading(2, "What is not here")
    if context.audience == .public {
      text.paragraph(
        "Numbers of people below \(context.profile.minimumShown), and zero, are hidden with everything that is computed from them alone. In this edition \(context.hidden.entries) entries of \(context.hidden.tables) tables are hidden. Counts that add up to a shown total can still give a hidden one away: hiding partners comes with a later version. People who did not consent, withdrew or whose consent ended are in no other number of this site."
      )
    } else {
      text.paragraph(
        "This edition is for the care team: counts are whole. People who did not consent to it, withdrew or whose consent ended are in no number of it."
      )
    }
    return [ReportDocument(path: "reports/cohort.md", text: text.text)]
  }
}
