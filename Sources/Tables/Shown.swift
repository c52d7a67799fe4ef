/// An entry as an audience may see it.
public enum Shown: Sendable, Hashable {
  case text(String)
  /// A number, rounded once; the text is the value.
  case number(String)
  case suppressed
  case missing
  case withheld(String)

  /// The field in a `.tsv` file and in a fence.
  public var field: String {
    switch self {
    case .text(let text): return TSV.escaped(text)
    case .number(let text): return text
    case .suppressed: return "{suppressed}"
    case .missing: return ""
    case .withheld(let reason): return "{withheld: \(TSV.escaped(reason))}"
    }
  }

  /// The words on a page.
  public var prose: String {
    switch self {
    case .text(let text): return text
    case .number(let text): return Digits.prose(text)
    case .suppressed: return "suppressed"
    case .missing: return "–"
    case .withheld(let reason): return "withheld: \(reason)"
    }
  }

  public var number: Double? {
    if case .number(let text) = self { return Double(text) }
    return nil
  }

  public var isNumber: Bool {
    if case .number = self { true } else { false }
  }

  /// Reads a field back. Text that looks like a number is a number.
  public init(field: String) {
    if field.isEmpty {
      self = .missing
    } else if field == "{suppressed}" {
      self = .suppressed
    } else if field.hasPrefix("{withheld: "), field.hasSuffix("}") {
      self = .withheld(String(field.dropFirst(11).dropLast()))
    } else if field.utf8.allSatisfy(Self.isNumeric), Double(field) != nil {
      self = .number(field)
    } else {
      self = .text(field)
    }
  }

  /// Hexadecimal, "nan" and "infinity" are words here.
  private static func isNumeric(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x2B, 0x2D, 0x2E, 0x45, 0x65: true
    default: false
    }
  }
}
