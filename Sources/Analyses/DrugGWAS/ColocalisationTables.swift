import Tables

/// One region's colocalisation, ready to be written.
public struct RegionColocalisation: Sendable {
  public let region: String
  public let variants: [String]
  public let first: [Double]
  public let second: [Double]
  public let result: Colocalisation
  /// PP.H4 where a shared variant is ten times less and more likely beforehand.
  public let sensitivity: [Double]

  public init(
    region: String, variants: [String], first: [Double], second: [Double],
    priors: Colocalisation.Priors
  ) {
    (self.region, self.variants, self.first, self.second) = (region, variants, first, second)
    result = Colocalisation(first, second, priors: priors)
    sensitivity = result.sensitivity([priors.both / 10, priors.both * 10])
  }

  /// The words that PP.H4 stands for.
  public var verdict: String {
    switch result.posterior[4] {
    case 0.8...: "strong"
    case 0.5...: "moderate"
    default: "none"
    }
  }

  /// The likeliest shared variant.
  public var top: Int? {
    result.shared.indices.max {
      result.shared[$0] == result.shared[$1] ? $0 > $1 : result.shared[$0] < result.shared[$1]
    }
  }
}

/// Tables of colocalisation.
public enum ColocalisationTables {
  /// One row a region.
  public static func regions(_ regions: [RegionColocalisation]) -> Table {
    let columns =
      [
        Column("region", "Region", "as in the input"),
        Column("nsnps", "Variants", format: .integer, "in both tables"),
      ]
      + (0...4).map {
        Column("PP.H\($0).abf", "PP.H\($0)", format: .exact, hypotheses[$0])
      }
      + [
        Column(
          "PP.H4.low", "PP.H4, low prior", format: .exact, "with a tenth of the prior p12"),
        Column(
          "PP.H4.high", "PP.H4, high prior", format: .exact, "with ten times the prior p12"),
        Column("evidence", "Evidence", "strong from PP.H4 0.8, moderate from 0.5"),
        Column("top_snp", "Top variant", "likeliest shared variant, given H4"),
        Column("top_pp", "Its probability", format: .exact, "given H4"),
        Column("credible_size", "Credible set", format: .integer, "variants in the 95 % set"),
        Column("credible_set", "Its variants", "by falling probability, at most 20"),
      ]
    return Table(
      "regions", "Colocalisation by region", columns, rows: regions.map { row($0, columns) })
  }

  private static let hypotheses = [
    "no association", "the first trait only", "the second trait only", "two causal variants",
    "one shared causal variant",
  ]

  private static func row(_ region: RegionColocalisation, _ columns: [Column]) -> [Entry] {
    let set = region.result.credibleSet()
    let head: [Entry] = [.text(region.region), .number(Double(region.variants.count))]
    let top = region.top
    return head + region.result.posterior.map { .number($0) }
      + region.sensitivity.map { .number($0) } + [
        .text(region.verdict), top.map { .text(region.variants[$0]) } ?? .missing,
        top.map { .number(region.result.shared[$0]) } ?? .missing,
        .number(Double(set.count)),
        .text(set.prefix(20).map { region.variants[$0] }.joined(separator: ",")),
      ]
  }

  /// One row a variant.
  public static func variants(_ regions: [RegionColocalisation]) -> Table {
    var table = Table(
      "variants", "Variants of the regions",
      [
        Column("region", "Region", "as in the input"), Column("snp", "Variant", "its name"),
        Column("lABF.df1", "log ABF, first", format: .exact, "log approximate Bayes factor"),
        Column("lABF.df2", "log ABF, second", format: .exact, "log approximate Bayes factor"),
        Column("SNP.PP.H4", "Probability", format: .exact, "of being the shared variant"),
      ])
    for region in regions {
      for (index, name) in region.variants.enumerated() {
        table.add([
          .text(region.region), .text(name), .number(region.first[index]),
          .number(region.second[index]), .number(region.result.shared[index]),
        ])
      }
    }
    return table
  }
}
