import Diagnostics
import Formats
import Tables

/// Checks of a command line, so that a user sees all that is wrong with it at once.
struct UsageChecks {
  private(set) var problems = Problems()

  /// An option whose value cannot be; `rule` says what can.
  mutating func refuse(_ option: String, _ rule: String, hint: String? = nil) {
    problems.error(at: Place(option), rule, hint: hint, exit: .usage)
  }

  /// A whole number within limits.
  mutating func count(_ option: String, _ value: Int, _ limits: ClosedRange<Int>) {
    guard !limits.contains(value) else { return }
    refuse(
      "\(option) \(value)", "not a whole number from \(limits.lowerBound) to \(limits.upperBound)")
  }

  /// A number that `isRight`; NaN and infinity never are.
  mutating func number(
    _ option: String, _ value: Double, _ rule: String, hint: String? = nil,
    _ isRight: (Double) -> Bool
  ) {
    guard !value.isFinite || !isRight(value) else { return }
    refuse("\(option) \(Digits.text(value, .exact))", rule, hint: hint)
  }

  /// What throws only problems with the command line.
  mutating func gather(_ body: () throws -> Void) rethrows { _ = try problems.gather(body) }

  func throwIfAny() throws { try problems.throwIfAny() }
}

extension RunTables {
  /// The checks that all runs share: how many inputs there are, threads, the roles of `--column`,
  /// and where is written.
  func checks(
    _ analysis: String, inputs limits: ClosedRange<Int>, _ words: String, hint: String,
    roles: [ColumnRole]
  ) throws -> UsageChecks {
    var checks = UsageChecks()
    if !limits.contains(inputs.count) {
      checks.refuse("casebook run \(analysis)", "\(words), not \(inputs.count)", hint: hint)
    }
    checks.count("--threads", jobs, 1...1024)
    try checks.gather { try RunFiles.checkOutput(out) }
    try checks.gather { _ = try ColumnNames(columns, roles: roles) }
    return checks
  }
}
