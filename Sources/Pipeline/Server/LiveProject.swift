import Diagnostics
import Foundation
import SiteBuilder
import Store
import Synchronization

/// The project that a server shows: its last good site, what is wrong with it now, and the builds
/// that follow changes.
final class LiveProject: Sendable {
  private struct State {
    var live: LiveSite
    var root: String
    /// What the last build said; empty after a good one.
    var problems = ""
    /// Counts what open pages should see.
    var turn = 0
    var isBuilding = false
    var isWaiting = false
  }

  let request: BuildRequest
  private let progress: Progress
  private let state: Mutex<State>

  /// Builds the project.
  init(_ request: BuildRequest, progress: Progress) throws {
    (self.request, self.progress) = (request, progress)
    let (summary, live) = try Build(request, progress: progress).finished()
    state = Mutex(State(live: live(), root: summary.output))
    progress.warn(summary.text)
  }

  var live: LiveSite { state.withLock { $0.live } }
  /// The folder of the last good site.
  var root: String { state.withLock { $0.root } }
  var problems: String { state.withLock { $0.problems } }
  /// Changes whenever pages should be loaded again, or told of errors.
  var turn: Int { state.withLock { $0.turn } }

  /// Files changed. Documents that people write are rendered when they are asked for; the site on
  /// the disk follows with a build in the background.
  func changed(_ paths: Set<String>) {
    let content = request.folder + "/content/"
    let own = paths.filter { !isGenerated($0) }
    guard !own.isEmpty else { return }
    for path in own where path.hasPrefix(content) && path.hasSuffix(".md") {
      _ = try? live.refresh(String(path.dropFirst(content.count)))
    }
    state.withLock { $0.turn += 1 }
    rebuild()
  }

  private func isGenerated(_ path: String) -> Bool {
    let inside = path.dropFirst(request.folder.count + 1)
    let below = inside + "/"
    return below.hasPrefix("content/cases/") || below.hasPrefix("content/reports/")
      || inside == "content/.gitignore" || inside.hasSuffix(".new")
      || inside.hasPrefix("content/") && inside.hasSuffix("~")
  }

  /// Builds in the background; changes that come meanwhile are built after it.
  func rebuild() {
    let starts = state.withLock { state -> Bool in
      if state.isBuilding {
        state.isWaiting = true
        return false
      }
      state.isBuilding = true
      return true
    }
    guard starts else { return }
    DispatchQueue.global(qos: .utility).asyncAfter(deadline: .now() + .milliseconds(150)) {
      [self] in build()
    }
  }

  private func build() {
    var said = ""
    do {
      let (summary, live) = try Build(request, progress: .silent).finished()
      let fresh = live()
      state.withLock { state in (state.live, state.root) = (fresh, summary.output) }
      progress.warn(summary.text)
    } catch let problems as Problems {
      said = problems.description
    } catch let diagnostic as Diagnostic {
      said = diagnostic.description
    } catch {
      said = "an unexpected error"
    }
    if !said.isEmpty { progress.warn(said) }
    let again = state.withLock { state -> Bool in
      state.problems = said
      state.turn += 1
      state.isBuilding = false
      defer { state.isWaiting = false }
      return state.isWaiting
    }
    if again { rebuild() }
  }
}
