import Analyses
import CohortModel
import Ethics
import Knowledge
import Store
import Tables

/// Everything about single people: similarity, quality and scores, each from that
/// person and the references only.
struct PersonStage: Sendable {
  private let project: Project
  private let selection: SampleSelection
  private let traitPeople: [String: People]
  private let model: SimilarityModel
  let scorers: [TraitScorer]
  let rivals: [TraitRival]
  private var panel: PanelScan
  private var quality: SampleQCScan
  private var genotypes: [ScoreGenotypeScan]
  private var rivalGenotypes: [ScoreGenotypeScan]
  private var apoe: ScoreGenotypeScan

  /// rs429358 C and rs7412 T.
  private static let apoeRows = [
    ScoreRow(rsid: "rs429358", effect: "C", other: "T", weight: 1),
    ScoreRow(rsid: "rs7412", effect: "T", other: "C", weight: 1),
  ]

  init(
    _ project: Project, _ variants: [Variant], _ selection: SampleSelection,
    _ traitPeople: [String: People]
  ) {
    self.project = project
    self.selection = selection
    self.traitPeople = traitPeople
    let panel = SimilarityPanel(project.similarity, variants)
    model = SimilarityModel(project.similarity, panel)
    self.panel = PanelScan(panel, sampleCount: selection.count)
    var frequencies = [Double?](repeating: nil, count: variants.count)
    for match in panel.matches {
      let f = project.similarity.frequency[match.panel]
      frequencies[match.variant] = match.sameAllele ? f : 1 - f
    }
    quality = SampleQCScan(
      variants: variants, sampleCount: selection.count, frequencies: frequencies)
    let index = VariantIndex(variants)
    func scorer(_ definition: ScoreDefinition) -> TraitScorer {
      let match = index.match(definition.rows, keepAmbiguous: project.config.isForward)
      return TraitScorer(definition, match, project.scoreReference)
    }
    func scan(_ scorer: TraitScorer) -> ScoreGenotypeScan {
      ScoreGenotypeScan(scorer.match, sampleCount: selection.count)
    }
    scorers = project.scores.map(scorer)
    rivals = project.rivals.map { TraitRival($0, scorer: scorer($0.definition)) }
    genotypes = scorers.map(scan)
    rivalGenotypes = rivals.map { scan($0.scorer) }
    apoe = ScoreGenotypeScan(
      index.match(Self.apoeRows, keepAmbiguous: true), sampleCount: selection.count)
  }

  mutating func take(_ block: GenotypeBlock) {
    panel.take(block)
    quality.take(block)
    for index in genotypes.indices { genotypes[index].take(block) }
    for index in rivalGenotypes.indices { rivalGenotypes[index].take(block) }
    apoe.take(block)
  }

  /// Variants of the similarity panel that the genotype files have.
  var panelVariants: Int { model.variantCount }

  /// Findings by roster index; what the cache has of a person is not computed again.
  func findings(
    _ workers: Workers, _ cache: inout FindingCache, _ keys: CacheKeys, isDryRun: Bool
  ) throws -> [PersonFinding?] {
    let reads = PersonReads(
      panel: panel.finding(), genotypes: genotypes.map { $0.finding() },
      rivals: rivalGenotypes.map { $0.finding() }, quality: quality.finding(),
      apoe: apoe.finding())
    let samples = Array(0..<selection.count)
    let names = workers.map(samples) { sample in
      keys.person(selection.members[sample], key(reads, sample))
    }
    var known: [Costly?] = names.map { name in
      cache.value(name).flatMap { try? Costly(bytes: $0) }
    }
    let missing = samples.filter { known[$0] == nil }
    let computed = workers.map(missing) { compute(reads, $0) }
    for (sample, result) in zip(missing, computed) {
      known[sample] = result
      if !isDryRun { try cache.store(result.bytes, as: names[sample]) }
    }
    var findings = [PersonFinding?](repeating: nil, count: project.roster.count)
    for sample in samples {
      guard let costly = known[sample] else { continue }
      let person = selection.members[sample]
      findings[person] = PersonFinding(
        similarity: costly.similarity, quality: reads.quality[sample], scores: costly.scores,
        rivals: costly.rivals, codes: codes(reads, sample), apoe: Self.apoe(reads.apoe, sample))
    }
    return findings
  }

  /// What the person's costly findings are computed from.
  private func key(_ reads: PersonReads, _ sample: Int) -> [UInt8] {
    let own = codes(reads, sample)
    return reads.panel.codes(sample)
      + own.keys.sorted().flatMap { Array($0.utf8) + (own[$0] ?? []) }
      + rivalCodes(reads, sample).flatMap { Array($0.rival.score.name.utf8) + $0.codes }
  }

  /// Codes of rival scores of the traits that the person's consent covers.
  private func rivalCodes(
    _ reads: PersonReads, _ sample: Int
  ) -> [(rival: TraitRival, codes: [UInt8])] {
    let person = selection.members[sample]
    return zip(rivals, reads.rivals).compactMap { rival, genotypes in
      guard traitPeople[rival.score.trait]?.contains(person) == true else { return nil }
      return (rival, genotypes.codes.map { $0?[sample] ?? 3 })
    }
  }

  /// Codes of the traits that the person's consent covers.
  private func codes(_ reads: PersonReads, _ sample: Int) -> [String: [UInt8]] {
    let person = selection.members[sample]
    var codes: [String: [UInt8]] = [:]
    for (scorer, genotypes) in zip(scorers, reads.genotypes) {
      let trait = scorer.definition.trait.id
      guard traitPeople[trait]?.contains(person) == true else { continue }
      codes[trait] = genotypes.codes.map { $0?[sample] ?? 3 }
    }
    return codes
  }

  private func compute(_ reads: PersonReads, _ sample: Int) -> Costly {
    let similarity = model.person(reads.panel.codes(sample))
    let codes = codes(reads, sample)
    var scores: [String: [PersonScore]] = [:]
    for scorer in scorers {
      let trait = scorer.definition.trait.id
      if let own = codes[trait] { scores[trait] = scorer.person(own, similarity, model) }
    }
    var rivals: [String: [PersonScore]] = [:]
    for (rival, codes) in rivalCodes(reads, sample) {
      rivals[rival.score.trait, default: []].append(rival.scorer.whole(codes, similarity, model))
    }
    return Costly(similarity: similarity, scores: scores, rivals: rivals)
  }

  private static func apoe(_ genotypes: ScoreGenotypes, _ sample: Int) -> APOEGenotype? {
    guard let four = genotypes.codes[0]?[sample], let two = genotypes.codes[1]?[sample] else {
      return nil
    }
    return APOEGenotype(e4Copies: four, e2Copies: two)
  }
}

/// What the scans gathered.
private struct PersonReads: Sendable {
  let panel: PanelGenotypes
  let genotypes: [ScoreGenotypes]
  let rivals: [ScoreGenotypes]
  let quality: [SampleQCScan.Person]
  let apoe: ScoreGenotypes
}

/// The part of a person's finding that is worth keeping.
private struct Costly: Sendable {
  let similarity: PersonSimilarity
  let scores: [String: [PersonScore]]
  let rivals: [String: [PersonScore]]

  var bytes: [UInt8] {
    var writer = ByteWriter()
    similarity.write(to: &writer)
    for all in [scores, rivals] {
      writer.add(all.count)
      for trait in all.keys.sorted() {
        let own = all[trait] ?? []
        writer.add(trait)
        writer.add(own.count)
        for score in own { score.write(to: &writer) }
      }
    }
    return writer.bytes
  }

  init(
    similarity: PersonSimilarity, scores: [String: [PersonScore]], rivals: [String: [PersonScore]]
  ) {
    (self.similarity, self.scores, self.rivals) = (similarity, scores, rivals)
  }

  init(bytes: [UInt8]) throws {
    var reader = ByteReader(bytes)
    similarity = try PersonSimilarity(&reader)
    scores = try Self.scores(&reader)
    rivals = try Self.scores(&reader)
  }

  private static func scores(_ reader: inout ByteReader) throws -> [String: [PersonScore]] {
    var scores: [String: [PersonScore]] = [:]
    for _ in 0..<(try reader.count()) {
      let trait = try reader.text()
      var own: [PersonScore] = []
      for _ in 0..<(try reader.count()) { own.append(try PersonScore(&reader)) }
      scores[trait] = own
    }
    return scores
  }
}
