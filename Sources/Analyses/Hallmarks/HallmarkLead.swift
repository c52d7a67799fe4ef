/// Whether one hallmark clearly leads in a person.
public enum HallmarkLead {
  /// The index of the part that leads: a hallmark of five variants or more, above the
  /// 95th percentile, whose 95 % interval lies wholly above that of every other. Else nil: mixed.
  public static func leading(_ scores: [PersonScore]) -> Int? {
    let candidates = scores.indices.filter {
      !scores[$0].isWhole && !scores[$0].isSmall && scores[$0].place != nil
        && scores[$0].weightShare >= Abstention.leastWeight
    }
    guard
      let first = candidates.filter({ scores[$0].part != nil })
        .max(by: { scores[$0].deviate < scores[$1].deviate }),
      scores[first].deviate > 1.645
    else { return nil }
    let low = scores[first].interval.low
    let isAlone = candidates.allSatisfy { $0 == first || scores[$0].interval.high < low }
    return isAlone && candidates.count > 1 ? first : nil
  }
}
