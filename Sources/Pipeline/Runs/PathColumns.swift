import Tables

/// What `casebook run paths` writes, column by column.
enum PathColumns {
  private static func exact(_ name: String, _ meaning: String) -> Column {
    Column(name, name, format: .exact, meaning)
  }

  private static func text(_ name: String, _ meaning: String) -> Column {
    Column(name, name, meaning)
  }

  static let paths: [Column] = [
    text("source", "Id of the node where the path begins."),
    text("target", "Id of the node where it ends."),
    text("metapath", "Categories and predicates along it, as --metapath takes them."),
    text("nodes", "Ids of its nodes, with |."),
    text("names", "Their names, with |."),
    text(
      "kinds",
      "Predicates of its edges, with |: ^ walked backwards, (+) raises, (-) lowers, (?) not known."),
    exact("length", "Edges of the path."),
    exact(
      "sign",
      "1 the source raises the target, -1 lowers it, 0 a sign is not known; turned by a negative"
        + " weight."),
    exact("source_weight", "Weight of the source, in the unit of --weights; 1 without."),
    exact("score", "|source_weight| x strength: paths are ranked by it."),
    exact("strength", "Strength of the weakest edge, 0 to 1."),
    exact("strength_low", "The least of the edges' low ends."),
    exact("strength_high", "The least of the edges' high ends."),
    text("weakest_link", "The weakest edge: subject, predicate, object."),
    text("weakest_source", "Primary knowledge source of that edge."),
    text("weakest_citation", "Publications of that edge; may be empty."),
    text(
      "conflict", "yes where a path between the same ends has the opposite sign, else no."),
    exact("path_weight", "Product of degree^-w over both ends of each edge, 0 to 1."),
    exact(
      "path_count",
      "Paths of this metapath between these ends; edges of one kind between two nodes count once."),
    exact("dwpc", "Sum of path_weight over those paths (degree-weighted path count)."),
    exact("dwpc_share", "path_weight / dwpc, 0 to 1."),
    exact("null_draws", "Pairs of nodes in permuted graphs that were compared with."),
    exact("null_mean", "Mean dwpc of those pairs."),
    exact("null_p", "(1 + pairs with as large a dwpc) / (1 + null_draws)."),
    exact(
      "null_p_gamma",
      "Tail of a gamma distribution fitted to their dwpc above 0; empty where fewer than two"
        + " differ."),
    exact("q", "False discovery rate of null_p over the pairs and metapaths tested."),
  ]

  static let nodes: [Column] = [
    text("node", "Id of the target."),
    text("name", "Its name."),
    text("category", "Its category."),
    exact("degree", "Its edges."),
    exact("score", "Probability, 0 to 1, that a walk from the sources stands there."),
    exact("null_mean", "Mean score with random sources of the same categories and degrees."),
    exact("null_sd", "Standard deviation of those scores."),
    exact("z", "(score - null_mean) / null_sd; empty where they do not differ."),
    exact("p", "(1 + random sources that score as high) / (1 + draws)."),
    exact("q", "False discovery rate over the targets listed (Benjamini and Hochberg)."),
  ]
}
