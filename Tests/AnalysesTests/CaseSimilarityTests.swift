import Knowledge
import Testing

@testable import Analyses

/// The worked example of science.md section 11: B<A C<A D<B E<B F<{C,B}; five diseases.
@Suite struct CaseSimilarityTests {
  private static let ontology = PhenotypeOntology([
    .init(id: "A", name: "", parents: []), .init(id: "B", name: "", parents: ["A"]),
    .init(id: "C", name: "", parents: ["A"]), .init(id: "D", name: "", parents: ["B"]),
    .init(id: "E", name: "", parents: ["B"]), .init(id: "F", name: "", parents: ["C", "B"]),
  ])
  private static func terms(_ ids: String) -> [Int] { ids.compactMap { ontology.term(String($0)) } }
  private static let diseases = ["DF", "E", "C", "D", "F"].map(terms)
  private static let information = TermInformation(ontology, profiles: diseases)

  static let contents: [(term: String, content: Double)] = [
    ("A", 0), ("B", 0.22314355), ("C", 0.51082562), ("D", 0.91629073), ("E", 1.60943791),
    ("F", 0.91629073),
  ]

  @Test(arguments: contents) func informationContent(_ c: (term: String, content: Double)) {
    #expect(abs(Self.information.content[Self.terms(c.term)[0]] - c.content) < 5.1e-9)
  }

  struct Case: Sendable, CustomTestStringConvertible {
    let disease: Int
    let measure: ProfileMeasure
    let score: Double
    let tolerance: Double
    var testDescription: String { "d\(disease + 1) \(measure)" }
  }

  static let cases = [
    Case(disease: 0, measure: .best(.resnik, bothWays: false), score: 0.713558, tolerance: 5.1e-7),
    Case(disease: 0, measure: .best(.resnik, bothWays: true), score: 0.713558, tolerance: 5.1e-7),
    Case(disease: 1, measure: .best(.resnik, bothWays: false), score: 0.111572, tolerance: 5.1e-7),
    Case(disease: 1, measure: .best(.resnik, bothWays: true), score: 0.167358, tolerance: 5.1e-7),
    Case(disease: 3, measure: .best(.resnik, bothWays: false), score: 0.458145, tolerance: 5.1e-7),
    Case(disease: 3, measure: .best(.resnik, bothWays: true), score: 0.687218, tolerance: 5.1e-7),
    Case(disease: 0, measure: .best(.lin, bothWays: true), score: 0.857943, tolerance: 5.1e-7),
    Case(
      disease: 0, measure: .best(.phenodigm, bothWays: true), score: 0.731307, tolerance: 5.1e-7),
    Case(disease: 0, measure: .simGIC, score: 0.6429874720, tolerance: 5.1e-11),
  ]

  @Test(arguments: cases) func scores(_ c: Case) {
    let query = Self.terms("DC")
    let found = Self.information.similarity(query, Self.diseases[c.disease], c.measure)
    #expect(abs(found - c.score) < c.tolerance)
    let index = ProfileIndex(Self.information, profiles: Self.diseases, c.measure)
    let rows = Dictionary(uniqueKeysWithValues: query.map { ($0, index.row($0)) })
    #expect(abs(index.scores(query, rows: rows)[c.disease] - found) < 1e-14)
  }

  /// The nearest without itself and without records of no term, with what best matches share.
  @Test func neighboursShareTheirMostInformativeTerms() {
    let cases = SimilarCases(
      Self.information, profiles: ["DC", "DF", "E", "", "A"].map(Self.terms))
    let nearest = cases.nearest(to: 0)
    #expect(nearest.map(\.index) == [1, 2, 4])
    // Two of three queries come as near: p = (1 + 2) / (1 + 3).
    let found = cases.judged(0, nearest, null: [1: [0.1, nearest[0].score, 2]])
    #expect(found[0].p == 0.75)
    #expect(found.map(\.shared) == ["DC", "B", ""].map(Self.terms))
    #expect(cases.nearest(to: 3).isEmpty)
  }

  @Test func hallmarksAreComparedWhereBothHaveThem() throws {
    let own = HallmarkProfile(deviates: ["a/x": 1, "a/y": 2, "b/z": -2, "b/w": 9])
    let other = HallmarkProfile(deviates: ["a/x": 2, "a/y": 1, "b/z": 2])
    let found = try #require(own.cosine(other))
    #expect(found.shared == 3 && found.value == 0)
    #expect(own.cosine(HallmarkProfile(deviates: ["a/x": 1, "a/y": 2])) == nil)
  }

  @Test func tiesShareTheMeanRank() {
    #expect(CaseRanking.rank(of: 1, [3, 2, 2, 1]) == 2.5)
    #expect(CaseRanking.rank(of: 0, [3, 2, 2, 1]) == 1)
  }

  @Test func groupsAreMeasuredWithoutTheCaseItself() {
    let means = CaseRanking.groupMeans(
      [9, 1, 4, 2, 7], groups: [0, 0, 1, 1, nil], groupCount: 3, without: 0)
    #expect(means == [1, 3, nil])
  }

  @Test func queriesAreSeededAndHaveNoTermTwice() {
    let pool = Array(0..<6)
    let first = CaseRanking.randomQueries(size: 4, count: 50, from: pool, seed: 1)
    #expect(first == CaseRanking.randomQueries(size: 4, count: 50, from: pool, seed: 1))
    #expect(first != CaseRanking.randomQueries(size: 4, count: 50, from: pool, seed: 2))
    #expect(first.allSatisfy { Set($0).count == 4 })
  }
}
