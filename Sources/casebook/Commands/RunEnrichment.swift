import ArgumentParser
import Pipeline

struct RunEnrichmentCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "enrichment",
    abstract: "Gene sets in a ranking of genes, in a list, or in clusters.",
    discussion: """
      Inputs: the genes, then one or more GMT files. What the genes bring decides the
      test.

      A score per gene (or GSEA's .rnk, without names of columns): enrichment in the
      ranking. Down the ranking, a member adds |score|^exponent / sum and another
      gene takes 1 / (N - n) away; the enrichment score (es) is the largest distance
      from 0. Ties of score are broken by name. Null: genes shuffled over the ranks,
      seeded. nes = es / mean of the shuffled scores of its sign; p = (1 + as
      extreme) / (1 + shuffles of that sign); fdr = the share of shuffled over the
      share of observed nes that are as extreme, at most 1.

      Sets outside --min-size to --max-size are left out, and so is a set of all
      genes of the ranking, which has no rest to stand against. Of a repeated gene
      the larger |score| stays.

      A column of clusters: each cluster against all genes of the input (or
      --background).
      A list of genes: against --background, the genes that were tested.
      p = P(at least k of n drawn genes are among the K of the set, of N):
      hypergeometric;
      q: Benjamini and Hochberg over all tested sets of a list.

      Clusters of casebook run bnmf have variants: --genes names a table of variants
      and genes. A gene near a variant need not be the gene that it acts on.

      Columns of the genes' table:
        \(RunEnrichment.columns.replacing("\n", with: "\n  "))

      \(RunEnrichment.writes)

      Example:
        casebook run enrichment Tests/Fixtures/run/ranked.tsv \\
          Tests/Fixtures/run/sets.gmt --min-size 3 --out /tmp/ranked
      """)

  @OptionGroup var options: TableOptions

  @Option(help: "A table from variants to genes.")
  var genes: String?

  @Option(help: "The genes that were tested: one a line, or a table with a column 'gene'.")
  var background: String?

  @Option(
    parsing: .unconditional,
    help: "Genes of the input that a set needs; 15 in a ranking, 2 in lists.")
  var minSize: Int?

  @Option(parsing: .unconditional, help: "Genes of the input that a set may have.")
  var maxSize = 500

  @Option(parsing: .unconditional, help: "The power of a score in a ranking.")
  var exponent = 1.0

  @Option(parsing: .unconditional, help: "Shuffles of a ranking; 10000 for p-values to report.")
  var permutations = 1000

  @Option(parsing: .unconditional, help: "Seed of the shuffles.")
  var seed: UInt64 = 1

  func run() throws {
    Program.print(
      try RunEnrichment(
        tables: options.tables, genes: genes, background: background, smallest: minSize,
        largest: maxSize, exponent: exponent, permutations: permutations, seed: seed
      ).run(Program.progress))
  }
}
