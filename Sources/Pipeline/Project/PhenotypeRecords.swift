import CohortModel
import Diagnostics
import Formats
import Knowledge
import Store
import Tables

/// Phenopackets of the people whose consent lets an edition read them, and the ontology that they
/// speak in. What the others' packets say is not read.
struct PhenotypeRecords: Sendable {
  /// By roster index.
  let packets: [Int: Phenopacket]
  let ontology: PhenotypeOntology
  /// Annotated diseases of OMIM, which say how informative a term is; nil where none are given.
  let diseases: [AnnotatedDisease]?
  /// Of the packets that were read.
  let digest: Digest

  /// Nil where the project names no phenopackets, or the edition has no page for them. Throws for
  /// packets of nobody in the roster, two of one person, and what is no packet, all at once.
  init?(_ project: Project, _ request: BuildRequest, _ audience: Audience) throws {
    let config = project.config
    guard !config.phenopackets.isEmpty, audience == .clinic else { return nil }
    var problems = Problems()
    let read = try problems.gather {
      try PacketFolder(
        config.phenopackets, in: request, roster: project.roster,
        people: project.consents.records(audience)
      ).read()
    }
    let ontology = try problems.gather {
      try OBOFile.ontology(
        RunTables.bytes(request.path(config.ontology)), file: config.ontology)
    }
    var diseases: [AnnotatedDisease]?
    if let ontology, !config.annotations.isEmpty {
      diseases = try problems.gather {
        try Self.diseases(request.path(config.annotations), config.annotations, ontology)
      }
    }
    try problems.throwIfAny()
    guard let read, let ontology else { throw problems }
    packets = read.packets
    digest = read.digest
    self.ontology = ontology
    self.diseases = diseases
  }

  /// The diseases that `run similarcases` takes by default: a disease that several catalogues
  /// annotate counts once.
  private static func diseases(
    _ path: String, _ file: String, _ ontology: PhenotypeOntology
  ) throws -> [AnnotatedDisease] {
    let database = RunSimilarCases.Settings().database
    let diseases = try AnnotationFile.annotations(
      RunTables.bytes(path), file: file, ontology: ontology
    ).diseases.filter { $0.id.hasPrefix(database + ":") }
    if diseases.isEmpty { throw Diagnostic(at: Place(file), "no disease of \(database)") }
    return diseases
  }
}

/// A folder of phenopackets: whose each is comes before what it says.
private struct PacketFolder {
  private let path: String
  private let request: BuildRequest
  private let roster: Roster
  /// Whose packets may be read.
  private let people: People

  init(_ path: String, in request: BuildRequest, roster: Roster, people: People) {
    (self.path, self.request, self.roster, self.people) = (path, request, roster, people)
  }

  func read() throws(Problems) -> (packets: [Int: Phenopacket], digest: Digest) {
    var problems = Problems()
    var packets: [Int: Phenopacket] = [:]
    var digests: [Int: Digest] = [:]
    for name in Files.list(request.path(path)) where name.hasSuffix(".json") {
      do throws(Diagnostic) {
        guard let (person, packet, digest) = try packet(name) else { continue }
        if packets[person] != nil {
          throw Diagnostic(
            at: Place(path + "/" + name), "another phenopacket of the same participant",
            hint: "one file a participant")
        }
        (packets[person], digests[person]) = (packet, digest)
      } catch {
        if problems.items.count < 20 { problems.add(error) }
      }
    }
    try problems.throwIfAny()
    let text = digests.keys.sorted().map { person in
      roster.participants[person].id.text + "\t" + (digests[person]?.hex ?? "")
    }.joined(separator: "\n")
    return (packets, Digest(of: text))
  }

  /// A packet with its person; nil where consent keeps it closed.
  private func packet(_ name: String) throws(Diagnostic) -> (Int, Phenopacket, Digest)? {
    let file = path + "/" + name
    let stem = String(name.split(separator: "/").last?.dropLast(5) ?? "")
    // A file named after its participant is not opened where consent says no.
    let named = person(stem)
    if let named, !people.contains(named) { return nil }
    let bytes = try Files.read(request.path(file))
    let subject = try Phenopacket.subject(of: bytes, file: file).flatMap(person)
    guard let owner = named ?? subject else {
      throw Diagnostic(
        at: Place(file), "a phenopacket of nobody in the participants' table",
        hint: "its subject.id, or its file's name, is a participant's id")
    }
    if let subject, subject != owner {
      throw Diagnostic(
        at: Place(file), "named after one participant, and about another",
        hint: "name the file after the participant of subject.id")
    }
    guard people.contains(owner) else { return nil }
    return (owner, try Phenopacket(bytes, file: file), Digest(of: bytes))
  }

  private func person(_ id: String) -> Int? { ParticipantID(id).flatMap(roster.index) }
}
