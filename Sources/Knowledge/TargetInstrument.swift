/// A row of `instruments.tsv`: what a variant, or a group of mutations, does to a gene's product.
public struct TargetInstrument: Sendable, Hashable {
  /// What shows the effect on the product.
  public enum Basis: String, Sendable, CaseIterable {
    case coding, expression, protein, experiment, splicing, curated
    /// Nothing does.
    case none = ""

    /// What an arrow of a drawn path says of its evidence.
    public var pathEvidence: String {
      switch self {
      case .coding, .experiment: "experiment"
      case .expression, .protein: "statistics"
      case .curated: "a statement"
      case .splicing, .none: "near"
      }
    }
  }

  /// An effect on an outcome that stands in the row itself.
  public struct Outcome: Sendable, Hashable {
    /// The id of a trait.
    public let trait: String
    /// +1 where the effect allele raises the trait, −1 where it lowers it.
    public let sign: Int
    /// Nil where only the direction is known.
    public let effect: Double?
    public let standardError: Double?
    public let unit: String

    public init(
      trait: String, sign: Int, effect: Double?, standardError: Double?, unit: String
    ) {
      (self.trait, self.sign, self.effect) = (trait, sign, effect)
      (self.standardError, self.unit) = (standardError, unit)
    }
  }

  public let gene: String
  /// An rs number, or words for a group of mutations.
  public let name: String
  public let effect: String?
  public let other: String?
  /// +1 where the effect allele means a more active product, −1 for less, nil where not recorded.
  public let targetSign: Int?
  public let measure: String
  public let basis: Basis
  /// Nil: the effects are those of `variants.tsv` for the same variant.
  public let outcome: Outcome?
  public let pmids: [String]
  public let confidence: String
  public let note: String

  public init(
    gene: String, name: String, effect: String?, other: String?, targetSign: Int?,
    measure: String, basis: Basis, outcome: Outcome?, pmids: [String], confidence: String,
    note: String
  ) {
    (self.gene, self.name, self.effect, self.other) = (gene, name, effect, other)
    (self.targetSign, self.measure, self.basis, self.outcome) = (
      targetSign, measure, basis, outcome
    )
    (self.pmids, self.confidence, self.note) = (pmids, confidence, note)
  }

  /// Whether a part of the row is recalled rather than read.
  public var isToBeChecked: Bool { confidence.contains("recalled") }

  /// What its effect on the product rests on: no more than a statement where a part was recalled.
  public var heldBasis: Basis {
    isToBeChecked && [.coding, .expression, .protein, .experiment].contains(basis)
      ? .curated : basis
  }

  /// The same with the effect on the product turned round, or another one.
  public func with(targetSign: Int?) -> TargetInstrument {
    TargetInstrument(
      gene: gene, name: name, effect: effect, other: other, targetSign: targetSign,
      measure: measure, basis: basis, outcome: outcome, pmids: pmids, confidence: confidence,
      note: note)
  }
}

extension KnownVariant {
  /// The genes that its column names.
  public var genes: [String] { GeneSymbols.named(in: gene) }
}

extension ScoreRow {
  /// The likely genes that its column names.
  public var genes: [String] { GeneSymbols.named(in: gene) }
}

/// Genes that a curated column names.
public enum GeneSymbols {
  /// Of the first word, since words behind it say more of one gene: "SORT1/CELSR2", "FTO->IRX3/IRX5"
  /// and "ABCC8;KCNJ11" name several, "APP A673T" one, "(multiple)" none.
  public static func named(in words: String) -> [String] {
    guard let word = words.split(separator: " ").first, !word.hasPrefix("(") else { return [] }
    return word.replacing("->", with: "/").split { $0 == "/" || $0 == ";" || $0 == "," }
      .map(String.init)
  }
}

extension CellModel {
  /// The genes that it is about, in human symbols: a mouse's "Irx3" is IRX3.
  public var genes: [String] { GeneSymbols.named(in: gene.uppercased()) }

  /// How it stands to the path from its variant or gene to the hallmark.
  public enum Standing: String, Sendable, CaseIterable { case supports, disputed, against }

  /// As its row says: later work that disputes it, or that it speaks against another row.
  public var standing: Standing {
    experiment.contains("counter-evidence")
      ? .against : result.contains("disputed") ? .disputed : .supports
  }
}

extension Drug {
  /// The genes of its targets.
  public var targets: [String] { GeneSymbols.named(in: target) }

  /// What it does to the activity of its targets: +1, −1, or nil.
  public var actionSign: Int? {
    if effect.hasPrefix("decrease") { return -1 }
    return effect.hasPrefix("increase") ? 1 : nil
  }

  /// Whether what is told of its trials was read second-hand.
  public var isHearsay: Bool { note.contains("second-hand") }

  /// Whether the table tells of a trial that failed, was neutral, or was followed by no filing.
  public var hasFailed: Bool {
    ["failed", "not filed", "missed", "outcome trials neutral", "no reduction of events"].contains {
      status.contains($0) || note.contains($0) || indication.contains($0)
    }
  }
}
