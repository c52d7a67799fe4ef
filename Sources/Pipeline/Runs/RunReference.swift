import Analyses
import CohortModel
import Diagnostics
import Formats
import Knowledge
import Store
import Tables

/// Labels of people: `sample` and `group` in the first two columns.
enum LabelsFile {
  static func read(_ path: String) throws -> [String: String] {
    let table = try TextTable(Files.read(path), file: path)
    guard table.header.count >= 2 else {
      throw Diagnostic(
        at: Place(path, line: 1), "fewer than two columns", hint: "sample, group")
    }
    let groups = Set(table.rows.map { $0[1] })
    let isName: (Substring) -> Bool = { name in
      !name.isEmpty
        && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_" || $0 == "-") }
    }
    guard groups.count <= 16, groups.allSatisfy(isName) else {
      throw Diagnostic(
        at: Place(path), "more than 16 groups, or a name that is not letters, digits, - and _",
        hint: "merge groups, or rename them")
    }
    return Dictionary(
      table.rows.map { (String($0[0]), String($0[1])) }, uniquingKeysWith: { first, _ in first })
  }
}

/// `casebook run reference similarity`: the aggregate of labelled people.
public struct RunSimilarityReference: Sendable {
  public let bfile: String
  public let labels: String
  public let name: String
  public let build: String
  public let out: String
  public let command: String

  public init(
    bfile: String, labels: String, name: String, build: String, out: String, command: String
  ) {
    (self.bfile, self.labels, self.name) = (bfile, labels, name)
    (self.build, self.out, self.command) = (build, out, command)
  }

  public func run(_ progress: Progress) throws -> (summary: String, files: [String]) {
    try RunFiles.checkOutput(out, mayBeReference: true)
    let files = try RunFiles(bfile: bfile, vcf: nil)
    let groups = try LabelsFile.read(labels)
    let labelled = files.ids.indices.filter { groups[files.ids[$0]] != nil }
    let counts = Dictionary(grouping: labelled) { groups[files.ids[$0]] ?? "" }.mapValues(\.count)
    guard counts.count >= 2, let smallest = counts.values.min(), smallest >= 20 else {
      throw Diagnostic(
        at: Place(labels), "a group of fewer than 20 labelled people, or only one group",
        hint: "frequencies of so few people say little; leave the group out")
    }
    var codes: [[UInt8]] = []
    try files.scan(progress) { block in
      for row in block.variants.indices.map({ $0 - block.variants.lowerBound }) {
        codes.append(labelled.map { block.code(variant: row, sample: $0) })
      }
    }
    let kept = files.genotypes.variants.indices.filter { files.genotypes.variants[$0].isAutosomal }
    progress.step("components and calibration of \(labelled.count) people")
    let reference = SimilarityReferenceBuilder.reference(
      name: name, build: build, variants: kept.map { files.genotypes.variants[$0] },
      codes: kept.map { codes[$0] }, labels: labelled.map { groups[files.ids[$0]] ?? "" })
    let digest = Digest(
      of: Array(codes.joined()) + Array(labelled.map { files.ids[$0] }.joined(separator: "\n").utf8)
    )
    let text = SimilarityReferenceFile.text(
      reference, ReferenceSource(source: name, digest: digest.hex, command: command))
    try Files.replace(Array(text.utf8), at: out)
    progress.end()
    let sizes = reference.groups.map { "\($0) \(counts[$0] ?? 0)" }.joined(separator: ", ")
    return ("\(reference.panel.count) variants; \(sizes)", [out])
  }
}

/// `casebook run reference scores`: moments of scores in a labelled panel.
public struct RunScoreReference: Sendable {
  public let bfile: String
  public let labels: String
  public let similarity: String
  public let knowledge: String
  public let traits: [String]
  public let name: String
  public let isSimulated: Bool
  public let jobs: Int
  public let out: String
  public let command: String

  public init(
    bfile: String, labels: String, similarity: String, knowledge: String, traits: [String],
    name: String, isSimulated: Bool, jobs: Int, out: String, command: String
  ) {
    (self.bfile, self.labels, self.similarity) = (bfile, labels, similarity)
    (self.knowledge, self.traits, self.name) = (knowledge, traits, name)
    (self.isSimulated, self.jobs, self.out, self.command) = (isSimulated, jobs, out, command)
  }

  public func run(_ progress: Progress) throws -> (summary: String, files: [String]) {
    try RunFiles.checkOutput(out, mayBeReference: true)
    let files = try RunFiles(bfile: bfile, vcf: nil)
    let groups = try LabelsFile.read(labels)
    let known = try SimilarityReferenceFile.read(Files.read(similarity), file: similarity)
    let book = try KnowledgeFiles.read(folder: knowledge) { path in
      Files.exists(path) ? try Files.read(path) : nil
    }
    let own = try definitions(book)
    let folder = knowledge + "/rivals"
    let scores =
      own
      + (try RivalFiles.read(folder: folder, at: folder, traits: own.map(\.trait)) {
        try Files.read($0)
      }).map(\.definition)
    let people = try RunSimilarity.people(files, known, jobs: jobs, progress)
    let index = VariantIndex(files.genotypes.variants)
    var scans = scores.map {
      ScoreGenotypeScan(
        index.match($0.rows, keepAmbiguous: true), sampleCount: files.everyone.count)
    }
    try files.genotypes.scan { blocks, _ in
      for index in scans.indices { scans[index].take(blocks[0]) }
    }
    let labelled = files.ids.indices.filter { groups[files.ids[$0]] != nil }
    guard labelled.count >= 20 else {
      throw Diagnostic(
        at: Place(labels),
        "\(labelled.count) labelled people; a reference of scores needs many more",
        hint: "are the samples those of the .fam?")
    }
    let codes = Dictionary(
      uniqueKeysWithValues: zip(scores, scans).map { score, scan in
        let all = scan.finding()
        return (
          score.trait.id,
          ScoreGenotypes(
            sampleCount: labelled.count,
            codes: all.codes.map { row in row.map { row in labelled.map { row[$0] } } })
        )
      })
    let reference = ScoreReferenceBuilder.reference(
      name: name, build: known.build, isSimulated: isSimulated, scores: scores, codes: codes,
      people: labelled.map {
        .init(group: groups[files.ids[$0]] ?? "", components: people[$0].components)
      })
    let digest = Digest(
      of: codes.keys.sorted().flatMap { codes[$0]?.codes.flatMap { $0 ?? [] } ?? [] })
    let text = ScoreReferenceFile.text(
      reference, ReferenceSource(source: name, digest: digest.hex, command: command))
    try Files.replace(Array(text.utf8), at: out)
    progress.end()
    let sizes = scores.map { score in
      "\(score.trait.id) \(reference.variants[score.trait.id]?.count ?? 0) of \(score.rows.count)"
    }.joined(separator: ", ")
    return ("\(labelled.count) people; variants: \(sizes)", [out])
  }

  private func definitions(_ book: KnowledgeBook) throws -> [ScoreDefinition] {
    try Set(traits).sorted().map { id in
      guard let trait = book.trait(id) else {
        throw Diagnostic(
          at: Place("--traits"), "unknown trait '\(id)'",
          hint: Suggestion.hint(for: id, among: book.traits.map(\.id)), exit: .usage)
      }
      return book.score(of: trait)
    }
  }
}
