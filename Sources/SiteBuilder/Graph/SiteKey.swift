/// What a page may ask for: the edges of the graph.
enum SiteKey: Hashable, Sendable {
  /// The page's own document.
  case document(String)
  /// Title, release, audience, theme.
  case site
  /// The menu that every page shows.
  case menu
  /// The words of the interface.
  case words
  case template(String)
  /// Whether there is a document or file at a content path, and where it stands on the site.
  case target(String)
  /// Whether a document has an anchor, and what links call it.
  case anchor(String, String)
  case title(String)
  /// The neighbours of a document in its queue.
  case queue(String)
  case table(String)
  /// All tables: their names and columns.
  case tables
  /// A row of the edition's references.
  case reference(String)
  /// The terms of the glossary.
  case glossary
  /// Note and sign-off of a case report.
  case note(String)

  private static let separator: Character = "#"

  /// Whether it is what only the page of `document` asks for: its reads are not shared.
  func isOwn(_ document: String) -> Bool {
    switch self {
    case .document(let path), .queue(let path): path == document
    case .note(let id): id == ReviewNotes.id(document)
    default: false
    }
  }

  /// The key in the graph, as a read of the page of `document`.
  func name(on document: String) -> String {
    guard isOwn(document) else { return name }
    switch self {
    case .document: return "document"
    case .queue: return "queue"
    default: return "note"
    }
  }

  private var name: String {
    switch self {
    case .document(let path): "document:" + path
    case .site: "site"
    case .menu: "menu"
    case .words: "words"
    case .template(let name): "template:" + name
    case .target(let path): "target:" + path
    case .anchor(let path, let id): "anchor:" + path + "#" + id
    case .title(let path): "title:" + path
    case .queue(let path): "queue:" + path
    case .table(let path): "table:" + path
    case .tables: "tables"
    case .reference(let key): "reference:" + key
    case .glossary: "glossary"
    case .note(let id): "note:" + id
    }
  }

  /// Reads what ``name(on:)`` gave.
  init?(_ name: String, on document: String) {
    let parts = name.split(separator: ":", maxSplits: 1).map(String.init)
    let rest = parts.count > 1 ? parts[1] : ""
    switch parts.first {
    case "document" where name == "document": self = .document(document)
    case "queue" where name == "queue": self = .queue(document)
    case "note" where name == "note": self = .note(ReviewNotes.id(document) ?? "")
    case "document": self = .document(rest)
    case "site": self = .site
    case "menu": self = .menu
    case "words": self = .words
    case "template": self = .template(rest)
    case "target": self = .target(rest)
    case "anchor":
      let ends = rest.split(separator: Self.separator, maxSplits: 1).map(String.init)
      guard ends.count == 2 else { return nil }
      self = .anchor(ends[0], ends[1])
    case "title": self = .title(rest)
    case "queue": self = .queue(rest)
    case "table": self = .table(rest)
    case "tables": self = .tables
    case "reference": self = .reference(rest)
    case "glossary": self = .glossary
    case "note": self = .note(rest)
    default: return nil
    }
  }

  /// For people: `casebook why` prints it.
  var words: String {
    switch self {
    case .document(let path): "its document, content/\(path)"
    case .site: "the site's settings: title, release, theme (casebook.yaml)"
    case .menu: "the menu"
    case .words: "the words of the interface"
    case .template(let name): "the template \(name).mustache"
    case .target(let path): "a link to \(path)"
    case .anchor(let path, let id): "a link to \(path)#\(id)"
    case .title(let path): "the title of \(path)"
    case .queue: "the queue: its neighbours, or how many there are"
    case .table(let path): "the table \(path)"
    case .tables: "the list of tables and their columns"
    case .reference(let key): "the reference \(key)"
    case .glossary: "the terms of the glossary"
    case .note(let id): "the note or sign-off, content/notes/\(id).md"
    }
  }
}
