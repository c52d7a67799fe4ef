import ArgumentParser

struct Run: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "One analysis on files, without a project.",
    discussion: """
      Analyses that PLINK has take its flags and write its files. There is no consent
      gate and no disclosure control here, so nothing is written into a project.
      """,
    subcommands: [
      RunColocCommand.self,
      RunMRCommand.self,
      RunSMRCommand.self,
      RunBnmfCommand.self,
      RunEnrichmentCommand.self,
      RunQCCommand.self,
      RunKinshipCommand.self,
      RunReferenceCommand.self,
      RunScoreCommand.self,
      RunSimilarityCommand.self,
      RunDoseResponseCommand.self,
      RunRescueCommand.self,
      RunConnectivityCommand.self,
      RunPathsCommand.self,
      RunSimilarCasesCommand.self,
      RunDrugRankCommand.self,
    ])
}

/// Genotypes and output of `casebook run`.
struct GenotypeOptions: ParsableArguments {
  @Option(help: ArgumentHelp("PLINK 1 files PREFIX.bed, .bim, .fam.", valueName: "prefix"))
  var bfile: String?

  @Option(help: "A VCF file: bgzip, gzip or text.")
  var vcf: String?

  @Option(help: "What the written files begin with.")
  var out: String

  @Option(help: "Threads.")
  var threads = Program.cores
}
