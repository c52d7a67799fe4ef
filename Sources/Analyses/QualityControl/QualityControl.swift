import CohortModel
import Numerics
import Tables

/// Quality of the genotypes of a selection of people: samples, variants and kinship in one scan.
public struct QualityControlScan: Scan {
  /// What the scan found, in the order of samples, variants and pairs.
  public struct Finding: Sendable {
    public let samples: [SampleQCScan.Person]
    public let variants: [PackedGenotypes.Counts]
    /// Exact p-values of the variants.
    public let hardyWeinberg: [Double]
    public let related: [KinshipScan.Pair]
  }

  private var samples: SampleQCScan
  private var variants = VariantQCScan()
  private var kinship: KinshipScan

  public init(variants: [Variant], sampleCount: Int) {
    samples = SampleQCScan(variants: variants, sampleCount: sampleCount)
    kinship = KinshipScan(variants: variants, sampleCount: sampleCount)
  }

  public mutating func take(_ block: GenotypeBlock) {
    samples.take(block)
    variants.take(block)
    kinship.take(block)
  }

  public func finding() -> Finding {
    let counts = variants.finding()
    return Finding(
      samples: samples.finding(), variants: counts, hardyWeinberg: counts.map(\.hardyWeinbergP),
      related: kinship.related())
  }
}

/// The finding as tables: a summary, call rates, and rows by person, variant and pair.
public enum QualityControlTables {
  public static func tables(_ view: CohortView, _ finding: QualityControlScan.Finding) -> [Table] {
    [
      summary(view, finding), callRates(view, finding), samples(view, finding),
      variants(view, finding), related(view, finding),
    ]
  }

  private static func summary(_ view: CohortView, _ finding: QualityControlScan.Finding) -> Table {
    let people = view.people.people
    let rates = finding.samples.map(\.callRate)
    let low = People(
      view.people.members.enumerated().filter { finding.samples[$0.0].callRate < 0.98 }.map(\.1),
      universe: people.universe)
    let relatives = People(
      finding.related.flatMap { [view.people.members[$0.first], view.people.members[$0.second]] },
      universe: people.universe)
    return Table(
      "qc-summary", "Quality of the genotypes",
      [
        Column(
          "people", "People", format: .integer, of: .people, "people whose consent covers methods"),
        Column("variants", "Variants", format: .integer, "variants read"),
        Column(
          "call_rate", "Mean call rate, %", format: .fixed(2), of: .derived(from: ["people"]),
          "mean share of variants with a call"),
        Column(
          "low_call_rate", "People with a call rate below 98 %", format: .integer, of: .people,
          "people"),
        Column(
          "related", "People with a relative", format: .integer, of: .people,
          "people in a pair with kinship of at least 0.0884"),
        Column(
          "hwe", "Variants with HWE p < 1e-6", format: .integer, of: .derived(from: ["people"]),
          "exact test; groups of different frequencies make such variants"),
        Column(
          "missing", "Variants with more than 2 % missing", format: .integer,
          of: .derived(from: ["people"]), "share of people without a call"),
      ],
      rows: [
        [
          .people(people), .number(Double(finding.variants.count)),
          .number(100 * Moments.of(rates).mean), .people(low), .people(relatives),
          .number(Double(finding.hardyWeinberg.count { $0 < 1e-6 })),
          .number(
            Double(
              finding.variants.count { 50 * $0.missing > $0.missing + $0.called })),
        ]
      ])
  }

  private static func callRates(_ view: CohortView, _ finding: QualityControlScan.Finding) -> Table
  {
    var table = Table(
      "qc-call-rates", "People by call rate",
      [
        Column("call_rate", "Call rate", "share of variants with a call"),
        Column("people", "People", format: .integer, of: .people, "people"),
      ])
    let bins: [(String, ClosedRange<Double>)] = [
      ("below 95 %", 0...0.95), ("95 to 98 %", 0.95...0.98), ("98 to 99 %", 0.98...0.99),
      ("99 to 99.5 %", 0.99...0.995), ("99.5 % or more", 0.995...1.1),
    ]
    for (name, range) in bins {
      let members = view.people.members.enumerated().filter {
        let rate = finding.samples[$0.0].callRate
        return rate >= range.lowerBound && rate < range.upperBound
      }
      table.add([
        .text(name), .people(People(members.map(\.1), universe: view.roster.count)),
      ])
    }
    return table
  }

  private static func samples(_ view: CohortView, _ finding: QualityControlScan.Finding) -> Table {
    var table = Table(
      "qc-samples", "Quality by person",
      [
        Column("case", "Person", of: .person, "pseudonym in this edition"),
        Column(
          "missing", "Missing calls", format: .integer, of: .person, "variants without a call"),
        Column("observed", "Calls", format: .integer, of: .person, "variants with a call"),
        Column(
          "call_rate", "Call rate", format: .fixed(4), of: .person, "share of variants with a call"),
        Column(
          "f", "F", format: .fixed(4), of: .person, "heterozygosity F, frequencies of this cohort"),
      ])
    let order = view.people.members.enumerated().sorted { a, b in
      let (x, y) = (finding.samples[a.0].callRate, finding.samples[b.0].callRate)
      return x == y ? view.pseudonyms[a.1] < view.pseudonyms[b.1] : x < y
    }
    for (sample, person) in order {
      let quality = finding.samples[sample]
      table.add([
        .text(view.pseudonyms[person]), .number(Double(quality.missing)),
        .number(Double(quality.observed)), .number(quality.callRate),
        quality.f.map { .number($0) } ?? .missing,
      ])
    }
    return table
  }

  private static func variants(_ view: CohortView, _ finding: QualityControlScan.Finding) -> Table {
    var table = Table(
      "qc-variants", "Quality by variant",
      [
        Column("chromosome", "Chromosome", of: .variant, "chromosome"),
        Column("position", "Position", format: .integer, of: .variant, "base pair"),
        Column("id", "Variant", of: .variant, "id in the file"),
        Column("counted", "Counted allele", of: .variant, "allele whose frequency is given"),
        Column(
          "frequency", "Frequency", format: .fixed(3), of: .variant, "among called alleles"),
        Column("missing", "Missing", format: .integer, of: .variant, "people without a call"),
        Column("hom_counted", "Two copies", format: .integer, of: .variant, "people"),
        Column("het", "One copy", format: .integer, of: .variant, "people"),
        Column("hom_other", "No copy", format: .integer, of: .variant, "people"),
        Column("hwe_p", "HWE p", format: .significant(2), of: .variant, "exact test"),
      ])
    let p = finding.hardyWeinberg
    for index in p.indices.sorted(by: { p[$0] == p[$1] ? $0 < $1 : p[$0] < p[$1] }) {
      let (variant, counts) = (view.variants[index], finding.variants[index])
      table.add([
        .text(variant.chromosome), .number(Double(variant.position)), .text(variant.id),
        .text(variant.counted), counts.frequency.map { .number($0) } ?? .missing,
        .number(Double(counts.missing)), .number(Double(counts.copies.2)),
        .number(Double(counts.copies.1)), .number(Double(counts.copies.0)),
        .number(p[index]),
      ])
    }
    return table
  }

  private static func related(_ view: CohortView, _ finding: QualityControlScan.Finding) -> Table {
    var table = Table(
      "qc-related", "Pairs of relatives",
      [
        Column("first", "First", of: .person, "pseudonym in this edition"),
        Column("second", "Second", of: .person, "pseudonym in this edition"),
        Column("variants", "Variants", format: .integer, of: .person, "variants called in both"),
        Column(
          "kinship", "Kinship", format: .fixed(4), of: .person,
          "KING-robust; 0.25 first degree, 0.125 second"),
      ])
    for pair in finding.related {
      let names = [pair.first, pair.second].map { view.pseudonyms[view.people.members[$0]] }
        .sorted()
      table.add([
        .text(names[0]), .text(names[1]), .number(Double(pair.values.called)),
        .number(pair.values.kinship),
      ])
    }
    return table
  }
}
