import Analyses
import Diagnostics
import Formats
import Knowledge
import Store
import Tables

/// `casebook run similarcases`: which cases and diseases a case's phenotype is most like.
public struct RunSimilarCases: WritingRun {
  /// Files and parameters beside the phenopackets.
  public struct Settings: Sendable {
    public var ontology = ""
    public var annotations = ""
    public var measure = "resnik"
    public var isOneSided = false
    /// The prefix of disease ids that count; "all" for every one.
    public var database = "OMIM"
    public var top = 5
    public var queries = 1000
    public var seed: UInt64 = 1
    public var smallestGroup = 5

    public init() {}
  }

  /// Names that `--measure` takes.
  public static var measures: [String] { TermMeasure.allCases.map(\.rawValue) + ["simgic"] }

  let tables: RunTables
  let settings: Settings

  public init(tables: RunTables, settings: Settings) {
    (self.tables, self.settings) = (tables, settings)
  }

  public static let written = [
    WrittenTable(
      "similarcases", "a row a case and a neighbour.", SimilarCaseColumns.cases),
    WrittenTable(
      "similarcases.diseases", "a row a case and a disease.", SimilarCaseColumns.diseases),
    WrittenTable(
      "similarcases.evaluation", "a row a case, left out of what it is compared with.",
      SimilarCaseColumns.evaluation),
  ]

  public func run(_ progress: Progress) throws -> RunTables.Result {
    let measure = try measure()
    progress.step("reading ontology, annotations and cases")
    let ontology = try OBOFile.ontology(
      RunTables.bytes(settings.ontology), file: settings.ontology)
    let read = try AnnotationFile.annotations(
      RunTables.bytes(settings.annotations), file: settings.annotations, ontology: ontology)
    let diseases = read.diseases.filter {
      settings.database == "all" || $0.id.hasPrefix(settings.database + ":")
    }
    guard !diseases.isEmpty else {
      throw Diagnostic(
        at: Place("--diseases \(settings.database)"), "no annotated disease has this prefix",
        hint: Suggestion.hint(
          for: settings.database,
          among: Set(
            read.diseases.compactMap { $0.id.split(separator: ":").first }.map(String.init))
        ), exit: .usage)
    }
    let cases = try CaseFiles(tables, ontology)
    progress.step("comparing \(cases.profiles.count) cases")
    let comparison = CaseComparison(
      cases: cases, diseases: diseases, ontology: ontology, measure: measure, settings: settings,
      workers: tables.workers)
    progress.end()
    return try tables.write(
      comparison.tables(), as: "similarcases",
      comparison.summary() + [
        "\(cases.excludedCount) excluded features and \(cases.unknownCount) unknown terms of cases"
          + " were not used",
        "of the annotations, \(read.negatedCount) say NOT, \(read.otherAspectCount) are of other"
          + " aspects, \(read.unknownCount) have an unknown term",
      ])
  }

  private func measure() throws -> ProfileMeasure {
    var checks = try tables.checks(
      "similarcases", inputs: 1...1_000_000, "phenopackets are needed",
      hint: "casebook run similarcases FOLDER --hpo hp.obo --annotations phenotype.hpoa", roles: [])
    if settings.measure != "simgic", TermMeasure(rawValue: settings.measure) == nil {
      checks.refuse(
        "--measure \(settings.measure)", "no such measure",
        hint: Suggestion.hint(for: settings.measure, among: Self.measures))
    }
    checks.count("--top", settings.top, 1...10_000)
    checks.count("--queries", settings.queries, 0...1_000_000)
    checks.count("--min-group", settings.smallestGroup, 0...1_000_000)
    try checks.throwIfAny()
    guard let term = TermMeasure(rawValue: settings.measure) else { return .simGIC }
    return .best(term, bothWays: !settings.isOneSided)
  }
}

/// Phenopackets, of files and of all folders below those named.
struct CaseFiles: Sendable {
  let ids: [String]
  /// By case: terms of the ontology.
  let profiles: [[Int]]
  let diagnoses: [String?]
  let excludedCount: Int
  let unknownCount: Int

  init(_ tables: RunTables, _ ontology: PhenotypeOntology) throws {
    var problems = Problems()
    let paths = tables.inputs.flatMap { input -> [String] in
      guard Files.isDirectory(input) else { return [input] }
      let found = Files.list(input).filter { $0.hasSuffix(".json") }.map { "\(input)/\($0)" }
      if found.isEmpty {
        problems.error(at: Place(input), "no .json file below", hint: "phenopackets are JSON")
      }
      return found
    }
    let read = tables.workers.map(paths) {
      path -> (packet: Phenopacket?, problems: Problems) in
      var problems = Problems()
      let packet = problems.catching { () throws(Diagnostic) -> Phenopacket in
        try Phenopacket(Files.read(path), file: path)
      }
      return (packet, problems)
    }
    for part in read where problems.items.count < 20 { problems.add(part.problems) }
    try problems.throwIfAny()
    let packets = read.compactMap(\.packet)
    if packets.count < 2 {
      throw Diagnostic(at: Place(tables.inputs.first ?? ""), "fewer than two cases")
    }
    ids = packets.map(\.id)
    profiles = packets.map { Array(Set($0.observed.compactMap(ontology.term))).sorted() }
    diagnoses = packets.map(\.diagnosis)
    excludedCount = packets.reduce(0) { $0 + $1.excluded.count }
    unknownCount = packets.reduce(0) { sum, packet in
      sum + packet.observed.count { ontology.term($0) == nil }
    }
  }
}

extension Problems {
  /// As ``gather(_:)``, where nothing but problems and diagnostics is thrown.
  fileprivate mutating func catching<T>(_ body: () throws(Diagnostic) -> T) -> T? {
    do throws(Diagnostic) {
      return try body()
    } catch {
      add(error)
      return nil
    }
  }
}
