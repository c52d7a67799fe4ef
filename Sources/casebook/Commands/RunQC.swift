import ArgumentParser
import Pipeline

struct RunQCCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "qc",
    abstract: "Call rates, heterozygosity, frequencies, Hardy-Weinberg tests.",
    discussion: """
      Writes plink2's .smiss, .het, .vmiss, .afreq and .hardy.

      Example:
        casebook run qc --bfile data/1000g --out 1000g
      """)

  @OptionGroup var genotypes: GenotypeOptions

  func run() throws {
    let files = try RunQuality(bfile: genotypes.bfile, vcf: genotypes.vcf, out: genotypes.out)
      .run(Program.progress)
    for file in files { Program.print(file) }
  }
}
