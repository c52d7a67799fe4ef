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

  public static func table(_ columns: [ConnectedColumn], labels: [String]) -> Table {
    let exact = DoseResponse.exact
    var table = Table(
      "columns", "Connectivity",
      [exact("rank", "1 connects most"), Column("column", "Column", "id in the reference")]
        + labels.map { Column($0, $0) } + [
          exact("es_up", "enrichment of the up genes"),
          exact("es_down", "enrichment of the down genes"),
          exact("wtcs", "weighted connectivity score"),
          exact("ncs", "by the mean of its group"),
          exact("tau", "signed percentage of reference signatures that connect less"),
          exact("xsum", "sum over the genes that move most"),
        ])
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

  public static func table(_ findings: [ReplicateConnectivity], field: String) -> Table {
    let exact = DoseResponse.exact
    var table = Table(
      "replicates", "Connectivity of replicates",
      [
        Column(field, field), exact("columns", "columns of the label"),
        exact("within", "mean WTCS among its columns"),
        exact("between", "mean WTCS with columns of other labels"),
        exact("quantile", "share of connections with other labels that lie below within"),
        Column("more", "More", "yes where replicates connect more than others"),
      ])
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
