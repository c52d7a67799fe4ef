import Diagnostics
import Yams

/// The head of a document: YAML between two lines of three hyphens.
public struct FrontMatter: Sendable, Equatable {
  public private(set) var values: [String: String]
  public private(set) var lists: [String: [String]]

  public init(_ values: [String: String] = [:], lists: [String: [String]] = [:]) {
    (self.values, self.lists) = (values, lists)
  }

  public subscript(_ key: String) -> String? { values[key] }

  /// A list, or a single value as a list of one.
  public func list(_ key: String) -> [String]? { lists[key] ?? values[key].map { [$0] } }

  /// Reads YAML: a mapping of scalars and lists of scalars.
  public init(yaml: String, file: String) throws(Problems) {
    (values, lists) = ([:], [:])
    let node: Node?
    do {
      node = try Yams.compose(yaml: yaml)
    } catch let error as YamlError {
      throw Problems([
        Diagnostic(
          at: Place(file, line: Self.line(of: error)), "the front matter is not YAML",
          hint: "key: value, one a line")
      ])
    } catch {
      throw Problems([Diagnostic(at: Place(file, line: 1), "the front matter is not YAML")])
    }
    guard let node else { return }
    guard case .mapping(let mapping) = node else {
      throw Problems([
        Diagnostic(at: Place(file, line: 2), "the front matter is no mapping", hint: "key: value")
      ])
    }
    var problems = Problems()
    for (key, value) in mapping {
      guard let name = key.string else { continue }
      switch value {
      case .scalar(let scalar): values[name] = scalar.string
      case .sequence(let sequence): lists[name] = sequence.compactMap(\.string)
      default:
        problems.error(
          at: Place(file, line: (key.mark?.line ?? 1) + 1), "'\(name)' is neither text nor a list")
      }
    }
    try problems.throwIfAny()
  }

  private static func line(of error: YamlError) -> Int {
    switch error {
    case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _):
      mark.line + 1
    default: 1
    }
  }
}
