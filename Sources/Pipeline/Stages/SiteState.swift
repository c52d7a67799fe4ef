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
    let isWaste =
      graph.packSize > 4 * graph.nodes.packUse + 16_000_000
      || graph.nodes.setCount > 2 * graph.nodes.count + 1_000
    return isWaste ? nil : graph
  }

  func pack(_ graph: Graph?, isDryRun: Bool) throws(Diagnostic) -> Pack {
    if isDryRun { return Pack() }
    if graph == nil {
      // No graph of another pack may outlive it, and who reads the old pack goes on with it.
      try Files.remove(graphFile)
      try Files.remove(packFile)
    }
    return try Pack(packFile, keep: graph?.packSize ?? 0)
  }

  /// The pack of a graph, for who writes nothing: what is added stays in memory.
  func packToRead(_ graph: Graph?) throws(Diagnostic) -> Pack {
    guard let graph else { return Pack() }
    return Pack(over: try Pack(packFile, keep: graph.packSize))
  }

  /// Keeps a graph, with stamps that can be trusted. One that says what the old one says is not
  /// written again.
  func save(_ graph: Graph, _ old: Graph?) throws(Diagnostic) {
    let now = try Files.now(work)
    let trusted = graph.trusted(at: now)
    if let old, trusted.says(old) { return }
    // The graph names what lies in the pack: that is on the disk before it.
    Files.flush(packFile)
    try trusted.save(graphFile)
  }
}

extension SiteSources {
  /// Problems of documents with their path in the project, and with the line for those that
  /// people wrote; a line of a generated document could tell of a person.
  func located(_ problems: Problems) -> Problems {
    Self.located(problems, request: request)
  }

  static func located(_ problems: Problems, request: BuildRequest) -> Problems {
    var texts: [String: [Substring.UTF8View]] = [:]
    return Problems(
      problems.items.map { item in
        let file = item.place.file
        let isTemplate = file.hasPrefix("templates/")
        let path = isTemplate ? file : "content/" + file
        let isWritten =
          isTemplate
          || file.hasSuffix(".md") && !file.hasPrefix("cases/")
            && !file.hasPrefix("reports/") && !file.hasPrefix("notes/")
            && !file.hasPrefix("similar/")
        guard file.hasSuffix(".md") || isTemplate else { return item }
        let place = Place(path, line: item.place.line, column: item.place.column)
        if isWritten, texts[path] == nil {
          let bytes = (try? Files.read(request.path(path))) ?? []
          texts[path] = Place.lines(String(decoding: bytes, as: UTF8.self))
        }
        return item.moved(to: place, excerpt: isWritten ? texts[path].flatMap(place.excerpt) : nil)
      })
  }
}

/// The inputs of an audience's site.
struct SiteSources {
  let config: ProjectConfig
  let request: BuildRequest
  let audience: Audience

  /// Of an edition and what people wrote; of that alone where there is no cohort.
  func input(_ edition: Edition?) throws(Diagnostic) -> SiteInput {
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
      templates: try content.templates(), notes: content.notes())
  }
}
