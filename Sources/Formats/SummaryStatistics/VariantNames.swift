import Diagnostics

/// A variant's name that says where it lies: `1_6676485_T_G`, `chr1:6676485`, `1:6676485:T:G`.
public struct PlacedName: Sendable, Hashable {
  /// Without "chr".
  public let chromosome: String
  public let position: Int
  /// The alleles in the order of the name, first the reference's where the source keeps to that.
  public let alleles: [String]

  /// Nil for a name of another form, such as an rs number.
  public init?(_ text: String) {
    let parts = text.split(omittingEmptySubsequences: false) { $0 == "_" || $0 == ":" }
    guard parts.count == 2 || parts.count == 4, let position = Int(parts[1]), position > 0 else {
      return nil
    }
    let bare = parts[0].lowercased().hasPrefix("chr") ? parts[0].dropFirst(3) : parts[0]
    guard (1...2).contains(bare.count), Int(bare) != nil || ["X", "Y", "M", "MT"].contains(bare)
    else { return nil }
    (chromosome, self.position) = (String(bare), position)
    alleles = parts.dropFirst(2).map { $0.uppercased() }
  }

  /// "1:6676485".
  public var key: String { "\(chromosome):\(position)" }

  /// "1:6676485" of columns.
  public static func key(chromosome: String, position: Int) -> String {
    let bare = chromosome.lowercased().hasPrefix("chr") ? chromosome.dropFirst(3) : chromosome[...]
    return "\(bare):\(position)"
  }
}

/// Which columns name the variants, told from what stands in them: headers are exchanged in
/// published files.
public struct VariantColumns: Sendable {
  /// The column of names like `1_6676485_T_G`.
  public let places: Int?
  /// The column of rs numbers.
  public let rsids: Int?
  /// Headers that say something else than what stands below them.
  public let warnings: [Diagnostic]

  public init(_ table: PlainTable, _ names: ColumnNames = .none) {
    let role = SummaryColumns.variant
    let known = ([role.name] + role.aliases).map(ColumnRole.folded)
    var places: Int?, rsids: Int?
    var warnings: [Diagnostic] = []
    for (index, header) in table.header.enumerated() {
      let folded = ColumnRole.folded(header)
      guard known.contains(folded) || names.headers(of: role).contains(header) else { continue }
      let (placed, numbered) = Self.shares(table, index)
      if placed > 0.5, places == nil { places = index }
      if numbered > 0.5, rsids == nil { rsids = index }
      let saysNumber = folded.hasPrefix("rs") || folded == "hmrsid"
      let isExchanged = saysNumber ? placed > 0.5 : folded == "varid" && numbered > 0.5
      if isExchanged {
        warnings.append(
          Diagnostic(
            .warning, at: table.headerPlace,
            "column '\(header)' holds \(saysNumber ? "chromosome_position names" : "rs numbers")",
            hint: "read by what stands in it"))
      }
    }
    (self.places, self.rsids, self.warnings) = (places, rsids, warnings)
  }

  /// Shares of the first rows that are places and rs numbers.
  private static func shares(_ table: PlainTable, _ index: Int) -> (Double, Double) {
    let rows = 0..<min(table.rowCount, 100)
    guard let words = table.parse([(index, .word)], rows: rows).values.first?.words,
      !words.isEmpty
    else { return (0, 0) }
    let placed = words.count { PlacedName($0) != nil }
    let numbered = words.count { word in
      word.lowercased().hasPrefix("rs") && word.dropFirst(2).allSatisfy(\.isNumber)
    }
    return (Double(placed) / Double(words.count), Double(numbered) / Double(words.count))
  }
}
