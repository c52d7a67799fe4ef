import Diagnostics
import Markup
import Store

/// Why a page was rendered, and whether it would be again.
public struct PageHistory: Sendable {
  /// Site path and content path.
  public let page: String
  public let document: String
  /// What a build would render it for; nil where it would not.
  public let pending: String?
  /// What the last rendering was for; nil for the first.
  public let last: String?
  /// Everything that the page reads.
  public let reads: [String]

  /// For standard output.
  public var text: String {
    var lines = ["\(page) is made from content/\(document)"]
    lines.append(
      pending.map { "would be rendered again: \($0)" }
        ?? "would not be rendered again: nothing that it reads has changed")
    lines.append(
      last.map { "was last rendered because of \($0)" }
        ?? "was last rendered because it was new, or its file was not there")
    lines.append("it reads:")
    lines += reads.map { "  " + $0 }
    return lines.joined(separator: "\n")
  }
}

extension Site {
  /// The history of a page, by its site path or the path of its document. Throws where there is
  /// no such page.
  public func history(of name: String) throws(Problems) -> PageHistory {
    try faults.throwIfAny()
    let parsing = try parse()
    try parsing.problems.throwIfAny()
    let index = index(parsing.nodes)
    let wanted = name.replacingSuffix(".html", with: ".md")
    let found = index.nodes.indices.first { place in
      let path = index.nodes.path(place)
      return path == name || path == wanted || Addresses.page(path) == name
    }
    guard let found else {
      throw Problems([
        Diagnostic(
          at: Place(name), "no such page",
          hint: Suggestion.hint(
            for: name, among: index.nodes.indices.map { Addresses.page(index.nodes.path($0)) }),
          exit: .usage)
      ])
    }
    let node = index.nodes[found]
    let stale = staleNodes(index, isGroundSame: false).stale.first { $0.index == found }
    let before = old.flatMap { old in
      NodePlaces(old.nodes).place(node.path, in: old.nodes).map { old.nodes[$0] }
    }
    func words(_ key: UInt32) -> String? {
      old.flatMap { SiteKey($0.key(key), on: node.path)?.words }
    }
    let pending = stale.map { stale -> String in
      if before == nil { return "it is new" }
      return stale.cause.map { "\($0.words) changed" } ?? "its file is not what the build wrote"
    }
    let all = (before?.shared ?? []) + (before?.own ?? [])
    let reads = all.compactMap { words($0.key) }.sorted()
    return PageHistory(
      page: Addresses.page(node.path), document: node.path, pending: pending,
      last: before?.cause.flatMap(words), reads: reads)
  }
}
