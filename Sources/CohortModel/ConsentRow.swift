/// One row of `consent.tsv`, as text: `Ethics` says what it means. A field that the
/// record does not have at all is nil.
public struct ConsentRow: Sendable, Hashable {
  public var fields: [ConsentField: String]

  public init(_ fields: [ConsentField: String]) { self.fields = fields }

  public subscript(_ field: ConsentField) -> String? { fields[field] }
}

/// The columns of `consent.tsv`.
public enum ConsentField: String, Sendable, Hashable, CaseIterable {
  case participant, state
  case grantedOn = "granted_on"
  case expiresOn = "expires_on"
  case withdrawnOn = "withdrawn_on"
  case withdrawalScope = "withdrawal_scope"
  case duo
  case audiencePublic = "audience_public"
  case audienceClinic = "audience_clinic"
  case audienceParticipant = "audience_participant"
  case optACMG = "opt_acmg_sf"
  case optCarrier = "opt_carrier"
  case optPGx = "opt_pgx"
  case optPRS = "opt_prs"
  case optAncestry = "opt_ancestry"
  case optAdultOnset = "opt_adult_onset"
  case minor
  case guardianConsent = "guardian_consent"
  case assent, recontact
  case formID = "form_id"
  case formDigest = "form_sha256"
  case ethicsID = "ethics_id"
  case recordedBy = "recorded_by"
  case recordedOn = "recorded_on"
  case casePublic = "case_public"
}
