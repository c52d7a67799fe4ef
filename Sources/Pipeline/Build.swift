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
  /// Pages that were rendered anew.
  public let rendered: Int
  public let bytes: Int
  public let output: String
  public let warnings: Problems
  /// Stage and seconds, for `--profile`.
  public let times: [(stage: String, seconds: Double)]

  /// One line for standard output.
  public var text: String {
    "\(audience.rawValue): \(pages) pages (\(rendered) rendered), \(cases) case reports, \(Digits.text(Double(bytes) / 1_048_576, .fixed(1))) MiB in \(output)"
  }

  /// Lines for standard error.
  public var timing: String {
    times.map { "\(Digits.text($0.seconds, .fixed(2))) s  \($0.stage)" }.joined(separator: "\n")
  }
}

/// Analyses, writes the edition, renders the site, publishes both.
public struct Build: Sendable {
  let request: BuildRequest
  let progress: Progress
  let workers: Workers

  public init(_ request: BuildRequest, progress: Progress) {
    (self.request, self.progress) = (request, progress)
    workers = Workers(request.jobs)
  }

  /// Builds. Also rebuilds another audience's edition that still holds somebody who
  /// may no longer be in it, so that nobody stays anywhere.
  public func run() throws -> BuildSummary { try finished().summary }

  /// As ``run()``; also gives the site, for a server to render pages of.
  func finished() throws -> (summary: BuildSummary, live: () -> LiveSite) {
    let lock = try ProjectLock(work: request.work)
    defer { withExtendedLifetime(lock) {} }
    try Publication(work: request.work).finish()
    try Files.write(Array("*\n".utf8), to: request.work + "/.gitignore")
    var clock = StageClock()
    let products = try products(&clock, isDryRun: false)
    // The public site last: it is what others see.
    let publicSite = Files.absolute(request.path("public"))
    let folders = products.flatMap(\.folders).sorted { a, b in
      (a.folder.target == publicSite ? 1 : 0) < (b.folder.target == publicSite ? 1 : 0)
    }
    progress.step("publishing")
    try Publication(work: request.work).commit(folders)
    let layout = Layout(request: request)
    for product in products {
      if let permits = product.permits { try layout.note(product.audience, permits) }
      try SiteState(request, product.audience).save(product.graph, product.oldGraph)
    }
    if let output = request.output { try layout.remember(output, request.audience) }
    clock.mark("publish")
    progress.end()
    let own = products[0]
    let summary = BuildSummary(
      audience: request.audience, pages: own.pages, cases: own.caseCount,
      rendered: own.rendered,
      bytes: own.bytes, output: own.output, warnings: own.warnings, times: clock.times)
    return (summary, { LiveSite(own.site, own.graph) })
  }

  /// As ``run()``, without writing: every error and warning of a build.
  public func problems() -> Problems {
    var problems = Problems()
    do {
      var clock = StageClock()
      return try products(&clock, isDryRun: true)[0].warnings
    } catch let found as Problems {
      problems.add(found)
    } catch let found as Diagnostic {
      problems.add(found)
    } catch {
      problems.error(at: Place(request.folder), "an unexpected error", exit: .bug)
    }
    return problems
  }
}

/// Seconds by stage; for people only, never in a file of the build.
struct StageClock {
  private(set) var times: [(stage: String, seconds: Double)] = []
  private var last = ContinuousClock.now

  mutating func mark(_ stage: String) {
    let now = ContinuousClock.now
    times.append((stage, (now - last) / .seconds(1)))
    last = now
  }
}
