import CohortModel
import Diagnostics
import Ethics
import SiteBuilder
import Store
import Tables

/// What a build did.
public struct BuildSummary: Sendable {
  public let audience: Audience
  public let pages: Int
  public let cases: Int
  public let bytes: Int
  public let output: String
  public let warnings: Problems
  /// Stage and seconds, for `--profile`.
  public let times: [(stage: String, seconds: Double)]

  /// One line for standard output.
  public var text: String {
    "\(audience.rawValue): \(pages) pages, \(cases) case reports, \(Digits.text(Double(bytes) / 1_048_576, .fixed(1))) MiB in \(output)"
  }

  /// Lines for standard error.
  public var timing: String {
    times.map { "\(Digits.text($0.seconds, .fixed(2))) s  \($0.stage)" }.joined(separator: "\n")
  }
}

/// Analyses, writes the edition, renders the site, publishes both.
public struct Build: Sendable {
  private let request: BuildRequest
  private let progress: Progress
  private let workers: Workers

  public init(_ request: BuildRequest, progress: Progress) {
    (self.request, self.progress) = (request, progress)
    workers = Workers(request.jobs)
  }

  /// Builds. Also rebuilds another audience's edition that still holds somebody who
  /// may no longer be in it, so that nobody stays anywhere.
  public func run() throws -> BuildSummary {
    let lock = try ProjectLock(work: request.work)
    defer { withExtendedLifetime(lock) {} }
    try Publication(work: request.work).finish()
    try Files.write(Array("*\n".utf8), to: request.work + "/.gitignore")
    var clock = StageClock()
    let project = try Project(request)
    clock.mark("read")
    var products: [Product] = []
    for audience in [request.audience] + (try stale(project)) {
      products.append(try product(project, audience, &clock))
    }
    let ignore = GitGuard(request: request, config: project.config).ignoreFile
    try Files.replace(Array(ignore.utf8), at: request.path("content/.gitignore"))
    // The public site last: it is what others see.
    let folders = products.flatMap(\.folders).sorted { a, b in
      (a.target == request.path("public") ? 1 : 0) < (b.target == request.path("public") ? 1 : 0)
    }
    progress.step("publishing")
    try Publication(work: request.work).publish(folders)
    let layout = Layout(request: request)
    for product in products { try layout.note(product.edition.audience, product.permits) }
    if let output = request.output { try layout.remember(output, request.audience) }
    clock.mark("publish")
    progress.end()
    let own = products[0]
    return BuildSummary(
      audience: request.audience, pages: own.pages, cases: own.edition.caseCount,
      bytes: own.bytes, output: own.output, warnings: own.warnings, times: clock.times)
  }

  /// As ``run()``, without writing: every error and warning of a build.
  public func problems() -> Problems {
    var problems = Problems()
    do {
      var clock = StageClock()
      let project = try Project(request)
      return try product(project, request.audience, &clock, isDryRun: true).warnings
    } catch let found as Problems {
      problems.add(found)
    } catch let found as Diagnostic {
      problems.add(found)
    } catch {
      problems.error(at: Place(request.folder), "an unexpected error", exit: .bug)
    }
    return problems
  }

  private struct Product {
    let edition: Edition
    let folders: [Publication.Folder]
    /// What the edition's people chose, as a digest.
    let permits: Digest
    let pages: Int
    let bytes: Int
    let output: String
    let warnings: Problems
  }

  private func product(
    _ project: Project, _ audience: Audience, _ clock: inout StageClock, isDryRun: Bool = false
  ) throws -> Product {
    let edition = try EditionMaker(
      project: project, request: request, audience: audience, workers: workers, progress: progress,
      isDryRun: isDryRun
    ).edition()
    clock.mark("edition \(audience.rawValue)")
    progress.step("rendering \(edition.documents.count) pages")
    let content = HandWritten(request: request, audience: audience)
    let site = try Site(
      SiteInput(
        info: SiteInfo(
          title: project.config.title, release: project.config.release,
          isSynthetic: project.config.isSynthetic, audience: audience.rawValue),
        documents: edition.documents.merging(try content.documents()) { generated, _ in generated },
        tables: edition.tables, files: try content.files(), templates: try content.templates()),
      map: { items, body in workers.map(items, body) })
    clock.mark("site \(audience.rawValue)")
    let layout = Layout(request: request)
    let key = try Keys.key(project.config, request)
    let outputs = layout.sites(
      audience, output: audience == request.audience ? request.output : nil)
    let cases = CaseNames(project, audience, key: key)
    var warnings = project.warnings
    warnings.add(site.warnings)
    warnings.add(edition.warnings)
    warnings.add(content.notesToDelete(project, edition))
    return Product(
      edition: edition,
      folders: layout.editionFolders(edition, owns: cases.owns)
        + outputs.map {
          Publication.Folder(target: $0, files: site.files) { path in
            path.hasPrefix("cases/") && cases.owns(String(path.dropFirst(6)))
          }
        },
      permits: cases.digest,
      pages: site.files.keys.count { $0.hasSuffix(".html") },
      bytes: site.files.values.reduce(0) { $0 + $1.count }, output: outputs[0], warnings: warnings)
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
      return !present.isEmpty && known != nil && known != names.digest
    }
  }
}

/// Seconds by stage; for people only, never in a file of the build.
private struct StageClock {
  private(set) var times: [(stage: String, seconds: Double)] = []
  private var last = ContinuousClock.now

  mutating func mark(_ stage: String) {
    let now = ContinuousClock.now
    times.append((stage, (now - last) / .seconds(1)))
    last = now
  }
}
