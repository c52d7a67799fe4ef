import Numerics

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Whether one hallmark leads in a person, and how stable that is.
public enum HallmarkLead {
  /// The probability from which a hallmark is named.
  public static let leastStability = 0.8

  /// The index of the part that leads: a hallmark of five variants or more, above the 95th
  /// percentile, that stays first with probability 0.8 or more. Else nil: mixed.
  public static func leading(_ scores: [PersonScore]) -> Int? {
    guard let first = highest(scores), scores[first.index].deviate > 1.645,
      first.stability >= leastStability
    else { return nil }
    return first.index
  }

  /// The hallmark that stands highest, and the probability that it stays first of all parts when
  /// each is drawn within its errors; nil where fewer than two parts can be compared.
  public static func highest(_ scores: [PersonScore]) -> (index: Int, stability: Double)? {
    let candidates = scores.indices.filter {
      !scores[$0].isWhole && !scores[$0].isSmall && scores[$0].place != nil
        && scores[$0].weightShare >= Abstention.leastWeight
    }
    guard candidates.count > 1,
      let first = candidates.filter({ scores[$0].part != nil })
        .max(by: { scores[$0].deviate < scores[$1].deviate })
    else { return nil }
    return (first, stability(first, candidates, scores))
  }

  /// P(first) = ∫ φ(x) Π Φ((μ + σx − μⱼ) / σⱼ) dx: what a bootstrap over the three sources of error
  /// tends to with the number of draws, without its noise. Errors of parts are taken as independent.
  private static func stability(
    _ first: Int, _ candidates: [Int], _ scores: [PersonScore]
  ) -> Double {
    let own = scores[first]
    let step = 0.02
    var sum = 0.0, total = 0.0
    for place in -300...300 {
      let x = Double(place) * step
      let weight = exp(-x * x / 2)
      let value = own.deviate + max(own.standardError, 1e-9) * x
      total += weight
      sum += candidates.reduce(weight) { product, other in
        guard other != first else { return product }
        return product
          * Normal.cdf((value - scores[other].deviate) / max(scores[other].standardError, 1e-9))
      }
    }
    return sum / total
  }
}
