import Markup

/// A template as the pages of one build share it: partials, parents and blocks stand in their
/// places, and what is the same on every page is text. Thousands of pages are printed into one.
struct Shell: Sendable {
  let nodes: [Template.Node]
  /// The values that every page has alike.
  let common: TemplateValue
}

extension TemplateLibrary {
  /// Prepares a template. Records and lists of a page have no field that is called as a field
  /// of `common`.
  func shell(_ name: String, common: TemplateValue) -> Shell {
    guard let template = templates[name] else { return Shell(nodes: [], common: common) }
    let settler = Settler(templates: templates, common: common)
    let nodes = settler.settled(template.nodes, in: .init(names: [name]))
    return Shell(nodes: nodes.map(Settler.joined) ?? template.nodes, common: common)
  }

  /// Prints a page.
  func render(_ shell: Shell, _ value: TemplateValue) -> [UInt8] {
    var printer = Printer(templates: templates)
    printer.out.reserveCapacity(32_768)
    printer.render(shell.nodes, [shell.common, value], [], [:], 0)
    return printer.out
  }
}

private struct Settler {
  /// Where in the templates a node stands.
  struct Position {
    /// Templates that are being put in place: one that names itself stays a tag.
    var names: [String]
    var blocks: [String: [Template.Node]] = [:]
    var depth = 0

    func within(_ name: String, _ blocks: [String: [Template.Node]]) -> Position {
      Position(names: names + [name], blocks: blocks, depth: depth + 1)
    }
  }

  let templates: [String: Template]
  let common: TemplateValue

  /// Nil where a block is indented, which has to be printed line by line.
  func settled(_ nodes: [Template.Node], in position: Position) -> [Template.Node]? {
    guard position.depth < TemplateLibrary.deepest else { return nil }
    var out: [Template.Node] = []
    for node in nodes {
      guard let own = settled(node, in: position) else { return nil }
      out += own
    }
    return out
  }

  private func settled(_ node: Template.Node, in position: Position) -> [Template.Node]? {
    switch node {
    case .text: return [node]
    case .variable(let name, let isEscaped, _):
      guard isCommon(name) else { return [node] }
      var printer = TemplateLibrary.Printer(templates: templates)
      printer.print(TemplateLibrary.resolve(name, [common]), isEscaped)
      return [.text(printer.out)]
    case .section(let name, let nodes, let isInverted, let place):
      guard let inner = settled(nodes, in: position) else { return nil }
      return section(name, inner, isInverted)
        ?? [.section(name: name, nodes: inner, isInverted: isInverted, place: place)]
    case .partial(let name, let indent, _):
      guard indent.isEmpty, !position.names.contains(name), let template = templates[name],
        let inner = settled(template.nodes, in: position.within(name, [:]))
      else { return [node] }
      return inner
    case .block(let block):
      guard block.indent.isEmpty else { return nil }
      var inside = position
      inside.depth += 1
      return settled(position.blocks[block.name] ?? block.nodes, in: inside)
    case .parent(let name, let own, let indent, _):
      var filled = position.blocks
      for block in own where filled[block.name] == nil { filled[block.name] = block.nodes }
      if indent.isEmpty, !position.names.contains(name), let template = templates[name],
        let inner = settled(template.nodes, in: position.within(name, filled))
      {
        return inner
      }
      return position.blocks.isEmpty ? [node] : nil
    }
  }

  /// What a section of a common flag or text comes to; nil for one that has to stay.
  private func section(
    _ name: [String], _ inner: [Template.Node], _ isInverted: Bool
  ) -> [Template.Node]? {
    guard isCommon(name) else { return nil }
    switch TemplateLibrary.resolve(name, [common]) {
    case .list?, .record?: return nil
    case let value:
      let isTruthy = value?.isTruthy ?? false
      if isTruthy == isInverted { return [] }
      return isInverted || !inner.contains(where: Self.namesItself) ? inner : nil
    }
  }

  private func isCommon(_ name: [String]) -> Bool {
    name.first.map { common[$0] != nil } ?? false
  }

  /// Whether a node prints the value of the section around it.
  private static func namesItself(_ node: Template.Node) -> Bool {
    switch node {
    case .variable(let name, _, _): name == ["."]
    case .section(let name, let nodes, _, _): name == ["."] || nodes.contains(where: namesItself)
    case .partial, .parent, .block: true
    case .text: false
    }
  }

  /// Neighbouring texts as one.
  static func joined(_ nodes: [Template.Node]) -> [Template.Node] {
    var out: [Template.Node] = []
    for node in nodes {
      switch (out.last, node) {
      case (.text(let before)?, .text(let text)): out[out.count - 1] = .text(before + text)
      case (_, .section(let name, let inner, let isInverted, let place)):
        out.append(
          .section(name: name, nodes: joined(inner), isInverted: isInverted, place: place))
      default: out.append(node)
      }
    }
    return out
  }
}
