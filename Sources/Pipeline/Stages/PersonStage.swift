import Analyses
import CohortModel
import Ethics
import Knowledge
import Tables

/// Everything about single people: similarity, quality and scores, each from that
/// person and the references only.
struct PersonStage: Sendable {
  private let project: Project
  private let selection: SampleSelection
  private let traitPeople: [String: People]
  private let model: SimilarityModel
  let scorers: [TraitScorer]
  private var panel: PanelScan
  private var quality: SampleQCScan
  private var genotypes: [ScoreGenotypeScan]
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
    let matches = project.scores.map {
      index.match($0.rows, keepAmbiguous: project.config.isForward)
    }
    scorers = zip(project.scores, matches).map {
      TraitScorer($0, $1, project.scoreReference)
    }
    genotypes = matches.map { ScoreGenotypeScan($0, sampleCount: selection.count) }
    apoe = ScoreGenotypeScan(
      index.match(Self.apoeRows, keepAmbiguous: true), sampleCount: selection.count)
  }

  mutating func take(_ block: GenotypeBlock) {
    panel.take(block)
    quality.take(block)
    for index in genotypes.indices { genotypes[index].take(block) }
    apoe.take(block)
  }

  /// Findings by roster index.
  func findings(_ workers: Workers) -> [PersonFinding?] {
    let panel = panel.finding(), quality = quality.finding(), apoe = apoe.finding()
    let genotypes = genotypes.map { $0.finding() }
    let items = Array(selection.members.enumerated()).map {
      (sample: $0.offset, person: $0.element)
    }
    let results = workers.map(items.map { [$0.sample, $0.person] }) { pair in
      let (sample, person) = (pair[0], pair[1])
      let similarity = model.person(panel.codes(sample))
      var scores: [String: [PersonScore]] = [:]
      var codes: [String: [UInt8]] = [:]
      for (scorer, genotypes) in zip(scorers, genotypes) {
        let trait = scorer.definition.trait.id
        guard traitPeople[trait]?.contains(person) == true else { continue }
        let own = genotypes.codes.map { $0?[sample] ?? 3 }
        codes[trait] = own
        scores[trait] = scorer.person(own, similarity, model)
      }
      return PersonFinding(
        similarity: similarity, quality: quality[sample], scores: scores, codes: codes,
        apoe: Self.apoe(apoe, sample))
    }
    var findings = [PersonFinding?](repeating: nil, count: project.roster.count)
    for (item, result) in zip(items, results) { findings[item.person] = result }
    return findings
  }

  private static func apoe(_ genotypes: ScoreGenotypes, _ sample: Int) -> APOEGenotype? {
    guard let four = genotypes.codes[0]?[sample], let two = genotypes.codes[1]?[sample] else {
      return nil
    }
    return APOEGenotype(e4Copies: four, e2Copies: two)
  }
}
