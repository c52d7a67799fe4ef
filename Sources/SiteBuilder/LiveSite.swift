import Diagnostics
import Markup
import Store
import Synchronization

/// A built site that renders a page when it is asked for: what the dev server shows. A page is
/// the same bytes that a build writes.
public final class LiveSite: Sendable {
  private struct State {
    var index: SiteIndex
    /// By site address.
    var places: [String: Int]
  }

  private let site: Site
  private let state: Mutex<State>
  private let sources: [String: SiteSource]

  /// Of a site and the graph of its last build.
  public init(_ site: Site, _ graph: Graph) {
    var site = site
    // A build may write the pack at any time; what is read here stays here.
    site.pack = Pack(over: site.pack)
    self.site = site
    let index = site.index(graph.nodes)
    state = Mutex(State(index: index, places: Self.places(index)))
    sources = Dictionary(
      site.input.documents.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
  }

  private static func places(_ index: SiteIndex) -> [String: Int] {
    Dictionary(
      index.nodes.indices.map { (Addresses.page(index.nodes.path($0)), $0) },
      uniquingKeysWith: { first, _ in first })
  }

  /// The document whose page stands at an address; nil where there is none.
  public func document(_ address: String) -> String? {
    state.withLock { state in state.places[address].map(state.index.nodes.path) }
  }

  /// The digest of a document as it is now.
  public func digest(_ document: String) -> Digest? {
    state.withLock { state in state.index.place(document).map { state.index.nodes[$0].source } }
  }

  /// Renders the page at an address, from its document as it is on the disk now. Nil where no
  /// document stands behind it. Throws what a build would say of it.
  public func page(_ address: String) throws(Problems) -> [UInt8]? {
    guard let document = document(address) else { return nil }
    try refresh(document)
    let (index, place) = state.withLock { ($0.index, $0.places[address]) }
    guard let place else { return nil }
    return try site.builder(index).page(index.nodes[place]).bytes
  }

  /// Throws what a build would say of a reviewer's note.
  public func check(note: Document, of document: String) throws(Problems) {
    let index = state.withLock { $0.index }
    guard let place = index.place(document) else { return }
    try site.builder(index).check(note: note, on: index.nodes[place])
  }

  /// Reads a document again if its file changed. Gives whether it did.
  @discardableResult
  public func refresh(_ document: String) throws(Problems) -> Bool {
    guard let source = sources[document]?.now(), source.stamp != .none else { return false }
    let known = state.withLock { state in
      state.index.place(document).map { state.index.nodes[$0] }
    }
    guard let known, known.stamp != source.stamp,
      let fresh = try site.node(source, known: known)
    else { return false }
    state.withLock { state in
      guard let place = state.index.place(document) else { return }
      let nodes = state.index.nodes.replacing(place, with: fresh)
      // Only what lists show makes them anew.
      state.index =
        state.index.showsAlike(known, fresh, site.pack)
        ? state.index.replacing(nodes) : site.index(nodes)
    }
    return true
  }
}

extension SiteSource {
  /// The same document with the stamp that its file has now; nil where the file is gone.
  func now() -> SiteSource? {
    guard let file else { return self }
    return Files.inputStamp(file).map(with)
  }
}

extension SiteIndex {
  /// Whether menus, queues and redirects show two states of a document alike.
  func showsAlike(_ a: Graph.Node, _ b: Graph.Node, _ pack: Pack) -> Bool {
    if a.path == Glossary.path || a.face != b.face { return false }
    // A folder's name stands in the crumbs of its pages.
    if !a.face.isNamed, !a.path.hasSuffix("index.md") { return true }
    func summary(_ node: Graph.Node) -> Summary? {
      pack.read(node.summary).flatMap { Summary(bytes: $0, withAnchors: false) }
    }
    guard let a = summary(a), let b = summary(b) else { return false }
    return a["menu"] == b["menu"] && a["menu_order"] == b["menu_order"]
      && a.list("aliases") == b.list("aliases")
  }
}
