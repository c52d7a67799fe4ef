import Diagnostics
import Markup
import Store

/// The documents of a site, parsed or known.
struct Parsing {
  /// Sorted by path.
  let nodes: [Graph.Node]
  /// Whether any document came, went or changed.
  let isChanged: Bool
  let warnings: Problems
}

extension Site {
  /// Reads what changed since the last build, and parses it. Throws all errors at once.
  func parse() throws(Problems) -> Parsing {
    let known = Dictionary(
      uniqueKeysWithValues: (old?.nodes ?? []).enumerated().map { ($1.path, $0) })
    let results = Results<Outcome>(input.documents.count)
    forEach(input.documents.count) { index in
      let source = input.documents[index]
      results.set(index, outcome(source, known[source.path].flatMap { old?.nodes[$0] }))
    }
    var nodes: [Graph.Node] = []
    nodes.reserveCapacity(input.documents.count)
    var problems = Problems()
    var isChanged = false
    for outcome in results.all {
      switch outcome {
      case .known(let node)?: nodes.append(node)
      case .parsed(let node, let warnings)?:
        nodes.append(node)
        problems.add(warnings)
        isChanged = true
      case .failed(let found)?: problems.add(found)
      case .hidden?, nil: continue
      }
    }
    try problems.throwIfAny()
    return Parsing(
      nodes: nodes, isChanged: isChanged || nodes.count != old?.nodes.count, warnings: problems)
  }

  /// A document read again; nil where it is no longer for this audience.
  func node(_ source: SiteSource, known: Graph.Node) throws(Problems) -> Graph.Node? {
    switch outcome(source, known) {
    case .known(let node), .parsed(let node, _): return node
    case .failed(let problems): throw problems
    case .hidden: return nil
    }
  }

  private enum Outcome: Sendable {
    case known(Graph.Node)
    case parsed(Graph.Node, Problems)
    case failed(Problems)
    /// For another audience.
    case hidden
  }

  private func outcome(_ source: SiteSource, _ known: Graph.Node?) -> Outcome {
    if let known, source.stamp != .none, known.stamp == source.stamp { return .known(known) }
    do throws(Diagnostic) {
      let bytes = try source.read()
      let digest = Digest(of: bytes)
      if var known, known.source == digest {
        known.stamp = source.stamp
        return .known(known)
      }
      return try parsed(source, bytes, digest)
    } catch {
      return .failed(Problems([error]))
    }
  }

  private func parsed(
    _ source: SiteSource, _ bytes: [UInt8], _ digest: Digest
  ) throws(Diagnostic) -> Outcome {
    let document: Document, fragment: Fragment
    do throws(Problems) {
      document = try Document(bytes, path: source.path)
      let audiences = document.front.list("audience")
      if let audiences, !audiences.contains(input.info.audience) { return .hidden }
      fragment = try Fragment(document)
    } catch {
      return .failed(error)
    }
    let summary = Summary(document, fragment)
    let node = Graph.Node(
      path: source.path, source: digest, stamp: source.stamp,
      fragment: try pack.append(fragment.bytes), summary: summary.bytes,
      isListed: summary.isListed)
    return .parsed(node, Problems(fragment.warnings))
  }
}
