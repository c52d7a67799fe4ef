/// A person's hallmarks as standard normal deviates among similar reference people: parts of
/// traits that consent covers, where a percentile stands.
public struct HallmarkProfile: Sendable {
  /// Fewer hallmarks in common give no angle worth a number.
  public static let leastShared = 3

  /// By trait and hallmark.
  private let deviates: [String: Double]

  /// `traits` are those that the person's own report may show.
  public init(_ finding: PersonFinding, traits: Set<String>) {
    var deviates: [String: Double] = [:]
    for (trait, scores) in finding.scores where traits.contains(trait) {
      for score in scores where !score.isSmall {
        guard let part = score.part, Abstention.reason(score, finding.similarity) == nil else {
          continue
        }
        deviates[trait + "/" + part] = score.deviate
      }
    }
    self.deviates = deviates
  }

  init(deviates: [String: Double]) { self.deviates = deviates }

  /// The cosine of the angle between two people's deviates over the hallmarks that both have, and
  /// how many these are; nil where they are too few.
  public func cosine(_ other: HallmarkProfile) -> (value: Double, shared: Int)? {
    let keys = deviates.keys.filter { other.deviates[$0] != nil }.sorted()
    guard keys.count >= Self.leastShared else { return nil }
    var (dot, own, others) = (0.0, 0.0, 0.0)
    for key in keys {
      let (x, y) = (deviates[key] ?? 0, other.deviates[key] ?? 0)
      dot += x * y
      own += x * x
      others += y * y
    }
    let length = (own * others).squareRoot()
    return length > 0 ? (dot / length, keys.count) : nil
  }
}
