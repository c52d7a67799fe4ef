import Knowledge
import Numerics
import Tables

/// Every row of the curated variants that bears on the project's traits: the diseases, and the
/// exposures that stand beside them.
public enum VariantTables {
  /// As published; a 0 is what a program printed that could not hold the number.
  private static func p(_ row: KnownVariant) -> Double? {
    guard let p = row.p, p == 0, let beta = row.beta, let error = row.standardError, error > 0
    else { return row.p }
    return Normal.twoSided(beta / error)
  }

  public static func tables(_ view: CohortView) -> [Table] {
    let diseases = Set(view.scorers.map(\.definition.trait.id))
    var table = Table(
      "known-variants", "Curated variants",
      [
        Column("variant", "Variant", "rsid"), Column("gene", "Gene", "likely gene, as curated"),
        Column("allele", "Allele", "whose effect is given"), Column("other", "Other", "allele"),
        Column("effect", "Effect", format: .significant(4), "of one copy"),
        Column("se", "SE", format: .significant(3), "of the effect"),
        Column("p", "p", format: .significant(2), "as published"),
        Column("unit", "Unit", "of the effect"), Column("trait_id", "Trait id", ""),
        Column("trait", "Trait", "that the row is about"),
        Column("disease", "Disease", "id of the disease that the row is listed for"),
        Column("hallmark", "Hallmark", "id, as assigned for this project"),
        Column("pmid", "PMID", "source"), Column("source", "Source", "whether it was read"),
      ])
    for row in view.knowledge.variants where diseases.contains(row.disease) {
      let trait = view.knowledge.traits.first { $0.variantTraits.contains(row.traitText) }
      table.add([
        .text(row.rsid), .text(row.gene), .text(row.effect),
        row.other.map { .text($0) } ?? .missing,
        row.beta.map { .number($0) } ?? .missing,
        row.standardError.map { .number($0) } ?? .missing, p(row).map { .number($0) } ?? .missing,
        row.unit.isEmpty ? .missing : .text(row.unit), .text(trait?.id ?? ""),
        .text(trait?.label ?? row.traitText), .text(row.disease),
        row.hallmark.map { .text($0) } ?? .missing, .text(row.pmid),
        .text(row.confidence.contains("recalled") ? "citation to be checked" : "read"),
      ])
    }
    return [table]
  }
}
