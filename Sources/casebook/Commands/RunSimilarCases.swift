import ArgumentParser
import Pipeline

struct RunSimilarCasesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "similarcases",
    abstract: "Cases and diseases whose phenotypic terms are most like a case's.",
    discussion: """
      Reads phenopackets (version 2, JSON; folders are walked), hp.obo and
      phenotype.hpoa.

      IC(t) = -ln(n_t / N) over the diseases, annotations counting for all terms
      above; NOT rows and other aspects than P are left out. resnik: IC of the most
      informative common ancestor; lin: 2 IC / (IC_a + IC_b); phenodigm: sqrt(Jaccard
      of ancestors x IC); a profile's score is the mean of the best matches, both
      ways. simgic: sum of IC over common ancestors / over all.
      p: (1 + random queries of as many terms that score as high) / (1 + queries),
      not corrected for the number of candidates.

      \(RunSimilarCases.writes)

      Example:
        casebook run similarcases Tests/Fixtures/run/phenopackets \\
          --hpo Tests/Fixtures/run/toy.obo \\
          --annotations Tests/Fixtures/run/toy.hpoa --out /tmp/toy
      """)

  @Argument(help: "Phenopackets, or folders of them.")
  var phenopackets: [String]

  @Option(help: "The ontology: hp.obo, plain or gzip.")
  var hpo: String

  @Option(help: "The annotations: phenotype.hpoa, plain or gzip.")
  var annotations: String

  @Option(help: ArgumentHelp("\(RunSimilarCases.measures.joined(separator: ", "))."))
  var measure = "resnik"

  @Flag(help: "Best matches of the case's terms only.")
  var oneSided = false

  @Option(help: "Prefix of the disease ids to compare with: OMIM, ORPHA, DECIPHER, or all.")
  var diseases = "OMIM"

  @Option(parsing: .unconditional, help: "Cases and diseases to list for each case.")
  var top = 5

  @Option(parsing: .unconditional, help: "Random queries for p; 0 for none.")
  var queries = 1000

  @Option(parsing: .unconditional, help: "Seed of the random queries.")
  var seed: UInt64 = 1

  @Option(
    parsing: .unconditional,
    help: "Withhold the id of a neighbour whose diagnosis fewer cases share.")
  var minGroup = 5

  @Option(help: "What the written files begin with.")
  var out: String

  @Option(parsing: .unconditional, help: "Threads.")
  var threads = Program.cores

  func run() throws {
    var settings = RunSimilarCases.Settings()
    (settings.ontology, settings.annotations, settings.measure) = (hpo, annotations, measure)
    (settings.isOneSided, settings.database, settings.top) = (oneSided, diseases, top)
    (settings.queries, settings.seed, settings.smallestGroup) = (queries, seed, minGroup)
    let tables = RunTables(inputs: phenopackets, columns: [], out: out, jobs: threads)
    Program.print(try RunSimilarCases(tables: tables, settings: settings).run(Program.progress))
  }
}
