import Knowledge

/// Two studies' effects of the same allele: TwoSampleMR's second action. The outcome is aligned
/// to the exposure's effect allele; the other strand is tried; palindromic variants are placed by
/// their frequencies where those are clear, and dropped where not.
public struct Harmonisation: Sendable {
  /// Why a variant of the exposure is no instrument.
  public enum Reason: String, Sendable, CaseIterable {
    case notInOutcome = "not in the outcome's table"
    case noEffect = "no effect, or no standard error above zero"
    case otherAlleles = "other alleles in the outcome"
    case noFrequency = "palindromic, and no frequencies to tell the strand"
    case ambiguousFrequency = "palindromic with a frequency near one half"
    case repeated = "of a variant named twice: the first is kept"
  }

  public let instruments: [Instrument]
  /// By instrument: z and people of both studies, for Steiger's test; nil where not given.
  public let studies:
    [(exposure: (z: Double, people: Double?), outcome: (z: Double, people: Double?))]
  public let dropped: [(variant: String, reason: Reason)]
  /// Variants whose outcome was turned round.
  public let turned: Int
  /// Whether a table names no alleles, so that effects are taken as given.
  public let hasNoAlleles: Bool

  /// The minor allele's frequency up to which a palindromic variant is believed.
  public static let clearFrequency = 0.42

  /// An outcome's rows by variant: the first that has an effect.
  public struct Outcome: Sendable {
    fileprivate private(set) var rows: [String: Association] = [:]
    /// Rows without an effect or its standard error, and rows after the first of a variant.
    public private(set) var unusable = 0
    public private(set) var repeated = 0

    public init(_ outcome: [Association]) {
      for row in outcome {
        guard row.beta != nil, let error = row.standardError, error > 0 else {
          unusable += 1
          continue
        }
        if rows[row.variant] != nil { repeated += 1 } else { rows[row.variant] = row }
      }
    }

    public var variants: some Collection<String> & Sendable { rows.keys }
  }

  public init(_ exposure: [Association], _ outcome: [Association]) {
    self.init(exposure, Outcome(outcome))
  }

  /// For many exposures of one outcome. Of an exposure's rows by name the first counts that can be
  /// used.
  public init(_ exposure: [Association], _ outcome: Outcome) {
    var instruments: [Instrument] = []
    var studies: [(exposure: (z: Double, people: Double?), outcome: (z: Double, people: Double?))] =
      []
    var dropped: [(variant: String, reason: Reason)] = []
    var seen: Set<String> = []
    var (turned, bare) = (0, false)
    for own in exposure {
      switch Self.aligned(
        own, outcome.rows[own.variant], isRepeated: seen.contains(own.variant))
      {
      case .failure(let refusal): dropped.append((own.variant, refusal.reason))
      case .success(let pair):
        seen.insert(own.variant)
        turned += pair.isTurned ? 1 : 0
        if own.effect == nil || pair.outcome.effect == nil { bare = true }
        instruments.append(pair.instrument)
        studies.append(
          ((own.z ?? 0, own.people), (pair.outcome.z ?? 0, pair.outcome.people)))
      }
    }
    (self.instruments, self.studies, self.dropped) = (instruments, studies, dropped)
    (self.turned, hasNoAlleles) = (turned, bare)
  }

  private struct Pair {
    let outcome: Association
    let isTurned: Bool
    let instrument: Instrument
  }

  private static func aligned(
    _ exposure: Association, _ outcome: Association?, isRepeated: Bool
  ) -> Result<Pair, Refusal> {
    guard !isRepeated else { return .failure(Refusal(reason: .repeated)) }
    guard let outcome else { return .failure(Refusal(reason: .notInOutcome)) }
    guard let bx = exposure.beta, let sx = exposure.standardError, sx > 0, bx != 0,
      let by = outcome.beta, let sy = outcome.standardError, sy > 0
    else { return .failure(Refusal(reason: .noEffect)) }
    return turn(exposure, outcome).map { isTurned in
      Pair(
        outcome: isTurned ? outcome.turned : outcome, isTurned: isTurned,
        instrument: Instrument(
          variant: exposure.variant, exposure: bx, exposureError: sx,
          outcome: isTurned ? -by : by, outcomeError: sy))
    }
  }

  private struct Refusal: Error {
    let reason: Reason
  }

  /// Whether the outcome has to be turned round.
  private static func turn(
    _ exposure: Association, _ outcome: Association
  ) -> Result<Bool, Refusal> {
    guard let effect = exposure.effect, let found = outcome.effect else { return .success(false) }
    switch Strand.alignment(
      effect: found, other: outcome.other, to: (effect, exposure.other))
    {
    case .none: return .failure(Refusal(reason: .otherAlleles))
    case .same where !exposure.isPalindromic: return .success(false)
    case .turned where !exposure.isPalindromic: return .success(true)
    case .same, .turned:
      guard let fx = exposure.frequency, let given = outcome.frequency else {
        return .failure(Refusal(reason: .noFrequency))
      }
      guard min(fx, 1 - fx) <= clearFrequency, min(given, 1 - given) <= clearFrequency else {
        return .failure(Refusal(reason: .ambiguousFrequency))
      }
      return .success((fx < 0.5) != (given < 0.5))
    }
  }
}
