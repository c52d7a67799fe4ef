import Diagnostics
import Markup
import Store

/// A page that has to be rendered, and the read that says so; nil for a new one, or one whose
/// file is gone.
struct Stale: Sendable {
  let index: Int
  let cause: SiteKey?
}

/// What rendering gave, in the order of the stale pages.
struct Rendering: Sendable {
  struct Page: Sendable {
    let reads: [(key: SiteKey, value: UInt64)]
    let entries: [StagedFolder.Entry]
    let terms: Pack.Slot
  }

  let pages: [Page?]
  let problems: Problems
}

extension Site {
  /// The pages whose reads no longer give what they gave, and the files of the others.
  func staleNodes(
    _ index: SiteIndex, isGroundSame: Bool
  ) -> (stale: [Stale], kept: [StagedFolder.Entry]) {
    guard let old else { return (index.nodes.indices.map { Stale(index: $0, cause: nil) }, []) }
    var values: [UInt64?] = Array(repeating: nil, count: old.keyCount)
    func value(_ id: UInt32) -> UInt64 {
      if let known = values[Int(id)] { return known }
      let fresh = SiteKey(old.key(id)).map(index.value) ?? 0
      values[Int(id)] = fresh
      return fresh
    }
    let before = Set(old.nodes.map(\.path))
    var stale: [Stale] = []
    var kept: [StagedFolder.Entry] = []
    for (place, node) in index.nodes.enumerated() {
      if node.reads.isEmpty {
        stale.append(
          Stale(index: place, cause: before.contains(node.path) ? .document(node.path) : nil))
      } else if !isGroundSame, let changed = node.reads.first(where: { value($0.key) != $0.value })
      {
        stale.append(Stale(index: place, cause: SiteKey(old.key(changed.key))))
      } else {
        let own = node.outputs.compactMap(sink.present)
        if own.count == node.outputs.count {
          kept += own
        } else {
          stale.append(Stale(index: place, cause: nil))
        }
      }
    }
    return (stale, kept)
  }

  func builder(_ index: SiteIndex) -> PageBuilder {
    PageBuilder(
      index: index, databases: databases,
      fragment: { pack.read($0.fragment) }, source: source)
  }

  /// The bytes of a document.
  private func source(_ path: String) -> [UInt8]? {
    input.documents.first { $0.path == path }.flatMap { try? $0.read() }
  }

  /// Renders pages, each written as soon as it is done.
  func render(_ index: SiteIndex, _ stale: [Stale]) -> Rendering {
    let builder = builder(index)
    let results = Results<Result<Rendering.Page, Problems>>(stale.count)
    forEach(stale.count) { place in
      let node = index.nodes[stale[place].index]
      results.set(place, page(builder, node))
    }
    var problems = Problems()
    let pages = results.all.map { result -> Rendering.Page? in
      switch result {
      case .success(let page)?: return page
      case .failure(let found)?:
        problems.add(found)
        return nil
      case nil: return nil
      }
    }
    return Rendering(pages: pages, problems: problems)
  }

  private func page(
    _ builder: PageBuilder, _ node: Graph.Node
  ) -> Result<Rendering.Page, Problems> {
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

  /// Notes in the graph what was rendered, and what stayed as it was.
  func keep(
    _ rendering: Rendering, _ stale: [Stale], _ graph: inout Graph,
    _ entries: inout [StagedFolder.Entry]
  ) {
    // Keys keep their numbers from one build to the next.
    for id in 0..<(old?.keyCount ?? 0) { _ = graph.id(old?.key(UInt32(id)) ?? "") }
    for (own, page) in zip(stale, rendering.pages) {
      guard let page else { continue }
      graph.nodes[own.index].reads = page.reads.map {
        Graph.Read(key: graph.id($0.key.name), value: $0.value)
      }
      graph.nodes[own.index].outputs = page.entries.map {
        Graph.Output(path: $0.path, digest: $0.digest, stamp: $0.stamp)
      }
      graph.nodes[own.index].terms = page.terms
      graph.nodes[own.index].cause = own.cause.map { graph.id($0.name) }
      entries += page.entries
    }
  }
}
