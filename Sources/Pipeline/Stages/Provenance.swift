import Analyses
import CohortModel
import Ethics
import Reports
import Store
import Tables

/// What the methods page says of inputs and parameters.
struct Provenance {
  let project: Project
  let genotypes: Digest
  let phenotypes: Digest
  /// Of phenopackets, where the edition reads them.
  let records: Digest?
  let people: People

  /// People's data first, then references and knowledge; digests of people's data
  /// cover the people who are in.
  var inputs: [InputRecord] {
    let config = project.config
    let origin = config.isSynthetic ? "synthetic, made for this project" : "as consented"
    var records = [
      InputRecord(
        name: "Participants", path: config.participants, digest: participants.hex,
        tellsOfPeople: true, licence: origin),
      InputRecord(
        name: "Consent", path: config.consent, digest: consents.hex, tellsOfPeople: true,
        licence: origin),
      InputRecord(
        name: "Phenotypes", path: config.phenotypes, digest: phenotypes.hex, tellsOfPeople: true,
        licence: origin),
      InputRecord(
        name: "Genotypes", path: config.genotypes.joined(separator: ", "), digest: genotypes.hex,
        tellsOfPeople: true, licence: origin),
    ]
    if let packets = self.records {
      records.append(
        InputRecord(
          name: "Phenopackets", path: config.phenopackets, digest: packets.hex,
          tellsOfPeople: true, licence: origin))
    }
    for (name, path) in [
      ("Similarity reference", config.similarity), ("Score reference", config.scores),
    ] {
      records.append(
        InputRecord(
          name: name, path: path, digest: project.digests[path]?.hex ?? "", tellsOfPeople: false,
          licence: "aggregate"))
    }
    let phenotypic = [
      ("Phenotype ontology", config.ontology), ("Phenotype annotations", config.annotations),
    ].filter { !$0.1.isEmpty }
    for (name, path) in phenotypic {
      records.append(
        InputRecord(
          name: name, path: path, digest: project.digests[path]?.hex ?? "", tellsOfPeople: false,
          licence: "HPO licence, unchanged"))
    }
    for path in project.digests.keys.sorted()
    where path.hasPrefix("content/knowledge/") && !phenotypic.contains(where: { $0.1 == path }) {
      records.append(
        InputRecord(
          name: "Knowledge", path: path, digest: project.digests[path]?.hex ?? "",
          tellsOfPeople: false, licence: "facts curated from publications"))
    }
    return records
  }

  private var participants: Digest {
    let lines = people.members.map { index -> String in
      let person = project.roster.participants[index]
      return
        ([person.id.text, person.sex.rawValue, person.birthYear.map(String.init) ?? ""]
        + person.labels).joined(separator: "\t")
    }
    return Digest(of: lines.joined(separator: "\n"))
  }

  private var consents: Digest {
    let lines = people.members.map { index -> String in
      ConsentField.allCases.map { project.consentRows[index]?[$0] ?? "" }.joined(separator: "\t")
    }
    return Digest(of: lines.joined(separator: "\n"))
  }

  /// Parameters in the order in which they are explained.
  static func parameters(
    _ project: Project, _ records: PhenotypeRecords?
  ) -> [(name: String, value: String)] {
    let config = project.config
    let settings = [
      ("Genome build", config.genomeBuild),
      (
        "Strand",
        config.isForward
          ? "forward: A/T and C/G variants are kept" : "unknown: A/T and C/G variants are dropped"
      ),
      (
        "Similarity reference",
        "\(project.similarity.name), \(project.similarity.panel.count) variants, groups \(project.similarity.groups.joined(separator: ", "))"
      ),
      (
        "Score reference",
        "\(project.scoreReference.name)\(project.scoreReference.isSimulated ? " (simulated)" : ""), \(project.scoreReference.counts.reduce(0, +)) people"
      ),
      ("Components", String(project.similarity.components)),
      ("Threshold of this project", "90th percentile of the reference"),
      ("Percentile needs", "75 % of the score's weight, and a person inside the reference"),
      ("Kinship reported from", "0.0884"),
      ("Disclosure profile", config.profile.name),
      (
        "Pseudonyms",
        config.ids == .keyed
          ? "keyed, 80 bits, another set for each edition" : "the study's own ids"
      ),
      ("Random numbers", "seeded by name: 999 shuffles of genes for each pathway of a person"),
    ]
    return settings + (records.map(Self.similar) ?? [])
  }

  private static func similar(_ records: PhenotypeRecords) -> [(name: String, value: String)] {
    [
      (
        "Similar cases",
        "nothing is listed where fewer than \(SimilarPermit.smallestGroup) other cases could be compared: a list of so few would say who they are"
      ),
      (
        "Phenotype ontology",
        "Human Phenotype Ontology\(records.ontology.version.map { ", version \($0)" } ?? ""); information of terms from \(records.diseases.map { "\($0.count) annotated diseases of OMIM" } ?? "the ontology alone")"
      ),
      (
        "Random numbers of similar cases",
        "\(SimilarCases.queryCount) random records of each size, seed \(SimilarCases.seed), for p of similar cases"
      ),
    ]
  }
}
