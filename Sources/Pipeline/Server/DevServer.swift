import Diagnostics
import FlyingFox
import FlyingSocks
import Foundation
import Store

/// Serves a built site on 127.0.0.1 and rebuilds it when the project's files change;
/// open pages reload by server-sent events.
public struct DevServer: Sendable {
  private let request: BuildRequest
  private let port: UInt16
  private let progress: Progress

  public init(_ request: BuildRequest, port: UInt16, progress: Progress) {
    (self.request, self.port, self.progress) = (request, port, progress)
  }

  /// Builds, then serves until the process is ended.
  public func run() async throws {
    let summary = try Build(request, progress: progress).run()
    let root = summary.output
    let changes = ChangeBell()
    let port = port
    let server = HTTPServer(address: .loopback(port: port))
    await server.appendRoute("GET /-/events") { _ in
      HTTPResponse(
        statusCode: .ok,
        headers: [.contentType: "text/event-stream", HTTPHeader("Cache-Control"): "no-store"],
        body: HTTPBodySequence(from: EventStream(bell: changes)))
    }
    await server.appendRoute("GET /-/reload.js") { _ in
      Self.response(Array(Self.reloadScript.utf8), path: "reload.js")
    }
    await server.appendRoute("GET /*") { request in
      guard Self.isLocal(request.headers[.host], port) else {
        return HTTPResponse(statusCode: .forbidden)
      }
      return Self.page(root, request.path)
    }
    progress.warn("\(summary.text)\nserving http://127.0.0.1:\(port)/ (Ctrl-C ends it)")
    async let watching: Void = watch(changes)
    do {
      try await server.run()
    } catch {
      throw Diagnostic(
        at: Place("127.0.0.1:\(port)"), "the address cannot be served",
        hint: "another program has it: give another --port", exit: .resources)
    }
    await watching
  }

  /// A page of elsewhere that had its name resolved to this machine names itself here.
  private static func isLocal(_ host: String?, _ port: UInt16) -> Bool {
    ["127.0.0.1:\(port)", "localhost:\(port)"].contains(host ?? "")
  }

  /// Looks twice a second for changed inputs, and builds.
  private func watch(_ bell: ChangeBell) async {
    var seen = snapshot()
    while !Task.isCancelled {
      try? await Task.sleep(for: .milliseconds(500))
      let now = snapshot()
      guard now != seen else { continue }
      seen = now
      do {
        let summary = try Build(request, progress: progress).run()
        progress.warn(summary.text)
        await bell.ring()
      } catch let problems as Problems {
        progress.warn(problems.description)
      } catch {
        progress.warn("\(error)")
      }
    }
  }

  /// Size and time of everything that people write.
  private func snapshot() -> [String: String] {
    var found: [String: String] = [:]
    let paths =
      ["casebook.yaml"]
      + Files.list(request.folder + "/templates").map { "templates/" + $0 }
      + Files.list(request.folder + "/content").map { "content/" + $0 }
      .filter {
        !$0.hasPrefix("content/cases/") && !$0.hasPrefix("content/reports/")
          && $0 != "content/.gitignore"
      }
    for path in paths {
      let attributes = try? FileManager.default.attributesOfItem(
        atPath: request.folder + "/" + path)
      let time = (attributes?[.modificationDate] as? Date)?.timeIntervalSince1970 ?? 0
      found[path] = "\(attributes?[.size] ?? 0) \(time)"
    }
    return found
  }

  private static func page(_ root: String, _ path: String) -> HTTPResponse {
    let decoded = path.removingPercentEncoding ?? path
    let name = decoded.hasSuffix("/") ? decoded + "index.html" : decoded
    guard !name.split(separator: "/").contains(".."), let bytes = try? Files.read(root + name)
    else {
      return HTTPResponse(
        statusCode: .notFound, headers: [.contentType: "text/plain; charset=utf-8"],
        body: Data("There is no such page.\n".utf8))
    }
    guard name.hasSuffix(".html") else { return response(bytes, path: name) }
    let text = String(decoding: bytes, as: UTF8.self).replacing(
      "</body>", with: "<script src=\"/-/reload.js\" defer></script>\n</body>")
    return response(Array(text.utf8), path: name)
  }

  private static func response(_ bytes: [UInt8], path: String) -> HTTPResponse {
    let types = [
      "html": "text/html", "css": "text/css", "js": "text/javascript",
      "tsv": "text/tab-separated-values", "svg": "image/svg+xml", "png": "image/png",
    ]
    let type = types[String(path.split(separator: ".").last ?? "")] ?? "text/plain"
    return HTTPResponse(
      statusCode: .ok,
      headers: [
        .contentType: type.hasPrefix("image/png") ? type : type + "; charset=utf-8",
        HTTPHeader("Cache-Control"): "no-store",
      ], body: Data(bytes))
  }

  private static let reloadScript = """
    new EventSource("/-/events").onmessage = function (event) {
      if (event.data === "reload") { location.reload(); }
    };

    """
}

/// Counts rebuilds, so that a page that waits sees whether one has passed.
private actor ChangeBell {
  private(set) var rebuilds = 0

  func ring() { rebuilds += 1 }
}

/// Events of one open page: "reload" after each build, and a ping so that a page
/// that went away is noticed.
private struct EventStream: AsyncBufferedSequence, Sendable {
  typealias Element = UInt8
  let bell: ChangeBell

  func makeAsyncIterator() -> Iterator { Iterator(bell: bell) }

  struct Iterator: AsyncBufferedIteratorProtocol {
    let bell: ChangeBell
    private var pending: [UInt8] = []
    private var seen: Int?

    init(bell: ChangeBell) { self.bell = bell }

    mutating func next() async -> UInt8? {
      if pending.isEmpty { pending = Array(await event()) }
      return pending.isEmpty ? nil : pending.removeFirst()
    }

    mutating func nextBuffer(suggested count: Int) async -> [UInt8]? { await event() }

    /// "reload" once after each rebuild; a ping every ten seconds, so that a page that
    /// went away is noticed.
    private mutating func event() async -> [UInt8] {
      for _ in 0..<50 {
        let now = await bell.rebuilds
        if let last = seen, now != last {
          seen = now
          return Array("data: reload\n\n".utf8)
        }
        seen = now
        do {
          try await Task.sleep(for: .milliseconds(200))
        } catch {
          return []
        }
      }
      return Array(": ping\n\n".utf8)
    }
  }
}
