import Markup

/// What a template may print: the page's values.
indirect enum TemplateValue: Sendable, Equatable {
  case text(String)
  case html(HTML)
  case flag(Bool)
  case list([TemplateValue])
  case record([String: TemplateValue])

  var isTruthy: Bool {
    switch self {
    case .text(let text): !text.isEmpty
    case .html(let html): !html.isEmpty
    case .flag(let flag): flag
    case .list(let list): !list.isEmpty
    case .record: true
    }
  }

  subscript(_ name: String) -> TemplateValue? {
    if case .record(let fields) = self { return fields[name] }
    return nil
  }
}
