import Testing

@testable import Numerics

@Suite struct RankCorrelationTests {
  /// scipy.stats.spearmanr.
  @Test func equalsScipyWithTies() throws {
    let value = try #require(RankCorrelation.spearman([1, 2, 2, 4, 5, 7], [5, 1, 4, 4, 2, 9]))
    #expect(abs(value - 0.16176470588235295) < 1e-15)
  }

  @Test func nothingOfConstantsAndTooFew() {
    #expect(RankCorrelation.spearman([1, 1, 1], [1, 2, 3]) == nil)
    #expect(RankCorrelation.spearman([1, 2], [1, 2]) == nil)
  }
}
