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

  /// Runs `work` for each number below a count, in parallel, and gives what came of it to `take`,
  /// in order.
  func inOrder<Value: Sendable>(
    _ count: Int, _ work: @Sendable (Int) -> Value,
    _ take: (Int, Value) throws(Problems) -> Void
  ) throws(Problems) {
    for start in stride(from: 0, to: count, by: Self.atATime) {
      let own = min(Self.atATime, count - start)
      let results = Results<Value>(own)
      forEach(own) { results.set($0, work(start + $0)) }
      for (offset, value) in results.all.enumerated() {
        if let value { try take(start + offset, value) }
      }
    }
  }

  /// Reads what changed since the last build, and parses it; all of it can be read from the pack
  /// afterwards. Throws only where the pack cannot be written.
  func parse() throws(Problems) -> Parsing {
    let places = old.map { NodePlaces($0.nodes) }
    var nodes = old?.nodes.emptied ?? NodeList()
    var problems = Problems()
    var isChanged = false
    var broken: Set<String> = []
    try inOrder(input.documents.count) { number in
      let source = input.documents[number]
      let place = old.flatMap { places?.place(source.path, in: $0.nodes) }
      return (place, outcome(source, place.flatMap { old?.nodes.known($0) }))
    } _: { number, found throws(Problems) in
      let source = input.documents[number]
      switch found.1 {
      case .known(let stamp):
        guard let old, let place = found.0 else { return }
        nodes.append(old.nodes, place)
        if let stamp { nodes.set(stamp, at: nodes.count - 1) }
      case .parsed(let node, let found):
        nodes.append(node)
        problems.add(found)
        isChanged = true
      case .failed(let found):
        problems.add(found)
        broken.insert(source.path)
        nodes.append(try placeholder(source))
        isChanged = true
      case .hidden: return
      }
      if nodes.count == Self.atATime { nodes.reserve(input.documents.count) }
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
    switch outcome(source, .init(stamp: known.stamp, source: known.source)) {
    case .known(let stamp):
      var node = known
      node.stamp = stamp ?? known.stamp
      return node
    case .parsed(let node, let problems):
      try problems.throwIfAny()
      return node
    case .failed(let problems): throw problems
    case .hidden: return nil
    }
  }

  private enum Outcome: Sendable {
    /// As the last build read it; the stamp where that is a new one.
    case known(Stamp?)
    case parsed(Graph.Node, Problems)
    case failed(Problems)
    /// For another audience.
    case hidden
  }

  private func outcome(_ source: SiteSource, _ known: NodeList.Known?) -> Outcome {
    if source.stamp != .none, known?.stamp == source.stamp { return .known(nil) }
    do throws(Diagnostic) {
      let bytes = try source.read()
      let digest = Digest(of: bytes)
      if known?.source == digest { return .known(source.stamp) }
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
