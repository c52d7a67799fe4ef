import Tables

/// Tables of Mendelian randomisation.
public enum MRTables {
  /// Of the table of estimates.
  public static let estimateColumns = [
    Column(
      "method", "Method",
      "How the instruments are combined; 'Egger, intercept' tests for pleiotropy and is no effect."),
    Column("nsnp", "Instruments", format: .integer, "Instruments that the method used."),
    Column(
      "b", "Estimate", format: .exact,
      "Change of the outcome for one unit more of the exposure: log odds or the outcome's unit;"
        + " above 0 both rise together. Of the intercept: the outcome's effect without exposure."),
    Column("se", "Standard error", format: .exact, "Standard error of b, in its unit."),
    Column("ci_lower", "From", format: .exact, "Lower end of the 95 % interval, b - 1.96 se."),
    Column("ci_upper", "To", format: .exact, "Upper end of the 95 % interval, b + 1.96 se."),
    Column("pval", "p", format: .exact, "Two-sided p-value of b by the normal distribution."),
    Column(
      "pval_t", "p by Student's t", format: .exact,
      "Two-sided p-value by Student's t with nsnp - 2 degrees of freedom; Egger's rows only."),
    Column(
      "Q", "Q", format: .exact,
      "Heterogeneity of the instruments: Cochran's Q, in Egger's row Rücker's; empty for medians."),
    Column(
      "Q_df", "Degrees", format: .integer,
      "Degrees of freedom of Q: nsnp - 1, in Egger's row nsnp - 2."),
    Column(
      "Q_pval", "p of Q", format: .exact,
      "Upper tail of the chi-square distribution at Q; small: the instruments disagree."),
  ]

  /// Of the table of instruments.
  public static let instrumentColumns = [
    Column("snp", "Variant", "The variant's name."),
    Column(
      "beta.exposure", "Effect on the exposure", format: .exact,
      "Effect of one copy of the effect allele on the exposure, in its unit."),
    Column("se.exposure", "Its error", format: .exact, "Standard error of beta.exposure."),
    Column(
      "beta.outcome", "Effect on the outcome", format: .exact,
      "Effect of one copy of the same allele on the outcome: log odds or its unit."),
    Column("se.outcome", "Its error", format: .exact, "Standard error of beta.outcome."),
    Column("wald", "Wald ratio", format: .exact, "beta.outcome / beta.exposure."),
    Column(
      "wald_se", "Its error", format: .exact,
      "First-order standard error of wald: se.outcome / |beta.exposure|."),
    Column(
      "wald_se2", "Its error, second order", format: .exact,
      "Second-order standard error of wald, which counts the exposure's error too."),
    Column(
      "F", "F", format: .exact,
      "Strength of the instrument, (beta.exposure / se.exposure)²; below 10 is weak."),
    Column("dropped", "Dropped", "Why the variant is no instrument; empty for instruments."),
  ]

  /// One row a method, of so many instruments.
  public static func table(
    _ estimates: [MendelianRandomization.Estimate], instruments: Int
  ) -> Table {
    var table = Table("estimates", "Causal estimates", estimateColumns)
    for estimate in estimates {
      let half = 1.959963984540054 * estimate.error
      let test = estimate.heterogeneity.map { [$0.q, Double($0.degrees), $0.p] }
      table.add(
        [
          .text(estimate.method), .number(Double(instruments)), .number(estimate.value),
          .number(estimate.error), .number(estimate.value - half), .number(estimate.value + half),
          .number(estimate.p), estimate.studentP.map { .number($0) } ?? .missing,
        ] + (test?.map { .number($0) } ?? [.missing, .missing, .missing]))
    }
    return table
  }

  /// All that the number of instruments allows.
  public static func estimates(
    of instruments: [Instrument], seed: UInt64
  ) -> [MendelianRandomization.Estimate] {
    guard instruments.count > 1 else { return instruments.map(MendelianRandomization.wald) }
    let pooled = MendelianRandomization.inverseVariance(instruments)
    var all = [pooled.random, pooled.fixed]
    for weights in [MendelianRandomization.MedianWeights.firstOrder, .secondOrder, .equal] {
      if let own = MendelianRandomization.median(instruments, weights, seed: seed) {
        all.append(own)
      }
    }
    if let egger = MendelianRandomization.egger(instruments) {
      all += [egger.slope, egger.intercept]
    }
    return all
  }

  /// One row an instrument, and one a variant that is none.
  public static func instruments(_ found: Harmonisation) -> Table {
    var table = Table("instruments", "Instruments", instrumentColumns)
    for i in found.instruments {
      let values = [
        i.exposure, i.exposureError, i.outcome, i.outcomeError, i.ratio, i.ratioError,
        i.ratioErrorSecondOrder, i.f,
      ]
      table.add([.text(i.variant)] + values.map { .number($0) } + [.missing])
    }
    for drop in found.dropped {
      table.add(
        [.text(drop.variant)] + [Entry](repeating: .missing, count: 8) + [
          .text(drop.reason.rawValue)
        ])
    }
    return table
  }
}
