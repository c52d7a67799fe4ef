import Analyses
import Diagnostics
import Formats
import Knowledge
import Numerics
import Tables

/// `casebook run drugrank`: drugs by the genetic evidence of their targets.
public struct RunDrugRank: WritingRun {
  /// Files and parameters beside the two tables.
  public struct Settings: Sendable {
    public var vocabulary: String?
    public var indications: String?
    public var disease: String?
    public var damping = 0.5
    public var draws = 1000
    public var seed: UInt64 = 1

    public init() {}
  }

  static let gene = ColumnRole("gene", ["symbol", "gene_symbol", "gene_name"], "a gene's symbol")
  static let direction = ColumnRole(
    "direction", ["sign", "effect_direction"],
    "+1: more target, more risk; -1: less risk; empty: not known")
  static let strength = ColumnRole(
    "score", ["strength", "weight", "evidence"], "genetic evidence, 0 or more; the highest counts 1"
  )
  static let p = ColumnRole(
    "p", ["p_value", "pvalue", "pval"], "its p-value: -log10 p stands in where there is no score")
  static let target = ColumnRole(
    "target", ["entrez_gene_symbol", "gene_claim_name", "gene_name", "gene"],
    "the gene that a drug acts on")
  static let drug = ColumnRole(
    "drug", ["drug_primary_name", "drug_name", "drug_claim_primary_name"], "the drug's name")
  static let alias = ColumnRole(
    "drug_alias", ["drug_name", "drug_claim_name"], "another name or id of it")
  static let types = ColumnRole(
    "types", ["interaction_types", "interaction_type"], "what it does to the target, in words")
  static let source = ColumnRole(
    "source", ["interaction_claim_source", "interaction_source_db_name", "sources"],
    "the database that states it")

  static let roles = [gene, direction, strength, p, target, drug, alias, types, source]

  public static var columns: String {
    "Columns of the genes:\n" + roles[..<4].map { "  " + $0.help }.joined(separator: "\n")
      + "\nColumns of the interactions:\n"
      + roles[4...].map { "  " + $0.help }.joined(separator: "\n")
  }

  let tables: RunTables
  let settings: Settings

  public init(tables: RunTables, settings: Settings) {
    (self.tables, self.settings) = (tables, settings)
  }

  public static let written = [
    WrittenTable("drugrank", "a row a drug with a gene that has evidence.", DrugRankColumns.drugs),
    WrittenTable("drugrank.pairs", "a row a drug and gene.", DrugRankColumns.pairs),
    WrittenTable(
      "drugrank.evaluation", "a row a set of negatives; with --indications.",
      DrugRankColumns.evaluation),
  ]

  public func run(_ progress: Progress) throws -> RunTables.Result {
    try check()
    progress.step("reading genes and interactions")
    let read = try tables.read()
    let names = try tables.names(Self.roles, read)
    var problems = Problems()
    let genes = try problems.gather { try TargetRows(read[0], names) }
    let vocabulary = try problems.gather {
      try settings.vocabulary.map { try DrugVocabulary($0) }
    }
    let listed = try problems.gather {
      try settings.indications.map { try IndicationRows($0, disease: settings.disease ?? "") }
    }
    let interactions = try problems.gather {
      try InteractionRows(read[1], names, vocabulary: vocabulary ?? nil)
    }
    try problems.throwIfAny()
    guard let genes, let interactions, let listed else {
      preconditionFailure("what could not be read has thrown")
    }
    progress.step("ranking \(interactions.drugs.count) drugs")
    let result = DrugRankResult(
      genes: genes, interactions: interactions, settings: settings, workers: tables.workers)
    let evaluation = listed.map { result.evaluation($0, settings) }
    progress.end()
    return try tables.write(
      [result.drugTable(), result.pairTable()] + (evaluation.map { [$0.table] } ?? []),
      as: "drugrank",
      LeftOut.counts(read[0].file, genes.leftOut)
        + LeftOut.counts(read[1].file, interactions.leftOut)
        + result.summary() + (evaluation?.lines ?? []))
  }

  private func check() throws {
    var checks = try tables.checks(
      "drugrank", inputs: 2...2, "two tables are needed",
      hint: "genes.tsv, then interactions.tsv", roles: Self.roles)
    if settings.indications != nil, settings.disease == nil || settings.vocabulary == nil {
      checks.refuse(
        "--indications", "needs --disease and --vocabulary",
        hint: "drugs of both tables meet by DrugBank id")
    }
    if settings.disease != nil, settings.indications == nil {
      checks.refuse("--disease", "needs --indications")
    }
    checks.number("--damping", settings.damping, "not between 0 and 1") { (0...1).contains($0) }
    checks.count("--draws", settings.draws, 1...1_000_000)
    try checks.throwIfAny()
  }
}
