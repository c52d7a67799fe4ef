import CohortModel
import Diagnostics
import Ethics
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

  /// The folders that an audience's site is written to: the one asked for first, then
  /// every other that holds it, so that nobody stays in one of them.
  func sites(_ audience: Audience, output: String?) -> [String] {
    let others = ([site(audience)] + remembered(audience)).filter {
      $0 != output && Files.exists($0 + "/" + Manifest.fileName)
    }
    return [output ?? site(audience)] + others.filter { $0 != (output ?? site(audience)) }
  }

  /// `cases/`, `reports/` and the clinic's `similar/` of an edition as folders to publish.
  func editionFolders(
    _ made: Edition, _ publication: Publication, owns: @escaping @Sendable (String) -> Bool
  ) throws(Diagnostic) -> [Publication.Filled] {
    let audience = made.audience
    let files = made.documents.merging(made.tables) { a, _ in a }
    let nobody: @Sendable (String) -> Bool = { _ in false }
    var folders: [Publication.Filled] = []
    for name in ["cases", "reports", "similar"] {
      let prefix = name + "/"
      if name == "similar", !hasSimilar(audience, files) { continue }
      var own: [String: [UInt8]] = [:]
      for (path, bytes) in files where path.hasPrefix(prefix) {
        own[String(path.dropFirst(prefix.count))] = bytes
      }
      folders.append(
        try publication.filled(
          edition(audience) + "/" + name, name: "\(name)-\(audience.rawValue)", files: own,
          owns: name == "reports" ? nobody : owns))
    }
    return folders
  }

  /// Whether the edition has pages of similar cases, or had.
  private func hasSimilar(_ audience: Audience, _ files: [String: [UInt8]]) -> Bool {
    guard audience == .clinic else { return false }
    return Files.exists(edition(audience) + "/similar")
      || files.keys.contains { $0.hasPrefix("similar/") }
  }

  /// Names of the case files that an edition, and every site of it, holds today.
  func caseFiles(_ audience: Audience) -> Set<String> {
    var found: Set<String> = []
    func add(_ folder: String, _ ending: String) {
      found.formUnion(
        Files.list(folder).filter { $0.hasSuffix(ending) }
          .map { String($0.dropLast(ending.utf8.count)) })
    }
    for name in audience == .public ? ["cases"] : ["cases", "similar"] {
      add(edition(audience) + "/" + name, ".md")
      for site in [site(audience)] + remembered(audience) { add(site + "/" + name, ".html") }
    }
    return found.subtracting(["index"])
  }

  // MARK: - What is remembered between builds

  func permits(_ audience: Audience) -> Digest? {
    guard let bytes = try? Files.read(request.work + "/permits-" + audience.rawValue) else {
      return nil
    }
    return Digest(hex: String(decoding: bytes, as: UTF8.self))
  }

  func note(_ audience: Audience, _ permits: Digest) throws(Diagnostic) {
    if self.permits(audience) == permits { return }
    try Files.replace(Array(permits.hex.utf8), at: request.work + "/permits-" + audience.rawValue)
  }

  private func remembered(_ audience: Audience) -> [String] {
    guard let bytes = try? Files.read(request.work + "/outputs-" + audience.rawValue) else {
      return []
    }
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
  }

  /// Later builds of the audience keep this folder as well.
  func remember(_ output: String, _ audience: Audience) throws(Diagnostic) {
    let all = Set(remembered(audience) + [output]).sorted()
    try Files.replace(
      Array((all.joined(separator: "\n") + "\n").utf8),
      at: request.work + "/outputs-" + audience.rawValue)
  }
}

/// The names of case files: which may be there, and which are ours to remove.
struct CaseNames: Sendable {
  let allowed: Set<String>
  private let everybody: Set<String>
  private let isKeyed: Bool
  /// Of everything that the reports may hold.
  let digest: Digest

  init(_ project: Project, _ audience: Audience, key: PseudonymKey?) {
    let slugs = project.pseudonyms(audience, key: key).slugs
    let members = project.consents.cases(audience).members
    allowed = Set(members.map { slugs[$0] })
    everybody = Set(slugs)
    isKeyed = key != nil
    let traits = project.consentTraits
    digest = Digest(
      of: members.map { person in
        slugs[person] + " "
          + (project.consents.permit(person, audience, traits: traits)?.summary ?? "")
      }.joined(separator: "\n"))
  }

  /// A person's file, whether a manifest lists it or not: it begins with a name of somebody in
  /// the cohort, or with one that has the form of a pseudonym. Files beside a report are named
  /// `<id>-<figure>.svg`.
  @Sendable func owns(_ path: String) -> Bool {
    guard let dot = path.firstIndex(of: "."), !path.contains("/") else { return false }
    var name = path[..<dot]
    while true {
      if everybody.contains(String(name)) || isPseudonym(name) { return true }
      guard let hyphen = name.lastIndex(of: "-") else { return false }
      name = name[..<hyphen]
    }
  }

  /// The same of a page of a site or an edition, by its path there.
  @Sendable func ownsPage(_ path: String) -> Bool {
    ["cases/", "similar/"].contains {
      path.hasPrefix($0) && owns(String(path.dropFirst($0.utf8.count)))
    }
  }

  private static let letters = Set("abcdefghijklmnopqrstuvwxyz234567")

  private func isPseudonym(_ name: Substring) -> Bool {
    isKeyed && name.count == 16 && name.allSatisfy { Self.letters.contains($0) }
  }
}
