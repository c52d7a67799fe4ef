import Diagnostics
import Markup
import Store

/// The templates of a site by name, a project's own over the built-in ones.
struct TemplateLibrary: Sendable {
  struct Source: Sendable {
    let name: String
    let file: String
    let bytes: [UInt8]
  }

  let templates: [String: Template]
  private let digests: [String: Digest]
  private let closures: [String: [String]]
  /// Partials within partials end somewhere.
  static let deepest = 40

  /// Gathers the errors of all templates; one that cannot be read prints nothing.
  init(_ sources: [Source], _ problems: inout Problems) {
    var templates: [String: Template] = [:]
    for source in sources {
      templates[source.name] =
        problems.gatherTyped { () throws(Problems) in
          try Template(source.bytes, file: source.file)
        } ?? Template()
    }
    self.templates = templates
    closures = Dictionary(
      uniqueKeysWithValues: templates.keys.map { ($0, Self.closure(of: $0, in: templates)) })
    digests = Dictionary(
      sources.map { ($0.name, Digest(of: $0.bytes)) }, uniquingKeysWith: { _, last in last })
  }

  var names: [String] { templates.keys.sorted() }

  /// Of the text of a template; nil where there is none of that name.
  func digest(_ name: String) -> Digest? { digests[name] }

  /// A template and all that it names, sorted.
  func closure(of name: String) -> [String] { closures[name] ?? [] }

  private static func closure(of name: String, in templates: [String: Template]) -> [String] {
    var found: Set<String> = []
    func visit(_ nodes: [Template.Node]) {
      for node in nodes {
        switch node {
        case .partial(let name, _, _): add(name)
        case .parent(let name, let blocks, _, _):
          add(name)
          for block in blocks { visit(block.nodes) }
        case .block(let block): visit(block.nodes)
        case .section(_, let nodes, _, _): visit(nodes)
        case .text, .variable: break
        }
      }
    }
    func add(_ name: String) {
      guard found.insert(name).inserted, let template = templates[name] else { return }
      visit(template.nodes)
    }
    add(name)
    return found.sorted()
  }

  /// Prints nodes. A name without a value prints nothing, as the specification has it:
  /// ``check(_:against:)`` finds such names before anything is printed.
  struct Printer {
    let templates: [String: Template]
    var out: [UInt8] = []

    mutating func render(
      _ nodes: [Template.Node], _ stack: [TemplateValue], _ indent: [UInt8],
      _ blocks: [String: [Template.Node]], _ depth: Int
    ) {
      for node in nodes {
        switch node {
        case .text(let text): print(text, indent)
        case .variable(let name, let isEscaped, _):
          if !indent.isEmpty, out.isEmpty || out.last == 0x0A { out += indent }
          print(TemplateLibrary.resolve(name, stack), isEscaped)
        case .section(let name, let nodes, let isInverted, _):
          let value = TemplateLibrary.resolve(name, stack)
          if isInverted {
            if !(value?.isTruthy ?? false) { render(nodes, stack, indent, blocks, depth) }
          } else if case .list(let items)? = value {
            for item in items { render(nodes, stack + [item], indent, blocks, depth) }
          } else if let value, value.isTruthy {
            render(nodes, stack + [value], indent, blocks, depth)
          }
        case .partial(let name, let inner, _):
          guard depth < deepest, let template = templates[name] else { continue }
          render(template.nodes, stack, indent + inner, [:], depth + 1)
        case .block(let block):
          guard depth < deepest else { continue }
          render(
            blocks[block.name] ?? block.nodes, stack, indent + block.indent, blocks, depth + 1)
        case .parent(let name, let own, let inner, _):
          guard depth < deepest, let template = templates[name] else { continue }
          var filled = blocks
          for block in own where filled[block.name] == nil { filled[block.name] = block.nodes }
          render(template.nodes, stack, indent + inner, filled, depth + 1)
        }
      }
    }

    /// A partial's lines stand as far in as its tag.
    private mutating func print(_ text: [UInt8], _ indent: [UInt8]) {
      guard !indent.isEmpty else {
        out += text
        return
      }
      for byte in text {
        if out.isEmpty || out.last == 0x0A { out += indent }
        out.append(byte)
      }
    }

    mutating func print(_ value: TemplateValue?, _ isEscaped: Bool) {
      switch value {
      case .text(let text)?:
        if isEscaped { HTML.escape(text, into: &out) } else { out += text.utf8 }
      case .html(let html)?: out += html.bytes
      default: break
      }
    }
  }

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

  /// Finds every name that a template uses and `sample`, the values of a page on which all are
  /// there, does not have; unknown partials, parents and blocks too.
  func check(_ name: String, against sample: [TemplateValue]) throws(Problems) {
    var problems = Problems()
    if let template = templates[name] { check(template.nodes, sample, 0, &problems) }
    try problems.throwIfAny()
  }

  /// Templates that come round to themselves. The specification has them for data that end
  /// somewhere; no value of a page holds its like.
  var rounds: Problems {
    var problems = Problems()
    for name in names {
      forEachName(templates[name]?.nodes ?? []) { other, place in
        guard closure(of: other).contains(name) else { return }
        problems.error(
          at: place, "'\(other)' comes round to '\(name)'",
          hint: "a template that names itself would be printed without end")
      }
    }
    return problems
  }

  /// Visits the partials and parents that nodes name.
  private func forEachName(_ nodes: [Template.Node], _ visit: (String, Place) -> Void) {
    for node in nodes {
      switch node {
      case .partial(let name, _, let place): visit(name, place)
      case .parent(let name, let blocks, _, let place):
        visit(name, place)
        for block in blocks { forEachName(block.nodes, visit) }
      case .block(let block): forEachName(block.nodes, visit)
      case .section(_, let nodes, _, _): forEachName(nodes, visit)
      case .text, .variable: break
      }
    }
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
        guard let template = known(name, place, &problems) else { continue }
        if depth < Self.deepest { check(template.nodes, stack, depth + 1, &problems) }
      case .block(let block): check(block.nodes, stack, depth, &problems)
      case .parent(let name, let blocks, _, let place):
        guard let template = known(name, place, &problems) else { continue }
        checkBlocks(blocks, of: name, &problems)
        for block in blocks { check(block.nodes, stack, depth, &problems) }
        if depth < Self.deepest { check(template.nodes, stack, depth + 1, &problems) }
      }
    }
  }

  private func known(_ name: String, _ place: Place, _ problems: inout Problems) -> Template? {
    if let template = templates[name] { return template }
    problems.error(
      at: place, "no partial '\(name)'", hint: Suggestion.hint(for: name, among: templates.keys))
    return nil
  }

  /// A block that the parent does not have would fill nothing.
  private func checkBlocks(
    _ blocks: [Template.Block], of parent: String, _ problems: inout Problems
  ) {
    let there = closure(of: parent).compactMap { templates[$0] }
      .reduce(into: Set<String>()) { $0.formUnion(Self.blockNames($1.nodes)) }
    for block in blocks where !there.contains(block.name) {
      problems.error(
        at: block.place, "'\(parent)' has no block '\(block.name)'",
        hint: Suggestion.hint(for: block.name, among: there))
    }
  }

  private static func blockNames(_ nodes: [Template.Node]) -> Set<String> {
    nodes.reduce(into: Set<String>()) { names, node in
      switch node {
      case .block(let block):
        names.insert(block.name)
        names.formUnion(blockNames(block.nodes))
      case .section(_, let inner, _, _): names.formUnion(blockNames(inner))
      case .parent(_, let blocks, _, _):
        for block in blocks { names.formUnion(blockNames(block.nodes)) }
      case .text, .variable, .partial: break
      }
    }
  }

  private func report(
    _ name: [String], _ stack: [TemplateValue], _ place: Place, _ problems: inout Problems
  ) {
    var known: Set<String> = []
    for case .record(let record) in stack {
      for (name, value) in record.fields {
        known.insert(name)
        if case .record(let inner) = value {
          known.formUnion(inner.fields.map { name + "." + $0.name })
        }
      }
    }
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
