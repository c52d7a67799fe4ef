import Tables

/// What `casebook run drugrank` writes, column by column.
enum DrugRankColumns {
  private static func exact(_ name: String, _ meaning: String) -> Column {
    Column(name, name, format: .exact, meaning)
  }

  private static func text(_ name: String, _ meaning: String) -> Column {
    Column(name, name, meaning)
  }

  private static let drug = [
    text("drug", "The drug's name."),
    text("drugbank_id", "Its DrugBank id, where --vocabulary knows one of its names."),
  ]

  static let drugs =
    drug + [
      exact("score", "Sum of its genes' scores x degree_penalty; below 0 it acts against them."),
      exact("genetic_strength", "Evidence of best_gene, 0 to 1, relative to the strongest gene."),
      exact("direction_factor", "Of best_gene: 1 concordant, 0.5 unknown, -1 discordant."),
      exact("databases", "Databases that state the drug's action on best_gene."),
      exact("interaction_support", "1 - 2^-databases, 0 to 1."),
      exact("targets", "Genes that the drug acts on."),
      exact("degree_penalty", "targets^-w."),
      exact("genes_with_evidence", "Genes among them that have evidence."),
      exact("concordant", "Genes with evidence on which it acts as genetics wants."),
      exact("discordant", "Genes with evidence on which it acts against that."),
      exact("unknown", "Genes with evidence of which a direction is not known."),
      text("best_gene", "Gene of the largest |score| among them."),
      text("direction", "concordant, discordant or unknown, of best_gene."),
      text(
        "weakest_link",
        "Part of best_gene's score that holds least: gene-disease, direction,"
          + " drug-gene."),
      text("warning", "Genes on which the drug acts against the wanted direction; else empty."),
      exact(
        "p",
        "(1 + draws of evidence that score as high) / (1 + draws), so 1 / (1 + draws) at"
          + " least."),
      exact("q", "False discovery rate over all drugs (Benjamini and Hochberg)."),
    ]

  static let pairs =
    drug + [
      text("gene", "Symbol of the gene."),
      Column(
        "gene_direction", "gene_direction", format: .integer,
        "1 more of it means more risk, -1 less risk, 0 not known."),
      Column(
        "drug_action", "drug_action", format: .integer,
        "1 the drug raises its activity, -1 lowers it, 0 not known or disputed."),
      text("direction", "concordant, discordant or unknown."),
      text(
        "databases",
        "Databases that state the pair, whatever they say of the action, with semicolons."),
      text("weakest_link", "Part that holds least: gene-disease, direction, drug-gene."),
      exact("score", "genetic_strength x direction_factor x interaction_support."),
      exact("genetic_strength", "Evidence of the gene, 0 to 1, relative to the strongest."),
      exact("direction_factor", "1 concordant, 0.5 unknown, -1 discordant."),
      exact("interaction_support", "1 - 2^-(number of databases), 0 to 1."),
    ]

  static let evaluation: [Column] = [
    text("disease", "The disease of --disease."),
    text(
      "negatives_are",
      "listed: drugs of the table that do not modify the disease; all_others:"
        + " drugs that it does not name."),
    exact("universe", "Drugs with a DrugBank id."),
    exact("positives", "Disease-modifying drugs among them."),
    exact("positives_with_evidence", "Positives that act on a gene with evidence."),
    exact("negatives", "Negatives among them."),
    exact("auroc", "Area under the ROC curve: 0.5 chance, 1 all positives first."),
    exact("auroc_low", "Lower end of its 95 % interval (DeLong)."),
    exact("auroc_high", "Upper end of its 95 % interval (DeLong)."),
    exact("average_precision", "Average precision; prevalence is chance."),
    exact("precision_low", "Lower end of its 95 % bootstrap interval."),
    exact("precision_high", "Upper end of its 95 % bootstrap interval."),
    exact("prevalence", "positives / (positives + negatives)."),
    exact("null_auroc", "Mean area of drugs with as many targets, drawn as positives."),
    exact("null_p", "(1 + draws with as large an area) / (1 + draws)."),
    text("note", "Why there are no numbers; else empty."),
  ]
}
