/// The codes of the GA4GH Data Use Ontology (EBISPOT/DUO) that Casebook decides on.
enum DUOCode: String, CaseIterable {
  case NRES, GRU, HMB, DS, POA
  case RS, NMDS, GSO, NPUNCU, PUB, COL, IRB, GS, MOR, TS, US, PS, IS, RTN, CC, NPOA, NPU, NCU

  var id: String {
    switch self {
    case .NRES: "DUO:0000004"
    case .HMB: "DUO:0000006"
    case .DS: "DUO:0000007"
    case .POA: "DUO:0000011"
    case .RS: "DUO:0000012"
    case .NMDS: "DUO:0000015"
    case .GSO: "DUO:0000016"
    case .NPUNCU: "DUO:0000018"
    case .PUB: "DUO:0000019"
    case .COL: "DUO:0000020"
    case .IRB: "DUO:0000021"
    case .GS: "DUO:0000022"
    case .MOR: "DUO:0000024"
    case .TS: "DUO:0000025"
    case .US: "DUO:0000026"
    case .PS: "DUO:0000027"
    case .IS: "DUO:0000028"
    case .RTN: "DUO:0000029"
    case .GRU: "DUO:0000042"
    case .CC: "DUO:0000043"
    case .NPOA: "DUO:0000044"
    case .NPU: "DUO:0000045"
    case .NCU: "DUO:0000046"
    }
  }

  /// Whether it is one of the five permissions, of which a record has just one.
  var isPermission: Bool { [.NRES, .GRU, .HMB, .DS, .POA].contains(self) }

  /// Whether a clause of the code is nothing without a parameter.
  var needsParameter: Bool { [.RS, .GS, .US, .PS, .IS, .MOR, .TS].contains(self) }
}

/// The data use clauses of one record: `GRU;IRB;GS=DE+FR`.
struct DUOClauses: Equatable {
  let permission: DUOCode
  /// Parameters of the permission: MONDO ids of DS.
  let permissionParameters: [String]
  /// Modifiers with their parameters.
  let modifiers: [DUOCode: [String]]

  /// Nil where a code is unknown or repeated, a parameter is missing, or there is
  /// not exactly one permission.
  init?(_ text: String) {
    var found: [DUOCode: [String]] = [:]
    for clause in text.split(separator: ";", omittingEmptySubsequences: false) {
      let sides = clause.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let word = sides[0].trimmed
      guard let code = DUOCode(rawValue: word) ?? DUOCode.allCases.first(where: { $0.id == word }),
        found[code] == nil
      else { return nil }
      let parameters = sides.count == 1 ? [] : sides[1].split(separator: "+").map(\.trimmed)
      if code.needsParameter && parameters.isEmpty || parameters.contains("") { return nil }
      found[code] = parameters
    }
    let permissions = found.keys.filter(\.isPermission)
    guard permissions.count == 1, let permission = permissions.first else { return nil }
    self.permission = permission
    permissionParameters = found.removeValue(forKey: permission) ?? []
    modifiers = found
  }

  func has(_ code: DUOCode) -> Bool { modifiers[code] != nil }
}

extension StringProtocol {
  fileprivate var trimmed: String {
    var slice = Substring(self)
    while slice.first == " " { slice.removeFirst() }
    while slice.last == " " { slice.removeLast() }
    return String(slice)
  }
}

extension DUOClauses {
  /// The clauses in words for the person who gave them.
  var words: String {
    var parts: [String] = []
    switch permission {
    case .NRES: parts.append("any research")
    case .GRU: parts.append("general research")
    case .HMB: parts.append("health research")
    case .DS: parts.append("research on \(permissionParameters.joined(separator: ", "))")
    default: parts.append("research on ancestry")
    }
    let known: [(DUOCode, String)] = [
      (.CC, "the care team may see it"), (.IRB, "with an ethics approval"),
      (.NPU, "not for profit"), (.NCU, "not commercial"),
      (.NPUNCU, "neither for profit nor commercial"), (.NPOA, "not on ancestry"),
      (.NMDS, "not for methods"), (.GSO, "genetic research only"),
      (.PUB, "results are to be published"), (.COL, "in collaboration"),
      (.RTN, "results are to be returned"),
    ]
    for (code, text) in known where has(code) { parts.append(text) }
    for (code, text) in [
      (DUOCode.GS, "in"), (.IS, "at"), (.PS, "in the project"), (.US, "by"), (.RS, "for"),
      (.MOR, "public from"), (.TS, "for months:"),
    ] {
      if let values = modifiers[code] { parts.append(text + " " + values.joined(separator: ", ")) }
    }
    return parts.joined(separator: "; ")
  }
}
