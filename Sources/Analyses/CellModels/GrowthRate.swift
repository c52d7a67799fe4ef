import Numerics
import Tables

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Growth-rate inhibition metrics (Hafner 2016), with the choices of the authors' scripts.
public struct GrowthRate: Sendable {
  public let series: DoseSeries
  public let levels: DoseLevels
  public let fit: LogisticFit?
  /// The p-value of the sigmoid against a flat line, with degrees of freedom 2 and n - 2.
  public let p: Double?
  public let flags: [DoseFlag]

  /// The p-value from which on the flat line stands.
  public static let cutoff = 0.05

  /// 2^(log2(x/x0) / log2(control/x0)) - 1; -1 where no cell is left. Nil where the control did
  /// not grow, for the rate has no measure then.
  public static func value(count: Double, control: Double, time0: Double) -> Double? {
    guard control > time0, time0 > 0, count >= 0 else { return nil }
    return count == 0 ? -1 : exp2(log2(count / time0) / log2(control / time0)) - 1
  }

  /// The mean of the middle half of the values (trimmed by a quarter on each side), as the scripts
  /// average control wells. Nil for none.
  public static func trimmedMean(_ values: [Double]) -> Double? {
    guard !values.isEmpty else { return nil }
    let quarter = Double(values.count) / 4
    // A half is rounded down.
    let cut = Int((quarter - 0.5).rounded(.up))
    let kept = values.sorted()[max(cut, 0)..<(values.count - max(cut, 0))]
    return kept.reduce(0, +) / Double(kept.count)
  }

  public init(_ series: DoseSeries) {
    self.series = series
    levels = DoseLevels(doses: series.doses, values: series.values)
    let fit =
      levels.doses.count >= 3 && series.values.count > 3
      ? LogisticFitter.growthRate.fit(doses: series.doses, values: series.values) : nil
    self.fit = fit
    let p = fit?.fTest(denominator: series.values.count - 2)?.p
    self.p = p
    guard let fit else {
      flags = [.tooFewDoses]
      return
    }
    guard let p, p < Self.cutoff else {
      flags = [.noResponse]
      return
    }
    var flags: [DoseFlag] = []
    let range = (levels.doses.first ?? 0)...(levels.doses.last ?? 0)
    if !range.contains(fit.curve.ec50) { flags.append(.ec50Outside) }
    if fit.curve.dose(at: 0.5) == nil { flags.append(.ic50Undefined) }
    if fit.errors[0] == nil || fit.errors[2] == nil || fit.errors[3] == nil {
      flags.append(.onBound)
    }
    if !fit.isConverged { flags.append(.notConverged) }
    self.flags = flags
  }

  public var isSigmoid: Bool { fit != nil && !flags.contains(.noResponse) }

  /// The dose where the curve is 0.5; ±infinity where it never is: plus where the mean is above.
  public var gr50: Double? {
    guard fit != nil else { return nil }
    let crossing = isSigmoid ? fit?.curve.dose(at: 0.5) : nil
    return crossing ?? (mean > 0.5 ? .infinity : -.infinity)
  }

  /// The least value at the two highest doses.
  public var grMax: Double? {
    let highest = Set(levels.doses.suffix(2))
    return zip(series.doses, series.values).filter { highest.contains($0.0) }.map(\.1).min()
  }

  /// The area over the measured values, per unit of log10 dose.
  public var areaOver: Double? {
    Trapezoid.mean(doses: series.doses, values: series.values).map { 1 - $0 }
  }

  var mean: Double { series.values.reduce(0, +) / Double(max(series.values.count, 1)) }
}

extension GrowthRate {
  /// One row a curve, in the columns of the authors' scripts.
  public static func table(_ findings: [GrowthRate], keys: [String]) -> Table {
    var table = Table(
      "metrics", "Growth-rate inhibition metrics", keys.map(DoseSeries.key) + columns)
    for finding in findings { table.add(finding.row) }
    return table
  }

  /// Of the table, behind the keys.
  public static let columns: [Column] = {
    let exact = DoseResponse.exact
    return [
      exact("points", "Wells with a dose above 0 and a growth rate."),
      exact("doses", "Distinct doses above 0."),
      exact(
        "GR50",
        "Dose where the curve is 0.5, in the input's unit; inf where it stays above, -inf below."),
      exact("GRmax", "Least GR at the two highest doses."),
      exact("GR_AOC", "Mean of 1 - GR over log10 dose, by the trapezoid rule."),
      exact(
        "GEC50", "Dose of half the effect, in the input's unit; 0 for a flat line."),
      exact("GRinf", "GR at an endless dose, -1 to 1; the mean for a flat line."),
      exact("Hill", "Steepness of the curve, without unit; 0.01 for a flat line."),
      exact("r2", "1 - rss / sum of squares about the mean, of the sigmoid."),
      exact(
        "pval", "p-value of the F test of the sigmoid, degrees of freedom 2 and points - 2."),
      Column("fit", "Fit", "sigmoid, flat where pval is 0.05 or more, none for too few doses."),
      exact("flat_fit", "Mean GR where the line is flat, else empty."),
      DoseFlag.column,
    ]
  }()

  /// Of the table of values, behind the keys.
  public static let valueColumns: [Column] = {
    let exact = DoseResponse.exact
    return [
      exact("concentration", "Dose of the well, in the input's unit."),
      exact("cell_count", "Cells at the end, or what stands for them (x)."),
      exact("cell_count__ctrl", "Cells at the end without a drug (control)."),
      exact("cell_count__time0", "Cells at the beginning (x0)."),
      exact(
        "GR",
        "Growth rate against control: 1 as without the drug, 0 no growth, below 0 cells die;"
          + " empty where the control did not grow."),
    ]
  }()

  private var row: [Entry] {
    let curve = isSigmoid ? fit?.curve : nil
    let isFlat = fit != nil && !isSigmoid
    return series.keys.map { .text($0) } + [
      .number(Double(series.values.count)), .number(Double(levels.doses.count)),
      .optional(gr50), .optional(grMax), .optional(areaOver),
      .optional(isFlat ? 0 : curve?.ec50), .optional(isFlat ? mean : curve?.low),
      .optional(isFlat ? 0.01 : curve?.hill), .optional(fit?.r2), .optional(p),
      .text(fit == nil ? "none" : isFlat ? "flat" : "sigmoid"), .optional(isFlat ? mean : nil),
      DoseFlag.entry(flags),
    ]
  }
}
