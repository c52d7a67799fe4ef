import Diagnostics
import Tables

/// Problems as text, JSON or SARIF 2.1.0.
public struct CheckReport: Sendable {
  private enum Format: String, CaseIterable { case text, json, sarif }
  private let format: Format

  public init(format: String) throws {
    guard let known = Format(rawValue: format) else {
      throw Diagnostic(
        at: Place("--format"), "unknown format '\(format)'",
        hint: Suggestion.hint(for: format, among: Format.allCases.map(\.rawValue)), exit: .usage)
    }
    self.format = known
  }

  public func text(_ problems: Problems) -> String {
    let items = problems.items.sorted()
    switch format {
    case .text:
      return items.isEmpty ? "Nothing to say: the project can be built." : problems.description
    case .json: return JSON.array(items.map(json))
    case .sarif: return sarif(items)
    }
  }

  private func json(_ item: Diagnostic) -> String {
    JSON.object([
      ("severity", JSON.string(item.severity.rawValue)), ("file", JSON.string(item.place.file)),
      ("line", item.place.line.map(String.init) ?? "null"),
      ("column", item.place.column.map(String.init) ?? "null"),
      ("message", JSON.string(item.message)), ("hint", item.hint.map(JSON.string) ?? "null"),
      ("excerpt", item.excerpt.map(JSON.string) ?? "null"),
      ("exit", String(item.exit.rawValue)),
    ])
  }

  private func region(_ item: Diagnostic) -> String {
    var fields = [("startLine", String(item.place.line ?? 1))]
    if let column = item.place.column { fields.append(("startColumn", String(column))) }
    if let excerpt = item.excerpt {
      fields.append(("snippet", JSON.object([("text", JSON.string(excerpt))])))
    }
    return JSON.object(fields)
  }

  private func sarif(_ items: [Diagnostic]) -> String {
    let results = items.map { item in
      JSON.object([
        ("level", JSON.string(item.severity.rawValue)),
        ("message", JSON.object([("text", JSON.string(item.message))])),
        (
          "locations",
          JSON.array([
            JSON.object([
              (
                "physicalLocation",
                JSON.object([
                  ("artifactLocation", JSON.object([("uri", JSON.string(item.place.file))])),
                  ("region", region(item)),
                ])
              )
            ])
          ])
        ),
      ])
    }
    let tool = JSON.object([("driver", JSON.object([("name", JSON.string("casebook"))]))])
    return JSON.object([
      ("version", JSON.string("2.1.0")),
      ("runs", JSON.array([JSON.object([("tool", tool), ("results", JSON.array(results))])])),
    ])
  }
}
