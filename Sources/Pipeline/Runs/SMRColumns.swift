import Tables

/// What `casebook run smr` writes, column by column.
enum SMRColumns {
  private static func exact(_ name: String, _ label: String, _ meaning: String) -> Column {
    Column(name, label, format: .exact, meaning)
  }

  static let traits: [Column] = [
    Column("probe", "Molecular trait", "Name of the gene or protein; 'all' without a column."),
    Column("topSNP", "Top variant", "The strongest instrument: the largest |z| for the trait."),
    exact("b_eQTL", "Its effect", "Its effect on the molecular trait, per effect allele."),
    exact("se_eQTL", "Error", "Standard error of b_eQTL."),
    exact(
      "b_GWAS", "Its effect on the outcome",
      "Effect of the same allele on the outcome: log odds or its unit."),
    exact("se_GWAS", "Error", "Standard error of b_GWAS."),
    exact(
      "b_SMR", "SMR",
      "b_GWAS / b_eQTL: change of the outcome for one unit more of the molecular trait."),
    exact("se_SMR", "Error", "Standard error of b_SMR, |b_SMR| / √chisq_SMR."),
    exact("chisq_SMR", "T", "Test statistic T of b_SMR, chi-square with one degree of freedom."),
    exact("p_SMR", "p", "Its p-value."),
    exact("T_HEIDI", "HEIDI", "HEIDI's statistic Σ d² / var(d); empty where it was not done."),
    exact(
      "p_HEIDI", "p of HEIDI",
      "Its p-value, the exact tail of the weighted chi-square; small: linkage."),
    exact(
      "p_HEIDI_saddlepoint", "p of HEIDI, saddle point",
      "The same by the saddle-point approximation, as the program SMR prints it."),
    Column("nsnp_HEIDI", "Neighbours", format: .integer, "Neighbours that HEIDI used."),
    Column("note", "Note", "Why HEIDI was not done; else empty."),
  ]
}
