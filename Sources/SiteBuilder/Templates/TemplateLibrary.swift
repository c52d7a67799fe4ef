import Diagnostics
import Markup

/// The templates of a site by name, a project's own over the built-in ones.
struct TemplateLibrary: Sendable {
  private let templates: [String: Template]
  /// Partials within partials end somewhere.
  private static let deepest = 40

  init(_ sources: [(name: String, file: String, text: String)]) throws(Problems) {
    var problems = Problems()
    var templates: [String: Template] = [:]
    for source in sources {
      templates[source.name] = problems.gatherTyped { () throws(Problems) in
        try Template(source.text, file: source.file)
      }
    }
    try problems.throwIfAny()
    self.templates = templates
  }

  /// Prints a template. A name without a value prints nothing, as the specification
  /// has it: ``check(_:against:)`` finds such names before anything is printed.
  func render(_ name: String, _ value: TemplateValue) -> HTML {
    var out = HTML()
    if let template = templates[name] { render(template.nodes, [value], "", 0, &out) }
    return out
  }

  private func render(
    _ nodes: [Template.Node], _ stack: [TemplateValue], _ indent: String, _ depth: Int,
    _ out: inout HTML
  ) {
    for node in nodes {
      switch node {
      case .text(let text): out += trusted(indent.isEmpty ? text : indented(text, indent, &out))
      case .variable(let name, let isEscaped, _):
        if !indent.isEmpty, out.bytes.isEmpty || out.bytes.last == 0x0A { out += trusted(indent) }
        print(Self.resolve(name, stack), isEscaped, &out)
      case .section(let name, let nodes, let isInverted, _):
        let value = Self.resolve(name, stack)
        if isInverted {
          if !(value?.isTruthy ?? false) { render(nodes, stack, indent, depth, &out) }
        } else if case .list(let items)? = value {
          for item in items { render(nodes, stack + [item], indent, depth, &out) }
        } else if let value, value.isTruthy {
          render(nodes, stack + [value], indent, depth, &out)
        }
      case .partial(let name, let inner, _):
        guard depth < Self.deepest, let template = templates[name] else { continue }
        render(template.nodes, stack, indent + inner, depth + 1, &out)
      }
    }
  }

  private func print(_ value: TemplateValue?, _ isEscaped: Bool, _ out: inout HTML) {
    switch value {
    case .text(let text)?: out += isEscaped ? HTML(text: text) : trusted(text)
    case .html(let html)?: out += html
    default: break
    }
  }

  /// A partial's lines stand as far in as its tag.
  private func indented(_ text: String, _ indent: String, _ out: inout HTML) -> String {
    var result = ""
    var atStart = out.bytes.isEmpty || out.bytes.last == 0x0A
    for character in text {
      if atStart { result += indent }
      result.append(character)
      atStart = character.isNewline
    }
    return result
  }

  private func trusted(_ text: String) -> HTML { HTML.template(text) }

  static func resolve(_ name: [String], _ stack: [TemplateValue]) -> TemplateValue? {
    if name == ["."] { return stack.last }
    guard let first = name.first else { return nil }
    for context in stack.reversed() {
      guard var value = context[first] else { continue }
      for part in name.dropFirst() {
        guard let next = value[part] else { return nil }
        value = next
      }
      return value
    }
    return nil
  }

  // MARK: - Check

  /// Finds every name that a template uses and `sample`, a page with all values
  /// there, does not have; unknown partials too.
  func check(_ name: String, against sample: TemplateValue) throws(Problems) {
    var problems = Problems()
    if let template = templates[name] { check(template.nodes, [sample], 0, &problems) }
    try problems.throwIfAny()
  }

  private func check(
    _ nodes: [Template.Node], _ stack: [TemplateValue], _ depth: Int, _ problems: inout Problems
  ) {
    for node in nodes {
      switch node {
      case .text: break
      case .variable(let name, _, let place):
        if Self.resolve(name, stack) == nil { report(name, stack, place, &problems) }
      case .section(let name, let nodes, let isInverted, let place):
        guard let value = Self.resolve(name, stack) else {
          report(name, stack, place, &problems)
          continue
        }
        if case .list(let items) = value, !isInverted {
          if let item = items.first { check(nodes, stack + [item], depth, &problems) }
        } else {
          check(nodes, isInverted ? stack : stack + [value], depth, &problems)
        }
      case .partial(let name, _, let place):
        guard let template = templates[name] else {
          problems.error(
            at: place, "no partial '\(name)'",
            hint: Suggestion.hint(for: name, among: templates.keys))
          continue
        }
        if depth < Self.deepest { check(template.nodes, stack, depth + 1, &problems) }
      }
    }
  }

  private func report(
    _ name: [String], _ stack: [TemplateValue], _ place: Place, _ problems: inout Problems
  ) {
    var known: Set<String> = []
    for case .record(let fields) in stack { known.formUnion(fields.keys) }
    let words = name.joined(separator: ".")
    problems.error(
      at: place, "the page has no value '\(words)'", hint: Suggestion.hint(for: words, among: known)
    )
  }
}

extension Problems {
  /// As ``gather(_:)``, for a body whose error type is known.
  mutating func gatherTyped<T>(_ body: () throws(Problems) -> T) -> T? {
    do {
      return try body()
    } catch {
      add(error)
      return nil
    }
  }
}
