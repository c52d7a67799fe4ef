import CohortModel
import Store

/// Where editions and sites lie in a project.
struct Layout {
  let request: BuildRequest

  /// The folder that holds an edition's `cases/` and `reports/`.
  func edition(_ audience: Audience) -> String {
    audience == .public
      ? request.path("content") : request.work + "/editions/" + audience.rawValue
  }

  func site(_ audience: Audience) -> String {
    audience == .public ? request.path("public") : request.work + "/sites/" + audience.rawValue
  }

  /// `cases/` and `reports/` of an edition as folders to publish.
  func editionFolders(_ edition: Edition) -> [Publication.Folder] {
    let files = edition.documents.merging(edition.tables) { a, _ in a }
    return ["cases", "reports"].map { name in
      let prefix = name + "/"
      let own = files.filter { $0.key.hasPrefix(prefix) }
      return Publication.Folder(
        target: self.edition(edition.audience) + "/" + name,
        files: Dictionary(
          uniqueKeysWithValues: own.map { (String($0.key.dropFirst(prefix.count)), $0.value) }))
    }
  }

  /// The pseudonyms of the cases that an edition or site holds today.
  func caseSlugs(_ audience: Audience) -> Set<String> {
    let inEdition = Manifest.read(in: edition(audience) + "/cases")?.paths ?? []
    let inSite = (Manifest.read(in: site(audience))?.paths ?? []).filter { $0.hasPrefix("cases/") }
    let names =
      inEdition.filter { $0.hasSuffix(".md") }.map { $0.dropLast(3) }
      + inSite.filter { $0.hasSuffix(".html") }.map { $0.dropFirst(6).dropLast(5) }
    return Set(names.map(String.init)).subtracting(["index"])
  }
}
