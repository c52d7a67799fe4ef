import Diagnostics
import TestSupport
import Testing

@testable import Store

/// The graph in memory and on disk: what is read back is what was written.
@Suite struct GraphTests {
  private func node(_ path: String, reads: Int = 3, outputs: Int = 1) -> Graph.Node {
    var node = Graph.Node(
      path: path, source: Digest(of: path), stamp: Stamp(size: 7, changed: 1 << 60, inode: .max),
      fragment: .init(offset: 1 << 40, count: 300), summaryCount: 200,
      summaryWord: Digest(of: "s" + path).word,
      face: .init(title: "Titel Ü", kind: "case", queue: "cases", isNamed: path.hasPrefix("a")))
    node.shared = (0..<reads).map { .init(key: UInt32($0), value: UInt64.max - UInt64($0)) }
    node.own = [.init(key: 900, value: node.source.word)]
    node.outputs = (0..<outputs).map {
      .init(
        path: "\(path)-\($0).html", digest: Digest(of: "\($0)"),
        stamp: Stamp(size: 1, changed: 2, inode: 3))
    }
    node.terms = outputs == 0 ? nil : .init(offset: 0, count: 90)
    node.cause = reads == 0 ? nil : 4
    return node
  }

  private var nodes: [Graph.Node] {
    [
      node("a.md"), node("b/ü.md", reads: 0, outputs: 0), node("b/x.md", reads: 200, outputs: 3),
      node(String(repeating: "long/", count: 60) + "c.md"),
    ]
  }

  private func list(_ nodes: [Graph.Node]) -> NodeList {
    var list = NodeList()
    for node in nodes { list.append(node) }
    return list
  }

  @Test func nodesAreWhatTheyWere() {
    let list = list(nodes)
    #expect(Array(list) == nodes)
    for (place, node) in nodes.enumerated() {
      #expect(list.path(place) == node.path)
      #expect(list.title(place) == node.face.title)
      #expect(list.kind(place) == "case")
      #expect(list.queue(place) == "cases")
      #expect(list.isNamed(place) == node.face.isNamed)
      #expect(list.isRendered(place) == !node.outputs.isEmpty)
      #expect(list.sourceWord(place) == node.source.word)
      #expect(list.stamp(place) == node.stamp)
      #expect(list.summary(place) == node.summary)
      #expect(list.terms(place) == node.terms)
      #expect(list.own(place) == node.own)
      #expect(list.reads(ofSet: list.set(place)) == node.shared)
      #expect(list.outputs(place) == node.outputs)
    }
  }

  @Test func copiesStampsAndReplacements() {
    let list = list(nodes)
    var copy = list.emptied
    for place in list.indices { copy.append(list, place) }
    #expect(Array(copy) == nodes)
    #expect(copy.packUse == list.packUse)
    copy.set(.none, at: 2)
    #expect(copy.stamp(2) == .none)
    #expect(copy[2].outputs == nodes[2].outputs)
    #expect(list.stamp(2) == nodes[2].stamp)
    let other = node("b/other.md", reads: 9)
    #expect(Array(list.replacing(1, with: other)) == [nodes[0], other, nodes[2], nodes[3]])
  }

  @Test func placesByPath() {
    let many = (0..<3_000).map { node("p/\($0).md", reads: 1, outputs: 0) }
    let list = list(many), places = NodePlaces(list)
    #expect(many.indices.allSatisfy { places.place(many[$0].path, in: list) == $0 })
    #expect(places.place("p/3000.md", in: list) == nil)
    #expect(NodePlaces(NodeList()).place("p", in: NodeList()) == nil)
  }

  @Test func onDisk() throws {
    let file = Fixtures.scratch("graph") + "/site.graph"
    let program = Digest(of: "program")
    var graph = Graph(program: program)
    graph.nodes = list(nodes)
    graph.shards = [("a", "search/a.js"), ("ü", "search/u.js")]
    graph.ground = Digest(of: "ground")
    graph.packSize = 12
    _ = graph.id("site")
    graph.others = nodes[2].outputs
    try graph.save(file)
    let read = try #require(Graph(file: file, program: program))
    #expect(read.says(graph))
    #expect(Array(read.nodes) == nodes)
    #expect(Graph(file: file, program: Digest(of: "another")) == nil)
    // Any byte that is another makes the file none.
    let bytes = try Files.read(file)
    for place in stride(from: 0, to: bytes.count, by: 37) {
      var broken = bytes
      broken[place] ^= 0x55
      try Files.write(broken, to: file)
      #expect(Graph(file: file, program: program) == nil)
    }
    for count in [0, 10, 60, bytes.count - 1] {
      try Files.write(Array(bytes.prefix(count)), to: file)
      #expect(Graph(file: file, program: program) == nil)
    }
  }

  @Test func packsAreWrittenByMany() throws {
    let folder = Fixtures.scratch("pack")
    let pack = try Pack(folder + "/pack", keep: 0)
    let entries = (0..<400).map { [UInt8](repeating: UInt8($0 % 251), count: $0 * 40) }
    let slots = try entries.map(pack.append)
    #expect(try pack.flush() == entries.reduce(0) { $0 + $1.count })
    #expect(zip(slots, entries).allSatisfy { pack.read($0) == $1 })
    let scratch = try pack.scratch()
    let slot = try scratch.append([1, 2, 3])
    try scratch.flush()
    #expect(scratch.read(slot) == [1, 2, 3])
    #expect(Files.list(folder) == ["pack"])
  }
}

@Suite struct ManifestTests {
  private let files = ["b.html", "a/x.html", "a.html", "é.html"].map {
    (path: $0, digest: Digest(of: $0))
  }

  @Test func linesAreTheManifest() throws {
    let manifest = Manifest(Dictionary(uniqueKeysWithValues: files.map { ($0.path, $0.digest) }))
    let lines = ManifestLines(files, path: \.path, digest: \.digest)
    #expect(lines.says(manifest))
    #expect(!lines.says(Manifest()))
    #expect(files.allSatisfy { lines.has($0.path) && manifest.digest($0.path) == $0.digest })
    #expect(!lines.has("a") && !manifest.has("a"))
    let file = Fixtures.scratch("manifest") + "/m.tsv"
    let digest = try lines.write(to: file)
    #expect(try Files.read(file) == manifest.bytes)
    #expect(digest == Digest(of: manifest.bytes))
    #expect(Manifest(bytes: manifest.bytes) == manifest)
  }

  /// One that another program sorted finds its files all the same.
  @Test func anotherOrder() throws {
    let lines = files.map { "\($0.path)\t\($0.digest.hex)\n" }
    let manifest = try #require(Manifest(text: "path\tsha256\n" + lines.joined()))
    #expect(files.allSatisfy { manifest.digest($0.path) == $0.digest })
  }
}

@Suite struct FileTreeTests {
  @Test func filesLinksAndEmptyFolders() throws {
    let root = Fixtures.scratch("tree")
    try Files.write([1], to: root + "/a/b/c.txt")
    try Files.write([2], to: root + "/d.txt")
    try Files.makeDirectory(root + "/a/empty/inner")
    try Files.symbolicLink("d.txt", at: root + "/link")
    let tree = try FileTree(root)
    #expect(tree.files.sorted() == ["a/b/c.txt", "d.txt"])
    #expect(tree.others == ["link"])
    #expect(tree.emptyFolders == ["a/empty/inner"])
    let copy = Fixtures.scratch("tree-copy") + "/new"
    let linker = FileLinker(from: root, to: copy)
    for path in tree.files { try linker.link(path) }
    #expect(Files.list(copy) == ["a/b/c.txt", "d.txt"])
    #expect(try FileTree(root + "/nowhere").files.isEmpty)
    try Files.remove(root)
    #expect(!Files.exists(root))
    #expect(try Files.read(copy + "/a/b/c.txt") == [1])
  }
}
