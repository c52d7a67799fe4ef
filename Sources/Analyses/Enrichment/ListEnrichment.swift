import Knowledge
import Numerics
import Tables

/// Sets among lists of genes: the hypergeometric test against the genes that were tested.
public struct ListEnrichment: Sendable {
  /// A named list; genes that are not in the background do not count.
  public struct List: Sendable, Hashable {
    public let name: String
    public let genes: Set<String>

    public init(name: String, genes: Set<String>) { (self.name, self.genes) = (name, genes) }
  }

  public let background: Set<String>
  /// Sets with enough members in the background, by those members.
  public let sets: [(set: GeneSet, members: [String])]

  /// `smallest`, `largest`: members in the background that a set needs, and may have.
  public init(background: Set<String>, sets: [GeneSet], smallest: Int, largest: Int) {
    self.background = background
    let limits = max(1, smallest)...max(1, smallest, largest)
    self.sets = sets.compactMap { set in
      let members = set.genes.filter { background.contains($0) }
      return limits.contains(members.count) ? (set, members) : nil
    }
  }

  /// A row a list and set that share a gene; the false discovery rate (Benjamini and Hochberg)
  /// is over all tested sets of the list.
  public func table(_ lists: [List]) -> Table {
    var table = Table("lists", "Enrichment of sets in lists", Self.columns)
    for list in lists {
      let drawn = list.genes.intersection(background)
      let shared = sets.map { $0.members.filter { drawn.contains($0) } }
      let tests = sets.map {
        Hypergeometric(
          population: background.count, marked: $0.members.count, drawn: drawn.count)
      }
      let p = tests.indices.map { tests[$0].upperTail(shared[$0].count) }
      let q = MultipleTests.benjaminiHochberg(p)
      let order = sets.indices.filter { !shared[$0].isEmpty }.sorted {
        p[$0] == p[$1] ? sets[$0].set.name < sets[$1].set.name : p[$0] < p[$1]
      }
      for index in order {
        let (set, test, count) = (sets[index].set, tests[index], shared[index].count)
        table.add([
          .text(list.name), .text(set.name), .text(set.description), .number(Double(count)),
          .number(Double(test.marked)), .number(Double(test.drawn)),
          .number(Double(test.population)), .number(Double(count) / test.expected),
          .number(test.oddsRatio(count)), .number(p[index]), .number(q[index]),
          .text(shared[index].sorted().joined(separator: ",")),
        ])
      }
    }
    return table
  }

  public static let columns = [
    Column("cluster", "List", "Name of the cluster, or 'list' for a list of genes."),
    Column("set", "Set", "Name of the gene set."),
    Column("description", "Description", "What the GMT file says of the set."),
    Column(
      "overlap", "Genes of the list in the set", format: .integer,
      "Genes of the cluster that are in the set (k)."),
    Column(
      "size", "Set's genes in the background", format: .integer,
      "Genes of the set that are in the background (K)."),
    Column(
      "genes", "List's genes in the background", format: .integer,
      "Genes of the cluster that are in the background (n)."),
    Column(
      "background", "Background", format: .integer, "Genes that were tested (N)."),
    Column(
      "fold", "Overlap / expected", format: .exact,
      "overlap / (n K / N): above 1 more than expected."),
    Column(
      "odds_ratio", "Odds ratio", format: .exact,
      "Odds to be in the set, in the cluster against the rest; inf where a cell is 0."),
    Column(
      "p", "p", format: .exact,
      "Probability of so large an overlap or a larger one: hypergeometric, one-sided."),
    Column(
      "q", "False discovery rate", format: .exact,
      "False discovery rate over all tested sets of the cluster (Benjamini and Hochberg)."),
    Column("overlap_genes", "Overlap", "The genes of the overlap by name, with commas."),
  ]
}
