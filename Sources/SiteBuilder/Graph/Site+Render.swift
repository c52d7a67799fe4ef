import Diagnostics
import Markup
import Store

/// A page that has to be rendered, and the read that says so; nil for a new one, or one whose
/// file is gone.
struct Stale: Sendable {
  let index: Int
  let cause: SiteKey?
}

/// What rendering a page gave.
struct RenderedPage: Sendable {
  let reads: [(key: SiteKey, value: UInt64)]
  let entries: [StagedFolder.Entry]
  let terms: Pack.Slot
}

extension Site {
  /// The pages whose reads no longer give what they gave, and the files of the others.
  func staleNodes(
    _ index: SiteIndex, isGroundSame: Bool
  ) -> (stale: [Stale], kept: [StagedFolder.Entry]) {
    let nodes = index.nodes
    guard let old else {
      let all = nodes.indices.filter { !index.isBroken($0) }
      return (all.map { Stale(index: $0, cause: nil) }, [])
    }
    let shared = SharedReads(old, nodes, index), before = NodePlaces(old.nodes)
    var stale: [Stale] = []
    var kept: [StagedFolder.Entry] = []
    kept.reserveCapacity(nodes.count)
    for place in nodes.indices {
      if index.isBroken(place) { continue }
      guard nodes.isRendered(place) else {
        let path = nodes.path(place)
        let isKnown = before.place(path, in: old.nodes) != nil
        stale.append(Stale(index: place, cause: isKnown ? .document(path) : nil))
        continue
      }
      if !isGroundSame, let cause = shared.changed(place) {
        stale.append(Stale(index: place, cause: cause))
        continue
      }
      let outputs = nodes.outputs(place), own = outputs.compactMap(sink.present)
      if own.count == outputs.count {
        kept += own
      } else {
        stale.append(Stale(index: place, cause: nil))
      }
    }
    return (stale, kept)
  }

  func builder(_ index: SiteIndex) -> PageBuilder {
    PageBuilder(
      index: index, databases: databases,
      parts: { pack.read($0.fragment) }, source: source)
  }

  /// The bytes of a document.
  private func source(_ path: String) -> [UInt8]? {
    input.documents.first { $0.path == path }.flatMap { try? $0.read() }
  }

  /// Renders pages, each written as soon as it is done, and notes them in the graph.
  func render(
    _ index: SiteIndex, _ stale: [Stale], _ graph: inout Graph,
    _ entries: inout [StagedFolder.Entry]
  ) throws(Problems) -> Problems {
    let builder = builder(index), nodes = index.nodes
    var problems = Problems()
    var list = nodes.emptied
    // Keys keep their numbers from one build to the next.
    for id in 0..<(old?.keyCount ?? 0) { _ = graph.id(old?.key(UInt32(id)) ?? "") }
    try inOrder(stale.count) { number in
      page(builder, nodes[stale[number].index])
    } _: { number, result throws(Problems) in
      let own = stale[number]
      while list.count < own.index { list.append(nodes, list.count) }
      switch result {
      case .success(let page):
        list.append(graph.node(nodes[own.index], own, page))
        entries += page.entries
      case .failure(let found):
        problems.add(found)
        list.append(nodes, own.index)
      }
      if number == Self.atATime - 1 { list.reserve(nodes.count) }
    }
    while list.count < nodes.count { list.append(nodes, list.count) }
    graph.nodes = list
    return problems
  }

  private func page(
    _ builder: PageBuilder, _ node: Graph.Node
  ) -> Result<RenderedPage, Problems> {
    do throws(Problems) {
      let built = try builder.page(node)
      do throws(Diagnostic) {
        var entries = [try sink.put(built.bytes, built.address)]
        for extra in built.extras { entries.append(try sink.put(extra.bytes, extra.path)) }
        let terms = try pack.append(built.terms.bytes)
        return .success(.init(reads: built.reads, entries: entries, terms: terms))
      } catch {
        return .failure(Problems([error]))
      }
    } catch {
      return .failure(error)
    }
  }
}

extension Graph {
  /// A document's node with what rendering its page gave.
  fileprivate mutating func node(_ node: Node, _ stale: Stale, _ page: RenderedPage) -> Node {
    var node = node
    (node.shared, node.own) = ([], [])
    for read in page.reads {
      let own = Read(key: id(read.key.name(on: node.path)), value: read.value)
      if read.key.isOwn(node.path) { node.own.append(own) } else { node.shared.append(own) }
    }
    node.outputs = page.entries.map {
      Output(path: $0.path, digest: $0.digest, stamp: $0.stamp)
    }
    node.terms = page.terms
    node.cause = stale.cause.map { id($0.name(on: node.path)) }
    return node
  }
}

/// Tells which pages are stale. What many pages read alike is asked once.
private final class SharedReads {
  private let old: Graph
  private let nodes: NodeList
  private let index: SiteIndex
  private var values: [UInt64?]
  /// By list of shared reads: asked or not, and the key of the first that changed.
  private var causes: [(isKnown: Bool, cause: SiteKey?)]

  init(_ old: Graph, _ nodes: NodeList, _ index: SiteIndex) {
    (self.old, self.nodes, self.index) = (old, nodes, index)
    values = Array(repeating: nil, count: old.keyCount)
    causes = Array(repeating: (false, nil), count: nodes.setCount)
  }

  /// The first read of a page that does not give what it gave.
  func changed(_ place: Int) -> SiteKey? {
    if let cause = changed(set: nodes.set(place)) { return cause }
    let path = nodes.path(place)
    for read in nodes.own(place) {
      guard let key = SiteKey(old.key(read.key), on: path) else { continue }
      if index.value(key) != read.value { return key }
    }
    return nil
  }

  private func changed(set: Int) -> SiteKey? {
    if causes[set].isKnown { return causes[set].cause }
    let read = nodes.reads(ofSet: set).first { value($0.key) != $0.value }
    causes[set] = (true, read.flatMap { SiteKey(old.key($0.key), on: "") })
    return causes[set].cause
  }

  private func value(_ id: UInt32) -> UInt64 {
    if let known = values[Int(id)] { return known }
    let fresh = SiteKey(old.key(id), on: "").map(index.value) ?? 0
    values[Int(id)] = fresh
    return fresh
  }
}
