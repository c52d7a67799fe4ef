import Analyses
import Testing

@Suite struct DoseResponseTests {
  private static let doses = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10]

  private static func flags(_ values: [Double], doses: [Double] = doses) -> [DoseFlag] {
    DoseResponse(DoseSeries(keys: [], doses: doses, values: values)).flags
  }

  @Test func flagsSayWhatToKnow() {
    #expect(Self.flags([0.99, 1.01, 0.96, 0.90, 0.71, 0.45, 0.24, 0.15, 0.12]) == [])
    #expect(
      Self.flags([1.01, 0.98, 1.02, 0.99, 1.0, 1.03, 0.97, 1.01, 0.99]) == [.noResponse])
    #expect(Self.flags([1, 1, 1, 1, 1, 1, 1, 1, 1]) == [.noResponse])
    #expect(Self.flags([1, 0.5, 0.1], doses: [1, 2, 3]) == [.tooFewDoses])
    // Four doses and four parameters leave nothing to test with.
    #expect(Self.flags([1, 0.8, 0.3, 0.1], doses: [1, 2, 3, 4]) == [.tooFewDoses])
    // Down to 0.6 only.
    #expect(
      Self.flags([1.01, 0.99, 0.98, 0.95, 0.8, 0.68, 0.62, 0.6, 0.61]).contains(.ic50Undefined))
    // Half of the effect lies beyond the last dose.
    let late = Self.doses.map { 1 / (1 + $0 / 30) }
    #expect(Self.flags(late).contains(.ec50Outside))
  }

  @Test func noResponseHasNoDoseAndAFlatArea() {
    let values = [1.01, 0.98, 1.02, 0.99, 1.0, 1.03, 0.97, 1.01, 0.99]
    let finding = DoseResponse(DoseSeries(keys: [], doses: Self.doses, values: values))
    #expect(finding.ic50 == nil && !finding.isSigmoid)
    #expect(abs((finding.area ?? 0) - 1) < 1e-12)
  }
}

@Suite struct GrowthRateTests {
  /// gr_metrics' documentation.
  @Test func value() throws {
    let value = try #require(GrowthRate.value(count: 1710, control: 1766, time0: 492.8))
    #expect(abs(value - 0.9653055002) < 1e-10)
    #expect(GrowthRate.value(count: 0, control: 1766, time0: 492.8) == -1)
    #expect(GrowthRate.value(count: 10, control: 400, time0: 492.8) == nil)
  }

  /// The scripts' 50 % trimmed mean; a half well is kept.
  @Test func trimmedMean() {
    #expect(GrowthRate.trimmedMean([100, 1, 2, 3, -50, 4, 5, 6]) == 3.5)
    #expect(GrowthRate.trimmedMean([9, 1]) == 5)
    #expect(GrowthRate.trimmedMean([0, 1, 2, 3, 4, 50]) == 2.5)
    #expect(GrowthRate.trimmedMean([1, 2, 90]) == 2)
    #expect(GrowthRate.trimmedMean([]) == nil)
  }

  /// Example A of gr_metrics, and a flat B.
  @Test func metrics() throws {
    let doses = [0.001, 0.01, 0.1, 1, 10]
    let a = GrowthRate(
      DoseSeries(keys: ["A"], doses: doses, values: [0.965, 0.953, 0.533, 0.0976, 0.0188]))
    #expect(abs((a.gr50 ?? 0) - 0.114025) < 2e-6)
    #expect(a.grMax == 0.0188)
    #expect(abs((a.areaOver ?? 0) - 0.481125) < 1e-12)
    let b = GrowthRate(
      DoseSeries(keys: ["B"], doses: doses, values: [0.985, 0.916, 0.978, 1.04, 0.936]))
    #expect(b.flags == [.noResponse] && b.gr50 == .infinity)
    #expect(abs((b.areaOver ?? 0) - 0.026375) < 1e-12)
    #expect(b.grMax == 0.936)
  }
}

@Suite struct CombinationTests {
  @Test func references() {
    #expect(abs(Synergy.bliss(0.3, 0.4) - 0.58) < 1e-15)
    #expect(Synergy.highestSingleAgent(0.3, 0.4) == 0.4)
  }

  @Test func zip() {
    let alone1 = Synergy.rising(from: 0, dose: 1, midpoint: 2, hill: 1.5)
    let alone2 = Synergy.rising(from: 0, dose: 3, midpoint: 4, hill: 1)
    #expect(abs(Synergy.bliss(alone1, alone2) - 0.5778307857) < 1e-10)
    let row = Synergy.rising(from: alone1, dose: 3, midpoint: 2.5, hill: 1.2)
    let column = Synergy.rising(from: alone2, dose: 1, midpoint: 1.2, hill: 1.4)
    #expect(abs(row - 0.6708510521) < 1e-10 && abs(column - 0.6780181004) < 1e-10)
    let delta = Synergy.zipDelta(alone: (alone1, alone2), row: row, column: column)
    #expect(abs(delta - 9.660379) < 1e-6)
    #expect(Synergy.call(10.1) == .synergy && Synergy.call(-10.1) == .antagonism)
    #expect(Synergy.call(10) == .additive && Synergy.call(delta) == .additive)
  }

  /// Two drugs that act apart have no excess; one that the other makes four times as potent has.
  @Test func surfaces() throws {
    let doses = [0, 0.3, 1, 3, 10]
    func points(_ factor: Double) -> [CombinationPoint] {
      doses.flatMap { a in
        doses.map { b in
          let e1 = Synergy.rising(from: 0, dose: a, midpoint: 2, hill: 1.5)
          let e2 = Synergy.rising(from: 0, dose: b, midpoint: a > 0 ? 4 / factor : 4, hill: 1)
          return CombinationPoint(dose1: a, dose2: b, effect: Synergy.bliss(e1, e2))
        }
      }
    }
    let apart = Combination(keys: [], points: points(1))
    #expect(apart.cells.count == 16)
    #expect(apart.cells.allSatisfy { abs($0.zipDelta ?? 9) < 1e-6 })
    #expect(apart.cells.allSatisfy { abs($0.blissExcess ?? 9) < 1e-9 })
    let more = try #require(Combination(keys: [], points: points(4)).summary.zip)
    #expect(more > 10)
    let less = try #require(Combination(keys: [], points: points(0.05)).summary.zip)
    #expect(less < -10)
  }

  @Test func withoutTheDrugsAloneThereIsNoReference() {
    let finding = Combination(
      keys: [], points: [1, 2, 4].map { CombinationPoint(dose1: $0, dose2: $0, effect: 0.5) })
    #expect(finding.cells.count == 3)
    #expect(finding.cells.allSatisfy { $0.blissExcess == nil && $0.zipDelta == nil })
  }
}

@Suite struct RescueTests {
  private static func donor(_ shift: Double, wells: Int) -> Rescue.Donor {
    Rescue.Donor(
      drugRisk: Array(repeating: 0.8 + shift, count: wells),
      vehicleRisk: Array(repeating: 0.5, count: wells),
      vehicleSafe: Array(repeating: 1, count: wells))
  }

  @Test func scoreOfMeans() throws {
    let donors = [-0.1, 0, 0.1].map { Self.donor($0, wells: 2) }
    let finding = Rescue(keys: ["x"], donors: donors, draws: 2000, seed: 1)
    #expect(abs((finding.score ?? 0) - 0.6) < 1e-12)
    let range = try #require(finding.interval)
    // The extremes of three donors drawn with replacement, 1 in 27 each, lie within 95 %.
    #expect(abs(range.lowerBound - 0.4) < 1e-9 && abs(range.upperBound - 0.8) < 1e-9)
  }

  /// A hundred wells of the same donors tell no more.
  @Test func wellsAreNoReplicates() {
    let few = Rescue(
      keys: ["x"], donors: [-0.1, 0, 0.1].map { Self.donor($0, wells: 1) }, draws: 500, seed: 3)
    let many = Rescue(
      keys: ["x"], donors: [-0.1, 0, 0.1].map { Self.donor($0, wells: 100) }, draws: 500, seed: 3)
    #expect(abs((few.interval?.lowerBound ?? 9) - (many.interval?.lowerBound ?? 0)) < 1e-9)
    #expect(many.donors == 3 && many.wells == 900)
  }

  @Test func twoDonorsHaveNoInterval() {
    let finding = Rescue(
      keys: ["x"], donors: [0, 0.1].map { Self.donor($0, wells: 9) }, draws: 500, seed: 1)
    #expect(finding.interval == nil && finding.score != nil)
  }
}
