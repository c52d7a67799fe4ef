import Ethics
import Markup

/// Quality of the genotypes.
public enum QualityPage {
  public static func documents(_ context: PageContext) -> [ReportDocument] {
    let summary = context.table("qc-summary")
    var text = MarkdownText()
    text.page(
      kind: "quality", kicker: "Quality control",
      description: "Call rates, heterozygosity, Hardy-Weinberg tests and kinship of the genotypes.")
    text.heading(1, "How good the genotypes are")
    text.paragraph(
      "On average \(summary[0, "call_rate"].prose) % of the variants have a call. \(summary[0, "low_call_rate"] == .suppressed ? "How many people fall below 98 % is not shown: a small number." : "\(Words.people(summary[0, "low_call_rate"]).capitalizedFirst) fall below 98 %.")"
    )
    text.strip(
      [
        ("People", summary[0, "people"].prose), ("Variants", summary[0, "variants"].prose),
        ("Mean call rate", summary[0, "call_rate"].prose + " %"),
        ("Below 98 %", summary[0, "low_call_rate"].prose),
        ("With a relative", summary[0, "related"].prose),
      ], id: "state")
    text.heading(2, "People")
    text.bars(
      context.table("qc-call-rates"), id: "call-rates", label: "call_rate", value: "people",
      title: "People by call rate", subtitle: "Share of variants with a call; bars are people",
      unit: "people")
    text.table(context.table("qc-call-rates"), data: "data/")
    let samples = context.table("qc-samples")
    text.table(
      samples, data: "data/", caption: "Quality by person, lowest call rate first",
      links: { row, column in
        column == "case" && context.caseSlugs.contains(samples[row, "case"].prose)
          ? "../cases/" + samples[row, "case"].prose + ".md" : nil
      })
    text.heading(2, "Variants")
    text.paragraph(
      "The exact Hardy-Weinberg test has p < 1e-6 at \(summary[0, "hwe"].prose) variants; in a cohort of several groups with different allele frequencies that is expected and no fault. \(summary[0, "missing"].prose) variants miss more than 2 % of their calls."
    )
    text.table(
      context.table("qc-variants"), data: "data/", caption: "Quality by variant, smallest p first")
    text.heading(2, "Kinship")
    text.paragraph(
      "KING-robust kinship over autosomal variants; 0.0884 and more means second degree or closer. Kinship stands on no case report."
    )
    text.table(context.table("qc-related"), data: "data/")
    text.heading(2, "What follows from it")
    text.paragraph(
      "Quality control is reported, and changes nothing: which variants enter a score is a matter of the score and the reference only, so that one person's data never move another's result."
    )
    return [ReportDocument(path: "reports/qc.md", text: text.text)]
  }
}
