import ArgumentParser
import Pipeline

struct SimulateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "simulate", abstract: "A synthetic cohort, seeded, or a labelled panel.",
    discussion: """
      People are drawn from the group frequencies of a similarity reference and, at the
      curated variants, from published frequencies (drawn around the study's by the
      frequency seed where no group frequency is known). Phenotypes follow the published
      effects. It shows how pages work, not how groups differ.

      Examples:
        casebook simulate --similarity ref.tsv --knowledge content/knowledge \\
          --people 125,125,125,125 --admixed 85 --far 15 --out content/cohort
        casebook simulate --similarity ref.tsv --knowledge content/knowledge \\
          --people 500,500,500,500 --panel --seed 7 --out panel
      """)

  @Option(help: "A similarity reference.") var similarity: String
  @Option(help: "The folder of the knowledge tables.") var knowledge = "content/knowledge"
  @Option(help: "People: one number, or one for each group, separated by commas.")
  var people = "500"
  @Option(help: "People mixed of two groups.") var admixed = 0
  @Option(help: "People of a group that the reference does not have.") var far = 0
  @Option(help: "Pairs of full siblings.") var siblings = 0
  @Option(help: "Share of missing calls.") var missing = 0.002
  @Option(help: "Variants of the panel.") var variants = 5000
  @Option(help: "Seed of people.") var seed: UInt64 = 1
  @Option(help: "Seed of the frequencies that are not known.") var frequencySeed: UInt64 = 1
  @Option(help: "People with an open case page.") var openCases = 24
  @Option(help: "The year that ages are counted in.") var year = 2026
  @Option(help: "What ids begin with.") var prefix = "S"
  @Option(help: "The name of the genotype files.") var name = "cohort"
  @Flag(help: "A labelled panel for a reference: labels.tsv, no consents.") var panel = false
  @Option(help: "The folder to write.") var out: String

  func run() throws {
    let groups = people.split(separator: ",").map { Int($0) }
    guard !groups.isEmpty, !groups.contains(nil) else {
      throw ValidationError("--people: numbers separated by commas")
    }
    let result = try Simulate(
      similarity: similarity, knowledge: knowledge, groups: groups.compactMap { $0 },
      admixed: admixed, far: far, siblings: siblings, missing: missing, variants: variants,
      seed: seed, frequencySeed: frequencySeed, openCases: openCases, year: year, prefix: prefix,
      out: out, name: name, asPanel: panel
    ).run(Program.progress)
    Program.print("\(result.people) people, \(result.variants) variants in \(out)")
  }
}
