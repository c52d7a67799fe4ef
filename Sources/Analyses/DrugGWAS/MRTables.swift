import Tables

/// Tables of Mendelian randomisation.
public enum MRTables {
  /// One row a method, of so many instruments.
  public static func table(
    _ estimates: [MendelianRandomization.Estimate], instruments: Int
  ) -> Table {
    var table = Table(
      "estimates", "Causal estimates",
      [
        Column("method", "Method", "how the instruments are combined"),
        Column("nsnp", "Instruments", format: .integer, "independent variants"),
        Column("b", "Estimate", format: .exact, "outcome's units for one unit of the exposure"),
        Column("se", "Standard error", format: .exact, "of the estimate"),
        Column("ci_lower", "From", format: .exact, "95 % interval"),
        Column("ci_upper", "To", format: .exact, "95 % interval"),
        Column("pval", "p", format: .exact, "two-sided, normal"),
        Column("pval_t", "p by Student's t", format: .exact, "k − 2 degrees; Egger only"),
        Column("Q", "Q", format: .exact, "heterogeneity between instruments"),
        Column("Q_df", "Degrees", format: .integer, "of Q"),
        Column("Q_pval", "p of Q", format: .exact, "upper tail"),
      ])
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
    var table = Table(
      "instruments", "Instruments",
      [
        Column("snp", "Variant", "its name"),
        Column("beta.exposure", "Effect on the exposure", format: .exact, "per effect allele"),
        Column("se.exposure", "Its error", format: .exact, ""),
        Column("beta.outcome", "Effect on the outcome", format: .exact, "of the same allele"),
        Column("se.outcome", "Its error", format: .exact, ""),
        Column("wald", "Wald ratio", format: .exact, "outcome / exposure"),
        Column("wald_se", "Its error", format: .exact, "first order"),
        Column("wald_se2", "Its error, second order", format: .exact, "with the exposure's error"),
        Column("F", "F", format: .exact, "strength; below 10 is weak"),
        Column("dropped", "Dropped", "why the variant is no instrument"),
      ])
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
