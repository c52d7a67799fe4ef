import Analyses
import Knowledge
import Numerics
import Testing

@Suite struct DrugRankingTests {
  static let words: [(text: String, sign: Int)] = [
    ("inhibitor", -1), ("Antagonist", -1), ("antisense oligonucleotide", -1), ("agonist", 1),
    ("positive allosteric modulator", 1), ("inhibitor,competitive", -1), ("agonist,antagonist", 0),
    ("n/a", 0), ("", 0), ("binder", 0), ("partial agonist,agonist", 1),
  ]

  @Test(arguments: words) func actions(_ c: (text: String, sign: Int)) {
    #expect(InteractionType.sign(c.text).sign == c.sign)
  }

  @Test func aWordThatIsNotKnownIsTold() {
    #expect(InteractionType.sign("inhibitor, zapper").unknown == ["zapper"])
  }

  // science.md 6.4: more target, more risk asks for less target.
  static let directions: [(action: Int, direction: Int, wanted: Concordance)] = [
    (-1, 1, .concordant), (1, -1, .concordant), (1, 1, .discordant), (-1, -1, .discordant),
    (0, 1, .unknown), (-1, 0, .unknown),
  ]

  @Test(arguments: directions) func concordance(
    _ c: (action: Int, direction: Int, wanted: Concordance)
  ) {
    #expect(Concordance(action: c.action, direction: c.direction) == c.wanted)
  }

  @Test func aDrugsScoreIsItsPartsTogether() {
    let ranking = DrugRanking(
      drugCount: 2,
      targets: [
        DrugTarget(drug: 0, gene: 0, action: -1, sources: 2),
        DrugTarget(drug: 0, gene: 1, action: 1, sources: 1),
        DrugTarget(drug: 0, gene: 2, action: 0, sources: 9),
        DrugTarget(drug: 0, gene: 3, action: 0, sources: 9),
        DrugTarget(drug: 1, gene: 3, action: -1, sources: 1),
      ],
      evidence: [
        GeneEvidence(gene: "P", direction: 1, strength: 1),
        GeneEvidence(gene: "Q", direction: 1, strength: 0.4), nil, nil,
      ])
    // (1 * 1 * 3/4 - 0.4 * 1/2) / sqrt 4
    #expect(abs(ranking.drugs[0].score - 0.275) < 1e-15)
    #expect(ranking.drugs[0].pairs.map(\.concordance) == [.concordant, .discordant])
    #expect(ranking.drugs[0].pairs.map { $0.weakest.name } == ["drug-gene", "gene-disease"])
    #expect(ranking.drugs[1].score == 0)
  }

  // The first is scikit-learn's example; its error by hand from DeLong's placements.
  static let curves:
    [(yes: [Double], no: [Double], area: Double, error: Double, precision: Double)] = [
      ([0.35, 0.8], [0.1, 0.4], 0.75, 0.125.squareRoot(), 5.0 / 6), ([1, 1], [1, 1], 0.5, 0, 0.5),
      ([2, 3], [0, 1], 1, 0, 1),
    ]

  @Test(arguments: curves) func areas(
    _ c: (yes: [Double], no: [Double], area: Double, error: Double, precision: Double)
  ) {
    let found = ROC.area(positives: c.yes, negatives: c.no)
    #expect(abs(found.area - c.area) < 1e-15 && abs(found.error - c.error) < 1e-15)
    let precision = ROC.averagePrecision(positives: c.yes, negatives: c.no)
    #expect(abs(precision - c.precision) < 1e-15)
  }

  @Test func tooFewDrugsAreNotEvaluated() {
    let found = DrugEvaluation(
      scores: Array(repeating: 1, count: 15), targetCounts: Array(repeating: 1, count: 15),
      isPositive: (0..<15).map { $0 < 11 }, draws: 10, seed: 1)
    #expect(found.measures == nil && found.positives == 11 && found.negatives == 4)
  }

  @Test func scoresThatFollowDegreeAloneAreNoEvidence() throws {
    // Score = number of targets: positives have many, but so have the negatives of their group.
    let counts = (0..<40).map { 1 + $0 / 10 }
    let found = DrugEvaluation(
      scores: counts.map(Double.init), targetCounts: counts,
      isPositive: (0..<40).map { $0 == 20 || $0 >= 30 && $0.isMultiple(of: 2) }, draws: 200, seed: 1
    )
    // Of 34 negatives 29 below each of five positives and half of 5 beside it; 20 and half of 9
    // for the sixth.
    let measures = try #require(found.measures)
    #expect(abs(measures.area - (5 * 31.5 + 24.5) / (6 * 34)) < 1e-12 && measures.p == 1)
    #expect(abs(measures.nullMean - measures.area) < 1e-12)
  }

  /// An area of positives that all have one score would have an interval without any width.
  @Test func tiedPositivesAreNotEvaluated() {
    let found = DrugEvaluation(
      scores: (0..<40).map { $0 < 11 ? 0 : Double($0 % 3) },
      targetCounts: Array(repeating: 1, count: 40), isPositive: (0..<40).map { $0 < 11 },
      draws: 10, seed: 1)
    #expect(found.measures == nil && found.isTied)
  }

  @Test func groupsNeverPartEqualDegrees() {
    let groups = DegreeGroups([5, 1, 1, 1, 2, 9], atLeast: 2).groups
    #expect(groups == [[1, 2, 3], [4, 0, 5]])
  }
}
