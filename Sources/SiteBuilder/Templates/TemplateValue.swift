import Markup

/// What a template may print: the page's values.
indirect enum TemplateValue: Sendable, Equatable {
  case text(String)
  case html(HTML)
  case flag(Bool)
  case list([TemplateValue])
  case record(TemplateRecord)

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
    if case .record(let record) = self { return record[name] }
    return nil
  }
}

/// Values by name. A page has some dozen small ones: looking through a list is quicker than
/// filling and asking a hash table.
struct TemplateRecord: Sendable, Equatable, ExpressibleByDictionaryLiteral {
  private(set) var fields: [(name: String, value: TemplateValue)]

  init(dictionaryLiteral elements: (String, TemplateValue)...) {
    fields = elements.map { (name: $0.0, value: $0.1) }
  }

  init(_ values: [String: TemplateValue]) {
    fields = values.sorted { $0.key < $1.key }.map { (name: $0.key, value: $0.value) }
  }

  subscript(_ name: String) -> TemplateValue? {
    for field in fields where field.name == name { return field.value }
    return nil
  }

  mutating func add(_ name: String, _ value: TemplateValue) { fields.append((name, value)) }

  static func == (a: TemplateRecord, b: TemplateRecord) -> Bool {
    a.fields.elementsEqual(b.fields) { $0.name == $1.name && $0.value == $1.value }
  }
}
