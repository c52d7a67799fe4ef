/// An aggregate of labelled reference people that others are compared with: never
/// anyone's genotypes.
public struct SimilarityReference: Sendable, Equatable {
  /// A variant of the panel.
  public struct Panel: Sendable, Hashable {
    public let chromosome: String
    public let position: Int
    public let id: String
    /// The allele whose frequency and loading the rows give.
    public let counted: String
    public let other: String

    public init(chromosome: String, position: Int, id: String, counted: String, other: String) {
      (self.chromosome, self.position, self.id) = (chromosome, position, id)
      (self.counted, self.other) = (counted, other)
    }
  }

  public let name: String
  public let build: String
  public let groups: [String]
  /// People of each group.
  public let counts: [Int]
  public let panel: [Panel]
  /// By variant.
  public let frequency: [Double]
  /// By group, then variant.
  public let groupFrequency: [[Double]]
  /// By component, then variant: columns of norm √variants.
  public let loadings: [[Double]]
  /// By group: components × components, row-major, of the projected people.
  public let covariances: [[Double]]
  /// By component: share of variance, per variant.
  public let eigenvalues: [Double]
  /// Depth per √variant at which a genotype likelihood is outside: all genotypes,
  /// and the additive part alone.
  public let depth: Double
  public let additiveDepth: Double

  public init(
    name: String, build: String, groups: [String], counts: [Int], panel: [Panel],
    frequency: [Double], groupFrequency: [[Double]], loadings: [[Double]],
    covariances: [[Double]], eigenvalues: [Double], depth: Double, additiveDepth: Double
  ) {
    (self.name, self.build, self.groups, self.counts) = (name, build, groups, counts)
    (self.panel, self.frequency, self.groupFrequency) = (panel, frequency, groupFrequency)
    (self.loadings, self.covariances, self.eigenvalues) = (loadings, covariances, eigenvalues)
    (self.depth, self.additiveDepth) = (depth, additiveDepth)
  }

  public var components: Int { loadings.count }
}

/// Moments of scores in a reference panel, so that percentiles need nobody's genotypes.
public struct ScoreReference: Sendable, Equatable {
  /// One variant of a score: frequencies of the effect allele.
  public struct Variant: Sendable, Equatable {
    public let rsid: String
    public let effect: String
    public let other: String
    /// Overall mean dosage, then by group the effect allele's frequency.
    public let mean: Double
    public let groupFrequency: [Double]
    /// Regression of the dosage on standardised PCs: intercept, then slopes.
    public let regression: [Double]

    public init(
      rsid: String, effect: String, other: String, mean: Double, groupFrequency: [Double],
      regression: [Double]
    ) {
      (self.rsid, self.effect, self.other) = (rsid, effect, other)
      (self.mean, self.groupFrequency, self.regression) = (mean, groupFrequency, regression)
    }
  }

  /// Z_norm2 of one score or part: mean and log-variance on standardised PCs, for its
  /// full set of variants.
  public struct Continuous: Sendable, Equatable {
    public let trait: String
    /// A hallmark's id, "unassigned", or "whole".
    public let part: String
    public let mean: [Double]
    public let logVariance: [Double]

    public init(trait: String, part: String, mean: [Double], logVariance: [Double]) {
      (self.trait, self.part, self.mean, self.logVariance) = (trait, part, mean, logVariance)
    }
  }

  public let name: String
  public let build: String
  public let groups: [String]
  public let counts: [Int]
  public let pcMean: [Double]
  public let pcDeviation: [Double]
  /// By trait: the variants of its score, in the score's order.
  public let variants: [String: [Variant]]
  /// By trait, then group: dosage covariances, row-major, in the order of the variants.
  public let covariances: [String: [[Double]]]
  /// By trait: covariances of the residuals after the PC regression, over all people.
  public let residualCovariances: [String: [Double]]
  public let continuous: [Continuous]
  public let isSimulated: Bool

  public init(
    name: String, build: String, groups: [String], counts: [Int], pcMean: [Double],
    pcDeviation: [Double], variants: [String: [Variant]], covariances: [String: [[Double]]],
    residualCovariances: [String: [Double]], continuous: [Continuous], isSimulated: Bool
  ) {
    (self.name, self.build, self.groups, self.counts) = (name, build, groups, counts)
    (self.pcMean, self.pcDeviation, self.variants) = (pcMean, pcDeviation, variants)
    (self.covariances, self.residualCovariances) = (covariances, residualCovariances)
    (self.continuous, self.isSimulated) = (continuous, isSimulated)
  }
}
