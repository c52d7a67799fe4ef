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
    Table(
      "regions", "Colocalisation by region", regionColumns, rows: regions.map { row($0) })
  }

  private static let hypotheses = [
    "neither trait has a causal variant in the region", "only the first trait has one",
    "only the second trait has one", "each trait has one of its own, two different variants",
    "both traits share one causal variant",
  ]

  /// Of the table of regions.
  public static let regionColumns =
    [
      Column("region", "Region", "Name of the region or gene, as in the input."),
      Column(
        "nsnps", "Variants", format: .integer, "Variants of the region that both tables have."),
    ]
    + (0...4).map {
      Column(
        "PP.H\($0).abf", "PP.H\($0)", format: .exact,
        "Probability, 0 to 1, that \(hypotheses[$0]).")
    }
    + [
      Column(
        "PP.H4.low", "PP.H4, low prior", format: .exact,
        "PP.H4 with a tenth of the prior --p12."),
      Column(
        "PP.H4.high", "PP.H4, high prior", format: .exact,
        "PP.H4 with ten times the prior --p12."),
      Column(
        "evidence", "Evidence", "strong for PP.H4 from 0.8, moderate from 0.5, none below."),
      Column("top_snp", "Top variant", "The likeliest shared variant, if H4 holds."),
      Column(
        "top_pp", "Its probability", format: .exact,
        "Probability, 0 to 1, that it is the shared one, if H4 holds."),
      Column(
        "credible_size", "Credible set", format: .integer,
        "Variants in the smallest set that holds the shared one with 95 %."),
      Column(
        "credible_set", "Its variants",
        "Variants of that set by falling probability, the first 20."),
    ]

  private static func row(_ region: RegionColocalisation) -> [Entry] {
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

  /// Of the table of variants.
  public static let variantColumns = [
    Column("region", "Region", "Name of the region or gene, as in the input."),
    Column("snp", "Variant", "The variant's name."),
    Column(
      "lABF.df1", "log ABF, first", format: .exact,
      "Natural logarithm of its approximate Bayes factor for the first trait."),
    Column(
      "lABF.df2", "log ABF, second", format: .exact,
      "The same for the second trait."),
    Column(
      "SNP.PP.H4", "Probability", format: .exact,
      "Probability, 0 to 1, that it is the shared variant, if H4 holds."),
  ]

  /// One row a variant.
  public static func variants(_ regions: [RegionColocalisation]) -> Table {
    var table = Table("variants", "Variants of the regions", variantColumns)
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
