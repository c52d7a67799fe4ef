import Analyses
import CohortModel
import Diagnostics
import Ethics
import Formats
import Knowledge
import Reports
import Store
import Tables

/// One audience's documents and tables, as text.
public struct Edition: Sendable {
  public let audience: Audience
  /// By path below `content/`: `cases/<id>.md`, `reports/qc.md`.
  public let documents: [String: [UInt8]]
  /// `reports/data/<name>.tsv`.
  public let tables: [String: [UInt8]]
  public let caseCount: Int
  /// Records of genotype files that were left out.
  let warnings: Problems
}

/// Computes an edition: consent, one scan over the blocks, findings, joint release, documents.
struct EditionMaker {
  let project: Project
  let request: BuildRequest
  let audience: Audience
  let workers: Workers
  let progress: Progress
  /// `check` writes nothing, the cache included.
  let isDryRun: Bool

  func edition() throws -> Edition {
    let sets = ConsentSets(project, audience)
    let key = try Keys.key(project.config, request)
    let pseudonyms = project.pseudonyms(audience, key: key).slugs
    let records = try PhenotypeRecords(project, request, audience)
    let keys = CacheKeys(project, request, audience, key: key)
    var cache = FindingCache(folder: request.work + "/cache")
    let (stage, scans, genotypes, read) = try scan(sets)
    progress.step("scores and similarity of \(sets.scored.count) people")
    let findings = try stage.findings(workers, &cache, keys, isDryRun: isDryRun)
    let phenotypes = try readPhenotypes(sets)
    let year = project.date.year
    func view(_ people: SampleSelection) -> CohortView {
      CohortView(
        roster: project.roster, people: people, traitPeople: sets.traits, cases: sets.cases,
        phenotypes: phenotypes.0, variants: genotypes.variants, findings: findings,
        scorers: stage.scorers, rivals: stage.rivals, knowledge: project.knowledge,
        reference: project.similarity, scoreReference: project.scoreReference, year: year,
        pseudonyms: pseudonyms,
        phenotypePeople: sets.phenotypes, standing: sets.standing,
        panelVariants: stage.panelVariants)
    }
    progress.step("tables and disclosure control")
    let tables = try Catalogue.all.flatMap { entry -> [Table] in
      let own = view(sets.selection(entry.purpose))
      guard let scan = scans[entry.id] else { return entry.tables(own) }
      let name = keys.cohort(
        entry.id, read.key(own.people, genotypes.variants, project.roster, pseudonyms))
      return try cached(name, &cache) { scan.tables(own) }
    }
    if !isDryRun { try cache.prune(keeping: keys.keeps) }
    let plan = DisclosurePlan(tables, audience: audience, profile: project.config.profile)
    var released = plan.release()
    let cases = CaseWriter(
      project: project, audience: audience, view: view(sets.scored), pseudonyms: pseudonyms,
      records: records)
    let written = cases.write(workers, progress)
    for table in written.tables { released[table.name] = table }
    let provenance = Provenance(
      project: project, genotypes: read.all, phenotypes: phenotypes.1, records: records?.digest,
      people: sets.everyone)
    let context = context(
      released, provenance.inputs, records, hidden: plan.summary,
      slugs: cases.isWritten ? Set(sets.cases.members.map { pseudonyms[$0] }) : [])
    var documents = Catalogue.all.flatMap { $0.pages(context) }
    documents.append(DictionaryPage.document(released.keys.sorted().compactMap { released[$0] }))
    documents += written.documents
    return Edition(
      audience: audience,
      documents: Dictionary(
        uniqueKeysWithValues: documents.map { ($0.path, Array($0.text.utf8)) }),
      tables: Dictionary(
        uniqueKeysWithValues: released.map {
          ("reports/data/\($0.key).tsv", Array($0.value.text.utf8))
        }),
      caseCount: cases.isWritten ? sets.cases.count : 0,
      warnings: genotypes.warnings)
  }

  /// What pages are written from.
  private func context(
    _ tables: [String: Released], _ inputs: [InputRecord], _ records: PhenotypeRecords?,
    hidden: (entries: Int, tables: Int), slugs: Set<String>
  ) -> PageContext {
    PageContext(
      audience: audience, tables: tables, knowledge: project.knowledge, scores: project.scores,
      inputs: inputs, isSynthetic: project.config.isSynthetic, date: project.date,
      genomeBuild: project.config.genomeBuild, version: request.version,
      parameters: Provenance.parameters(project, records), profile: project.config.profile,
      hidden: hidden, caseSlugs: slugs)
  }

  /// Reads the genotypes once, for all selections, and feeds every scan.
  private func scan(
    _ sets: ConsentSets
  ) throws -> (PersonStage, [String: any TableScan], Genotypes, GenotypeDigests) {
    let entries = Catalogue.all.filter { $0.makeScan != nil }
    var selections = [sets.scored]
    for entry in entries where !selections.contains(sets.selection(entry.purpose)) {
      selections.append(sets.selection(entry.purpose))
    }
    progress.step("reading genotypes")
    let genotypes = try Genotypes(
      files: project.config.genotypes, folder: request.path, selections: selections,
      roster: project.roster)
    var stage = PersonStage(project, genotypes.variants, sets.scored, sets.traits)
    var scans: [String: any TableScan] = [:]
    for entry in entries {
      scans[entry.id] = entry.makeScan?(
        genotypes.variants, sets.selection(entry.purpose).count)
    }
    var read = GenotypeDigests(selections)
    let total = genotypes.variants.count
    try genotypes.scan { blocks, done in
      stage.take(blocks[0])
      for entry in entries {
        guard let place = selections.firstIndex(of: sets.selection(entry.purpose)) else { continue }
        scans[entry.id]?.take(blocks[place])
      }
      read.add(blocks)
      progress.advance(done, of: total, "variants")
    }
    progress.end()
    return (stage, scans, genotypes, read)
  }

  /// Tables of a scan, from the cache where it has them.
  private func cached(
    _ name: String, _ cache: inout FindingCache, _ compute: () -> [Table]
  ) throws -> [Table] {
    if let bytes = cache.value(name), let tables = try? Self.tables(bytes) { return tables }
    let tables = compute()
    var writer = ByteWriter()
    writer.add(tables.count)
    for table in tables { table.write(to: &writer) }
    if !isDryRun { try cache.store(writer.bytes, as: name) }
    return tables
  }

  private static func tables(_ bytes: [UInt8]) throws -> [Table] {
    var reader = ByteReader(bytes)
    var tables: [Table] = []
    for _ in 0..<(try reader.count()) { tables.append(try Table(&reader)) }
    return tables
  }

  private func readPhenotypes(_ sets: ConsentSets) throws -> (Phenotypes, Digest) {
    let file = project.config.phenotypes
    let columns = file.replacing(".tsv", with: ".columns.tsv")
    guard project.config.namesPhenotypes || Files.exists(request.path(file)) else {
      return (Phenotypes(columns: [], values: []), Digest(of: ""))
    }
    let people = sets.phenotypes.union(sets.cases)
    let phenotypes = try PhenotypesFile.read(
      Files.read(request.path(file)), file: file, columns: Files.read(request.path(columns)),
      columnsFile: columns, roster: project.roster, people: people)
    // Only what was read: the values of the people who are in.
    let text = people.members.map { person in
      project.roster.participants[person].id.text + "\t"
        + phenotypes.values.map { $0[person] ?? "" }.joined(separator: "\t")
    }.joined(separator: "\n")
    return (phenotypes, Digest(of: phenotypes.columns.map(\.name).joined(separator: "\t") + text))
  }
}

/// Who is in, for each use of one edition.
struct ConsentSets {
  let cases: People
  let health: SampleSelection
  let ancestry: SampleSelection
  let methods: SampleSelection
  /// Who is in what reads no genotype.
  let phenotypes: People
  let standing: [(words: String, people: People)]
  let traits: [String: People]
  /// Whose genotypes the person stage reads.
  let scored: SampleSelection
  /// Anybody who is in anything.
  let everyone: People

  init(_ project: Project, _ audience: Audience) {
    let book = project.consents
    cases = book.cases(audience)
    health = book.selection(.init(audience, .health))
    ancestry = book.selection(.init(audience, .ancestry))
    methods = book.selection(.init(audience, .methods))
    traits = Dictionary(
      uniqueKeysWithValues: project.consentTraits.map {
        ($0.id, book.people(book.question(audience, about: $0)))
      })
    phenotypes = book.people(ConsentBook.Question(audience, .health).ofPhenotypesOnly)
    standing = book.standing(audience)
    scored = book.selection(
      anyOf: [ConsentBook.Question(audience, .ancestry)]
        + project.consentTraits.map { book.question(audience, about: $0) }, orCasesOf: audience)
    everyone = [health.people, methods.people].reduce(scored.people) { $0.union($1) }
  }

  func selection(_ purpose: Purpose) -> SampleSelection {
    switch purpose {
    case .ancestry: ancestry
    case .methods: methods
    case .health: health
    case .disease, .care:
      preconditionFailure(
        "a cohort analysis asks health, ancestry or methods; traits have sets of their own")
    }
  }
}

/// Digests of the genotypes that were read, by selection.
struct GenotypeDigests {
  private let selections: [SampleSelection]
  private var digests: [[Digest]]

  init(_ selections: [SampleSelection]) {
    self.selections = selections
    digests = Array(repeating: [], count: selections.count)
  }

  mutating func add(_ blocks: [GenotypeBlock]) {
    for (place, block) in blocks.enumerated() { digests[place].append(Digest(of: block.packed)) }
  }

  /// Over everybody who was read.
  var all: Digest { Digest(of: digests.joined().map(\.hex).joined()) }

  /// Everything that a cohort's finding depends on: genotypes, variants, who they are and how they are named.
  func key(
    _ people: SampleSelection, _ variants: [Variant], _ roster: Roster, _ pseudonyms: [String]
  ) -> Digest {
    let place = selections.firstIndex(of: people)
    let own = place.map { digests[$0].map(\.hex).joined() } ?? ""
    let names = people.members.map { "\($0) \(roster.participants[$0].id.text) \(pseudonyms[$0])" }
    let sites = variants.map {
      "\($0.chromosome):\($0.position):\($0.id):\($0.counted):\($0.other)"
    }
    return Digest(
      of: own + names.joined(separator: "\n") + "\n\(roster.count)\n"
        + sites.joined(separator: "\n"))
  }
}
