import Numerics
import Tables

/// How far a drug moves cells with the risk genotype to where those with the safe one stand:
/// (drug risk - vehicle risk) / (vehicle safe - vehicle risk). 0 no rescue, 1 full.
public struct Rescue: Sendable {
  /// The wells of one donor: cells of a risk genotype with the drug and with the vehicle, and of
  /// the safe one with the vehicle. An isogenic pair has all three.
  public struct Donor: Sendable, Hashable {
    public let drugRisk: [Double]
    public let vehicleRisk: [Double]
    public let vehicleSafe: [Double]

    public init(drugRisk: [Double], vehicleRisk: [Double], vehicleSafe: [Double]) {
      (self.drugRisk, self.vehicleRisk) = (drugRisk, vehicleRisk)
      self.vehicleSafe = vehicleSafe
    }

    fileprivate var arms: [Double?] { [drugRisk, vehicleRisk, vehicleSafe].map(Sample.mean) }
  }

  public let keys: [String]
  public let donors: Int
  public let wells: Int
  /// Means over donors of their wells' means.
  public let means: (drugRisk: Double, vehicleRisk: Double, vehicleSafe: Double)?
  public let score: Double?
  /// The central 95 % of the bootstrap; nil for fewer than three donors of each genotype.
  public let interval: ClosedRange<Double>?
  /// The same of what there is to rescue: vehicle safe - vehicle risk.
  public let gapInterval: ClosedRange<Double>?

  /// The bootstrap draws donors, never wells: wells of one donor are no replicates of people.
  /// Donors that have the same arms are drawn among themselves.
  public init(keys: [String], donors: [Donor], draws: Int, seed: UInt64) {
    self.keys = keys
    let arms = donors.map(\.arms)
    self.donors = donors.count
    wells = donors.reduce(0) {
      $0 + $1.drugRisk.count + $1.vehicleRisk.count + $1.vehicleSafe.count
    }
    let means = Self.means(arms)
    self.means = means.map { ($0[0], $0[1], $0[2]) }
    score = means.flatMap(Self.ratio)
    let strata = Self.strata(arms)
    let enough = (0..<3).allSatisfy { arm in arms.count { $0[arm] != nil } >= 3 }
    guard enough, score != nil else {
      (interval, gapInterval) = (nil, nil)
      return
    }
    var random = Random(seed: seed, stream: (["rescue"] + keys).joined(separator: "\t"))
    var scores: [Double] = [], gaps: [Double] = []
    for _ in 0..<draws {
      let drawn = strata.flatMap { stratum in
        stratum.map { _ in arms[stratum[random.integer(below: stratum.count)]] }
      }
      guard let means = Self.means(drawn) else { continue }
      gaps.append(means[2] - means[1])
      if let ratio = Self.ratio(means) { scores.append(ratio) }
    }
    (interval, gapInterval) = (Self.central(scores), Self.central(gaps))
  }

  private static func means(_ arms: [[Double?]]) -> [Double]? {
    let means = (0..<3).compactMap { arm in Sample.mean(arms.compactMap { $0[arm] }) }
    return means.count == 3 ? means : nil
  }

  private static func ratio(_ means: [Double]) -> Double? {
    let gap = means[2] - means[1]
    return gap == 0 ? nil : (means[0] - means[1]) / gap
  }

  /// Donors by the arms that they have.
  private static func strata(_ arms: [[Double?]]) -> [[Int]] {
    var byArms: [[Bool]: [Int]] = [:]
    for (index, donor) in arms.enumerated() {
      byArms[donor.map { $0 != nil }, default: []].append(index)
    }
    return byArms.values.sorted { $0[0] < $1[0] }
  }

  private static func central(_ values: [Double]) -> ClosedRange<Double>? {
    guard values.count >= 100 else { return nil }
    let sorted = values.sorted()
    let low = Sample.quantile(sorted, 0.025)
    return low...max(low, Sample.quantile(sorted, 0.975))
  }
}

extension Rescue {
  /// One row a drug.
  public static func table(_ findings: [Rescue], keys: [String]) -> Table {
    var table = Table(
      "rescue", "Rescue between genotypes", keys.map(DoseSeries.key) + columns)
    for finding in findings { table.add(finding.row) }
    return table
  }

  /// Of the table, behind the keys.
  public static let columns: [Column] = {
    let exact = DoseResponse.exact
    return [
      exact("donors", "Donors with a well that is used: the replicates."),
      exact("wells", "Wells that are used, which are no replicates."),
      exact("drug_risk", "Risk genotype with the drug: mean of donors, in the value's unit."),
      exact("vehicle_risk", "Risk genotype with the vehicle: the same."),
      exact("vehicle_safe", "Safe genotype with the vehicle: the same."),
      exact(
        "score",
        "0 no rescue, 1 full, below 0 further away; empty where an arm has no wells."),
      exact("score_low", "Lower end of the central 95 % of a bootstrap by donor."),
      exact("score_high", "Upper end of the central 95 % of a bootstrap by donor."),
      Column(
        "flags", "Flags", "What to know before the score is used, with semicolons; else empty."),
    ]
  }()

  private var row: [Entry] {
    var flags: [String] = []
    if means == nil { flags.append("an arm has no wells") }
    if means != nil, score == nil {
      flags.append("the vehicle's arms do not differ: there is nothing to rescue")
    } else if means != nil, interval == nil {
      flags.append("fewer than three donors of a genotype")
    }
    if let gapInterval, gapInterval.contains(0) {
      flags.append("the genotypes hardly differ: nothing to rescue")
    }
    return keys.map { .text($0) } + [
      .number(Double(donors)), .number(Double(wells)), .optional(means?.drugRisk),
      .optional(means?.vehicleRisk), .optional(means?.vehicleSafe), .optional(score),
      .optional(interval?.lowerBound), .optional(interval?.upperBound),
      flags.isEmpty ? .missing : .text(flags.joined(separator: "; ")),
    ]
  }
}
