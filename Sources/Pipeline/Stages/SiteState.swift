import CohortModel
import Diagnostics
import SiteBuilder
import Store

/// What is kept of an audience's site between builds: the graph, and the pack of fragments.
struct SiteState {
  /// Of the program: another one parses and renders in its own way.
  let program: Digest
  private let folder: String
  private let name: String
  private let work: String

  init(_ request: BuildRequest, _ audience: Audience) {
    program = request.program
    work = request.work
    folder = request.work + "/graph"
    name = audience.rawValue
  }

  private var graphFile: String { "\(folder)/\(name).graph" }
  private var packFile: String { "\(folder)/\(name).pack" }

  /// The graph of the last build; nil where there is none, or most of its pack is waste.
  func graph() -> Graph? {
    guard let graph = Graph(file: graphFile, program: program) else { return nil }
    let used = graph.nodes.reduce(0) { $0 + $1.fragment.count + ($1.terms?.count ?? 0) }
    return graph.packSize > 4 * used + 16_000_000 ? nil : graph
  }

  func pack(_ graph: Graph?, isDryRun: Bool) throws(Diagnostic) -> Pack {
    isDryRun ? Pack() : try Pack(packFile, keep: graph?.packSize ?? 0)
  }

  /// Keeps a graph, with stamps that can be trusted. One that says what the old one says is not
  /// written again.
  func save(_ graph: Graph, _ old: Graph?) throws(Diagnostic) {
    let now = try Files.now(work)
    let trusted = graph.trusted(at: now)
    if let old, trusted.says(old) { return }
    try trusted.save(graphFile)
  }
}

/// The inputs of an audience's site.
struct SiteSources {
  let config: ProjectConfig
  let request: BuildRequest
  let audience: Audience

  /// Of an edition and what people wrote; of that alone where there is no cohort.
  func input(_ edition: Edition?) throws -> SiteInput {
    let content = HandWritten(request: request, audience: audience)
    let documents = edition?.documents ?? [:]
    let generated = documents.map { SiteSource($0.key, bytes: $0.value) }
    let written = content.documents().filter { documents[$0.path] == nil }
    return SiteInput(
      info: SiteInfo(
        title: config.title, release: config.release, isSynthetic: config.isSynthetic,
        audience: audience.rawValue, language: config.languages.first ?? "en",
        theme: config.theme),
      documents: generated + written, tables: edition?.tables ?? [:], files: content.files(),
      templates: try content.templates())
  }
}
