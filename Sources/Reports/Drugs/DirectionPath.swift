import Ethics
import Knowledge
import Tables

/// Arrows of a path figure: from an instrument, and from a drug, to a gene and on to a trait.
enum DirectionPath {
  static let columns = ["from", "from_layer", "to", "to_layer", "sign", "evidence"]
  static let subtitle =
    "Signs: + raises, − lowers. Line: solid is an experiment, a coding change or a drug's action, dashed statistics or a statement, dotted a likely gene"
  private static let first = "Variant or drug"

  /// An instrument's two arrows: to its gene, and from there to the trait. `layer`: what the gene is called.
  static func instrument(
    _ table: Released, _ row: Int, gene: String, layer: String
  ) -> [[Shown]] {
    let allele = table[row, "allele"] == .missing ? "" : "-" + table[row, "allele"].prose
    let isMore = table[row, "on_target"].prose == "more active"
    let effect = table[row, "effect"]
    let raises = effect.number.map { $0 > 0 } ?? (effect.prose == "raises")
    let basis = TargetInstrument.Basis(rawValue: table[row, "basis"].prose) ?? .none
    return [
      arrow(
        table[row, "instrument"].prose + allele, first, gene, layer, isUp: isMore,
        basis.pathEvidence),
      arrow(
        gene, layer, table[row, "trait"].prose, "Trait", isUp: raises == isMore,
        table[row, "p"] == .missing ? "a statement" : "statistics"),
    ]
  }

  /// From an exposure on to the disease for which a drug is listed.
  static func exposure(_ trait: String, disease: String, isHigherBetter: Bool) -> [Shown] {
    arrow(trait, "Trait", disease, "Disease", isUp: !isHigherBetter, "a statement")
  }

  /// A drug's arrow to a gene.
  static func drug(_ name: String, raises: Bool, gene: String, layer: String) -> [Shown] {
    arrow(name, first, gene, layer, isUp: raises, "experiment")
  }

  private static func arrow(
    _ from: String, _ fromLayer: String, _ to: String, _ toLayer: String, isUp: Bool,
    _ evidence: String
  ) -> [Shown] {
    [from, fromLayer, to, toLayer, isUp ? "+" : "-", evidence].map { .text($0) }
  }
}
