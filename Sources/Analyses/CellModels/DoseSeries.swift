import Numerics
import Tables

/// The responses of one curve: what it is of, and points with doses above zero.
public struct DoseSeries: Sendable, Hashable {
  /// What tells the curve from others, in the order of the key columns: model, donor, drug, …
  public let keys: [String]
  public let doses: [Double]
  public let values: [Double]

  /// Doses above zero and finite values, as many.
  public init(keys: [String], doses: [Double], values: [Double]) {
    precondition(doses.count == values.count, "each value has a dose")
    (self.keys, self.doses, self.values) = (keys, doses, values)
  }

  /// A column of what tells curves apart, by its header in the input.
  public static func key(_ header: String) -> Column {
    Column(header, header, "As in the input: it tells rows apart.")
  }
}

/// What a reader has to know before a curve's numbers are used.
public enum DoseFlag: String, Sendable, Hashable, CaseIterable {
  case tooFewDoses = "too few doses"
  case noResponse = "no response"
  case ec50Outside = "EC50 outside the tested range"
  case ic50Undefined = "IC50 undefined"
  case ic50Outside = "IC50 outside the tested range"
  case asymptoteFar = "asymptote far outside the values"
  case onBound = "fit on a bound"
  case notConverged = "fit did not converge"

  /// When it is set, for the help.
  public var meaning: String {
    switch self {
    case .tooFewDoses: "the curve has too few distinct doses or wells for its parameters"
    case .noResponse: "the F test does not tell the curve from a flat line"
    case .ec50Outside: "the dose of half the effect was not tested: it is extrapolated"
    case .ic50Undefined: "the curve never gets to 0.5"
    case .ic50Outside: "the dose where it does was not tested"
    case .asymptoteFar: "low or high lies more than the range of the values beyond them"
    case .onBound: "a parameter ended on a limit of the search and has no standard error"
    case .notConverged: "the search ended before it settled"
    }
  }

  /// The column of the flags.
  static let column = Column(
    "flags", "Flags", "What to know before the numbers are used, with semicolons; empty for none.")

  /// The flags as one field.
  static func entry(_ flags: [DoseFlag]) -> Entry {
    flags.isEmpty ? .missing : .text(flags.map(\.rawValue).joined(separator: "; "))
  }
}

extension Entry {
  /// A number where there is one.
  static func optional(_ value: Double?) -> Entry {
    value.map { $0.isNaN ? .missing : .number($0) } ?? .missing
  }
}
