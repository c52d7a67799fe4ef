import ArgumentParser
import Pipeline

struct RunKinshipCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "kinship", abstract: "KING-robust kinship of all pairs.",
    discussion: """
      Writes plink2's .kin0.

      Example:
        casebook run kinship --bfile data/1000g --king-table-filter 0.0884 --out 1000g
      """)

  @OptionGroup var genotypes: GenotypeOptions

  @Option(help: "Leave out pairs below this kinship.")
  var kingTableFilter: Double?

  func run() throws {
    let files = try RunKinship(
      bfile: genotypes.bfile, vcf: genotypes.vcf, threshold: kingTableFilter, out: genotypes.out
    ).run(Program.progress)
    for file in files { Program.print(file) }
  }
}
