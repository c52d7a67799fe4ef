import Diagnostics
import Markup

/// Where documents and files of the content stand on the site.
struct Addresses: Sendable {
  /// Content path to site path.
  private let sites: [String: String]
  /// Anchors of each document.
  private let anchors: [String: Set<String>]

  init(documents: [String: Fragment], tables: [String], files: [String]) {
    var sites: [String: String] = [:]
    for path in documents.keys { sites[path] = Self.page(path) }
    for path in tables { sites[path] = Self.strippingReports(path) }
    for path in files { sites[path] = path }
    self.sites = sites
    anchors = documents.mapValues(\.anchors)
  }

  subscript(_ path: String) -> String? { sites[path] }

  /// `reports/traits/cad.md` stands at `traits/cad.html`.
  static func page(_ path: String) -> String {
    strippingReports(path).replacingSuffix(".md", with: ".html")
  }

  private static func strippingReports(_ path: String) -> String {
    path.hasPrefix("reports/") ? String(path.dropFirst(8)) : path
  }

  /// The address of `target`, as written in the document at `path`, from that
  /// document's page. Throws where nothing of that name is given to the site.
  func resolve(_ target: String, from path: String, at place: Place) throws(Diagnostic) -> String {
    if LinkRule.isExternal(target) { return target }
    let parts = target.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
    let fragment = parts.count > 1 ? String(parts[1]) : nil
    let file = parts[0].isEmpty ? path : Self.join(Self.folder(path), String(parts[0]))
    guard let site = sites[file] else {
      throw Diagnostic(
        at: place, "no '\(target)' for this audience",
        hint: Suggestion.hint(for: file, among: sites.keys))
    }
    if let fragment, let known = anchors[file], !known.contains(fragment), !fragment.isEmpty {
      throw Diagnostic(
        at: place, "no '#\(fragment)' in \(file)",
        hint: Suggestion.hint(for: fragment, among: known))
    }
    let suffix = fragment.map { "#" + $0 } ?? ""
    if parts[0].isEmpty { return suffix }
    return Self.relative(from: Self.page(path), to: site) + suffix
  }

  /// The way from one site path to another.
  static func relative(from: String, to: String) -> String {
    var a = from.split(separator: "/").dropLast(), b = to.split(separator: "/")[...]
    while let first = a.first, b.count > 1, first == b.first {
      a = a.dropFirst()
      b = b.dropFirst()
    }
    return String(repeating: "../", count: a.count) + b.joined(separator: "/")
  }

  private static func folder(_ path: String) -> String {
    path.lastIndex(of: "/").map { String(path[..<$0]) } ?? ""
  }

  /// A path below a folder, with `..` resolved; what climbs out of the content gets a name that nothing has.
  private static func join(_ folder: String, _ path: String) -> String {
    var parts = folder.split(separator: "/").map(String.init)
    for part in path.split(separator: "/") {
      switch part {
      case ".": continue
      case "..":
        if parts.isEmpty { return "../" + path }
        parts.removeLast()
      default: parts.append(String(part))
      }
    }
    return parts.joined(separator: "/")
  }
}

extension String {
  func replacingSuffix(_ suffix: String, with other: String) -> String {
    hasSuffix(suffix) ? dropLast(suffix.count) + other : self
  }
}
