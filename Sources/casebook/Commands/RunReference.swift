import ArgumentParser
import Foundation
import Pipeline

struct RunReferenceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reference",
    abstract: "Make an aggregate that people are compared with; it holds nobody's genotypes.",
    subcommands: [SimilarityReferenceCommand.self, ScoreReferenceCommand.self])
}

struct SimilarityReferenceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "similarity", abstract: "Components, frequencies and groups of labelled people.",
    discussion: """
      Example:
        casebook run reference similarity --bfile data/1000g --labels data/labels.tsv \\
          --name "1000 Genomes phase 1" --out content/reference/1000g.similarity.tsv
      """)

  @Option(help: "PLINK 1 files of the reference people.") var bfile: String
  @Option(help: "sample and group, tab-separated.") var labels: String
  @Option(help: "What the reference is called.") var name = "reference"
  @Option(help: "Genome build.") var build = "GRCh37"
  @Option(help: "The file to write.") var out: String

  func run() throws {
    let result = try RunSimilarityReference(
      bfile: bfile, labels: labels, name: name, build: build, out: out,
      command: "casebook run reference similarity --build \(build)"
    ).run(Program.progress)
    Program.print(result.summary)
    for file in result.files { Program.print(file) }
  }
}

struct ScoreReferenceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "scores", abstract: "Moments of the scores in a labelled panel.",
    discussion: """
      Example:
        casebook run reference scores --bfile panel/cohort --labels panel/labels.tsv \\
          --similarity content/reference/1000g.similarity.tsv --traits alzheimer,cad \\
          --simulated --out content/reference/simulated.scores.tsv
      """)

  @Option(help: "PLINK 1 files of the reference people.") var bfile: String
  @Option(help: "sample and group, tab-separated.") var labels: String
  @Option(help: "A similarity reference.") var similarity: String
  @Option(help: "The folder of the knowledge tables.") var knowledge = "content/knowledge"
  @Option(help: "Traits, separated by commas.") var traits: String
  @Option(help: "What the reference is called.") var name = "score reference"
  @Flag(help: "The people are simulated: every page says so.") var simulated = false
  @Option(help: "Threads.") var threads = Program.cores
  @Option(help: "The file to write.") var out: String

  func run() throws {
    let result = try RunScoreReference(
      bfile: bfile, labels: labels, similarity: similarity, knowledge: knowledge,
      traits: traits.split(separator: ",").map(String.init), name: name, isSimulated: simulated,
      jobs: threads, out: out, command: "casebook run reference scores --traits \(traits)"
    ).run(Program.progress)
    Program.print(result.summary)
    for file in result.files { Program.print(file) }
  }
}
