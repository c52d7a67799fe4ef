import Analyses
import Knowledge
import Numerics
import Tables

/// Every case against the other cases and against annotated diseases.
struct CaseComparison {
  /// What one case gives.
  private struct Answer: Sendable {
    let cases: [Hit]
    let diseases: [Hit]
    /// Place of its own diagnosis among groups, by mean similarity; nil without another member.
    let groupRank: Double?
    let nearestGroup: Int?
    let diseaseRank: Double?
  }

  private struct Hit: Sendable {
    let index: Int
    let score: Double
    var p: Double?
  }

  private let cases: CaseFiles
  private let diseases: [AnnotatedDisease]
  private let settings: RunSimilarCases.Settings
  private let groups: [String]
  private let groupOf: [Int?]
  private var answers: [Answer] = []

  init(
    cases: CaseFiles, diseases: [AnnotatedDisease], ontology: PhenotypeOntology,
    measure: ProfileMeasure, settings: RunSimilarCases.Settings, workers: Workers
  ) {
    (self.cases, self.diseases, self.settings) = (cases, diseases, settings)
    let groups = Set(cases.diagnoses.compactMap { $0 }).sorted()
    self.groups = groups
    groupOf = cases.diagnoses.map { id in id.flatMap { groups.firstIndex(of: $0) } }
    let information = TermInformation(ontology, profiles: diseases.map(\.terms))
    // Cases first, then diseases.
    let index = ProfileIndex(
      information, profiles: cases.profiles + diseases.map(\.terms), measure)
    let used = Set(cases.profiles.joined()).sorted()
    let rows = Dictionary(
      uniqueKeysWithValues: zip(used, workers.map(used) { index.row($0) }))
    let this = self
    answers = workers.map(Array(cases.profiles.indices)) { this.answer($0, index, rows) }
    if settings.queries > 0 {
      answers = judged(index, pool: Set(diseases.flatMap(\.terms)).sorted(), workers)
    }
  }

  private func answer(_ own: Int, _ index: ProfileIndex, _ rows: [Int: [Double]]) -> Answer {
    let scores = index.scores(cases.profiles[own], rows: rows)
    let count = cases.profiles.count
    let others = Array(scores[..<count]), known = Array(scores[count...])
    let means = CaseRanking.groupMeans(
      others, groups: groupOf, groupCount: groups.count, without: own)
    let candidates = means.indices.filter { means[$0] != nil }
    let values = candidates.map { means[$0] ?? 0 }
    let place = groupOf[own].flatMap { candidates.firstIndex(of: $0) }
    let disease = cases.diagnoses[own].flatMap { id in diseases.firstIndex { $0.id == id } }
    func hits(_ scores: [Double], without own: Int?) -> [Hit] {
      CaseRanking.order(scores).lazy.filter { $0 != own }.prefix(settings.top)
        .map { Hit(index: $0, score: scores[$0]) }
    }
    return Answer(
      cases: hits(others, without: own), diseases: hits(known, without: nil),
      groupRank: place.map { CaseRanking.rank(of: $0, values) },
      nearestGroup: CaseRanking.order(values).first.map { candidates[$0] },
      diseaseRank: disease.map { CaseRanking.rank(of: $0, known) })
  }

  /// Adds to each hit the share of random queries, of as many terms, that score as high.
  private func judged(_ index: ProfileIndex, pool: [Int], _ workers: Workers) -> [Answer] {
    let sizes = Set(cases.profiles.map(\.count)).subtracting([0]).sorted()
    let targets = sizes.map { size in
      Set(
        answers.indices.filter { cases.profiles[$0].count == size }.flatMap { place in
          answers[place].cases.map(\.index)
            + answers[place].diseases.map { $0.index + cases.profiles.count }
        }
      ).sorted()
    }
    // Only the hits' own terms are looked at: a smaller index than that of all profiles.
    let needed = Set(targets.joined()).sorted()
    let small = ProfileIndex(
      index.information, profiles: needed.map { index.profiles[$0] }, index.measure)
    let places = Dictionary(uniqueKeysWithValues: needed.enumerated().map { ($1, $0) })
    let rows = Dictionary(uniqueKeysWithValues: zip(pool, workers.map(pool) { small.row($0) }))
    let settings = settings
    let nulls = workers.map(Array(zip(sizes, targets))) { size, targets -> [Int: [Double]] in
      small.null(
        size: size, queries: settings.queries, seed: settings.seed, pool: pool, rows: rows,
        of: targets.compactMap { places[$0] })
    }
    let bySize = Dictionary(uniqueKeysWithValues: zip(sizes, nulls))
    return answers.indices.map { place in
      let null = bySize[cases.profiles[place].count] ?? [:]
      func judge(_ hit: Hit, _ target: Int) -> Hit {
        guard let draws = places[target].flatMap({ null[$0] }) else { return hit }
        return Hit(
          index: hit.index, score: hit.score, p: CaseRanking.p(hit.score, draws: draws))
      }
      let answer = answers[place]
      return Answer(
        cases: answer.cases.map { judge($0, $0.index) },
        diseases: answer.diseases.map { judge($0, $0.index + cases.profiles.count) },
        groupRank: answer.groupRank, nearestGroup: answer.nearestGroup,
        diseaseRank: answer.diseaseRank)
    }
  }
}

// MARK: - Tables

extension CaseComparison {
  func tables() -> [Table] { [nearestCases(), nearestDiseases(), evaluation()] }

  private static func entry(_ value: Double?) -> Entry { value.map { .number($0) } ?? .missing }

  private func nearestCases() -> Table {
    let sizes = groups.indices.map { group in groupOf.count { $0 == group } }
    var table = Table(
      "cases", "Nearest cases",
      SimilarCaseColumns.cases)
    for (own, answer) in answers.enumerated() {
      for (rank, hit) in answer.cases.enumerated() {
        let reason = withheld(hit.index, sizes)
        table.add(
          [
            .text(cases.ids[own]),
            reason.map { .withheld($0) } ?? .text(cases.ids[hit.index]),
            reason.map { .withheld($0) } ?? cases.diagnoses[hit.index].map { .text($0) }
              ?? .missing,
            .number(Double(rank + 1)), .number(hit.score), Self.entry(hit.p),
          ])
      }
    }
    return table
  }

  /// Why a neighbour is not told, if so: too few share its diagnosis.
  private func withheld(_ neighbour: Int, _ sizes: [Int]) -> String? {
    guard settings.smallestGroup > 0 else { return nil }
    guard let group = groupOf[neighbour] else {
      return "it has no diagnosis that others could share"
    }
    return sizes[group] < settings.smallestGroup
      ? "fewer than \(settings.smallestGroup) share its diagnosis" : nil
  }

  private func nearestDiseases() -> Table {
    var table = Table(
      "diseases", "Nearest diseases",
      SimilarCaseColumns.diseases)
    for (own, answer) in answers.enumerated() {
      for (rank, hit) in answer.diseases.enumerated() {
        let disease = diseases[hit.index]
        table.add(
          [
            .text(cases.ids[own]), .text(disease.id), .text(disease.name),
            .number(Double(rank + 1)), .number(hit.score), Self.entry(hit.p),
          ])
      }
    }
    return table
  }

  private func evaluation() -> Table {
    var table = Table(
      "evaluation", "Where each case's own diagnosis ranks",
      SimilarCaseColumns.evaluation)
    for (own, answer) in answers.enumerated() {
      table.add([
        .text(cases.ids[own]), cases.diagnoses[own].map { .text($0) } ?? .missing,
        answer.nearestGroup.map { .text(groups[$0]) } ?? .missing,
        .number(Double(cases.profiles[own].count)), Self.entry(answer.groupRank),
        Self.entry(answer.diseaseRank),
      ])
    }
    return table
  }

  func summary() -> [String] {
    let ranked = answers.compactMap(\.groupRank), known = answers.compactMap(\.diseaseRank)
    func share(_ count: Int, of all: Int) -> String {
      "\(count) of \(all)"
        + (all > 0 ? " (\(Digits.text(100 * Double(count) / Double(all), .fixed(1))) %)" : "")
    }
    let measure =
      settings.measure == "simgic"
      ? "simGIC" : settings.measure + (settings.isOneSided ? ", query's terms" : ", both ways")
    var lines = [
      "\(cases.profiles.count) cases, \(groups.count) diagnoses, \(diseases.count) diseases; \(measure)",
      "leave one out: own group first by mean similarity \(share(ranked.count { $0 == 1 }, of: ranked.count))",
    ]
    if let median = Sample.median(known) {
      lines.append(
        "true disease first \(share(known.count { $0 <= 1 }, of: known.count)), in the first ten"
          + " \(share(known.count { $0 <= 10 }, of: known.count)), median rank"
          + " \(Digits.text(median, .exact)) (ties: mean rank)")
      lines.append(
        "annotations may rest on the same papers as the cases: these ranks flatter new cases")
    }
    return lines
  }
}
