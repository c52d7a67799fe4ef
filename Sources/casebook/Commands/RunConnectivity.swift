import ArgumentParser
import Pipeline

struct RunConnectivityCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "connectivity",
    abstract: "Which perturbations move genes as a signature does, or against it.",
    discussion: """
      Inputs: a table of genes with a direction or a signed score, and a reference
      of perturbations as GCT 1.2 or 1.3. With --replicates the reference alone.

      WTCS: (ES_up - ES_down) / 2 where the signs differ, else 0; ES is the
      extreme of the running sum weighted by |score|, ties in the file's order.
      NCS: WTCS by the mean of its group's positive (negative) ones, 0.01 at least.
      tau: signed percentage of other columns' own signatures that connect less. A
      column's own signature is left out, of these and of its group's mean: with
      itself a column connects fully, which would lower all others.
      Own signatures are the --up and --down genes at a column's ends: 150, or a
      quarter of the genes where the reference has fewer than 600; more than half
      of the genes is refused.
      XSum: scores of up genes less those of down genes, of the largest |score|.
      Expression (no value below zero) is made z-scores against control columns
      first: (x - median) / (1.4826 MAD), plate by plate.

      Columns of the signature (--column role=header names another):
      \(RunConnectivity.columns)

      \(RunConnectivity.writes)

      Example:
        casebook run connectivity Tests/Fixtures/run/signature.tsv \\
          Tests/Fixtures/run/reference.gct --up 5 --down 5 --xsum-top 10 \\
          --out /tmp/signature

      Cancer cell lines answer; tau holds for this reference only.
      """)

  @OptionGroup var options: TableOptions

  @Option(
    help: ArgumentHelp("Field of the columns that marks controls (pert_type).", valueName: "field"))
  var controlField: String?

  @Option(help: ArgumentHelp("Its value in controls (ctl_vehicle).", valueName: "value"))
  var controlValue: String?

  @Flag(help: "Read values as they stand, as z-scores.")
  var noControls = false

  @Option(parsing: .unconditional, help: ArgumentHelp("The least MAD of a gene.", valueName: "mad"))
  var minMad = 0.1

  @Option(
    help: ArgumentHelp(
      "Field of the columns within which NCS is made (cell_id and pert_type).", valueName: "field"))
  var group: [String] = []

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Genes on the upper end of a signature that is made from scores (150, or a quarter of the reference's genes where those are fewer).",
      valueName: "genes"))
  var up: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Genes on its lower end (the same).", valueName: "genes"))
  var down: Int?

  @Option(parsing: .unconditional, help: "Genes of the largest |score| that XSum looks at.")
  var xsumTop = 500

  @Flag(help: "Leave tau out: it connects all columns with one another.")
  var noTau = false

  @Option(
    help: ArgumentHelp(
      "Ask instead whether columns with the same value connect more than others.",
      valueName: "field"))
  var replicates: [String] = []

  func run() throws {
    Program.print(
      try RunConnectivity(
        tables: options.tables,
        options: .init(
          useControls: !noControls, controlField: controlField, controlValue: controlValue,
          leastMAD: minMad, group: group, up: up, down: down, xsumTop: xsumTop, useTau: !noTau,
          replicates: replicates)
      ).run(Program.progress))
  }
}
