import ArgumentParser
import Pipeline

struct RunColocCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "coloc",
    abstract: "Do two traits share one causal variant in a region?",
    discussion: """
      Approximate Bayes factors (Giambartolomei 2014), one causal variant in each
      trait:
        V = se², W = (0.15 sd of a measured trait, or 0.2 for log odds)², r = W / (W + V)
        from p: V = 1 / (2 n f (1 − f)) for sd 1, and of cases / (s (1 − s)), s their share
        log ABF = (log(1 − r) + r z²) / 2
        H0 none, H1 and H2 one trait, H3 two variants, H4 one shared variant
      Variants are joined by name; of a name that stands twice in a region the first
      row counts.
      Only the size of z counts: the posterior says nothing of an effect's direction.

      Columns, in each of the two tables (beta with its error, or p with frequency
      and n):
      \(RunColoc.columns)

      \(RunColoc.writes)

      Example:
        casebook run coloc Tests/Fixtures/run/gwas.tsv Tests/Fixtures/run/qtl.tsv \\
          --cases 0,0.4 --out /tmp/example
      """)

  @OptionGroup var tables: TableOptions

  @Option(
    name: .customLong("p1"), parsing: .unconditional,
    help: "Prior that a variant is causal for the first trait.")
  var first = 1e-4

  @Option(
    name: .customLong("p2"), parsing: .unconditional,
    help: "Prior that a variant is causal for the second trait.")
  var second = 1e-4

  @Option(
    name: .customLong("p12"), parsing: .unconditional,
    help: "Prior that a variant is causal for both.")
  var both = 1e-5

  @Option(
    parsing: .unconditional,
    help:
      "Standard deviations of measured traits, above 0: FIRST,SECOND; - where not known. For beta only."
  )
  var sdy: Pair = Pair()

  @Option(
    parsing: .unconditional, help: "Numbers of people: FIRST,SECOND; - where a column has them.")
  var people: Pair = Pair()

  @Option(
    parsing: .unconditional, help: "Shares of cases: FIRST,SECOND; 0 or - for a measured trait.")
  var cases: Pair = Pair()

  @Flag(help: "Write the table of variants for any number of regions.")
  var variants = false

  func run() throws {
    Program.print(
      try RunColoc(
        tables: tables.tables, priors: (first, second, both), deviations: sdy.values,
        people: people.values, caseShares: cases.values.map { $0 == 0 ? nil : $0 },
        writesVariants: variants
      ).run(Program.progress))
  }
}

/// One number for each of two tables: "1.1,-".
struct Pair: ExpressibleByArgument {
  let values: [Double?]

  init() { values = [nil, nil] }

  init?(argument: String) {
    let parts = argument.split(separator: ",", omittingEmptySubsequences: false)
    guard parts.count == 2 else { return nil }
    var values: [Double?] = []
    for part in parts {
      if part == "-" || part.isEmpty {
        values.append(nil)
      } else if let value = Double(part), value.isFinite {
        values.append(value)
      } else {
        return nil
      }
    }
    self.values = values
  }

  var defaultValueDescription: String { "-,-" }
}
