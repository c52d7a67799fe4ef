import Diagnostics
import Foundation
import Markup

/// Where documents of the content stand on the site, and the ways between them.
enum Addresses {
  /// `reports/traits/cad.md` stands at `traits/cad.html`.
  static func page(_ path: String) -> String {
    stem(path.utf8).map { String(Substring($0)) + ".html" } ?? strippingReports(path)
  }

  /// The address of a document's page without its ending; nil for what is no document.
  static func stem<Path: BidirectionalCollection<UInt8>>(_ path: Path) -> Path.SubSequence? {
    guard path.suffix(3).elementsEqual(".md".utf8) else { return nil }
    let own = path.dropLast(3)
    return own.starts(with: "reports/".utf8) ? own.dropFirst(8) : own
  }

  static func strippingReports(_ path: String) -> String {
    path.utf8.starts(with: "reports/".utf8) ? String(Substring(path.utf8.dropFirst(8))) : path
  }

  /// The way from one site path to another.
  static func relative(from: String, to: String) -> String {
    let a = from.utf8, b = to.utf8
    // The folders that both have.
    var common = a.startIndex, i = a.startIndex, j = b.startIndex
    while i != a.endIndex, j != b.endIndex, a[i] == b[j] {
      if a[i] == 0x2F { common = a.index(after: i) }
      i = a.index(after: i)
      j = b.index(after: j)
    }
    let up = a[common...].count { $0 == 0x2F }
    let rest = LinkRule.encoded(String(Substring(b[common...])), where: isEnd)
    return up == 0 ? rest : String(repeating: "../", count: up) + rest
  }

  /// What would end a path in an address.
  private static func isEnd(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x20, 0x22, 0x23, 0x25, 0x3C, 0x3E, 0x3F, 0x5C: true
    default: false
    }
  }

  static func folder(_ path: String) -> String {
    path.utf8.lastIndex(of: 0x2F).map { String(path[..<$0]) } ?? ""
  }

  /// A path below a folder, with `..` resolved; what climbs out of the content gets a name that nothing has.
  static func join(_ folder: String, _ path: String) -> String {
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

extension PageReads {
  /// The address of `target`, as written in the document at `path`, from that
  /// document's page. Throws where nothing of that name is given to the site.
  mutating func resolve(
    _ target: String, from path: String, at place: Place
  ) throws(Diagnostic) -> String {
    if LinkRule.isExternal(target) { return target }
    let (file, fragment) = Self.parts(target, path)
    note(.target(file))
    guard let site = index.address(file) else {
      throw Diagnostic(
        at: place, "no '\(target)' for this audience",
        hint: Suggestion.hint(for: file, among: index.targets))
    }
    if let fragment, !fragment.isEmpty, index.place(file) != nil, !index.isBroken(file) {
      note(.anchor(file, fragment))
      let known = index.summary(file)?.anchors ?? [:]
      guard known[fragment] != nil else {
        throw Diagnostic(
          at: place, "no '#\(fragment)' in \(file)",
          hint: Suggestion.hint(for: fragment, among: known.keys))
      }
    }
    let suffix = fragment.map { "#" + $0 } ?? ""
    if target.hasPrefix("#") || target.isEmpty { return suffix }
    return Addresses.relative(from: Addresses.page(path), to: site) + suffix
  }

  /// What a link without words is called: "Figure 2", "Figure 2 in Coronary artery disease".
  mutating func name(_ target: String, from path: String) -> String {
    if LinkRule.isExternal(target) { return target }
    let (file, fragment) = Self.parts(target, path)
    guard let summary = index.summary(file) else { return file }
    if file != path { note(.title(file)) }
    guard let fragment, let anchor = summary.anchors[fragment] else { return summary.title }
    note(.anchor(file, fragment))
    note(.words)
    let words = index.words.name(ofAnchor: anchor)
    if words.isEmpty { return summary.title }
    return file == path ? words : "\(words), \(summary.title)"
  }

  private static func parts(_ target: String, _ path: String) -> (file: String, fragment: String?) {
    let parts = target.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
    let fragment = parts.count > 1 ? String(parts[1]) : nil
    // A blank in a name may be written %20.
    let written = parts.first.map(String.init) ?? ""
    let name = written.contains("%") ? written.removingPercentEncoding ?? written : written
    return (name.isEmpty ? path : Addresses.join(Addresses.folder(path), name), fragment)
  }
}

extension String {
  func replacingSuffix(_ suffix: String, with other: String) -> String {
    hasSuffix(suffix) ? dropLast(suffix.count) + other : self
  }
}
