import CohortModel
import Diagnostics
import Ethics
import SiteBuilder
import Store

extension Build {
  /// One audience's edition and site, ready to be published.
  struct Product {
    let audience: Audience
    let caseCount: Int
    let folders: [Publication.Filled]
    /// What the edition's people chose, as a digest; nil without a cohort.
    let permits: Digest?
    let site: Site
    let graph: Graph
    let oldGraph: Graph?
    let rendered: Int
    let pages: Int
    let bytes: Int
    let output: String
    let warnings: Problems
  }

  /// The audience asked for, and every other whose edition holds somebody that it may not.
  func products(_ clock: inout StageClock, isDryRun: Bool) throws -> [Product] {
    let config = try ProjectConfig(
      try Files.read(request.path("casebook.yaml")), file: "casebook.yaml")
    guard config.hasCohort else {
      clock.mark("read")
      return [try product(config, request.audience, nil, &clock, isDryRun: isDryRun)]
    }
    let project = try Project(request)
    clock.mark("read")
    var products: [Product] = []
    for audience in [request.audience] + (isDryRun ? [] : try stale(project)) {
      products.append(
        try product(project.config, audience, project, &clock, isDryRun: isDryRun))
    }
    if !isDryRun {
      let ignore = Array(GitGuard(request: request, config: project.config).ignoreFile.utf8)
      if (try? Files.read(request.path("content/.gitignore"))) != ignore {
        try Files.replace(ignore, at: request.path("content/.gitignore"))
      }
    }
    return products
  }

  /// Why a page of the audience asked for was, or would be, rendered. Writes nothing.
  public func history(of page: String) throws -> PageHistory {
    let config = try ProjectConfig(
      try Files.read(request.path("casebook.yaml")), file: "casebook.yaml")
    let audience = request.audience
    let edition =
      try config.hasCohort
      ? EditionMaker(
        project: try Project(request), request: request, audience: audience, workers: workers,
        progress: progress, isDryRun: true
      ).edition() : nil
    let outputs = Layout(request: request).sites(audience, output: request.output)
    let folder = try Publication(work: request.work).open(outputs[0], name: "site")
    let state = SiteState(request, audience)
    let sources = SiteSources(config: config, request: request, audience: audience)
    do throws(Problems) {
      let input: SiteInput
      do { input = try sources.input(edition) } catch { throw Problems([error]) }
      let old = state.graph(), pack: Pack
      do { pack = try state.packToRead(old) } catch { throw Problems([error]) }
      let site = Site(
        input, sink: SiteSink(folder), pack: pack, old: old, program: state.program)
      return try site.history(of: Self.sitePath(page, folder.target, request.folder))
    } catch {
      throw sources.located(error)
    }
  }

  /// A page as people name it: `public/cases/x.html`, `content/index.md`, `cases/x.html`.
  private static func sitePath(_ page: String, _ site: String, _ project: String) -> String {
    for prefix in [site + "/", project + "/content/", "public/", "content/"]
    where page.hasPrefix(prefix) {
      return String(page.dropFirst(prefix.count))
    }
    return page
  }

  private func product(
    _ config: ProjectConfig, _ audience: Audience, _ project: Project?,
    _ clock: inout StageClock, isDryRun: Bool
  ) throws -> Product {
    let edition = try project.map {
      try EditionMaker(
        project: $0, request: request, audience: audience, workers: workers, progress: progress,
        isDryRun: isDryRun
      ).edition()
    }
    clock.mark("edition \(audience.rawValue)")
    progress.step("rendering pages")
    let cases = try project.map {
      CaseNames($0, audience, key: try Keys.key(config, request))
    }
    let owns: @Sendable (String) -> Bool = { cases?.owns($0) ?? false }
    let ownsPage: @Sendable (String) -> Bool = { cases?.ownsPage($0) ?? false }
    let layout = Layout(request: request)
    let outputs = layout.sites(
      audience, output: audience == request.audience ? request.output : nil)
    let publication = Publication(work: request.work)
    let folder = try publication.open(
      outputs[0], name: "site-\(audience.rawValue)", owns: ownsPage)
    let state = SiteState(request, audience)
    // Where somebody chose anew, no piece of what was rendered before may stay in the pack.
    let isSame = cases.map { layout.permits(audience) == $0.digest } ?? true
    let old = isDryRun || !isSame ? nil : state.graph()
    let pack = try state.pack(old, isDryRun: isDryRun)
    let sources = SiteSources(config: config, request: request, audience: audience)
    let input = try sources.input(edition)
    let site: Site, built: Site.Built
    do throws(Problems) {
      site = Site(
        input, sink: isDryRun ? .nowhere : SiteSink(folder), pack: pack, old: old,
        program: state.program, forEach: { workers.forEach($0, $1) })
      built = try site.build()
    } catch {
      throw sources.located(error)
    }
    clock.mark("site \(audience.rawValue)")
    let warnings = warnings(project, edition, sources.located(built.warnings), audience)
    var folders: [Publication.Filled] = []
    if !isDryRun {
      if let edition {
        folders = try layout.editionFolders(edition, publication, owns: owns)
      }
      let filled = Publication.Filled(folder, built.entries)
      folders.append(filled)
      folders += try outputs.dropFirst().enumerated().map { index, other in
        try publication.mirror(
          filled, to: other, name: "site-\(audience.rawValue)-\(index)", owns: ownsPage)
      }
    }
    return Product(
      audience: audience, caseCount: edition?.caseCount ?? 0, folders: folders,
      permits: cases?.digest, site: site, graph: built.graph, oldGraph: old,
      rendered: built.renderedCount, pages: built.pageCount, bytes: built.bytes,
      output: outputs[0], warnings: warnings)
  }

  private func warnings(
    _ project: Project?, _ edition: Edition?, _ site: Problems, _ audience: Audience
  ) -> Problems {
    let written = HandWritten(request: request, audience: audience)
    var warnings = project?.warnings ?? written.unread(["cases", "reports", "notes"])
    warnings.add(written.unread(["similar"]))
    warnings.add(site)
    if let edition, let project {
      warnings.add(edition.warnings)
      warnings.add(written.notesToDelete(project, edition))
    }
    return warnings
  }

  /// Other audiences whose edition holds a case that it may not, or one whose person chose anew.
  private func stale(_ project: Project) throws -> [Audience] {
    let layout = Layout(request: request)
    let key = try Keys.key(project.config, request)
    return [Audience.public, .clinic].filter { audience in
      guard audience != request.audience else { return false }
      let names = CaseNames(project, audience, key: key)
      let present = layout.caseFiles(audience)
      if present.contains(where: { !names.allowed.contains($0) && names.owns($0 + ".md") }) {
        return true
      }
      let known = layout.permits(audience)
      // Where nothing is remembered, as in a clone, nothing says that the edition is today's.
      return !present.isEmpty && known != names.digest
    }
  }
}
