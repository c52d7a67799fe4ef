import Diagnostics
import Markup
import Store

/// The documents of a site, parsed or known.
struct Parsing {
  /// Sorted by path.
  let nodes: NodeList
  /// Whether any document came, went or changed.
  let isChanged: Bool
  /// Paths of documents that cannot be read: they stand among the nodes, empty, so that a link to
  /// one is no fault of its own.
  let broken: Set<String>
  let problems: Problems
}

extension Site {
  /// Documents that are read, and pages that are rendered, before what came of them is noted:
  /// no more are in memory at a time.
  static let atATime = 512

  /// Reads what changed since the last build, and parses it; all of it can be read from the pack
  /// afterwards. Throws only where the pack cannot be written.
  func parse() throws(Problems) -> Parsing {
    let known = old.map { NodePlaces($0.nodes) }
    var nodes = old?.nodes.emptied ?? NodeList()
    var problems = Problems()
    var isChanged = false
    var broken: Set<String> = []
    for start in stride(from: 0, to: input.documents.count, by: Self.atATime) {
      let chunk = input.documents[start..<min(start + Self.atATime, input.documents.count)]
      let results = Results<Outcome>(chunk.count)
      forEach(chunk.count) { index in
        let source = chunk[chunk.startIndex + index]
        let place = old.flatMap { known?.place(source.path, in: $0.nodes) }
        results.set(index, outcome(source, place))
      }
      for (source, outcome) in zip(chunk, results.all) {
        switch outcome {
        case .known(let place, let stamp)?:
          guard let old else { continue }
          nodes.append(old.nodes, place)
          if let stamp { nodes.set(stamp, at: nodes.count - 1) }
        case .parsed(let node, let warnings)?:
          nodes.append(node)
          problems.add(warnings)
          isChanged = true
        case .failed(let found)?:
          problems.add(found)
          broken.insert(source.path)
          nodes.append(try placeholder(source))
          isChanged = true
        case .hidden?, nil: continue
        }
      }
      if start == 0 { nodes.reserve(input.documents.count) }
    }
    try pack.flushing()
    return Parsing(
      nodes: nodes, isChanged: isChanged || nodes.count != old?.nodes.count, broken: broken,
      problems: problems)
  }

  /// In the place of a document that cannot be read.
  private func placeholder(_ source: SiteSource) throws(Problems) -> Graph.Node {
    let summary = Summary(title: source.path, values: [:])
    do throws(Diagnostic) {
      return try node(source, Digest(of: ""), summary, Fragment(title: ""))
    } catch {
      throw Problems([error])
    }
  }

  private func node(
    _ source: SiteSource, _ digest: Digest, _ summary: Summary, _ fragment: Fragment
  ) throws(Diagnostic) -> Graph.Node {
    let bytes = summary.bytes
    return Graph.Node(
      path: source.path, source: digest, stamp: source.stamp,
      fragment: try pack.append(bytes + fragment.bytes), summaryCount: bytes.count,
      summaryWord: Digest(of: bytes).word, face: summary.face)
  }

  /// A document read again; nil where it is no longer for this audience.
  func node(_ source: SiteSource, known: Graph.Node) throws(Problems) -> Graph.Node? {
    let outcome: Outcome
    do throws(Diagnostic) {
      let bytes = try source.read()
      let digest = Digest(of: bytes)
      if known.source == digest {
        var node = known
        node.stamp = source.stamp
        return node
      }
      outcome = try parsed(source, bytes, digest)
    } catch {
      throw Problems([error])
    }
    switch outcome {
    case .parsed(let node, let problems):
      try problems.throwIfAny()
      return node
    case .failed(let problems): throw problems
    case .known, .hidden: return nil
    }
  }

  private enum Outcome: Sendable {
    /// The place in the old graph, and the stamp where it is a new one.
    case known(Int, Stamp?)
    case parsed(Graph.Node, Problems)
    case failed(Problems)
    /// For another audience.
    case hidden
  }

  private func outcome(_ source: SiteSource, _ place: Int?) -> Outcome {
    if let place, let old, source.stamp != .none, old.nodes.stamp(place) == source.stamp {
      return .known(place, nil)
    }
    do throws(Diagnostic) {
      let bytes = try source.read()
      let digest = Digest(of: bytes)
      if let place, let old, old.nodes[place].source == digest {
        return .known(place, source.stamp)
      }
      return try parsed(source, bytes, digest)
    } catch {
      return .failed(Problems([error]))
    }
  }

  private func parsed(
    _ source: SiteSource, _ bytes: [UInt8], _ digest: Digest
  ) throws(Diagnostic) -> Outcome {
    let document: Document
    do throws(Problems) {
      document = try Document(bytes, path: source.path)
    } catch {
      return .failed(error)
    }
    let audiences = document.front.list("audience")
    if let audiences, !audiences.contains(input.info.audience) { return .hidden }
    var problems = Problems()
    let fragment = Fragment(document, &problems)
    problems.add(Problems(fragment.warnings))
    let node = try node(source, digest, Summary(document, fragment), fragment)
    return .parsed(node, problems)
  }
}
