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

  /// Of an outcome's rows by name the first counts.
  public init(_ exposure: [Association], _ outcome: [Association]) {
    self.init(
      exposure,
      known: Dictionary(outcome.map { ($0.variant, $0) }, uniquingKeysWith: { a, _ in a }))
  }

  /// As ``init(_:_:)`` with the outcome by variant, for many exposures of one outcome.
  public init(_ exposure: [Association], known: [String: Association]) {
    var instruments: [Instrument] = []
    var studies: [(exposure: (z: Double, people: Double?), outcome: (z: Double, people: Double?))] =
      []
    var dropped: [(variant: String, reason: Reason)] = []
    var seen: Set<String> = []
    var (turned, bare) = (0, false)
    for own in exposure {
      switch Self.aligned(own, known[own.variant], isRepeated: !seen.insert(own.variant).inserted) {
      case .failure(let reason): dropped.append((own.variant, reason))
      case .success(let pair):
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

  private enum Outcome {
    case success(Pair)
    case failure(Reason)
  }

  private static func aligned(
    _ exposure: Association, _ outcome: Association?, isRepeated: Bool
  ) -> Outcome {
    guard !isRepeated else { return .failure(.repeated) }
    guard let outcome else { return .failure(.notInOutcome) }
    guard let bx = exposure.beta, let sx = exposure.standardError, sx > 0, bx != 0,
      let by = outcome.beta, let sy = outcome.standardError, sy > 0
    else { return .failure(.noEffect) }
    switch turn(exposure, outcome) {
    case .failure(let reason): return .failure(reason.reason)
    case .success(let isTurned):
      return .success(
        Pair(
          outcome: isTurned ? outcome.turned : outcome, isTurned: isTurned,
          instrument: Instrument(
            variant: exposure.variant, exposure: bx, exposureError: sx,
            outcome: isTurned ? -by : by, outcomeError: sy)))
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
