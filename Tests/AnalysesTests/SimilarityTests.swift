import CohortModel
import Formats
import Knowledge
import Numerics
import Store
import Tables
import TestSupport
import Testing

@testable import Analyses

/// 1000 Genomes phase 1 as it lies in the shared data: 1,092 people, 14,079 variants.
final class ThousandGenomes: Sendable {
  let variants: [Variant]
  /// By variant, then person.
  let codes: [[UInt8]]
  let labels: [String]

  init() throws {
    let stem = (Fixtures.shared ?? "") + "/data/1000g-phase1/1000g"
    variants = try BimFile.read(Files.read(stem + ".bim"), file: "1000g.bim")
    let samples = try BedSamples(Files.read(stem + ".fam"), file: "1000g.fam")
    let table = try TextTable(
      Files.read((Fixtures.shared ?? "") + "/data/1000g-phase1/labels.tsv"), file: "labels.tsv")
    let known = Dictionary(
      table.rows.map { (String($0[0]), String($0[1])) }, uniquingKeysWith: { a, _ in a })
    labels = samples.ids.map { known[$0] ?? "" }
    let bed = try Files.read(stem + ".bed")
    let stride = (samples.count + 3) / 4
    let count = samples.count
    codes = (0..<variants.count).map { v in
      (0..<count).map { s in
        [2, 3, 1, 0][Int(bed[3 + v * stride + s / 4] >> UInt8(s % 4 * 2) & 3)]
      }
    }
  }

  /// A reference of some people, and the model for the full set of variants.
  func model(_ people: [Int]) -> SimilarityModel {
    let reference = SimilarityReferenceBuilder.reference(
      name: "half", build: "GRCh37", variants: variants,
      codes: codes.map { row in people.map { row[$0] } }, labels: people.map { labels[$0] })
    return SimilarityModel(reference, SimilarityPanel(reference, variants))
  }

  func person(_ model: SimilarityModel, _ index: Int) -> PersonSimilarity {
    let panel = SimilarityPanel(model.reference, variants)
    return model.person(panel.matches.map { codes[$0.variant][index] })
  }

  /// Half of each group, by a seed.
  func half(_ seed: UInt64) -> Set<Int> {
    var random = Random(seed: seed)
    var chosen: Set<Int> = []
    for group in Set(labels).sorted() {
      let members = labels.indices.filter { labels[$0] == group }.shuffled(using: &random)
      chosen.formUnion(members.prefix(members.count / 2))
    }
    return chosen
  }
}

@Suite(.enabled(if: Fixtures.shared != nil), .serialized) struct SimilarityTests {
  /// The reference of all people against a separate implementation in numpy: means
  /// over the first five people of each group of PC1–4, the winning log-likelihood and both depths.
  static let expected: [String: [Double]] = [
    "AFR": [0.12633567, 0.28233585, -0.0071508302, 0.0075409135, 13.26465, 1.5912579, 3.1980106],
    "AMR": [
      -0.13056292, 0.00012888332, 0.044186665, -0.05920995, 11.062309, -1.1357366, 0.19433442,
    ],
    "EAS": [
      0.23750124, -0.15307255, -0.036560786, -0.013102911, 15.043635, -0.28351046, 0.48596161,
    ],
    "EUR": [
      -0.20806962, -0.041745976, -0.048294577, -0.00026499574, 14.376111, -0.24188099, 0.63445866,
    ],
  ]

  @Test func equalsNumpy() throws {
    let data = try ThousandGenomes()
    let model = data.model(Array(data.labels.indices))
    for (found, numpy) in zip(
      model.reference.eigenvalues, [36.627242, 24.666501, 8.5103045, 3.5196118])
    {
      #expect(abs(found / numpy - 1) < 1e-7)
    }
    #expect(abs(model.reference.additiveDepth - 0.01773091) < 1e-7)
    for (group, numpy) in Self.expected {
      let members = data.labels.indices.filter { data.labels[$0] == group }.prefix(5)
      let people = members.map { data.person(model, $0) }
      func mean(_ value: (PersonSimilarity) -> Double) -> Double {
        people.reduce(0) { $0 + value($1) } / 5
      }
      let found =
        (0..<4).map { k in mean { $0.components[k] } } + [
          mean { $0.logLikelihoods.max() ?? 0 }, mean { $0.depth.z }, mean { $0.depth.additive },
        ]
      for (a, b) in zip(found, numpy) {
        #expect(abs(a - b) < 1e-4 * max(1, abs(b)), "\(group) \(a) \(b)")
      }
    }
  }

  /// Five seeded halves: at least 98 % of the other half get their own group; at most 1 % of AFR, EAS
  /// and EUR members and 5 % of AMR members come out as outside.
  @Test func labelsAndMembers() throws {
    let data = try ThousandGenomes()
    var (right, all) = (0, 0)
    var outside: [String: (Int, Int)] = [:]
    for seed in 1...5 {
      let half = data.half(UInt64(seed))
      let model = data.model(half.sorted())
      for person in data.labels.indices where !half.contains(person) {
        let found = data.person(model, person)
        all += 1
        let label = data.labels[person]
        right += model.reference.groups[found.nearest] == label ? 1 : 0
        outside[label, default: (0, 0)].1 += 1
        if found.isOutside { outside[label, default: (0, 0)].0 += 1 }
      }
    }
    #expect(Double(right) / Double(all) >= 0.98, "\(right) of \(all)")
    for (group, counts) in outside {
      let share = Double(counts.0) / Double(counts.1)
      #expect(share <= (group == "AMR" ? 0.05 : 0.01), "\(group) \(share)")
    }
  }

  /// A group that the reference leaves out comes out as outside it.
  @Test(arguments: ["AFR", "EAS"]) func leftOutGroups(_ group: String) throws {
    let data = try ThousandGenomes()
    let model = data.model(data.labels.indices.filter { data.labels[$0] != group })
    let members = data.labels.indices.filter { data.labels[$0] == group }
    let outside = members.count { data.person(model, $0).isOutside }
    #expect(Double(outside) >= 0.98 * Double(members.count), "\(outside) of \(members.count)")
  }
}

/// Synthetic people at 5,000 variants: members, admixed ones and far ones.
@Suite struct FarPeopleTests {
  @Test func farPeopleAreOutsideAndOthersAreNot() throws {
    let demo = try DemoScores()
    let people = SimulatedPeople(
      demo.frequencies, demo.similarity,
      plan: .init(groups: [60, 60, 60, 60], admixed: 60, far: 15), seed: 99)
    let panel = SimilarityPanel(demo.similarity, people.variants)
    let model = SimilarityModel(demo.similarity, panel)
    var (far, rest) = (0, 0)
    for (index, origin) in people.origins.enumerated() {
      let codes = panel.matches.map { match -> UInt8 in
        let code = people.codes[match.variant][index]
        return match.sameAllele || code == 3 ? code : 2 - code
      }
      let found = model.person(codes)
      if origin.shares == nil {
        far += found.isOutside ? 1 : 0
      } else {
        rest += found.isOutside ? 1 : 0
      }
      if let group = origin.group { #expect(found.nearest == group) }
    }
    #expect(far >= 14)
    #expect(rest <= 6, "\(rest) of 300")
  }
}
