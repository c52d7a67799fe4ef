import Diagnostics
import Foundation
import SiteDefaults
import Store

/// Makes a project: settings, pages, knowledge and references of the installation that
/// the program stands in, and a small synthetic cohort.
public struct NewProject: Sendable {
  /// What a new project begins with.
  public enum Beginning: Sendable {
    /// A small synthetic cohort.
    case sample
    /// Settings, pages, knowledge and references, to put a cohort in.
    case empty
    /// Documents alone: a site without a cohort.
    case site
  }

  private let folder: String
  private let beginning: Beginning
  private var isEmpty: Bool { beginning == .empty }

  public init(folder: String, beginning: Beginning) {
    (self.folder, self.beginning) = (folder, beginning)
  }

  /// Writes the built-in templates, style sheet, scripts and words into `templates/`, to be
  /// changed; what stands there stays. Gives the number of files made.
  public static func templates(_ folder: String) throws -> Int {
    var count = 0
    for (name, bytes) in SiteDefaults.files.sorted(by: { $0.key < $1.key }) {
      let path = folder + "/templates/" + name
      if Files.exists(path) { continue }
      try Files.write(bytes, to: path)
      count += 1
    }
    return count
  }

  /// Gives the number of files made. Never overwrites.
  public func make(_ progress: Progress) throws -> Int {
    if Files.exists(folder + "/casebook.yaml") {
      throw Diagnostic(
        at: Place(folder + "/casebook.yaml"), "a project is there already",
        hint: "casebook build builds it", exit: .usage)
    }
    if beginning == .site { return try makeSite() }
    let source = try Self.installation()
    var count = 0
    for path in Files.list(source + "/content") where isShared(path) {
      try Files.write(Files.read(source + "/content/" + path), to: folder + "/content/" + path)
      count += 1
    }
    try Files.write(Array(settings.utf8), to: folder + "/casebook.yaml")
    try Files.write(Array(".casebook/\n".utf8), to: folder + "/.gitignore")
    guard !isEmpty else { return count + 2 }
    let people = Simulate(
      similarity: folder + "/content/reference/1000g-phase1.similarity.tsv",
      knowledge: folder + "/content/knowledge", groups: [96], admixed: 12, far: 3, siblings: 2,
      missing: 0.002, variants: 5000, seed: 11, frequencySeed: 1, openCases: 6, year: 2026,
      prefix: "D", out: folder + "/content/cohort", name: "cohort", asPanel: false)
    _ = try people.run(progress)
    return count + 9
  }

  /// Knowledge, references and the hand-written pages.
  private func isShared(_ path: String) -> Bool {
    path.hasPrefix("knowledge/") || path.hasPrefix("reference/")
      || path.hasPrefix("notebooks/") || path.hasSuffix(".md") && !path.contains("/")
  }

  /// The folder above the program that holds `content/knowledge`.
  private static func installation() throws -> String {
    let program = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    var place = program.deletingLastPathComponent()
    while place.path != "/" {
      if Files.isDirectory(place.path + "/content/knowledge") { return place.path }
      place.deleteLastPathComponent()
    }
    throw Diagnostic(
      at: Place(program.path), "the shared tables are not beside the program",
      hint: "run the casebook of a checkout, which has content/knowledge and content/reference",
      exit: .resources)
  }

  /// A home page, a notebook with a figure, and a glossary.
  private func makeSite() throws -> Int {
    let files = [
      "casebook.yaml": "title: My site\nrelease: 2026.1\n",
      ".gitignore": ".casebook/\n",
      "content/index.md": Self.home, "content/notebooks/first.md": Self.notebook,
      "content/glossary.md": Self.glossary,
    ]
    for (path, text) in files.sorted(by: { $0.key < $1.key }) {
      try Files.write(Array(text.utf8), to: folder + "/" + path)
    }
    return files.count
  }

  private static let home = """
    ---
    kind: home
    menu: Home
    ---
    # My site

    A paragraph right after the title is the lead of the page.

    ## Read

    - [A first notebook](notebooks/first.md), and its [](notebooks/first.md#doses) by number.

    """

  private static let notebook = """
    ---
    kind: notebook
    kicker: Notebook
    menu: Notebook
    ---
    # A first notebook

    Numbers stand in the block; the figure is drawn when the site is built.

    ## Doses

    ```figure {#doses kind=bars}
    title: The second dose did most
    subtitle: Response by dose, per cent
    unit: "%"
    ---
    label\tvalue
    0.1 µmol/L\t12
    1 µmol/L\t47
    10 µmol/L\t41
    ```

    """

  private static let glossary = """
    # Glossary

    ## Dose

    How much was given. Each term is linked where a page first uses it.

    """

  private var settings: String {
    let synthetic =
      isEmpty
      ? "# synthetic: true             # leave out for real people"
      : "synthetic: true\nkey: 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
    return """
      title: \(isEmpty ? "My cohort" : "Sample cohort")
      \(synthetic)
      release: 2026.1
      use: {for_profit: false, commercial: false, irb: IRB-1, country: DE, project: sample, institution: sample-institute, user: sample-team}
      inputs:
        participants: content/cohort/participants.tsv
        consent: content/cohort/consent.tsv
        phenotypes: content/cohort/phenotypes.tsv
        genotypes: [content/cohort/cohort.bed]
        build: GRCh37
        strand: forward
      reference: {similarity: content/reference/1000g-phase1.similarity.tsv, scores: content/reference/simulated.scores.tsv}
      traits: [alzheimer, cad, obesity, t2d]
      disclosure: {profile: sacro}
      ids: keyed
      git: {cases: public}
      languages: [en]

      """
  }
}
