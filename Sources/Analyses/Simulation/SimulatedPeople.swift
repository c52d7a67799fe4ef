import CohortModel
import Knowledge
import Numerics

/// Synthetic people: who they are drawn from, and their genotypes.
public struct SimulatedPeople: Sendable {
  /// How many of each kind.
  public struct Plan: Sendable {
    /// People of each group of the reference, in its order.
    public var groups: [Int]
    /// People mixed of two groups.
    public var admixed: Int
    /// People of a group that the reference does not have.
    public var far: Int
    /// Pairs of full siblings among the people of the groups.
    public var siblings: Int
    /// Share of missing calls; every fiftieth person has ten times as many.
    public var missing: Double

    public init(
      groups: [Int], admixed: Int = 0, far: Int = 0, siblings: Int = 0, missing: Double = 0
    ) {
      (self.groups, self.admixed, self.far) = (groups, admixed, far)
      (self.siblings, self.missing) = (siblings, missing)
    }
  }

  /// What a person was drawn from.
  public struct Origin: Sendable, Hashable {
    /// Shares of the groups; nil for the far group.
    public let shares: [Double]?
    /// The person's full sibling, if drawn with one.
    public let sibling: Int?

    /// The one group, or nil.
    public var group: Int? { shares?.firstIndex(of: 1) }
  }

  public let origins: [Origin]
  public let variants: [Variant]
  /// By variant, then person: copies of the variant's counted allele, 3 for missing.
  public let codes: [[UInt8]]
  /// The curated variants' place in `variants`, by rsid.
  public let curated: [String: Int]

  public init(
    _ frequencies: SimulatedFrequencies, _ reference: SimilarityReference, plan: Plan, seed: UInt64
  ) {
    var random = Random(seed: seed, stream: "people")
    let origins = Self.origins(plan, frequencies.groups.count, &random)
    self.origins = origins
    var variants: [Variant] = []
    var codes: [[UInt8]] = []
    for (index, panel) in frequencies.panel.enumerated() {
      let known = reference.panel[panel]
      variants.append(
        Variant(
          chromosome: known.chromosome, position: known.position, id: known.id,
          counted: known.counted, other: known.other))
      codes.append(
        Self.draw(
          origins, frequencies.panelGroups[index], frequencies.panelFar[index], plan.missing, seed,
          known.id))
    }
    var places: [String: Int] = [:]
    for entry in frequencies.curated {
      places[entry.variant.rsid] = variants.count
      variants.append(
        Variant(
          chromosome: entry.variant.chromosome, position: entry.variant.position37 ?? 0,
          id: entry.variant.rsid, counted: entry.variant.effect, other: entry.variant.other ?? "N"))
      codes.append(
        Self.draw(origins, entry.groups, entry.far, plan.missing, seed, entry.variant.rsid))
    }
    (self.variants, self.codes, curated) = (variants, codes, places)
  }

  private static func origins(_ plan: Plan, _ groups: Int, _ random: inout Random) -> [Origin] {
    var kinds: [[Double]?] = []
    for (group, count) in plan.groups.enumerated() {
      let one = (0..<groups).map { $0 == group ? 1.0 : 0 }
      kinds += Array(repeating: one, count: count)
    }
    for _ in 0..<plan.admixed {
      let first = random.integer(below: groups)
      let second = (first + 1 + random.integer(below: groups - 1)) % groups
      let share = 0.2 + 0.6 * random.uniform()
      kinds.append((0..<groups).map { $0 == first ? share : $0 == second ? 1 - share : 0 })
    }
    kinds += Array(repeating: nil, count: plan.far)
    kinds.shuffle(using: &random)
    var siblings: [Int: Int] = [:]
    var free = kinds.indices.filter { kinds[$0]?.contains(1) == true }
    while siblings.count < 2 * plan.siblings, let first = free.popLast() {
      guard let place = free.lastIndex(where: { kinds[$0] == kinds[first] }) else { continue }
      let second = free.remove(at: place)
      siblings[first] = second
      siblings[second] = first
    }
    return kinds.indices.map { Origin(shares: kinds[$0], sibling: siblings[$0]) }
  }

  /// One variant of everybody, from a stream of its own.
  private static func draw(
    _ origins: [Origin], _ groups: [Double], _ far: Double, _ missing: Double, _ seed: UInt64,
    _ id: String
  ) -> [UInt8] {
    var random = Random(seed: seed, stream: "genotype " + id)
    var parents: [Int: [UInt8]] = [:]
    return origins.enumerated().map { person, origin in
      let code: UInt8
      if let sibling = origin.sibling, let p = origin.group.map({ groups[$0] }) {
        // Two parents of the group, each with two alleles; a child takes one of each.
        let family = min(person, sibling)
        let alleles = parents[family] ?? (0..<4).map { _ in random.uniform() < p ? 1 : 0 }
        parents[family] = alleles
        code = alleles[random.integer(below: 2)] + alleles[2 + random.integer(below: 2)]
      } else {
        let p = origin.shares.map { zip($0, groups).reduce(0) { $0 + $1.0 * $1.1 } } ?? far
        code = random.dosage(frequency: p)
      }
      let rate = person % 50 == 7 ? 10 * missing : missing
      return random.uniform() < rate ? 3 : code
    }
  }
}
