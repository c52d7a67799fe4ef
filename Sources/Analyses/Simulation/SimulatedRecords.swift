import CohortModel
import Knowledge
import Numerics
import Tables

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Sex, age and phenotypes of synthetic people, from the published effects.
public struct SimulatedRecords: Sendable {
  public let ids: [String]
  public let sexes: [Sex]
  public let birthYears: [Int]
  public let isMinor: [Bool]
  /// By person: bmi, ldl, systolic, t2d, cad, alzheimer, smoking, family history; "" missing.
  public let phenotypes: [[String]]

  public static let columns = [
    "bmi", "ldl", "systolic", "t2d", "cad", "alzheimer", "smoking", "cad_family",
  ]

  public static let columnTable =
    TSV.line(["column", "type", "unit", "missing", "label", "trait"])
    + TSV.line(["bmi", "number", "kg/m²", "NA", "Body mass index", "obesity"])
    + TSV.line(["ldl", "number", "mmol/L", "NA", "LDL cholesterol", ""])
    + TSV.line(["systolic", "number", "mmHg", "NA", "Systolic blood pressure", ""])
    + TSV.line(["t2d", "category", "", "NA", "Type 2 diabetes", "t2d"])
    + TSV.line(["cad", "category", "", "NA", "Coronary artery disease", "cad"])
    + TSV.line(["alzheimer", "category", "", "NA", "Alzheimer disease", "alzheimer"])
    + TSV.line(["smoking", "ordinal", "", "NA", "Smoking", ""])
    + TSV.line(["cad_family", "category", "", "NA", "Heart attack in a parent", ""])

  public init(
    _ people: SimulatedPeople, _ knowledge: KnowledgeBook, _ frequencies: SimulatedFrequencies,
    prefix: String, year: Int, seed: UInt64
  ) {
    var random = Random(seed: seed, stream: "records")
    let count = people.origins.count
    let width = String(count).count
    ids = (1...count).map {
      prefix + String(repeating: "0", count: max(0, width - String($0).count)) + String($0)
    }
    sexes = (0..<count).map { _ in
      let u = random.uniform()
      return u < 0.51 ? .female : u < 0.985 ? .male : .unknown
    }
    isMinor = (0..<count).map { _ in random.uniform() < 0.012 }
    birthYears = isMinor.map { minor in
      year - (minor ? 10 + random.integer(below: 7) : 24 + random.integer(below: 66))
    }
    let scorer = PhenotypeScores(people, knowledge, frequencies)
    var phenotypes: [[String]] = []
    for person in 0..<count {
      var rng = Random(seed: seed, stream: "phenotype \(person)")
      phenotypes.append(
        scorer.row(person, age: year - birthYears[person], minor: isMinor[person], &rng))
    }
    self.phenotypes = phenotypes
  }
}

/// Genetic parts of the phenotypes: sums of published effects around the mean.
private struct PhenotypeScores {
  private let sums: [String: [Double]]

  init(
    _ people: SimulatedPeople, _ knowledge: KnowledgeBook, _ frequencies: SimulatedFrequencies
  ) {
    let means = Dictionary(
      frequencies.curated.map { entry in
        (entry.variant.rsid, 2 * entry.groups.reduce(0, +) / Double(entry.groups.count))
      }, uniquingKeysWith: { a, _ in a })
    var sums: [String: [Double]] = [:]
    for id in ["alzheimer", "bmi", "cad", "ldl", "sbp", "t2d"] {
      guard let trait = knowledge.trait(id) else { continue }
      var own = [Double](repeating: 0, count: people.origins.count)
      for row in knowledge.score(of: trait).rows {
        guard let place = people.curated[row.rsid] else { continue }
        let counts = people.variants[place].counted == row.effect
        let mean = means[row.rsid].map { counts ? $0 : 2 - $0 } ?? 1
        for (person, code) in people.codes[place].enumerated() where code != 3 {
          own[person] += row.weight * ((counts ? Double(code) : 2 - Double(code)) - mean)
        }
      }
      sums[id] = own
    }
    self.sums = sums
  }

  func row(_ person: Int, age: Int, minor: Bool, _ random: inout Random) -> [String] {
    func genetic(_ id: String) -> Double { sums[id]?[person] ?? 0 }
    let years = Double(age - 55)
    let bmi = max(15, 26.6 + 4.4 * (genetic("bmi") + 0.98 * random.normal()) + 0.02 * years)
    let ldl = max(1, 3.2 + 0.85 * (genetic("ldl") + 0.9 * random.normal()))
    let pressure = max(90, 128 + genetic("sbp") + 14 * random.normal() + 0.35 * years)
    let smoking = ["never", "former", "current"][min(2, Int(random.uniform() * 2.6))]
    let diabetes = happens(-2.6 + genetic("t2d") + 0.1 * (bmi - 26) + 0.03 * years, &random)
    let heart = happens(
      -3 + genetic("cad") + 0.35 * (ldl - 3.2) + (smoking == "current" ? 0.6 : 0) + 0.06 * years,
      &random)
    let memory = age >= 60 && happens(-4 + genetic("alzheimer") + 0.11 * Double(age - 65), &random)
    let family = happens(-1.4 + 0.5 * genetic("cad"), &random)
    let values = [
      Digits.text(bmi, .fixed(1)), Digits.text(ldl, .fixed(2)), Digits.text(pressure, .integer),
      diabetes ? "yes" : "no", heart ? "yes" : "no", memory ? "yes" : "no", smoking,
      family ? "yes" : "no",
    ]
    return values.enumerated().map { index, value in
      let isMissing = random.uniform() < [0.02, 0.08, 0.05, 0.01, 0.01, 0.01, 0.04, 0.1][index]
      return isMissing || (minor && index >= 3) ? "NA" : value
    }
  }

  private func happens(_ logit: Double, _ random: inout Random) -> Bool {
    random.uniform() < 1 / (1 + exp(-logit))
  }
}
