import CKernels
import Numerics
import Testing

@Suite struct NormalTests {
  /// scipy 1.17: norm.cdf and norm.ppf.
  static let values: [(z: Double, p: Double)] = [
    (-3, 0.0013498980316300933), (-1.2815515655446004, 0.1), (0, 0.5), (1.959963984540054, 0.975),
    (5, 0.9999997133484281), (-8, 6.22096057427174e-16),
  ]

  @Test(arguments: values) func bothWays(_ value: (z: Double, p: Double)) {
    #expect(abs(Normal.cdf(value.z) - value.p) < 1e-14)
    #expect(abs(Normal.quantile(value.p) - value.z) < 1e-6 * max(1, abs(value.z)))
  }
}

@Suite struct HardyWeinbergTests {
  /// (het, hom, hom) and p: sums of exact fractions, by enumeration in Python.
  static let values: [(Int, Int, Int, Double)] = [
    (0, 0, 0, 1.0),
    (10, 0, 0, 0.00690640628721124),
    (57, 14, 50, 0.8422797565707926),
    (89, 1, 110, 3.699217914085809e-05),
    (1, 0, 99, 1.0),
    (20, 40, 40, 7.901337767149247e-10),
    (13, 4, 83, 0.010293433548874797),
    (21, 0, 79, 0.5936451759273167),
    (3, 2, 95, 0.002650896026403003),
  ]

  @Test func equalsExactFractions() {
    for (het, first, second, p) in Self.values {
      let found = HardyWeinberg.exactP(heterozygotes: het, homozygotes: (first, second))
      #expect(abs(found - p) <= 1e-10 * max(p, 1e-12))
    }
  }

  @Test func symmetricInTheHomozygotes() {
    for het in 0...20 {
      let a = HardyWeinberg.exactP(heterozygotes: het, homozygotes: (7, 31))
      #expect(a == HardyWeinberg.exactP(heterozygotes: het, homozygotes: (31, 7)))
    }
  }
}

@Suite struct ScoreDistributionTests {
  /// Against all 3^4 genotypes by enumeration.
  @Test func equalsEnumeration() {
    let weights = [0.5, 0.25, -0.125, 0.375], p = [0.1, 0.4, 0.7, 0.55]
    let distribution = ScoreDistribution(weights: weights, frequencies: p)
    var all: [(value: Int, mass: Double)] = []
    for code in 0..<81 {
      let g = [code % 3, code / 3 % 3, code / 9 % 3, code / 27].map { UInt8($0) }
      let mass = zip(g, p).reduce(1.0) { product, entry in
        let q = 1 - entry.1
        return product * [q * q, 2 * entry.1 * q, entry.1 * entry.1][Int(entry.0)]
      }
      all.append((distribution.value(g), mass))
    }
    for probe in all {
      let place = distribution.place(of: probe.value)
      let below = all.filter { $0.value < probe.value }.reduce(0) { $0 + $1.mass }
      let at = all.filter { $0.value == probe.value }.reduce(0) { $0 + $1.mass }
      #expect(abs(place.below - below) < 1e-12)
      #expect(abs(place.at - at) < 1e-12)
    }
  }

  /// dF/dp by differences.
  @Test func gradientEqualsDifferences() {
    let weights = [0.5, 0.25, -0.125, 0.375, 0.2], p = [0.1, 0.4, 0.7, 0.55, 0.92]
    let distribution = ScoreDistribution(weights: weights, frequencies: p)
    let value = distribution.value([1, 2, 0, 1, 2])
    let gradient = distribution.gradient(at: value)
    for index in p.indices {
      var up = p, down = p
      up[index] += 1e-5
      down[index] -= 1e-5
      func f(_ q: [Double]) -> Double {
        ScoreDistribution(weights: weights, frequencies: q).place(of: value).middle
      }
      #expect(abs((f(up) - f(down)) / 2e-5 - gradient[index]) < 1e-7)
    }
  }
}

@Suite struct KernelTests {
  static let counts = [0, 1, 3, 4, 5, 31, 32, 33, 63, 64, 65, 200]

  /// Random codes at edge lengths against plain loops.
  @Test(arguments: counts) func packsAndCounts(_ count: Int) {
    var random = Random(seed: 4)
    let stride = (count + 31) / 32 * 8
    // .bed codes: 0 hom. counted, 1 missing, 2 het., 3 hom. other.
    let bed = (0..<count).map { _ in UInt8(random.integer(below: 4)) }
    var row = [UInt8](repeating: 0, count: (count + 3) / 4 + 1)
    for (index, code) in bed.enumerated() { row[index / 4] |= code << UInt8(index % 4 * 2) }
    var packed = [UInt8](repeating: 0xFF, count: max(stride, 8))
    ck_bed_compact(row, (0..<count).map { Int32($0) }, count, &packed)
    let dosage = bed.map { [2, 3, 1, 0][Int($0)] }
    for (index, code) in dosage.enumerated() {
      #expect(Int(packed[index / 4] >> UInt8(index % 4 * 2) & 3) == code)
    }
    let found = packed.withUnsafeBufferPointer {
      PackedGenotypes.counts(UnsafeBufferPointer(rebasing: $0[..<stride]), samples: count)
    }
    #expect(found.copies.0 == dosage.count { $0 == 0 })
    #expect(found.copies.1 == dosage.count { $0 == 1 })
    #expect(found.copies.2 == dosage.count { $0 == 2 })
    #expect(found.missing == dosage.count { $0 == 3 })
  }
}

@Suite struct MixtureTests {
  /// People drawn from one group, or half from each of two, get those proportions back.
  @Test func recoversProportions() {
    var random = Random(seed: 3)
    let frequencies = (0..<6000).flatMap { _ in
      [0.1 + 0.8 * random.uniform(), 0.1 + 0.8 * random.uniform(), 0.1 + 0.8 * random.uniform()]
    }
    for truth in [[1, 0, 0], [0, 0.5, 0.5], [0.2, 0.3, 0.5]] {
      let codes = (0..<6000).map { v in
        random.dosage(frequency: (0..<3).reduce(0) { $0 + truth[$1] * frequencies[3 * v + $1] })
      }
      let fit = Mixture.fit(codes: codes, frequencies: frequencies, groups: 3)
      for k in 0..<3 { #expect(abs(fit.proportions[k] - truth[k]) < 0.05) }
      let depth = Mixture.depth(
        codes: codes, frequencies: frequencies, proportions: fit.proportions)
      #expect(abs(depth.z) < 4)
    }
  }
}

@Suite struct MatrixTests {
  @Test func solvesAndInverts() throws {
    let matrix = SmallMatrix(rows: 3, columns: 3, values: [4, 1, 0.5, 1, 3, 0.2, 0.5, 0.2, 2])
    let x = try #require(matrix.solve([1, 2, 3]))
    let back = matrix.times(x)
    for (a, b) in zip(back, [1.0, 2, 3]) { #expect(abs(a - b) < 1e-12) }
    let inverse = try #require(matrix.inverse)
    #expect(abs(inverse[0, 0] * 4 + inverse[0, 1] + inverse[0, 2] * 0.5 - 1) < 1e-12)
    #expect(SmallMatrix(rows: 2, columns: 2, values: [1, 2, 2, 1]).cholesky == nil)
  }
}
