import Numerics
import Tables

/// One reference column as a query sees it.
public struct ConnectedColumn: Sendable {
  public let name: String
  /// Values of the metadata that are shown.
  public let labels: [String]
  public let connection: Connection
  public let ncs: Double
  public let tau: Double?
  public let xsum: Double

  public init(
    name: String, labels: [String], connection: Connection, ncs: Double, tau: Double?, xsum: Double
  ) {
    (self.name, self.labels, self.connection) = (name, labels, connection)
    (self.ncs, self.tau, self.xsum) = (ncs, tau, xsum)
  }

  /// The most connected first; equals in the order given.
  public static func ranked(_ columns: [ConnectedColumn]) -> [ConnectedColumn] {
    columns.enumerated().sorted { a, b in
      a.element.ncs == b.element.ncs
        ? a.offset < b.offset : a.element.ncs > b.element.ncs
    }.map(\.element)
  }

  /// Columns of the table: those before the labels, a label, and those behind.
  public static let head = [
    DoseResponse.exact("rank", "Rank by ncs from the largest down, 1 connects most."),
    Column("column", "Column", "The column's id in the reference."),
  ]

  public static func label(_ field: String) -> Column {
    Column(field, field, "Field of the reference's columns, as it stands there.")
  }

  public static let scoreColumns: [Column] = {
    let exact = DoseResponse.exact
    return [
      exact("es_up", "Enrichment of the up genes in the column, -1 (bottom) to 1 (top)."),
      exact("es_down", "Enrichment of the down genes, the same."),
      exact(
        "wtcs", "Weighted connectivity score, -1 to 1: above 0 alike, below 0 reversed."),
      exact("ncs", "wtcs / mean size of its group's scores of that sign, without unit."),
      exact(
        "tau",
        "Percentage, -100 to 100, of the other columns' own signatures that connect less."),
      exact(
        "xsum",
        "Scores of up genes less those of down genes among the genes of the largest |score|."),
    ]
  }()

  public static func table(_ columns: [ConnectedColumn], labels: [String]) -> Table {
    var table = Table(
      "columns", "Connectivity", head + labels.map(label) + scoreColumns)
    for (rank, column) in columns.enumerated() {
      table.add(
        [.number(Double(rank + 1)), .text(column.name)] + column.labels.map { .text($0) } + [
          .optional(column.connection.up), .optional(column.connection.down),
          .number(column.connection.score), .number(column.ncs), .optional(column.tau),
          .number(column.xsum),
        ])
    }
    return table
  }
}

/// Whether the replicates of a compound connect more with one another than with other compounds.
public struct ReplicateConnectivity: Sendable {
  public let label: String
  public let columns: Int
  /// The mean WTCS among the compound's columns, each pair in both directions.
  public let within: Double
  /// The same between its columns and those of other compounds.
  public let between: Double
  /// The share of its connections with other compounds that lie below `within`.
  public let quantile: Double

  /// `scores[a][b]` is the WTCS of a's own signature in b. One finding for each label that has two
  /// columns or more, in the order of the labels; none where there is one label only.
  public static func findings(
    scores: [[Double]], labels: [String]
  ) -> [ReplicateConnectivity] {
    let members = Dictionary(grouping: labels.indices, by: { labels[$0] })
    return members.keys.sorted().compactMap { label in
      guard let own = members[label], own.count >= 2, own.count < labels.count else { return nil }
      var (within, between): ([Double], [Double]) = ([], [])
      for a in own {
        for b in labels.indices where b != a {
          let mutual = (scores[a][b] + scores[b][a]) / 2
          if labels[b] == label { within.append(mutual) } else { between.append(mutual) }
        }
      }
      let mean = within.reduce(0, +) / Double(within.count)
      return ReplicateConnectivity(
        label: label, columns: own.count, within: mean,
        between: between.reduce(0, +) / Double(between.count),
        quantile: Double(between.count { $0 < mean }) / Double(between.count))
    }
  }

  /// Columns of the table, behind the label.
  public static let measures: [Column] = {
    let exact = DoseResponse.exact
    return [
      exact("columns", "Columns that have the label."),
      exact("within", "Mean WTCS among them, -1 to 1."),
      exact("between", "Mean WTCS with columns of other labels, -1 to 1."),
      exact("quantile", "Share, 0 to 1, of connections with other labels that lie below within."),
      Column("more", "More", "yes where replicates connect more than others, else no."),
    ]
  }()

  public static func table(_ findings: [ReplicateConnectivity], field: String) -> Table {
    var table = Table(
      "replicates", "Connectivity of replicates", [ConnectedColumn.label(field)] + measures)
    for finding in findings {
      table.add([
        .text(finding.label), .number(Double(finding.columns)), .number(finding.within),
        .number(finding.between), .number(finding.quantile),
        .text(finding.within > finding.between ? "yes" : "no"),
      ])
    }
    return table
  }
}
