import Numerics
import Tables

/// The clusters of a factorisation as tables: of variants, of traits, of runs.
public struct ClusterTables: Sendable {
  /// What is known of a variant beside its name, for further columns.
  public struct Labels: Sendable {
    public let columns: [Column]
    /// By variant, then column.
    public let entries: [[Entry]]

    public init(columns: [Column], entries: [[Entry]]) {
      (self.columns, self.entries) = (columns, entries)
    }

    public static let none = Labels(columns: [], entries: [])
  }

  public let fit: BayesianNMF.Fit
  /// Weights from here on make a member; nil: every weight above 0 does.
  public let cutoff: Double?
  private let matrix: TraitMatrix
  private let split: TraitMatrix.Split

  public init(_ matrix: TraitMatrix, _ split: TraitMatrix.Split, _ fit: BayesianNMF.Fit) {
    (self.matrix, self.split, self.fit) = (matrix, split, fit)
    cutoff = WeightCutoff.elbow(fit.weights + fit.loadings)
  }

  /// "cluster_1" is the one with the largest relevance.
  public var names: [String] { (0..<fit.active).map { "cluster_\($0 + 1)" } }

  private func isMember(_ weight: Double) -> Bool { weight > 0 && weight >= (cutoff ?? 0) }

  /// Clusters whose cut-off a variant's weight reaches.
  public func members(_ variant: Int) -> [Int] {
    (0..<fit.active).filter { isMember(fit.weights[variant * fit.active + $0]) }
  }

  /// A row a variant: its weights, its strongest cluster, and those it is a member of.
  public func variants(_ labels: Labels) -> Table {
    var table = Table(
      "variants", "Weights of variants by cluster",
      [Self.variant] + labels.columns + Self.membership + weightColumns)
    for (row, variant) in matrix.variants.enumerated() {
      let top = ClusterChoice.strongest(fit.weights, row, fit.active).map { names[$0] }
      let own = members(row).map { names[$0] }.joined(separator: ",")
      let known = labels.columns.isEmpty ? [] : labels.entries[row]
      let weights = names.indices.map { Entry.number(fit.weights[row * fit.active + $0]) }
      table.add(
        [.text(variant)] + known + [top.map { .text($0) } ?? .missing, .text(own)] + weights)
    }
    return table
  }

  /// A row a trait: in each cluster the larger of its two weights, with a minus where that is the
  /// weight of falling values.
  public var traits: Table {
    var table = Table(
      "traits", "Weights of traits by cluster", [Self.trait] + weightColumns)
    for (trait, name) in matrix.traits.enumerated() {
      table.add([.text(name)] + names.indices.map { .number(signed(trait, $0)) })
    }
    return table
  }

  /// The weight of a trait in a cluster, with its sign.
  public func signed(_ trait: Int, _ cluster: Int) -> Double {
    var found = 0.0
    for (column, source) in split.columns.enumerated() where source.trait == trait {
      let weight = fit.loadings[column * fit.active + cluster]
      if weight > abs(found) { found = source.isNegative ? -weight : weight }
    }
    return found
  }

  /// Traits of a cluster at or above the cut-off, the strongest first.
  public func leadingTraits(_ cluster: Int) -> [(trait: String, weight: Double)] {
    matrix.traits.indices.map { (trait: matrix.traits[$0], weight: signed($0, cluster)) }
      .filter { isMember(abs($0.weight)) }
      .sorted {
        abs($0.weight) == abs($1.weight) ? $0.trait < $1.trait : abs($0.weight) > abs($1.weight)
      }
  }

  private var weightColumns: [Column] { names.map(Self.weight) }

  /// Columns of the tables, for the help too.
  public static let variant = Column("variant", "Variant", "The variant's name.")
  public static let trait = Column(
    "trait", "Trait", "The trait's name: its column, or its file without the ending.")
  public static let membership = [
    Column("top", "Strongest cluster", "Cluster of the variant's largest weight."),
    Column(
      "members", "Clusters at or above the cut-off",
      "Clusters in which its weight reaches the cut-off, with commas; empty for none."),
  ]

  /// The weights of one cluster.
  public static func weight(_ name: String) -> Column {
    Column(
      name, name, format: .exact,
      "Weight in the cluster, without unit; of a trait below 0 where its values fall.")
  }

  /// Of the table of runs.
  public static let runColumns = [
    Column("restart", "Restart", format: .integer, "Number of the random start, from 1."),
    Column("K", "Clusters", format: .integer, "Clusters that were active at its end."),
    Column(
      "likelihood", "½‖V − WH‖²", format: .exact,
      "Half of the squared error that is left, ½‖V - WH‖²; smaller is closer."),
    // A logarithm is not the same to the last bit on every processor.
    Column(
      "evidence", "With the prior", format: .significant(12),
      "The same plus what the prior takes; smaller is better."),
    Column("sweeps", "Sweeps", format: .integer, "Sweeps until it ended."),
    Column(
      "converged", "Converged", "yes where --tolerance was reached, no where --sweeps ended it."),
    Column("chosen", "Chosen", "yes for the run whose weights are written, else empty."),
  ]

  /// A row a start.
  public static func runs(_ fits: [BayesianNMF.Fit], chosen: Int) -> Table {
    var table = Table(
      "runs", "Runs", runColumns)
    for (index, fit) in fits.enumerated() {
      table.add([
        .number(Double(index + 1)), .number(Double(fit.active)), .number(fit.likelihood),
        .number(fit.evidence), .number(Double(fit.sweeps)),
        .text(fit.hasConverged ? "yes" : "no"), .text(index == chosen ? "yes" : ""),
      ])
    }
    return table
  }
}
