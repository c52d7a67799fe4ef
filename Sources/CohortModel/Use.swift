/// Who may read: the edition that a finding is released into.
public enum Audience: String, Sendable, Hashable, CaseIterable {
  case `public`, clinic, participant
}

/// What data are used for, in DUO's words.
public enum Purpose: String, Sendable, Hashable { case health, disease, ancestry, methods, care }

/// A kind of result about one person, with the opt-in that allows it.
public enum FindingKind: String, Sendable, Hashable, CaseIterable {
  case acmgSF = "acmg_sf"
  case carrier, pgx, prs, ancestry
  case adultOnset = "adult_onset"
}

/// What the project may use data for: casebook.yaml's `use:`. Nil stands for "not said".
public struct ProjectUse: Sendable, Hashable {
  public var forProfit: Bool?
  public var commercial: Bool?
  public var irb: String?
  public var country: String?
  public var project: String?
  public var institution: String?
  public var user: String?
  /// The research study that RS consents name.
  public var rs: String?

  public init() {}
}

/// One question to a consent: this project, for this audience and purpose, about this disease and finding.
public struct Use: Sendable, Hashable {
  public let project: ProjectUse
  public let audience: Audience
  public let purpose: Purpose
  /// The disease's MONDO id, with `purpose` disease.
  public let disease: String?
  /// The MONDO ids above the disease: consent to one of them is consent to it.
  public let diseaseAncestors: [String]
  public let finding: FindingKind?
  /// Whether no genotype is read.
  public let phenotypeOnly: Bool

  public init(
    _ project: ProjectUse, audience: Audience, purpose: Purpose, disease: String? = nil,
    diseaseAncestors: [String] = [], finding: FindingKind? = nil, phenotypeOnly: Bool = false
  ) {
    (self.project, self.audience, self.purpose) = (project, audience, purpose)
    (self.disease, self.diseaseAncestors) = (disease, diseaseAncestors)
    (self.finding, self.phenotypeOnly) = (finding, phenotypeOnly)
  }
}
