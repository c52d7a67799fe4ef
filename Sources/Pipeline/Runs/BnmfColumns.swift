import Tables

/// What `casebook run bnmf` writes beside weights and runs, column by column.
enum BnmfColumns {
  static let gene = Column("gene", "Gene", "Gene of the variant, as in the input.")

  /// The scores of a trait that were clustered.
  static func z(_ trait: String) -> Column {
    Column(
      trait, trait, format: .exact,
      "z-score for the allele that raises the risk, scaled by sample size; 0 where missing.")
  }

  static let leads = [
    Column("rsid", "rs number", "rs number, where --rsids has one."),
    Column("chromosome", "Chromosome", "Chromosome of the variant, without chr."),
    Column("position", "Position", format: .integer, "Position in base pairs, as in the input."),
    Column("risk_allele", "Risk allele", "The allele that raises the risk."),
    Column("other_allele", "Other allele", "The other allele."),
    Column("p_value", "p", format: .exact, "Its p-value for the disease, the smallest found."),
  ]

  static let inputs = [
    Column("trait", "Trait", "The trait: its file without the ending."),
    Column(
      "found", "Candidates with a z-score", format: .integer,
      "Candidate variants with a z-score of the trait."),
    Column(
      "turned", "For the other allele", format: .integer,
      "Of those, given for the other allele and turned round."),
    Column(
      "flipped", "On the other strand", format: .integer,
      "Of those, given on the other strand and complemented."),
    Column(
      "other_alleles", "Other alleles", format: .integer,
      "Rows left out: they have other alleles."),
    Column(
      "without_value", "Without a z-score", format: .integer,
      "Rows left out: no z-score can be made of them."),
    Column(
      "repeated", "Of a variant already read", format: .integer,
      "Rows left out: their variant was read already."),
    Column(
      "used", "Chosen variants with a z-score", format: .integer,
      "Chosen variants with a z-score of the trait."),
    Column("largest_z", "Largest z", format: .exact, "Largest z-score at chosen variants."),
    Column("smallest_z", "Smallest z", format: .exact, "Smallest z-score at chosen variants."),
    Column("people", "Median sample size", format: .exact, "Median number of people there."),
    Column("left_out", "Left out, why", "Why the trait is not clustered; empty where it is."),
  ]
}
