import Numerics
import Tables

/// A four-parameter logistic curve through one series of responses, as fractions of control.
public struct DoseResponse: Sendable {
  public let series: DoseSeries
  public let levels: DoseLevels
  public let fit: LogisticFit?
  /// F of the curve against a flat line.
  public let test: (f: Double, df1: Int, df2: Int, p: Double)?
  public let flags: [DoseFlag]

  /// The p-value above which a curve is no response.
  public static let cutoff = 0.05

  /// Fits where there are as many distinct doses as parameters, and more points than those.
  public init(_ series: DoseSeries) {
    self.series = series
    levels = DoseLevels(doses: series.doses, values: series.values)
    let fit =
      levels.doses.count >= 4 && series.values.count > 4
      ? LogisticFitter.fourParameters(series.values).fit(
        doses: series.doses, values: series.values) : nil
    let test = fit?.fTest()
    (self.fit, self.test) = (fit, test)
    guard let fit else {
      flags = [.tooFewDoses]
      return
    }
    // All values alike: there is no F, and no response.
    guard let p = test?.p, p <= Self.cutoff else {
      flags = [.noResponse]
      return
    }
    flags = Self.flags(fit, levels, series.values)
  }

  /// Whether a curve stands: fitted, and better than a flat line.
  public var isSigmoid: Bool {
    fit != nil && !flags.contains(.noResponse)
  }

  /// The mean response over the tested range of log10 dose: of the curve, or of the flat line where
  /// there is no response.
  public var area: Double? {
    guard let fit, let first = levels.log10Doses.first, let last = levels.log10Doses.last else {
      return nil
    }
    return isSigmoid ? fit.curve.mean(overLog10: first...last) : mean
  }

  public var trapezoid: Double? { Trapezoid.mean(doses: series.doses, values: series.values) }

  /// The dose at which half of the control's response is left; nil where the curve never gets there.
  public var ic50: Double? { isSigmoid ? fit?.curve.dose(at: 0.5) : nil }

  private var mean: Double { series.values.reduce(0, +) / Double(max(series.values.count, 1)) }

  private static func flags(
    _ fit: LogisticFit, _ levels: DoseLevels, _ values: [Double]
  ) -> [DoseFlag] {
    var flags: [DoseFlag] = []
    let range = (levels.doses.first ?? 0)...(levels.doses.last ?? 0)
    if !range.contains(fit.curve.ec50) { flags.append(.ec50Outside) }
    if let dose = fit.curve.dose(at: 0.5) {
      if !range.contains(dose) { flags.append(.ic50Outside) }
    } else {
      flags.append(.ic50Undefined)
    }
    let (least, most) = (values.min() ?? 0, values.max() ?? 0)
    let near = (2 * least - most)...(2 * most - least)
    if !near.contains(fit.curve.low) || !near.contains(fit.curve.high) {
      flags.append(.asymptoteFar)
    }
    if fit.errors[2] == nil || fit.errors[3] == nil { flags.append(.onBound) }
    if !fit.isConverged { flags.append(.notConverged) }
    return flags
  }
}

extension DoseResponse {
  /// One row a curve; `keys` are the headers of what tells curves apart.
  public static func table(_ findings: [DoseResponse], keys: [String]) -> Table {
    var table = Table(
      "curves", "Dose-response curves", keys.map(DoseSeries.key) + columns)
    for finding in findings { table.add(finding.row) }
    return table
  }

  /// Of the table, behind the keys.
  public static let columns = [
    exact("points", "Wells with a dose above 0."),
    exact("doses", "Distinct doses above 0."),
    exact("min_dose", "The least of them, in the input's unit."),
    exact("max_dose", "The largest of them, in the input's unit."),
    Column(
      "fit", "Fit", "sigmoid, flat where there is no response, or none for too few doses."),
    exact("low", "Response at an endless dose, a fraction of control."),
    exact("high", "Response without the drug, a fraction of control."),
    exact("log10_ec50", "log10 of ec50."),
    exact("ec50", "Dose of half the way from high to low, in the input's unit."),
    exact("hill", "Steepness of the curve, without unit."),
    exact("se_low", "Standard error of low."),
    exact("se_high", "Standard error of high."),
    exact("se_log10_ec50", "Standard error of log10_ec50."),
    exact("se_hill", "Standard error of hill."),
    exact("rss", "Residual sum of squares of the curve."),
    exact("r2", "1 - rss / sum of squares about the mean."),
    exact("f", "F of the curve against a flat line."),
    exact("df1", "Degrees of freedom of f above the line."),
    exact("df2", "Degrees of freedom of f below the line."),
    exact("p", "p-value of f; above 0.05 the curve is no response."),
    exact(
      "ic50", "Dose at which half of the control's response is left; empty where none does that."),
    exact(
      "auc",
      "Mean of the fitted response from min_dose to max_dose over log10 dose, a fraction of control."
    ),
    exact("auc_trapezoid", "The same of the measured responses, by the trapezoid rule."),
    DoseFlag.column,
  ]

  static func exact(_ name: String, _ meaning: String) -> Column {
    Column(name, name, format: .exact, meaning)
  }

  private var row: [Entry] {
    let curve = isSigmoid ? fit?.curve : nil
    let errors = isSigmoid ? fit?.errors ?? [] : [nil, nil, nil, nil]
    var row: [Entry] = series.keys.map { .text($0) }
    row += [
      .number(Double(series.values.count)), .number(Double(levels.doses.count)),
      .optional(levels.doses.first), .optional(levels.doses.last),
      .text(fit == nil ? "none" : isSigmoid ? "sigmoid" : "flat"),
      .optional(curve?.low), .optional(curve?.high), .optional(curve?.log10EC50),
      .optional(curve?.ec50), .optional(curve?.hill),
    ]
    row += (0..<4).map { .optional(errors.indices.contains($0) ? errors[$0] : nil) }
    row += [
      .optional(fit?.rss), .optional(fit?.r2), .optional(test?.f),
      .optional(test.map { Double($0.df1) }), .optional(test.map { Double($0.df2) }),
      .optional(test?.p), .optional(ic50), .optional(area), .optional(trapezoid),
      DoseFlag.entry(flags),
    ]
    return row
  }
}
