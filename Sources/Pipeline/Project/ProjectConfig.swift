import CohortModel
import Diagnostics
import Ethics
import SiteBuilder
import Yams

/// casebook.yaml, read and checked.
public struct ProjectConfig: Sendable {
  /// How people are named in an edition.
  public enum IDs: String, Sendable, CaseIterable { case keyed, study }
  /// Which case documents git may hold.
  public enum GitCases: String, Sendable, CaseIterable {
    case `public`, none, all, encrypted
  }

  public var title = "Untitled cohort"
  public var isSynthetic = false
  public var release = "unreleased"
  public var date: CalendarDate?
  public var use: ProjectUse?
  public var participants = "content/cohort/participants.tsv"
  public var consent = "content/cohort/consent.tsv"
  public var phenotypes = "content/cohort/phenotypes.tsv"
  /// Whether casebook.yaml says so: then the file has to be there.
  public var namesPhenotypes = false
  /// A folder of phenopackets for the clinic's pages of similar cases; empty for none.
  public var phenopackets = ""
  public var genotypes: [String] = []
  public var genomeBuild = "GRCh37"
  /// Whether the genotypes are known to be on the forward strand.
  public var isForward = false
  public var similarity = ""
  public var scores = ""
  /// The ontology of phenopackets, `hp.obo`, and the annotations of diseases with its terms,
  /// `phenotype.hpoa`, either plain or gzip; empty for none.
  public var ontology = ""
  public var annotations = ""
  public var traits: [String] = []
  public var profile = DisclosureProfile.sacro
  public var ids = IDs.keyed
  public var key: String?
  public var gitCases = GitCases.public
  public var languages = ["en"]
  public var theme = Theme()
  /// Whether there is a cohort; without one, a project is a site of what people wrote.
  public private(set) var hasCohort = false

  /// Reads the file. Throws every unknown key, wrong type and impossible value at once.
  public init(_ bytes: [UInt8], file: String) throws(Problems) {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Problems([Diagnostic(at: Place(file), "not UTF-8")])
    }
    let node: Node?
    do {
      node = try Yams.compose(yaml: text)
    } catch {
      throw Problems([
        Diagnostic(at: Place(file), "not YAML", hint: "key: value, two spaces a level")
      ])
    }
    guard case .mapping(let mapping)? = node else {
      throw Problems([Diagnostic(at: Place(file), "no settings", hint: "casebook init shows one")])
    }
    var reader = ConfigReader(file: file)
    reader.read(mapping, Self.top, into: &self)
    hasCohort = mapping.contains { key, _ in
      ["inputs", "reference", "traits", "use"].contains(key.string ?? "")
    }
    if hasCohort, genotypes.isEmpty {
      reader.problems.error(
        at: Place(file), "no inputs.genotypes", hint: "genotypes: [content/cohort/cohort.bed]")
    }
    if hasCohort, similarity.isEmpty || scores.isEmpty {
      reader.problems.error(
        at: Place(file), "no reference",
        hint: "reference: {similarity: …, scores: …}; casebook run reference makes them")
    }
    reader.checkOntology(mapping, self)
    if key != nil, !isSynthetic {
      reader.problems.error(
        at: Place(file), "the pseudonym key stands in casebook.yaml of a project with real people",
        hint: "move it to a file of mode 0600 that CASEBOOK_KEY_FILE names", exit: .consent)
    }
    if gitCases == .all || gitCases == .encrypted {
      reader.problems.error(
        at: Place(file), "git.cases: \(gitCases.rawValue) is not available in this version",
        hint: "public or none")
    }
    try reader.problems.throwIfAny()
  }

  // MARK: - Keys

  typealias Setter = @Sendable (Node, String, inout ProjectConfig, inout ConfigReader) -> Void

  private static let top: [String: Setter] = [
    "title": text { $0.title = $1 },
    "synthetic": flag { $0.isSynthetic = $1 },
    "release": text { $0.release = $1 },
    "date": { node, name, config, reader in
      guard let date = reader.text(node, name).flatMap(CalendarDate.init) else {
        return reader.fail(node, "'\(name)' is no date", "2026-11-20")
      }
      config.date = date
    },
    "use": { node, name, config, reader in
      config.use = ProjectUse()
      reader.section(node, name, use, &config)
    },
    "inputs": { $3.section($0, $1, inputs, &$2) },
    "reference": { $3.section($0, $1, reference, &$2) },
    "traits": { node, name, config, reader in config.traits = reader.list(node, name) },
    "disclosure": { $3.section($0, $1, disclosure, &$2) },
    "ids": choice(IDs.self) { $0.ids = $1 },
    "key": text { $0.key = $1 },
    "git": { $3.section($0, $1, git, &$2) },
    "languages": { node, name, config, reader in
      config.languages = reader.list(node, name)
      for language in config.languages
      where language.wholeMatch(of: /[a-z]{2,3}(-[A-Z]{2})?/) == nil {
        reader.fail(node, "'\(language)' is no language", "languages: [en]")
      }
    },
    "theme": { node, name, config, reader in config.theme = reader.theme(node, name) },
  ]

  private static let use: [String: Setter] = [
    "for_profit": flag { $0.use?.forProfit = $1 },
    "commercial": flag { $0.use?.commercial = $1 },
    "irb": text { $0.use?.irb = $1 },
    "country": text { $0.use?.country = $1 },
    "project": text { $0.use?.project = $1 },
    "institution": text { $0.use?.institution = $1 },
    "user": text { $0.use?.user = $1 },
    "rs": text { $0.use?.rs = $1 },
  ]

  private static let inputs: [String: Setter] = [
    "participants": text { $0.participants = $1 },
    "consent": text { $0.consent = $1 },
    "phenotypes": text { ($0.phenotypes, $0.namesPhenotypes) = ($1, true) },
    "phenopackets": text { $0.phenopackets = $1 },
    "genotypes": { node, name, config, reader in config.genotypes = reader.list(node, name) },
    "build": { node, name, config, reader in
      let build = reader.text(node, name) ?? ""
      guard ["GRCh37", "GRCh38"].contains(build) else {
        return reader.fail(node, "unknown genome build", "GRCh37 or GRCh38")
      }
      config.genomeBuild = build
    },
    "strand": { node, name, config, reader in
      guard reader.text(node, name) == "forward" else {
        return reader.fail(node, "unknown strand", "forward, or leave it out")
      }
      config.isForward = true
    },
  ]

  private static let reference: [String: Setter] = [
    "similarity": text { $0.similarity = $1 }, "scores": text { $0.scores = $1 },
    "ontology": text { $0.ontology = $1 }, "annotations": text { $0.annotations = $1 },
  ]

  private static let disclosure: [String: Setter] = [
    "profile": { node, name, config, reader in
      guard let profile = reader.text(node, name).flatMap(DisclosureProfile.named) else {
        return reader.fail(node, "unknown disclosure profile", "sacro")
      }
      config.profile = profile
    }
  ]

  private static let git: [String: Setter] = ["cases": choice(GitCases.self) { $0.gitCases = $1 }]

  private static func text(_ set: @escaping @Sendable (inout ProjectConfig, String) -> Void)
    -> Setter
  {
    { node, name, config, reader in
      if let value = reader.text(node, name) { set(&config, value) }
    }
  }

  private static func flag(_ set: @escaping @Sendable (inout ProjectConfig, Bool) -> Void) -> Setter
  {
    { node, name, config, reader in
      guard let value = node.bool else {
        return reader.fail(node, "'\(name)' is true or false", nil)
      }
      set(&config, value)
    }
  }

  private static func choice<C: RawRepresentable<String> & CaseIterable & Sendable>(
    _: C.Type, _ set: @escaping @Sendable (inout ProjectConfig, C) -> Void
  ) -> Setter {
    let known = Dictionary(uniqueKeysWithValues: C.allCases.map { ($0.rawValue, $0) })
    return { node, name, config, reader in
      let word = reader.text(node, name) ?? ""
      guard let value = known[word] else {
        return reader.fail(
          node, "unknown value '\(word)' of '\(name)'",
          Suggestion.hint(for: word, among: known.keys))
      }
      set(&config, value)
    }
  }
}

/// Reads mappings key by key, with places.
struct ConfigReader {
  let file: String
  var problems = Problems()

  mutating func read(
    _ mapping: Node.Mapping, _ keys: [String: ProjectConfig.Setter],
    into config: inout ProjectConfig
  ) {
    for (key, value) in mapping {
      let name = key.string ?? ""
      guard let set = keys[name] else {
        fail(key, "unknown setting '\(name)'", Suggestion.hint(for: name, among: keys.keys))
        continue
      }
      set(value, name, &config, &self)
    }
  }

  mutating func section(
    _ node: Node, _ name: String, _ keys: [String: ProjectConfig.Setter],
    _ config: inout ProjectConfig
  ) {
    guard case .mapping(let mapping) = node else {
      return fail(node, "'\(name)' holds settings of its own", "\(name): {key: value}")
    }
    read(mapping, keys, into: &config)
  }

  mutating func text(_ node: Node, _ name: String) -> String? {
    guard case .scalar(let scalar) = node else {
      fail(node, "'\(name)' is one value", nil)
      return nil
    }
    return scalar.string
  }

  mutating func list(_ node: Node, _ name: String) -> [String] {
    switch node {
    case .scalar(let scalar): return [scalar.string]
    case .sequence(let sequence): return sequence.compactMap(\.string)
    default:
      fail(node, "'\(name)' is a list", "\(name): [a, b]")
      return []
    }
  }

  /// Phenopackets and annotations speak in terms of an ontology.
  mutating func checkOntology(_ mapping: Node.Mapping, _ config: ProjectConfig) {
    guard config.ontology.isEmpty else { return }
    for (section, name, path) in [
      ("inputs", "phenopackets", config.phenopackets),
      ("reference", "annotations", config.annotations),
    ] where !path.isEmpty {
      let node = mapping[section]?[name]
      problems.error(
        at: Place(file, line: node?.mark?.line, column: node?.mark?.column),
        "\(section).\(name) without reference.ontology",
        hint: "reference: {ontology: content/reference/hp.obo.gz, …}")
    }
  }

  /// Colours, type and logo: values that can stand in a style sheet and do nothing else there.
  mutating func theme(_ node: Node, _ name: String) -> Theme {
    guard case .mapping(let mapping) = node else {
      fail(node, "'\(name)' holds settings of its own", "theme: {accent: \"#7a2b5d\"}")
      return Theme()
    }
    var values: [String: String] = [:]
    var logo: String?
    for (key, value) in mapping {
      let own = key.string ?? "", words = text(value, own) ?? ""
      if own == "logo" {
        logo = words
      } else if Theme.variables[own] == nil {
        fail(
          key, "unknown setting '\(own)'",
          Suggestion.hint(for: own, among: Theme.variables.keys + ["logo"]))
      } else if !Theme.isSafe(words) {
        fail(value, "'\(own)' is no colour or face", "#7a2b5d, light-dark(#7a2b5d, #e5a6cd)")
      } else {
        values[own] = words
      }
    }
    return Theme(values: values, logo: logo)
  }

  mutating func fail(_ node: Node, _ message: String, _ hint: String?) {
    problems.error(
      at: Place(file, line: node.mark?.line, column: node.mark?.column), message, hint: hint)
  }
}
