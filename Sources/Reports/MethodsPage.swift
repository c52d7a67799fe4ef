import Analyses
import CohortModel
import Ethics
import Knowledge
import Markup
import Tables

/// Methods and provenance.
public enum MethodsPage {
  public static func documents(_ context: PageContext) -> [ReportDocument] {
    var text = MarkdownText()
    text.page(
      kind: "methods", kicker: "Methods and provenance",
      description: "Inputs, versions, parameters and methods of this edition.",
      more: [("menu", "Methods"), ("menu_order", "6")])
    text.heading(1, "How these pages were made")
    text.paragraph(
      "Everything here was computed by Casebook \(context.version) from the inputs below; the same inputs give the same bytes. Build date: \(context.date.prose)."
    )
    inputs(&text, context)
    text.heading(2, "Parameters")
    text.table(
      "Parameters", options: "#parameters as=sum", header: ["Parameter", "Value"],
      alignRight: [false, false],
      rows: context.parameters.map { [$0.name, MarkdownText.escaped($0.value)] })
    methods(&text)
    grades(&text)
    text.heading(2, "Disclosure control")
    text.paragraph(
      context.audience == .public
        ? "Profile \(context.profile.name): counts of people below \(context.profile.minimumShown), and zero, are hidden with everything computed from them alone, by one plan over all tables. Tables of single people, and frequencies of many variants, have no rows here."
        : "None: this edition is for the care team and is not for publication.")
    return [ReportDocument(path: "reports/methods.md", text: text.text)]
  }

  private static func inputs(_ text: inout MarkdownText, _ context: PageContext) {
    text.heading(2, "Inputs")
    text.table(
      "What was read", options: "#inputs", header: ["Input", "File", "SHA-256", "Licence"],
      alignRight: [false, false, false, false],
      rows: context.inputs.map { input in
        let digest =
          input.tellsOfPeople && context.audience != .clinic
          ? "not printed: it tells of people" : "`\(input.digest.prefix(16))…`"
        return [input.name, "`\(input.path)`", digest, MarkdownText.escaped(input.licence)]
      })
    text.paragraph(
      "Digests of people's data cover what was read: the people who are in, in canonical order.")
  }

  /// How sure a link of a path is.
  private static func grades(_ text: inout MarkdownText) {
    text.heading(2, "Grades")
    text.paragraph(
      "A link with a statistic has the probability that its sign is right, Φ(|z|), and the same at |z| ± 1.96. Other links are graded by what shows them. The grades are a convention of this program; they estimate nothing. A path is as strong as its weakest link."
    )
    text.table(
      "Strength of links without a statistic", options: "#grades-table",
      header: ["What shows it", "Strength", "From", "To"],
      alignRight: [false, true, true, true],
      rows: LinkStrength.grades.map { grade in
        [grade.words]
          + [grade.strength.value, grade.strength.low, grade.strength.high].map {
            Digits.text($0, .fixed(2))
          }
      })
  }

  private static func methods(_ text: inout MarkdownText) {
    text.heading(2, "Methods")
    text.list([
      "**Consent** is decided per person, audience, purpose, disease and finding before any genotype is read (GA4GH Data Use Ontology; the tests are Casebook's).",
      "**Scores** are additive sums of published weights; alleles are matched as given, swapped, complemented, and both (PGS Catalog order); A/T and C/G variants are dropped where the strand is unknown. A missing call counts as the reference's mean.",
      "**Parts** are summed from their own rows in units of 1e-15 and add up to the whole exactly; where they are printed together, left-over digits go to the parts with the largest remainders.",
      "**Percentiles** are mid-ranks, counted and not simulated, on a grid of 2,048 steps over the range of the score (weights are rounded to it, which can move a whole score by about one percentile): the distribution of the score among people with the same mixture of reference groups, from the groups' allele frequencies, assuming Hardy-Weinberg proportions and independent variants. The 95 % interval adds three variances on the scale of the normal deviate: the reference's sample size (delta method); rows that were not typed, V/(V + typed) with V = Σ w² 2f(1 − f); and weights, Σ se² (copies − 2f)² over the score's variance, for rows whose source gives a standard error.",
      "**Z\\_norm1, Z\\_norm2**: residuals on four components (Khera 2019), and with their variance (Khan 2022; fitted by full likelihood as in pygscatalog).",
      "**Similarity** is a least-squares projection onto the reference's components; groups by Gaussian likelihood with log-determinant and group share as prior.",
      "**Outside the reference**: a person whose genotypes are less likely under the best mixture of groups than that mixture leads to expect, beyond 4.5 standard deviations (4 for the additive part), or deeper where the reference's own people lie deeper.",
      "**Quality**: call rate, heterozygosity F, exact Hardy-Weinberg test (Wigginton 2005), KING-robust kinship (Manichaikul 2010), equal to plink2's.",
      "**A hallmark leads** where it has five variants or more, lies above the 95th percentile, and stays first with probability 0.8 or more when every part is drawn within its errors: ∫ φ(x) Π Φ((μ + σx − μⱼ)/σⱼ) dx, the limit of a bootstrap without its noise.",
      "**Other scores of a trait** have their own percentiles, computed as above: the same variants with equal weights, and the published scores of `content/knowledge/rivals`. A report says so where one stands on the other side of the 90th percentile; trait pages give Spearman's rank correlation over the cohort, and how many people stand on different sides of the 90th, or in opposite tenths.",
    ])
  }
}
