import ArgumentParser
import Pipeline

struct RunSimilarityCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "similarity", abstract: "Where people stand among the groups of a reference.",
    discussion: """
      Writes PREFIX.similarity.tsv: components, nearest group with its probability,
      and whether a person is outside what the reference can explain.

      Example:
        casebook run similarity --bfile data/cohort \\
          --reference content/reference/1000g-phase1.similarity.tsv --out cohort
      """)

  @OptionGroup var genotypes: GenotypeOptions

  @Option(help: "A similarity reference.")
  var reference: String

  func run() throws {
    let files = try RunSimilarity(
      bfile: genotypes.bfile, vcf: genotypes.vcf, reference: reference, jobs: genotypes.threads,
      out: genotypes.out
    ).run(Program.progress)
    for file in files { Program.print(file) }
  }
}
