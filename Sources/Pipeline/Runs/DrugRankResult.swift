import Analyses
import Knowledge
import Numerics
import Tables

/// Ranked drugs as tables, and their evaluation.
struct DrugRankResult {
  private static let streams = 4

  private let genes: TargetRows
  private let interactions: InteractionRows
  private let settings: RunDrugRank.Settings
  private let ranking: DrugRanking
  private let order: [Int]
  /// By drug; 1 without a gene that has evidence: leaving those out would select what is tested.
  private let p: [Double]
  private let q: [Double]

  init(
    genes: TargetRows, interactions: InteractionRows, settings: RunDrugRank.Settings,
    workers: Workers
  ) {
    (self.genes, self.interactions, self.settings) = (genes, interactions, settings)
    let byGene = Dictionary(
      genes.evidence.map { ($0.gene, $0) }, uniquingKeysWith: { first, _ in first })
    let ranking = DrugRanking(
      drugCount: interactions.drugs.count, targets: interactions.targets,
      evidence: interactions.genes.map { byGene[$0] }, damping: settings.damping)
    self.ranking = ranking
    order = ranking.order(by: interactions.drugs.map(\.name))
    let each = (settings.draws + Self.streams - 1) / Self.streams
    let high = workers.map(Array(0..<Self.streams)) { stream in
      ranking.exceedances(
        draws: min(each, max(0, settings.draws - stream * each)), stream: stream,
        seed: settings.seed)
    }
    p = ranking.pValues(
      exceedances: ranking.drugs.indices.map { drug in high.reduce(0) { $0 + $1[drug] } },
      draws: settings.draws)
    q = MultipleTests.benjaminiHochberg(p)
  }

  func drugTable() -> Table {
    Table(
      "drugs", "Drugs by genetic evidence", DrugRankColumns.drugs,
      rows: order.compactMap { row($0) })
  }

  private func row(_ drug: Int) -> [Entry]? {
    let (own, entry) = (interactions.drugs[drug], ranking.drugs[drug])
    guard let best = entry.pairs.first else { return nil }
    func count(_ kind: Concordance) -> Entry {
      .number(Double(entry.pairs.count { $0.concordance == kind }))
    }
    let wrong = entry.pairs.filter { $0.concordance == .discordant }.map(\.evidence.gene)
    let numbers: [Entry] = [
      entry.score, best.evidence.strength, best.concordance.factor, Double(best.target.sources),
      best.support, Double(entry.targetCount), entry.penalty, Double(entry.pairs.count),
    ].map { .number($0) }
    return [.text(own.name), own.id.map { .text($0) } ?? .missing] + numbers
      + [count(.concordant), count(.discordant), count(.unknown)]
      + [
        .text(best.evidence.gene), .text(best.concordance.rawValue), .text(best.weakest.name),
        wrong.isEmpty
          ? .missing
          : .text("acts against the wanted direction on " + wrong.joined(separator: ", ")),
        .number(p[drug]), .number(q[drug]),
      ]
  }

  func pairTable() -> Table {
    struct Key: Hashable {
      let drug: Int
      let gene: Int
    }
    let sources = Dictionary(
      zip(interactions.targets.map { Key(drug: $0.drug, gene: $0.gene) }, interactions.sources),
      uniquingKeysWith: { first, _ in first })
    var table = Table("pairs", "Drugs and genes", DrugRankColumns.pairs)
    for drug in order {
      let own = interactions.drugs[drug]
      for pair in ranking.drugs[drug].pairs {
        table.add([
          .text(own.name), own.id.map { .text($0) } ?? .missing, .text(pair.evidence.gene),
          .number(Double(pair.evidence.direction)), .number(Double(pair.target.action)),
          .text(pair.concordance.rawValue),
          .text(sources[Key(drug: drug, gene: pair.target.gene)] ?? ""),
          .text(pair.weakest.name), .number(pair.score), .number(pair.evidence.strength),
          .number(pair.concordance.factor), .number(pair.support),
        ])
      }
    }
    return table
  }

  func summary() -> [String] {
    let found = Set(interactions.genes).intersection(genes.evidence.map(\.gene)).count
    let discordant = order.count { drug in
      ranking.drugs[drug].pairs.contains { $0.concordance == .discordant }
    }
    var lines = [
      "\(interactions.drugs.count) drugs on \(interactions.genes.count) genes; \(genes.evidence.count)"
        + " genes with evidence, \(found) of them drugged; \(order.count) drugs ranked",
      "\(order.count { q[$0] < 0.05 }) drugs at q < 0.05: Benjamini-Hochberg over all \(p.count)"
        + " drugs, p by \(settings.draws) draws of evidence among genes of like degree (seed"
        + " \(settings.seed)), so 1 / \(settings.draws + 1) at least",
    ]
    if discordant > 0 {
      lines.append("\(discordant) drugs act against the wanted direction on a gene: see warning")
    }
    if !interactions.unknownWords.isEmpty {
      lines.append(
        "words of action that say nothing here: "
          + interactions.unknownWords.prefix(10).joined(separator: ", "))
    }
    return lines + [
      "a hypothesis for research, no advice on treatment: direction and safety in a person are not known"
    ]
  }

  /// Against a table of indications: disease-modifying drugs, and two sets of others.
  func evaluation(
    _ listed: IndicationRows, _ settings: RunDrugRank.Settings
  ) -> (table: Table, lines: [String]) {
    let universe = interactions.drugs.indices.filter { interactions.drugs[$0].id != nil }
    func id(_ drug: Int) -> String { interactions.drugs[drug].id ?? "" }
    let positives = universe.filter { listed.modifying.contains(id($0)) }
    let sets = [
      ("listed", universe.filter { listed.others.contains(id($0)) }),
      (
        "all_others",
        universe.filter {
          !listed.modifying.contains(id($0)) && !listed.others.contains(id($0))
        }
      ),
    ]
    var table = Table("evaluation", "Against known indications", DrugRankColumns.evaluation)
    var lines: [String] = []
    for (name, negatives) in sets {
      let drugs = positives + negatives
      let found = DrugEvaluation(
        scores: drugs.map { ranking.drugs[$0].score },
        targetCounts: drugs.map { ranking.drugs[$0].targetCount },
        isPositive: positives.map { _ in true } + negatives.map { _ in false },
        draws: settings.draws, seed: settings.seed)
      let scored = positives.count { !ranking.drugs[$0].pairs.isEmpty }
      table.add(Self.row(listed.disease, name, universe.count, scored, found))
      lines.append(Self.line(listed.disease, name, found))
    }
    return (table, lines)
  }

  private static func row(
    _ disease: String, _ name: String, _ universe: Int, _ scored: Int, _ found: DrugEvaluation
  ) -> [Entry] {
    let counts: [Entry] = [
      Double(universe), Double(found.positives), Double(scored), Double(found.negatives),
    ].map { .number($0) }
    let head: [Entry] = [.text(disease), .text(name)] + counts
    guard let m = found.measures else {
      return head + Array(repeating: .missing, count: 9) + [.text(refusal(found))]
    }
    let prevalence = Double(found.positives) / Double(found.positives + found.negatives)
    return head
      + [
        m.area, m.areaLow, m.areaHigh, m.averagePrecision, m.precisionLow, m.precisionHigh,
        prevalence, m.nullMean, m.p,
      ].map { .number($0) } + [.missing]
  }

  private static func refusal(_ found: DrugEvaluation) -> String {
    if found.isTied, min(found.positives, found.negatives) >= DrugEvaluation.fewest {
      return "cannot be evaluated: all \(found.positives) positives have the same score"
    }
    return
      "cannot be evaluated: \(found.positives) positives and \(found.negatives) negatives, where"
      + " \(DrugEvaluation.fewest) of each are needed"
  }

  private static func line(
    _ disease: String, _ name: String, _ found: DrugEvaluation
  ) -> String {
    let head =
      "\(disease), against \(name == "listed" ? "listed drugs that do not modify it" : "all other drugs"): "
    guard let m = found.measures else { return head + refusal(found) }
    func digits(_ value: Double) -> String { Digits.text(value, .fixed(3)) }
    return head
      + "AUROC \(digits(m.area)) [\(digits(m.areaLow)), \(digits(m.areaHigh))], average precision"
      + " \(digits(m.averagePrecision)) [\(digits(m.precisionLow)), \(digits(m.precisionHigh))],"
      + " n \(found.positives) + \(found.negatives); by degree alone \(digits(m.nullMean)), p"
      + " \(Digits.text(m.p, .significant(2)))"
  }
}
