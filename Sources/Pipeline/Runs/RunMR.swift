import Analyses
import Diagnostics
import Formats
import Knowledge
import Tables

/// `casebook run mr`: two-sample Mendelian randomisation.
public struct RunMR: WritingRun {
  public let tables: RunTables
  /// Variants of the exposure with a larger p-value are no instruments; nil: all are.
  public let largestP: Double?
  public let seed: UInt64

  public init(tables: RunTables, largestP: Double?, seed: UInt64) {
    (self.tables, self.largestP, self.seed) = (tables, largestP, seed)
  }

  static let oneTable = [
    ColumnRole("exposure_beta", ["beta.exposure", "bx", "b_exp"], "effect on the exposure"),
    ColumnRole("exposure_se", ["se.exposure", "sx", "bxse", "se_exp"], "its standard error"),
    ColumnRole("outcome_beta", ["beta.outcome", "by", "b_out"], "effect on the outcome"),
    ColumnRole("outcome_se", ["se.outcome", "sy", "byse", "se_out"], "its standard error"),
  ]
  static let oneTableOptional = [
    ColumnRole("exposure_n", ["samplesize.exposure"], "people of the exposure's study"),
    ColumnRole("outcome_n", ["samplesize.outcome"], "people of the outcome's study"),
    ColumnRole("exposure_p", ["pval.exposure"], "p-value for the exposure"),
  ]
  static let twoTables = [
    SummaryColumns.variant, SummaryColumns.effect, SummaryColumns.other, SummaryColumns.beta,
    SummaryColumns.oddsRatio, SummaryColumns.standardError, SummaryColumns.p,
    SummaryColumns.frequency, SummaryColumns.people,
  ]
  static let roles = SummaryColumns.all + oneTable + oneTableOptional

  /// Lines for the help.
  public static var columns: String {
    "Two tables, the exposure's and the outcome's:\n"
      + twoTables.map { "  " + $0.help }.joined(separator: "\n")
      + "\nor one table that holds both, each row's effects of the same allele:\n"
      + ([SummaryColumns.variant] + oneTable + oneTableOptional).map { "  " + $0.help }
      .joined(separator: "\n")
  }

  public static let written = [
    WrittenTable("mr", "a row a method.", MRTables.estimateColumns),
    WrittenTable(
      "mr.instruments", "a row an instrument, then a row a variant that is none.",
      MRTables.instrumentColumns),
  ]

  public func run(_ progress: Progress) throws -> RunTables.Result {
    var checks = try tables.checks(
      "mr", inputs: 1...2, "one table or two are needed",
      hint: "casebook run mr exposure.tsv outcome.tsv --out PREFIX", roles: Self.roles)
    if let largestP {
      checks.number("--p-instrument", largestP, "a p-value lies between 0 and 1") {
        (0...1).contains($0)
      }
    }
    try checks.throwIfAny()
    let read = try tables.read()
    let names = try tables.names(Self.roles, read)
    let studies = try MRStudies(read, names)
    let (exposure, weak) = try instruments(studies.exposure, read[0])
    let found = Harmonisation(exposure, studies.outcome)
    guard !found.instruments.isEmpty else {
      throw Diagnostic(
        at: Place(tables.inputs[0]),
        "no instrument is left of \(studies.exposure.count) variants",
        hint: (weak > 0 ? ["\(weak) have a p-value above --p-instrument"] : [])
          .appending(Self.words(found.dropped)).joined(separator: "; "))
    }
    if found.instruments.count >= 10_000 {
      progress.step("drawing \(found.instruments.count) instruments for the medians' errors")
    }
    let estimates = MRTables.estimates(of: found.instruments, seed: seed)
    progress.end()
    return try tables.write(
      [
        MRTables.table(estimates, instruments: found.instruments.count),
        MRTables.instruments(found),
      ], as: "mr",
      summary(found, estimates, studies, weak: weak))
  }

  /// Variants whose p-value is small enough, and how many are not.
  private func instruments(
    _ exposure: [Association], _ table: PlainTable
  ) throws -> ([Association], Int) {
    guard let largestP else { return (exposure, 0) }
    guard exposure.allSatisfy({ $0.p != nil }) else {
      throw Diagnostic(
        at: table.headerPlace, "no p-value for every variant of the exposure",
        hint: "leave --p-instrument out, or give p-values")
    }
    let kept = exposure.filter { ($0.p ?? 1) <= largestP }
    return (kept, exposure.count - kept.count)
  }

  private func summary(
    _ found: Harmonisation, _ estimates: [MendelianRandomization.Estimate],
    _ studies: MRStudies, weak: Int
  ) -> [String] {
    let instruments = found.instruments
    var lines = [
      "\(instruments.count) instruments of \(studies.exposure.count) variants; \(found.turned) turned round"
    ]
    if weak > 0, let largestP {
      lines.append(
        "left out: \(weak) variants with a p-value above \(Digits.text(largestP, .significant(3)))")
    }
    if !found.dropped.isEmpty { lines.append("dropped: " + Self.words(found.dropped)) }
    lines += studies.notes
    if found.hasNoAlleles {
      lines.append("no alleles given: effects are taken as of the same allele")
    }
    for e in estimates {
      var line =
        "\(e.method): \(Digits.text(e.value, .significant(6))) (SE \(Digits.text(e.error, .significant(6))), p \(Digits.pValue(e.p)))"
      if let test = e.heterogeneity, test.degrees > 0 {
        line +=
          ", Q \(Digits.text(test.q, .significant(6))) on \(test.degrees), p \(Digits.pValue(test.p))"
      }
      lines.append(line)
    }
    lines += Self.leftOut(instruments, estimates)
    let faint = instruments.count { $0.f < 10 }
    let mean = instruments.reduce(0) { $0 + $1.f } / Double(instruments.count)
    lines.append("mean F \(Digits.text(mean, .significant(5))); \(faint) instruments below 10")
    if instruments.count > 1 {
      let pooled = MendelianRandomization.inverseVariance(instruments)
      lines.append("I² of the ratios \(Digits.text(pooled.iSquared, .fixed(4)))")
    }
    if let egger = MendelianRandomization.egger(instruments) {
      let share = Digits.text(egger.iSquaredGX, .fixed(4))
      lines.append(
        "I²_GX \(share)"
          + (egger.iSquaredGX < 0.9 ? ": below 0.9, Egger's slope is pulled to zero" : ""))
    }
    lines.append(steiger(found))
    if instruments.count == 1 {
      lines.append("one instrument: no test of pleiotropy is possible; look at colocalisation too")
    }
    lines.append(
      "a causal reading rests on three assumptions; that instruments act through the exposure alone, and share no cause with the outcome, cannot be tested. Effects are of lifelong exposure."
    )
    return lines
  }

  /// Methods that the instruments do not allow, and why.
  private static func leftOut(
    _ instruments: [Instrument], _ estimates: [MendelianRandomization.Estimate]
  ) -> [String] {
    let count = instruments.count
    if count < 3 {
      return [
        "not done with \(count): medians and Egger's regression, which need 3 instruments"
          + (count < 2 ? "; inverse-variance weighting, which needs 2" : "")
      ]
    }
    return estimates.contains { $0.method == "Egger" }
      ? [] : ["not done: Egger's regression, as all effects on the exposure are of one size"]
  }

  private func steiger(_ found: Harmonisation) -> String {
    let pairs = found.studies.compactMap { study in
      study.exposure.people.flatMap { n in study.outcome.people.map { (n, $0, study) } }
    }
    guard pairs.count == found.studies.count else {
      return "Steiger's test of the direction: not done, it needs the numbers of people"
    }
    let test = MendelianRandomization.steiger(
      exposure: pairs.map { ($0.2.exposure.z, $0.0) }, outcome: pairs.map { ($0.2.outcome.z, $0.1) }
    )
    let isCapped = max(test.exposureShare, test.outcomeShare) >= MendelianRandomization.largestShare
    return
      "Steiger: the instruments explain \(Digits.text(100 * test.exposureShare, .significant(3))) % of the exposure and \(Digits.text(100 * test.outcomeShare, .significant(3))) % of the outcome; z \(Digits.text(test.z, .significant(6))), p \(Digits.pValue(test.p))"
      + (isCapped ? "; a share is capped at 99.9999 %: are the instruments independent?" : "")
  }

  private static func words(_ dropped: [(variant: String, reason: Harmonisation.Reason)]) -> String
  {
    Harmonisation.Reason.allCases.compactMap { reason in
      let count = dropped.count { $0.reason == reason }
      return count > 0 ? "\(count) \(reason.rawValue)" : nil
    }.joined(separator: "; ")
  }
}
