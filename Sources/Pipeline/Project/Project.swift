import CohortModel
import Diagnostics
import Ethics
import Formats
import Knowledge
import Store
import Tables

/// A project as read, before any genotype: settings, people, consents, knowledge, references.
public struct Project: Sendable {
  public let config: ProjectConfig
  public let date: CalendarDate
  public let roster: Roster
  public let consents: ConsentBook
  public let knowledge: KnowledgeBook
  public let scores: [ScoreDefinition]
  /// Other scores of the same traits.
  public let rivals: [RivalScore]
  public let similarity: SimilarityReference
  public let scoreReference: ScoreReference
  /// Files read so far with their digests, for the methods page.
  let digests: [String: Digest]
  let consentRows: [ConsentRow?]
  public let warnings: Problems

  /// Reads everything that no genotype is needed for. Throws all errors at once.
  public init(_ request: BuildRequest) throws {
    var reading = ProjectReading(request)
    self = try reading.project()
  }

  init(
    config: ProjectConfig, date: CalendarDate, roster: Roster, consents: ConsentBook,
    consentRows: [ConsentRow?], knowledge: KnowledgeBook, scores: [ScoreDefinition],
    rivals: [RivalScore], similarity: SimilarityReference, scoreReference: ScoreReference,
    digests: [String: Digest],
    warnings: Problems
  ) {
    (self.config, self.date, self.roster, self.consents) = (config, date, roster, consents)
    (self.consentRows, self.knowledge, self.scores) = (consentRows, knowledge, scores)
    (self.rivals, self.similarity, self.scoreReference) = (rivals, similarity, scoreReference)
    (self.digests, self.warnings) = (digests, warnings)
  }

  /// The traits as consent sees them.
  var consentTraits: [ConsentTrait] {
    scores.map {
      ConsentTrait(
        id: $0.trait.id, mondo: $0.trait.mondo, ancestors: $0.trait.mondoAncestors,
        isAdultOnset: $0.trait.isAdultOnset)
    }
  }

  func pseudonyms(_ audience: Audience, key: PseudonymKey?) -> Pseudonyms {
    guard let key else { return Pseudonyms(studyIDsOf: roster) }
    return Pseudonyms(roster, audience: audience, key: key)
  }
}

/// Reads a project's parts and gathers what is wrong with them.
private struct ProjectReading {
  private let request: BuildRequest
  private var problems = Problems()
  private var digests: [String: Digest] = [:]

  init(_ request: BuildRequest) { self.request = request }

  mutating func project() throws -> Project {
    let bytes = try read("casebook.yaml")
    let config = try ProjectConfig(bytes, file: "casebook.yaml")
    try GitGuard(request: request, config: config).check()
    let date = buildDate(config)
    // Consent comes first; without a readable table nothing else is read.
    let roster = try ParticipantsFile.read(read(config.participants), file: config.participants)
    let consent = try ConsentFile.read(read(config.consent), file: config.consent, roster: roster)
    problems.add(consent.warnings)
    warnOfFaults(consent.rows, consent.lines, config.consent, date)
    if config.use == nil {
      problems.warn(
        at: Place("casebook.yaml"), "no 'use': nobody is included",
        hint: "use: {for_profit: false, commercial: false, …}")
    }
    let knowledge = try attempt { try $0.readKnowledge() }
    let similarity = try attempt {
      try SimilarityReferenceFile.read($0.read(config.similarity), file: config.similarity)
    }
    let scores = try attempt {
      try ScoreReferenceFile.read($0.read(config.scores), file: config.scores)
    }
    for path in [config.ontology, config.annotations] where !path.isEmpty {
      _ = try attempt { try $0.read(path) }
    }
    if !config.phenopackets.isEmpty, !Files.isDirectory(request.path(config.phenopackets)) {
      problems.error(at: Place(config.phenopackets), "no such folder", hint: "inputs.phenopackets")
    }
    let definitions = knowledge.map { scoreDefinitions(config, $0) } ?? []
    let published = try attempt { try $0.readRivals(definitions.map(\.trait)) }
    if let similarity { check(similarity.build, config, config.similarity) }
    if let scores { check(scores.build, config, config.scores) }
    if let similarity, let scores,
      similarity.groups != scores.groups || scores.pcMean.count != similarity.components
    {
      problems.error(
        at: Place(config.scores, line: 1),
        "its groups or components are not those of the similarity reference",
        hint: "make both from people with the same labels")
    }
    try problems.throwIfAny()
    guard let knowledge, let similarity, let scores else { throw problems }
    return Project(
      config: config, date: date, roster: roster,
      consents: ConsentBook(rows: consent.rows, project: config.use, date: date),
      consentRows: consent.rows, knowledge: knowledge, scores: definitions,
      rivals: definitions.map(\.equalWeights) + (published ?? []), similarity: similarity,
      scoreReference: scores, digests: digests, warnings: problems)
  }

  /// Runs a step; what it throws joins the problems, and the result is nil then.
  private mutating func attempt<T>(_ body: (inout Self) throws -> T) throws -> T? {
    do {
      return try body(&self)
    } catch let found as Problems {
      problems.add(found)
    } catch let found as Diagnostic {
      problems.add(found)
    }
    return nil
  }

  private mutating func read(_ path: String) throws -> [UInt8] {
    do {
      let bytes = try Files.read(request.path(path))
      digests[path] = Digest(of: bytes)
      return bytes
    } catch {
      throw Problems([Diagnostic(at: Place(path), error.message, hint: error.hint)])
    }
  }

  private mutating func readKnowledge() throws -> KnowledgeBook {
    let book = try KnowledgeFiles.read(folder: "content/knowledge") { path in
      Files.exists(request.path(path)) ? try read(path) : nil
    }
    let folder = "content/knowledge/sets"
    let files = Files.list(request.path(folder)).filter { $0.hasSuffix(".gmt") }.sorted()
    return book.with(
      sets: try files.flatMap { file in
        try GMT.read(read(folder + "/" + file), file: folder + "/" + file)
      })
  }

  private mutating func readRivals(_ traits: [Trait]) throws -> [RivalScore] {
    let folder = "content/knowledge/rivals"
    return try RivalFiles.read(folder: folder, at: request.path(folder), traits: traits) {
      try read($0)
    }
  }

  private mutating func scoreDefinitions(
    _ config: ProjectConfig, _ knowledge: KnowledgeBook
  ) -> [ScoreDefinition] {
    for (index, id) in config.traits.enumerated() where config.traits.firstIndex(of: id) != index {
      problems.error(at: Place("casebook.yaml"), "the trait '\(id)' stands twice")
    }
    return config.traits.compactMap { id in
      guard let trait = knowledge.trait(id) else {
        problems.error(
          at: Place("casebook.yaml"), "unknown trait '\(id)'",
          hint: Suggestion.hint(for: id, among: knowledge.traits.map(\.id)))
        return nil
      }
      return knowledge.score(of: trait)
    }
  }

  private mutating func check(_ build: String, _ config: ProjectConfig, _ file: String) {
    guard build != config.genomeBuild else { return }
    problems.error(
      at: Place(file, line: 1),
      "the reference is of \(build), the project of \(config.genomeBuild)",
      hint: "make a reference of the project's genome build")
  }

  private mutating func warnOfFaults(
    _ rows: [ConsentRow?], _ lines: [Int?], _ file: String, _ date: CalendarDate
  ) {
    for (row, line) in zip(rows, lines) {
      guard let row, let fault = Consent.fault(in: row, on: date) else { continue }
      problems.warn(
        at: Place(file, line: line), "\(fault.reason): the person is out",
        hint: "ethics.md says which values a column has")
    }
  }

  private mutating func buildDate(_ config: ProjectConfig) -> CalendarDate {
    if let pinned = request.date ?? request.epochDate { return pinned }
    guard let pinned = config.date else { return request.today }
    if pinned < request.today, !config.isSynthetic {
      problems.warn(
        at: Place("casebook.yaml"),
        "the build date is pinned to the past: consents that ended since still count",
        hint: "leave 'date' out, or give --date")
    }
    return pinned
  }
}
