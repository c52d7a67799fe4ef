import Analyses
import Diagnostics
import Formats
import Tables

/// `casebook run coloc`: approximate Bayes factors over the regions of two studies.
public struct RunColoc: WritingRun {
  public let tables: RunTables
  public let priors: (first: Double, second: Double, both: Double)
  /// By study: standard deviation of a measured trait, people, share of cases; nil where not given.
  public let deviations: [Double?]
  public let people: [Double?]
  public let caseShares: [Double?]
  /// Writes a table of variants even for many regions.
  public let writesVariants: Bool

  public init(
    tables: RunTables, priors: (first: Double, second: Double, both: Double),
    deviations: [Double?], people: [Double?], caseShares: [Double?], writesVariants: Bool
  ) {
    (self.tables, self.priors, self.deviations) = (tables, priors, deviations)
    (self.people, self.caseShares, self.writesVariants) = (people, caseShares, writesVariants)
  }

  static let region = ColumnRole(
    "region",
    ["locus", "locus_id", "gene", "gene_id", "molecular_trait_id", "phenotype_id", "probe"],
    "regions or genes that are tested apart; without it the table is one region")
  static let roles = [
    SummaryColumns.variant, region, SummaryColumns.beta, SummaryColumns.standardError,
    SummaryColumns.variance, SummaryColumns.p, SummaryColumns.frequency, SummaryColumns.people,
  ]

  /// Lines for the help.
  public static var columns: String { roles.map { "  " + $0.help }.joined(separator: "\n") }

  public static let written = [
    WrittenTable("coloc", "a row a region.", ColocalisationTables.regionColumns),
    WrittenTable(
      "coloc.variants", "a row a variant of a region; for up to 100 regions, or with --variants.",
      ColocalisationTables.variantColumns),
  ]

  public func run(_ progress: Progress) throws -> RunTables.Result {
    try check()
    progress.step("reading \(tables.inputs.joined(separator: ", "))")
    let read = try tables.read()
    let names = try tables.names(Self.roles, read)
    var problems = Problems()
    let studies = try (0..<2).compactMap { index in
      try problems.gather {
        try ColocStudy(
          read[index], names, tables, deviation: deviations[index], people: people[index],
          caseShare: caseShares[index])
      }
    }
    try problems.throwIfAny()
    let regions = ColocStudy.regions(studies[0], studies[1])
    progress.step("\(regions.count) regions")
    let priors = Colocalisation.Priors(
      first: priors.first, second: priors.second, both: priors.both)
    let joined = ColocStudy.joined(regions, studies[0], studies[1], tables.workers)
    let found = tables.workers.map(Array(zip(regions, joined))) { region, joined in
      RegionColocalisation(
        region: region.name, variants: joined.variants, first: joined.first, second: joined.second,
        priors: priors)
    }
    let kept = found.filter { !$0.variants.isEmpty }
    guard !kept.isEmpty else {
      throw Diagnostic(
        at: Place(tables.inputs[1]), "no variant of it is in \(tables.inputs[0])",
        hint: "do both name variants in one way? --column variant=HEADER names another column")
    }
    var written = [ColocalisationTables.regions(kept)]
    if writesVariants || kept.count <= 100 { written.append(ColocalisationTables.variants(kept)) }
    return try tables.write(
      written, as: "coloc",
      summary(
        kept, studies, ColocStudy.leftOut(studies, joined, tables), empty: found.count - kept.count
      ))
  }

  private func check() throws {
    var checks = try tables.checks(
      "coloc", inputs: 2...2, "two tables are needed",
      hint: "casebook run coloc gwas.tsv qtl.tsv --out PREFIX", roles: Self.roles)
    for (option, value) in [
      ("--p1", priors.first), ("--p2", priors.second), ("--p12", priors.both),
    ] {
      checks.number(
        option, value, "a prior is a probability above 0 and below 1",
        hint: "p1 and p2 are usually 1e-4, p12 1e-5"
      ) { $0 > 0 && $0 < 1 }
    }
    if priors.both > min(priors.first, priors.second) {
      checks.refuse(
        "--p12 \(priors.both)", "above --p1 or --p2",
        hint: "what is causal for both traits is causal for each")
    }
    for (option, values, words) in [
      ("--sdy", deviations, "a standard deviation"), ("--people", people, "a number of people"),
    ] {
      for value in values.compactMap({ $0 }) {
        checks.number(option, value, "\(words) is above 0") { $0 > 0 }
      }
    }
    for value in caseShares.compactMap({ $0 }) {
      checks.number(
        "--cases", value, "a share of cases lies between 0.001 and 0.999",
        hint: "0 stands for a measured trait"
      ) { (0.001...0.999).contains($0) }
    }
    try checks.throwIfAny()
  }

  private func summary(
    _ regions: [RegionColocalisation], _ studies: [ColocStudy], _ leftOut: [String], empty: Int
  ) -> [String] {
    var lines = studies.enumerated().map { index, study in
      "\(tables.inputs[index]): \(study.words)"
    }
    lines += leftOut
    if empty > 0 { lines.append("\(empty) regions without a variant in both tables left out") }
    let strong = regions.count { $0.verdict == "strong" }
    lines.append(
      "\(regions.count) regions, \(strong) with PP.H4 of 0.8 or more, at p1 \(Digits.six(priors.first)), p2 \(Digits.six(priors.second)), p12 \(Digits.six(priors.both))"
    )
    let best = regions.sorted { $0.result.posterior[4] > $1.result.posterior[4] }
    for region in best.prefix(10) {
      let posterior = region.result.posterior.enumerated().map { index, p in
        "H\(index) \(Digits.text(p, .significant(9)))"
      }
      lines.append(
        "\(region.region): \(region.variants.count) variants, \(posterior.joined(separator: ", ")); top \(region.top.map { region.variants[$0] } ?? "none")"
      )
    }
    if regions.contains(where: { $0.variants.count < 50 }) {
      lines.append("fewer than 50 variants in a region: a shared signal may go unseen")
    }
    lines.append("assumes one causal variant in each trait, and the same LD in both studies")
    return lines
  }
}
