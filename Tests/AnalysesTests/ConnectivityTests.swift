import Analyses
import TestSupport
import Testing

@Suite struct ConnectivityTests {
  /// gsea_rank.tsv of the shared vectors, as `science.md` prints its results.
  private static func ranks() throws -> (genes: [String], scores: [Double]) {
    let shared = try #require(Fixtures.shared)
    let text = try String(
      contentsOfFile: shared + "/vectors/science/gsea_rank.tsv", encoding: .utf8)
    let rows = text.split(separator: "\n").map { $0.split(separator: "\t") }
    let named = rows.compactMap { row in Double(row[1]).map { (String(row[0]), $0) } }
    return (named.map(\.0), named.map(\.1))
  }

  @Test(.enabled(if: Fixtures.shared != nil)) func connectionAsComputedElsewhere() throws {
    let (genes, scores) = try Self.ranks()
    let place = { (names: String) in
      names.split(separator: " ").compactMap { genes.firstIndex(of: String($0)) }
    }
    let signature = Signature(
      up: place("g00 g02 g05 g20"), down: place("g30 g34 g37 g39"), count: genes.count)
    let column = RankedColumn(scores)
    let found = column.connection(to: signature)
    #expect(abs((found.up ?? 0) - 0.8696295415) < 1e-10)
    #expect(abs((found.down ?? 0) + 0.8333333333) < 1e-10)
    #expect(abs(found.score - 0.8514814374) < 1e-10)
    #expect(abs(column.extremeSum(of: signature, top: 10) - 10.4519) < 1e-12)
  }

  @Test func scoresOfOneSignAreNoConnection() {
    #expect(Connection(up: 0.5, down: 0.3).score == 0)
    #expect(Connection(up: -0.5, down: -0.3).score == 0)
    #expect(Connection(up: 0.5, down: -0.25).score == 0.375)
    #expect(Connection(up: 0.5, down: nil).score == 0.5)
    #expect(Connection(up: nil, down: 0.5).score == -0.5)
  }

  @Test func normalised() {
    let found = Connectivity.normalised(
      [0.6, 0.3, -0.2, -0.5, 0.1, 0], groups: [0, 0, 0, 0, 0, 0])
    for (a, b) in zip(found, [1.8, 0.9, -0.5714286, -1.4285714, 0.3, 0]) {
      #expect(abs(a - b) < 1e-7)
    }
    // Groups have means of their own, no less than 0.01.
    #expect(Connectivity.normalised([0.5, 0.001], groups: [0, 1]) == [1, 0.1])
    #expect(Connectivity.normalised([1, 0.5, 0.5], groups: [0, 0, 0], without: 0) == [2, 1, 1])
  }

  @Test func tau() {
    let reference = [0.2, 0.5, 0.9, 1.1, 1.4, 1.7, 2, 0.1, 0.3, 0.7]
    #expect(Connectivity.tau(-1.2, reference: reference) == -70)
    #expect(Connectivity.tau(1.2, reference: reference.map { -$0 }) == 70)
    #expect(Connectivity.tau(1, reference: []) == nil)
  }

  /// Median 3, MAD 1.
  @Test func robustScores() {
    let found = Connectivity.robustScores([3, 4.4826, 0], controls: [1, 2, 3, 4, 5], floor: 0.1)
    #expect(abs((found?[1] ?? 0) - 1) < 1e-12 && found?[0] == 0)
    let floor = Connectivity.robustScores([3.14826], controls: [3, 3, 3], floor: 0.1)
    #expect(abs((floor?[0] ?? 0) - 1) < 1e-9)
  }

  @Test func replicates() throws {
    let scores = [[1, 0.8, 0.1, 0], [0.6, 1, 0, 0.1], [0, 0, 1, -0.2], [0, 0, -0.4, 1]]
    let found = ReplicateConnectivity.findings(scores: scores, labels: ["a", "a", "b", "b"])
    #expect(found.map(\.label) == ["a", "b"])
    #expect(abs(found[0].within - 0.7) < 1e-12 && abs(found[0].between - 0.025) < 1e-12)
    #expect(abs(found[1].within + 0.3) < 1e-12 && found[0].quantile == 1 && found[1].quantile == 0)
    #expect(ReplicateConnectivity.findings(scores: scores, labels: ["a", "a", "a", "a"]).isEmpty)
  }

  /// A gene on both sides is on neither; ties keep the order of the genes.
  @Test func signatures() {
    let signature = Signature(up: [0, 1], down: [1, 2], count: 4)
    #expect(signature.sides == [1, 0, 2, 0])
    let own = Signature(of: RankedColumn([1, 3, 3, -2]), up: 1, down: 1)
    #expect(own.sides == [0, 1, 0, 2])
  }
}
