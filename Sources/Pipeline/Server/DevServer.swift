import Diagnostics
import FlyingFox
import FlyingSocks
import Foundation
import Markup
import Store
import Tables

/// Serves a project on 127.0.0.1: pages are rendered when they are asked for, the same bytes as a
/// build writes; open pages load again after a change. For the clinic, case pages get a form for
/// notes and sign-off.
public struct DevServer: Sendable {
  private let request: BuildRequest
  private let port: UInt16
  private let progress: Progress

  public init(_ request: BuildRequest, port: UInt16, progress: Progress) {
    (self.request, self.port, self.progress) = (request, port, progress)
  }

  /// Builds, then serves until the process is ended.
  public func run() async throws {
    let project = try LiveProject(request, progress: progress)
    let watcher = FileWatcher(
      ["content", "templates"].map(request.path), changed: { project.changed($0) })
    // casebook.yaml lies in the project's folder, which is watched for that file alone.
    let settings = FileWatcher(flat: request.folder) { paths in
      let templates = request.folder + "/templates"
      let own = paths.filter {
        $0.hasSuffix("/casebook.yaml") || $0 == templates || $0.hasPrefix(templates + "/")
      }
      if !own.isEmpty { project.changed(own) }
    }
    defer { withExtendedLifetime((watcher, settings)) {} }
    let answers = ServerAnswers(project: project, port: port)
    let server = HTTPServer(address: try .inet(ip4: "127.0.0.1", port: port))
    await server.appendRoute("GET /-/events") { request in
      guard answers.isOwn(request) else { return ServerAnswers.forbidden }
      return HTTPResponse(
        statusCode: .ok,
        headers: [.contentType: "text/event-stream", HTTPHeader("Cache-Control"): "no-store"],
        body: HTTPBodySequence(from: EventStream(project: project)))
    }
    await server.appendRoute("POST /-/review/*") { try await answers.write($0) }
    await server.appendRoute("GET /*") { answers.get($0) }
    await server.appendRoute("HEAD /*") { request in
      let whole = answers.get(request)
      return HTTPResponse(statusCode: whole.statusCode, headers: whole.headers)
    }
    progress.warn("serving http://127.0.0.1:\(port)/ (Ctrl-C ends it)")
    do {
      try await server.run()
    } catch {
      throw Diagnostic(
        at: Place("127.0.0.1:\(port)"), "the address cannot be served",
        hint: "another program has it: give another --port", exit: .resources)
    }
  }
}

/// What the server answers.
struct ServerAnswers: Sendable {
  private let project: LiveProject
  private let desk: ReviewDesk
  private let hosts: [String]
  /// Only a page of this server can read it, and only with it can a note be written.
  private let token: String

  init(project: LiveProject, port: UInt16) {
    (self.project, desk) = (project, ReviewDesk(project: project))
    hosts = ["127.0.0.1:\(port)", "localhost:\(port)"]
    var generator = SystemRandomNumberGenerator()
    token = (0..<4).map { _ in String(UInt64.random(in: 0 ... .max, using: &generator), radix: 36) }
      .joined()
  }

  static let forbidden = HTTPResponse(statusCode: .forbidden)

  /// A page of elsewhere that had its name resolved to this machine names itself here; one that
  /// embeds ours is told by the browser's own headers.
  func isOwn(_ request: HTTPRequest) -> Bool {
    guard hosts.contains(request.headers[.host] ?? "") else { return false }
    if let origin = request.headers[HTTPHeader("Origin")],
      !hosts.map({ "http://" + $0 }).contains(origin)
    {
      return false
    }
    let site = request.headers[HTTPHeader("Sec-Fetch-Site")]
    return site == nil || site == "same-origin" || site == "none"
  }

  // MARK: - Reading

  func get(_ request: HTTPRequest) -> HTTPResponse {
    guard isOwn(request) else { return Self.forbidden }
    let decoded = request.path.removingPercentEncoding ?? request.path
    if decoded.hasPrefix("/-/review/") { return state(String(decoded.dropFirst(10))) }
    guard !decoded.contains("\0") else { return Self.missing }
    let name = String((decoded.hasSuffix("/") ? decoded + "index.html" : decoded).dropFirst())
    guard !name.split(separator: "/").contains(".."), !name.isEmpty else { return Self.missing }
    do throws(Problems) {
      if let bytes = try project.live.page(name) { return Self.response(bytes, name: name) }
    } catch {
      return overlay(error)
    }
    guard var bytes = try? Files.read(project.root + "/" + name) else { return Self.missing }
    if name == "assets/casebook.js" {
      bytes += ServerScripts.live.utf8
      if project.request.audience == .clinic { bytes += ServerScripts.review.utf8 }
    }
    if name == "assets/casebook.css" { bytes += Self.styles.utf8 }
    return Self.response(bytes, name: name)
  }

  /// A page that cannot be rendered shows what is wrong instead, never an older state.
  private func overlay(_ problems: Problems) -> HTTPResponse {
    let text = SiteSources.located(problems, request: project.request).description
    let page: HTML = """
      <!doctype html>
      <html lang="en"><head><meta charset="utf-8"><title>Cannot be built</title>\
      <link rel="stylesheet" href="/assets/casebook.css"><script src="/assets/casebook.js" defer></script></head>\
      <body><main class="wrap page"><h1>This page cannot be built</h1><pre class="fault">\(text)</pre></main></body></html>

      """
    return Self.response(page.bytes, name: "overlay.html", status: .internalServerError)
  }

  private static let missing = HTTPResponse(
    statusCode: .notFound, headers: [.contentType: "text/plain; charset=utf-8"],
    body: Data("There is no such page.\n".utf8))

  private static let types = [
    "html": "text/html; charset=utf-8", "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8", "tsv": "text/tab-separated-values; charset=utf-8",
    "csv": "text/csv; charset=utf-8", "svg": "image/svg+xml", "png": "image/png",
    "jpg": "image/jpeg", "json": "application/json", "pdf": "application/pdf",
  ]

  private static func response(
    _ bytes: [UInt8], name: String, status: HTTPStatusCode = .ok
  ) -> HTTPResponse {
    let type = types[String(name.split(separator: ".").last ?? "")] ?? "text/plain; charset=utf-8"
    return HTTPResponse(
      statusCode: status,
      headers: [
        .contentType: type, HTTPHeader("Cache-Control"): "no-store",
        HTTPHeader("X-Content-Type-Options"): "nosniff",
        HTTPHeader("Cross-Origin-Resource-Policy"): "same-origin",
        HTTPHeader("Referrer-Policy"): "no-referrer",
      ], body: Data(bytes))
  }

  private static let styles = """
    .overlay { position: fixed; inset: auto 1rem 1rem; max-height: 60vh; overflow: auto; z-index: 9; border: 2px solid var(--care); background: var(--surface); color: var(--ink); }
    .overlay pre, .fault { white-space: pre-wrap; font: .875rem/1.4 var(--mono); }
    .desk { border: 1px solid var(--line-firm); border-radius: 4px; padding: 1rem; display: grid; gap: .5rem; margin-top: 2rem; }
    .desk label { display: grid; gap: .25rem; font-weight: 600; } .desk textarea, .desk input, .desk button { font: inherit; padding: .375rem .5rem; color: var(--ink); background: var(--surface); border: 1px solid var(--line-firm); border-radius: 4px; } .desk button { justify-self: start; cursor: pointer; }

    """

  // MARK: - Review

  /// The note of a report and the token, for the form.
  private func state(_ id: String) -> HTTPResponse {
    guard project.request.audience == .clinic, desk.knows(id) else { return Self.missing }
    let text = JSON.object([
      ("note", JSON.string(desk.note(id))), ("report", JSON.string(desk.digest(id))),
      ("token", JSON.string(token)),
    ])
    return Self.response(Array(text.utf8), name: "state.json")
  }

  /// Writes a note or a sign-off.
  func write(_ request: HTTPRequest) async throws -> HTTPResponse {
    guard isOwn(request), request.headers[HTTPHeader("Origin")] != nil,
      request.headers[HTTPHeader("X-Casebook-Token")] == token,
      request.headers[.contentType] == "application/json",
      project.request.audience == .clinic
    else { return Self.forbidden }
    let id = String((request.path.removingPercentEncoding ?? "").dropFirst(10))
    guard desk.knows(id) else { return Self.missing }
    guard (Int(request.headers[.contentLength] ?? "") ?? .max) <= 100_000,
      let entry = ReviewDesk.Entry(json: try await request.bodyData)
    else { return Self.said("not a note: a reviewer's name, and at most 20000 bytes", .badRequest) }
    do throws(Diagnostic) {
      try desk.save(id, entry)
      project.rebuild()
      return Self.said("saved", .ok)
    } catch {
      return Self.said(error.message, .badRequest)
    }
  }

  private static func said(_ text: String, _ status: HTTPStatusCode) -> HTTPResponse {
    response(Array(text.utf8), name: "answer.txt", status: status)
  }
}

/// Events of one open page: after each change, whether to load again and what is wrong; and a
/// ping so that a page that went away is noticed.
private struct EventStream: AsyncBufferedSequence, Sendable {
  typealias Element = UInt8
  let project: LiveProject

  func makeAsyncIterator() -> Iterator { Iterator(project: project) }

  struct Iterator: AsyncBufferedIteratorProtocol {
    let project: LiveProject
    private var pending: [UInt8] = []
    private var seen: Int?

    init(project: LiveProject) { self.project = project }

    mutating func next() async -> UInt8? {
      if pending.isEmpty { pending = Array(await event()) }
      return pending.isEmpty ? nil : pending.removeFirst()
    }

    mutating func nextBuffer(suggested count: Int) async -> [UInt8]? { await event() }

    private mutating func event() async -> [UInt8] {
      for _ in 0..<200 {
        let now = project.turn
        let isNew = seen.map { $0 != now } ?? !project.problems.isEmpty
        let isFirst = seen == nil
        seen = now
        if isNew { return message(reload: !isFirst) }
        do {
          try await Task.sleep(for: .milliseconds(50))
        } catch {
          return []
        }
      }
      return Array(": ping\n\n".utf8)
    }

    private func message(reload: Bool) -> [UInt8] {
      let errors = project.problems
      let text = JSON.object([
        ("reload", reload && errors.isEmpty ? "true" : "false"), ("errors", JSON.string(errors)),
      ])
      return Array("data: \(text)\n\n".utf8)
    }
  }
}
