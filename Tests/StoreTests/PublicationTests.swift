import Diagnostics
import Foundation
import Store
import TestSupport
import Testing

@Suite struct PublicationTests {
  private func text(_ path: String) -> String? {
    (try? Files.read(path)).map { String(decoding: $0, as: UTF8.self) }
  }

  @Test func publishesAndKeepsWhatIsNotOurs() throws {
    let root = Fixtures.scratch("publication")
    let publication = Publication(work: root + "/.casebook")
    try Files.makeDirectory(root + "/.casebook")
    try Files.write(Array("mine".utf8), to: root + "/site/README")
    func publish(_ files: [String: String]) throws {
      try publication.commit([
        try publication.filled(
          root + "/site", name: "site", files: files.mapValues { Array($0.utf8) })
      ])
    }
    try publish(["a.html": "1", "sub/b.html": "2"])
    try publish(["a.html": "3"])
    #expect(text(root + "/site/a.html") == "3")
    #expect(text(root + "/site/sub/b.html") == nil)
    #expect(text(root + "/site/README") == "mine")
    #expect(Manifest.read(in: root + "/site")?.paths == ["a.html"])
    #expect(!Files.exists(root + "/.casebook/stage"))
  }

  /// A build that died after its journal: the next command finishes it.
  @Test func finishesAJournal() throws {
    let root = Fixtures.scratch("journal")
    let work = root + "/.casebook"
    try Files.makeDirectory(work)
    let manifest = Manifest(["a": Digest(of: "new")]).text
    try Files.write(Array("new".utf8), to: work + "/stage/0/a")
    try Files.write(Array(manifest.utf8), to: work + "/stage/0/" + Manifest.fileName)
    try Files.write(Array("old".utf8), to: root + "/site/a")
    let line = "\(Digest(of: manifest).hex)\t\(work)/stage/0\t\(root)/site\n"
    try Files.write(Array(line.utf8), to: work + "/journal")
    try Publication(work: work).finish()
    #expect(text(root + "/site/a") == "new")
    #expect(!Files.exists(work + "/journal"))
  }

  /// A build that died before its journal leaves the old folder.
  @Test func clearsAStageWithoutAJournal() throws {
    let root = Fixtures.scratch("stage")
    try Files.write(Array("half".utf8), to: root + "/.casebook/stage/0/a")
    try Files.write(Array("old".utf8), to: root + "/site/a")
    try Publication(work: root + "/.casebook").finish()
    #expect(text(root + "/site/a") == "old")
    #expect(!Files.exists(root + "/.casebook/stage"))
  }

  @Test func aSecondBuildIsToldToWait() throws {
    let work = Fixtures.scratch("lock") + "/.casebook"
    let first = try ProjectLock(work: work)
    #expect(throws: Diagnostic.self) { try ProjectLock(work: work) }
    withExtendedLifetime(first) {}
  }

  static let manifests: [String] = [
    "", "path\tsha256\n../x\t" + Digest(of: "").hex + "\n", "path\tsha256\na\tshort\n",
    "path\tsha256\n/etc/passwd\t" + Digest(of: "").hex + "\n",
  ]

  @Test(arguments: manifests) func noManifest(_ text: String) {
    #expect(Manifest(text: text) == nil)
  }
}

@Suite struct DigestTests {
  /// FIPS 180-2.
  @Test func knownAnswer() {
    #expect(
      Digest(of: "abc").hex == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
  }

  @Test func theCacheForgetsWhatWasNotAskedFor() throws {
    let folder = Fixtures.scratch("cache")
    var cache = FindingCache(folder: folder)
    for name in ["a", "b", "other-c"] { try cache.store([1, 2, 3], as: name) }
    var next = FindingCache(folder: folder)
    #expect(next.value("a") == [1, 2, 3])
    try next.prune { $0.hasPrefix("other-") }
    #expect(Files.list(folder) == ["a", "other-c"])
  }

  @Test func aTornEntryIsAMiss() throws {
    let folder = Fixtures.scratch("torn")
    var cache = FindingCache(folder: folder)
    try cache.store(Array(repeating: 7, count: 100), as: "a")
    try Files.write(Array(Files.read(folder + "/a").dropLast(5)), to: folder + "/a")
    #expect(cache.value("a") == nil)
  }
}
