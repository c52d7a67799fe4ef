/// The exact test of Hardy-Weinberg proportions (Wigginton 2005), two-sided, as
/// plink2's `--hardy` without mid-p.
public enum HardyWeinberg {
  /// The p-value for the three genotype counts; 1 where nobody was called.
  public static func exactP(heterozygotes: Int, homozygotes: (Int, Int)) -> Double {
    let rare = 2 * min(homozygotes.0, homozygotes.1) + heterozygotes
    let people = heterozygotes + homozygotes.0 + homozygotes.1
    guard people > 0, rare > 0 else { return 1 }
    // Probabilities relative to the mode, walking down and up in steps of two.
    var mode = Int(Double(rare) * Double(2 * people - rare) / Double(2 * people))
    if (mode ^ rare) & 1 == 1 { mode += 1 }
    // Heterozygotes are as odd or even as the rare alleles: half of them is the place.
    var probabilities = [Double](repeating: 0, count: rare / 2 + 1)
    probabilities[mode / 2] = 1
    var total = 1.0
    walk(from: mode, by: -2, rare, people, &probabilities, &total)
    walk(from: mode, by: 2, rare, people, &probabilities, &total)
    // Ties count, whatever their last digits are.
    let limit = probabilities[heterozygotes / 2] * (1 + 1e-8)
    let tail = probabilities.reduce(0) { $1 <= limit ? $0 + $1 : $0 }
    return min(1, tail / total)
  }

  private static func walk(
    from mode: Int, by step: Int, _ rare: Int, _ people: Int,
    _ probabilities: inout [Double], _ total: inout Double
  ) {
    var (hets, value) = (mode, 1.0)
    while step < 0 ? hets > 1 : hets <= rare - 2 {
      let homRare = Double(rare - hets) / 2
      let homCommon = Double(people - hets) - homRare
      let h = Double(hets)
      if step < 0 {
        value *= h * (h - 1) / (4 * (homRare + 1) * (homCommon + 1))
      } else {
        value *= 4 * homRare * homCommon / ((h + 2) * (h + 1))
      }
      hets += step
      probabilities[hets / 2] = value
      total += value
    }
  }
}
