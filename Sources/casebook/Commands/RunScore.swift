import ArgumentParser
import Pipeline

struct RunScoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "score",
    abstract: "A PGS Catalog scoring file, or published clusters, summed over people.",
    discussion: """
      Writes plink2's .sscore. Missing calls count as twice the effect allele's frequency.

      Clusters of variants (columns Chr, Pos_hg38, Ref, Alt, RSID, Risk_Allele, Weight; or a folder
      of such .csv files, or --score several times) are scores of their own, with columns
      NAME_AVG and NAME_SUM each over its own variants. They do not add up to a whole: a variant may
      be in no cluster, or in several, and weights of clusters are no effect sizes.

      Example:
        casebook run score --bfile data/cohort --score PGS000001.txt.gz --out pgs1
      """)

  @OptionGroup var genotypes: GenotypeOptions

  @Option(
    help: ArgumentHelp(
      "A scoring file, format 2.0, plain or gzip; or a cluster, or a folder of them.",
      valueName: "file"))
  var score: [String]

  @Option(help: "Frequencies for missing calls: plink2's .afreq.")
  var readFreq: String?

  @Flag(help: "Keep A/T and C/G variants.")
  var keepAmbiguous = false

  @Option(help: "The share of rows that has to match.")
  var minOverlap = 0.75

  func run() throws {
    let result = try RunScore(
      bfile: genotypes.bfile, vcf: genotypes.vcf, scores: score, frequencies: readFreq,
      keepAmbiguous: keepAmbiguous, minimumOverlap: minOverlap, out: genotypes.out
    ).run(Program.progress)
    Program.print(result.summary)
    for file in result.files { Program.print(file) }
  }
}
