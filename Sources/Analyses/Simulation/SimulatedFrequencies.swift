import Knowledge
import Numerics

/// Allele frequencies that synthetic people are drawn from: published where known,
/// else drawn around the study's, by a seed of its own, so that a cohort and a panel share them.
public struct SimulatedFrequencies: Sendable {
  /// One variant: who is counted, and the frequency in each group and in the far one.
  public struct Entry: Sendable {
    public let variant: KnownVariant
    /// Of the effect allele, in the order of the groups.
    public let groups: [Double]
    public let far: Double
  }

  public let groups: [String]
  public let curated: [Entry]
  /// Indexes into the reference's panel, and its frequencies by group, then in the far group.
  public let panel: [Int]
  public let panelGroups: [[Double]]
  public let panelFar: [Double]

  /// `fst` between groups for variants without published group frequencies (0.12);
  /// the far group lies at 0.25 from the panel's overall frequency.
  public init(
    _ knowledge: KnowledgeBook, _ reference: SimilarityReference, panelSize: Int, seed: UInt64,
    fst: Double = 0.12
  ) {
    groups = reference.groups
    var seen: Set<String> = []
    var curated: [Entry] = []
    for variant in knowledge.variants where variant.other != nil {
      guard seen.insert(variant.rsid).inserted else { continue }
      curated.append(Self.entry(variant, reference.groups, seed, fst))
    }
    self.curated = curated
    let common = reference.panel.indices.filter {
      reference.frequency[$0] > 0.05 && reference.frequency[$0] < 0.95
        && !seen.contains(reference.panel[$0].id)
    }
    var order = common
    var random = Random(seed: seed, stream: "panel")
    order.shuffle(using: &random)
    panel = order.prefix(panelSize).sorted()
    panelGroups = panel.map { v in reference.groupFrequency.map { $0[v] } }
    var far = Random(seed: seed, stream: "far")
    panelFar = panel.map { far.baldingNichols(reference.frequency[$0], fst: 0.25) }
  }

  private static func entry(
    _ variant: KnownVariant, _ groups: [String], _ seed: UInt64, _ fst: Double
  ) -> Entry {
    // A stream for each rsid: adding a row of knowledge moves no other variant.
    var random = Random(seed: seed, stream: variant.rsid)
    let known = groups.compactMap { variant.groupFrequencies[$0] }
    let base =
      variant.studyFrequency
      ?? (known.isEmpty ? 0.3 : known.reduce(0, +) / Double(known.count))
    let floor = min(0.01, min(base, 1 - base) / 2)
    func draw() -> Double {
      while true {
        let value = random.baldingNichols(base, fst: fst)
        if value >= floor, value <= 1 - floor { return value }
      }
    }
    let frequencies = groups.map { group in
      let drawn = draw()
      return variant.groupFrequencies[group] ?? drawn
    }
    return Entry(variant: variant, groups: frequencies, far: draw())
  }
}
