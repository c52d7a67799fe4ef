import Diagnostics
import Yams

/// The head of a document: YAML between two lines of three hyphens.
public struct FrontMatter: Sendable, Equatable {
  /// One value each; those of a mapping under `name.key`.
  public private(set) var values: [String: String]
  public private(set) var lists: [String: [String]]
  /// The line of the file on which a key stands.
  private var lines: [String: Int] = [:]

  public init(_ values: [String: String] = [:], lists: [String: [String]] = [:]) {
    (self.values, self.lists) = (values, lists)
  }

  public subscript(_ key: String) -> String? { values[key] }

  /// A list, or a single value as a list of one.
  public func list(_ key: String) -> [String]? { lists[key] ?? values[key].map { [$0] } }

  /// What `params:` holds.
  public var parameters: [String: String] { section("params") }

  /// The line of a key, as far as it is known.
  public func line(_ key: String) -> Int? {
    lines[key] ?? lines[key.split(separator: ".").first.map(String.init) ?? key]
  }

  /// All keys of the first level.
  public var keys: [String] {
    (Array(values.keys) + lists.keys).map { key in
      key.utf8.contains(0x2E) ? key.split(separator: ".").first.map(String.init) ?? key : key
    }.sorted()
  }

  func section(_ name: String) -> [String: String] {
    var found: [String: String] = [:]
    for (key, value) in values where key.hasPrefix(name + ".") {
      found[String(key.dropFirst(name.count + 1))] = value
    }
    return found
  }

  /// Reads YAML: a mapping of scalars, lists of scalars, and mappings of scalars. `firstLine` is
  /// the line of the file on which it begins.
  public init(_ yaml: ArraySlice<UInt8>, file: String, firstLine: Int = 2) throws(Problems) {
    (values, lists) = ([:], [:])
    // Nine heads in ten are plain `key: words`; libyaml takes 60 µs for one, this 2 µs.
    if readPlain(yaml, firstLine) { return }
    (values, lists, lines) = ([:], [:], [:])
    let node: Node?
    do {
      node = try Yams.compose(yaml: String(decoding: yaml, as: UTF8.self))
    } catch let error as YamlError {
      let mark = Self.mark(of: error)
      throw Problems([
        Diagnostic(
          at: Place(file, line: (mark?.line ?? 0) + firstLine - 1, column: mark?.column),
          "the front matter is not YAML", hint: "key: value, one a line")
      ])
    } catch {
      throw Problems([Diagnostic(at: Place(file, line: 1), "the front matter is not YAML")])
    }
    guard let node else { return }
    guard case .mapping(let mapping) = node else {
      throw Problems([
        Diagnostic(
          at: Place(file, line: firstLine), "the front matter is no mapping", hint: "key: value")
      ])
    }
    try read(mapping, file: file, firstLine: firstLine)
  }

  private mutating func read(
    _ mapping: Node.Mapping, file: String, firstLine: Int
  ) throws(Problems) {
    var problems = Problems()
    for (key, value) in mapping {
      guard let name = key.string else { continue }
      let line = (key.mark?.line ?? 1) + firstLine - 1
      if lines[name] != nil {
        problems.error(at: Place(file, line: line), "'\(name)' stands twice")
      }
      lines[name] = line
      switch value {
      case .scalar(let scalar): values[name] = scalar.string
      case .sequence(let sequence): lists[name] = sequence.compactMap(\.string)
      case .mapping(let inner):
        for (key, value) in inner {
          guard let own = key.string, case .scalar(let scalar) = value else {
            problems.error(at: Place(file, line: line), "'\(name)' holds more than one level")
            continue
          }
          values[name + "." + own] = scalar.string
        }
      default:
        problems.error(at: Place(file, line: line), "'\(name)' is neither text nor a list")
      }
    }
    try problems.throwIfAny()
  }

  /// Reads lines of `key: words` where the words are nothing but themselves in YAML; false
  /// where a line is anything else.
  private mutating func readPlain(_ yaml: ArraySlice<UInt8>, _ firstLine: Int) -> Bool {
    var number = firstLine - 1
    for line in yaml.split(separator: 0x0A, omittingEmptySubsequences: false) {
      number += 1
      if line.isEmpty { continue }
      guard let colon = line.firstIndex(of: 0x3A), colon > line.startIndex,
        line[..<colon].allSatisfy({ (0x61...0x7A).contains($0) || $0 == 0x5F }),
        line.count > colon + 2 - line.startIndex, line[colon + 1] == 0x20
      else { return false }
      var words = line[(colon + 2)...]
      if words.first == 0x22 {
        guard words.count > 1, words.last == 0x22 else { return false }
        words = words.dropFirst().dropLast()
        if words.contains(where: { $0 == 0x22 || $0 == 0x5C }) { return false }
      } else if !Self.isPlain(words) {
        return false
      }
      let name = String(decoding: line[..<colon], as: UTF8.self)
      if lines[name] != nil { return false }
      lines[name] = number
      values[name] = String(decoding: words, as: UTF8.self)
    }
    return true
  }

  /// Letters and digits first and last, and in between nothing that YAML reads otherwise.
  private static func isPlain(_ words: ArraySlice<UInt8>) -> Bool {
    guard let first = words.first, let last = words.last, isLetter(first), last > 0x20 else {
      return false
    }
    return words.allSatisfy {
      isLetter($0) || [0x20, 0x2C, 0x2D, 0x2E, 0x2F, 0x28, 0x29].contains($0)
    }
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
      || byte >= 0x80 || byte == 0x5F
  }

  private static func mark(of error: YamlError) -> Mark? {
    switch error {
    case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _):
      mark
    default: nil
    }
  }
}

/// What front matter may say. A slip in one word, `audience` above all, would publish a page.
enum FrontMatterSchema {
  private static let texts: Set = [
    "data", "description", "kicker", "kind", "menu", "menu_order", "queue", "reviewer",
    "search", "signed_digest", "signed_on", "template", "title", "title_is",
  ]
  private static let lists: Set = ["aliases", "audience"]
  private static let known = texts.union(lists).union(["params"])
  private static let audiences = ["public", "clinic", "participant"]

  static func check(_ front: FrontMatter, file: String) throws(Problems) {
    var problems = Problems()
    for name in front.keys {
      let place = Place(file, line: front.line(name) ?? 1)
      if !known.contains(name) {
        problems.error(
          at: place, "front matter has no '\(name)'", hint: Suggestion.hint(for: name, among: known)
        )
      } else if texts.contains(name), front.lists[name] != nil {
        problems.error(at: place, "'\(name)' is one value, not a list")
      } else if name != "params", front[name] == nil, front.lists[name] == nil {
        problems.error(at: place, "'\(name)' holds no values of its own")
      }
    }
    for audience in front.list("audience") ?? [] where !audiences.contains(audience) {
      problems.error(
        at: Place(file, line: front.line("audience") ?? 1), "no audience '\(audience)'",
        hint: Suggestion.hint(for: audience, among: audiences))
    }
    if let search = front["search"], search != "title" {
      problems.error(
        at: Place(file, line: front.line("search") ?? 1), "'search' is 'title', or left out",
        hint: "search: title finds the page by its title alone")
    }
    if let order = front["menu_order"], Double(order) == nil {
      problems.error(
        at: Place(file, line: front.line("menu_order") ?? 1), "'menu_order' is no number",
        hint: "menu_order: 3")
    }
    try problems.throwIfAny()
  }
}
