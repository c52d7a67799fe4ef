import Analyses
import CohortModel
import Diagnostics
import Formats
import Knowledge
import Store
import Tables

/// Writes a synthetic cohort, or a labelled panel.
public struct Simulate: Sendable {
  public var similarity: String
  public var knowledge: String
  public var plan: SimulatedPeople.Plan
  public var variants: Int
  public var seed: UInt64
  public var frequencySeed: UInt64
  public var openCases: Int
  public var year: Int
  public var prefix: String
  /// Output folder, and the stem of the genotype files.
  public var out: String
  public var name: String
  /// Writes `labels.tsv` and no consents: for a reference panel.
  public var asPanel: Bool

  public init(
    similarity: String, knowledge: String, groups: [Int], admixed: Int, far: Int, siblings: Int,
    missing: Double, variants: Int, seed: UInt64, frequencySeed: UInt64, openCases: Int, year: Int,
    prefix: String, out: String, name: String, asPanel: Bool
  ) {
    (self.similarity, self.knowledge) = (similarity, knowledge)
    plan = .init(groups: groups, admixed: admixed, far: far, siblings: siblings, missing: missing)
    (self.variants, self.seed, self.frequencySeed) = (variants, seed, frequencySeed)
    (self.openCases, self.year, self.prefix) = (openCases, year, prefix)
    (self.out, self.name, self.asPanel) = (out, name, asPanel)
  }

  /// Gives the number of people and variants written.
  public func run(_ progress: Progress) throws -> (people: Int, variants: Int) {
    let reference = try SimilarityReferenceFile.read(Files.read(similarity), file: similarity)
    let book = try KnowledgeFiles.read(folder: knowledge) { path in
      Files.exists(path) ? try Files.read(path) : nil
    }
    var plan = plan
    let counts = plan.groups + [plan.admixed, plan.far, plan.siblings, openCases, variants]
    guard counts.allSatisfy({ (0...1_000_000).contains($0) }), (0...1).contains(plan.missing),
      plan.groups.reduce(plan.admixed + plan.far, +) > 0
    else {
      throw Diagnostic(
        at: Place("casebook simulate"), "a number below 0, far too large, or nobody to draw",
        hint: "--people 100 --admixed 10", exit: .usage)
    }
    guard plan.groups.count == 1 || plan.groups.count == reference.groups.count else {
      throw Diagnostic(
        at: Place("--people"), "\(plan.groups.count) numbers for \(reference.groups.count) groups",
        hint: "one number in all, or one for each of \(reference.groups.joined(separator: ", "))",
        exit: .usage)
    }
    if plan.groups.count == 1 { plan.groups = Self.spread(plan.groups[0], reference.groups.count) }
    let frequencies = SimulatedFrequencies(
      book, reference, panelSize: variants, seed: frequencySeed)
    progress.step("drawing genotypes")
    let people = SimulatedPeople(frequencies, reference, plan: plan, seed: seed)
    let records = SimulatedRecords(
      people, book, frequencies, prefix: prefix, year: year, seed: seed)
    progress.step("writing")
    let stem = out + "/" + name
    try Files.write(BedWriter.bed(people.codes), to: stem + ".bed")
    try write(BedWriter.bim(people.variants), stem + ".bim")
    try write(BedWriter.fam(zip(records.ids, records.sexes).map { ($0, $1) }), stem + ".fam")
    if asPanel {
      try write(labels(people, records, reference), out + "/labels.tsv")
    } else {
      try writeTables(people, records)
    }
    progress.end()
    return (records.ids.count, people.variants.count)
  }

  private func writeTables(_ people: SimulatedPeople, _ records: SimulatedRecords) throws {
    let participants =
      TSV.line(["participant", "sex", "birth_year"])
      + records.ids.indices.map {
        TSV.line([records.ids[$0], records.sexes[$0].rawValue, String(records.birthYears[$0])])
      }.joined()
    try write(participants, out + "/participants.tsv")
    let phenotypes =
      TSV.line(["participant"] + SimulatedRecords.columns)
      + records.ids.indices.map { TSV.line([records.ids[$0]] + records.phenotypes[$0]) }.joined()
    try write(phenotypes, out + "/phenotypes.tsv")
    try write(SimulatedRecords.columnTable, out + "/phenotypes.columns.tsv")
    let consents = SimulatedConsents(records, people.origins, openCases: openCases, seed: seed)
    try write(consents.text, out + "/consent.tsv")
  }

  private func labels(
    _ people: SimulatedPeople, _ records: SimulatedRecords, _ reference: SimilarityReference
  ) -> String {
    TSV.line(["sample", "group"])
      + zip(records.ids, people.origins).map { id, origin in
        TSV.line([id, origin.group.map { reference.groups[$0] } ?? "none"])
      }.joined()
  }

  private func write(_ text: String, _ path: String) throws {
    try Files.write(Array(text.utf8), to: path)
  }

  private static func spread(_ total: Int, _ groups: Int) -> [Int] {
    (0..<groups).map { total / groups + ($0 < total % groups ? 1 : 0) }
  }
}
