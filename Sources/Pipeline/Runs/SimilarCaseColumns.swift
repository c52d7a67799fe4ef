import Tables

/// What `casebook run similarcases` writes, column by column.
enum SimilarCaseColumns {
  private static func exact(_ name: String, _ meaning: String) -> Column {
    Column(name, name, format: .exact, meaning)
  }

  private static func text(_ name: String, _ meaning: String) -> Column {
    Column(name, name, meaning)
  }

  private static let own = text("case", "Id of the case's phenopacket.")
  private static let scores = [
    exact("rank", "Rank by score, 1 the most like."),
    exact("score", "Similarity by --measure; 0 nothing in common, no unit but for resnik (nats)."),
    exact(
      "p",
      "(1 + random queries of as many terms that score as high) / (1 + queries); empty without."),
  ]

  static let cases: [Column] =
    [
      own,
      text(
        "neighbour",
        "Id of the other case; withheld where fewer than --min-group share its diagnosis, or where it has none."
      ),
      text("neighbour_diagnosis", "Its diagnosis; withheld where the id is."),
    ] + scores

  static let diseases: [Column] =
    [
      own, text("disease", "Id of the annotated disease."),
      text("name", "Its name in the annotations."),
    ] + scores

  static let evaluation: [Column] = [
    own, text("diagnosis", "The case's own diagnosis, where it has one."),
    text("nearest_group", "Diagnosis of the group that is most like it by mean similarity."),
    exact("terms", "Observed terms of the case that the ontology knows."),
    exact("group_rank", "Rank of its own diagnosis among groups, the case left out; ties: mean."),
    exact("disease_rank", "Rank of its own diagnosis among annotated diseases; ties: mean."),
  ]
}
