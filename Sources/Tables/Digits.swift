#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// How a column prints its numbers.
public enum NumberFormat: Sendable, Hashable {
  case integer
  /// So many digits after the point.
  case fixed(Int)
  /// So many significant digits, as C's `%g`.
  case significant(Int)
  /// As `significant`, but what lies on a tie but for the last bits goes to the even digit, as plink2 prints.
  case evenTies(Int)
  /// The shortest text that reads back as the same number.
  case exact
}

/// The one printer of numbers: locale-free, the same bytes on every machine.
public enum Digits {
  /// ASCII text for data files; "-0" never appears.
  public static func text(_ value: Double, _ format: NumberFormat) -> String {
    guard value.isFinite else { return value.isNaN ? "nan" : (value < 0 ? "-inf" : "inf") }
    switch format {
    case .integer: return fixed(value, 0)
    case .fixed(let digits): return fixed(value, digits)
    case .significant(let digits): return general(value, digits)
    case .evenTies(let digits): return evenTies(value, digits)
    case .exact: return exact(value)
    }
  }

  /// Six significant digits, as plink2 prints.
  public static func six(_ value: Double) -> String { text(value, .significant(6)) }

  /// Text for people: U+2212 for minus, thin groups of three in long whole numbers.
  public static func prose(_ text: String) -> String {
    let digits = text.hasPrefix("-") ? text.dropFirst() : text[...]
    let isLong = digits.utf8.count > 4 && digits.utf8.allSatisfy { (0x30...0x39).contains($0) }
    let words = isLong ? Int(digits).map(grouped) ?? String(digits) : String(digits)
    return text.hasPrefix("-") ? "\u{2212}" + words : words
  }

  /// A count with thin groups of three from five digits on: 12 345.
  public static func grouped(_ count: Int) -> String {
    let digits = String(count)
    guard digits.count > 4 else { return digits }
    var out = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { out.append("\u{202F}") }
      out.append(digit)
    }
    return out
  }

  /// "1st", "22nd", "83rd", "97th".
  public static func ordinal(_ number: Int) -> String {
    switch (number % 10, number % 100) {
    case (1, let tens) where tens != 11: return "\(number)st"
    case (2, let tens) where tens != 12: return "\(number)nd"
    case (3, let tens) where tens != 13: return "\(number)rd"
    default: return "\(number)th"
    }
  }

  /// A p-value: two significant digits, and `< 1e-300`, never 0.
  public static func pValue(_ value: Double) -> String {
    value < 1e-300 ? "< 1e-300" : text(value, .significant(2))
  }

  private static let powers: [Double] = [
    1, 10, 100, 1000, 10_000, 100_000, 1_000_000, 1e7, 1e8, 1e9, 1e10,
  ]
  private static let tenths: [Double] = [1, 1e-1, 1e-2, 1e-3, 1e-4]

  private static func fixed(_ value: Double, _ digits: Int) -> String {
    // Whole numbers of the last digit, where a Double holds them exactly: ten times
    // faster than printf.
    if digits <= 6, abs(value) < 1e9 {
      return decimal(Int((value * powers[digits]).rounded(.toNearestOrEven)), digits)
    }
    let text = printed("%.*f", digits, value)
    let isZero = text.utf8.allSatisfy { $0 == 0x2D || $0 == 0x2E || $0 == 0x30 }
    return isZero && text.hasPrefix("-") ? String(text.dropFirst()) : text
  }

  /// `units` of the `digits`th decimal place.
  private static func decimal(_ units: Int, _ digits: Int) -> String {
    var text = String(units.magnitude)
    if digits > 0 {
      if text.utf8.count <= digits {
        text = String(repeating: "0", count: digits + 1 - text.utf8.count) + text
      }
      text.insert(".", at: text.utf8.index(text.endIndex, offsetBy: -digits))
    }
    return units < 0 ? "-" + text : text
  }

  private static func general(_ value: Double, _ digits: Int) -> String {
    value == 0 ? "0" : quick(value, digits) ?? printed("%.*g", digits, value)
  }

  /// `general` without printf, for values that it prints without an exponent and that lie clear of a tie.
  private static func quick(_ value: Double, _ digits: Int) -> String? {
    let size = abs(value)
    guard (1...6).contains(digits), size >= 1e-4, size < powers[digits] else { return nil }
    let leading =
      size >= 1
      ? powers.firstIndex { size < $0 }.map { $0 - 1 }
      : tenths.firstIndex { size >= $0 }.map { -$0 }
    guard let leading else { return nil }
    let places = digits - 1 - leading
    let scaled = size * powers[places]
    let units = scaled.rounded()
    // One multiplication is off by 1e-10 at most here; a carry would move the point.
    guard abs(abs(scaled - units) - 0.5) > 2e-6, units < powers[digits] else { return nil }
    var whole = Int(units), kept = places
    while kept > 0, whole.isMultiple(of: 10) { (whole, kept) = (whole / 10, kept - 1) }
    return decimal(value < 0 ? -whole : whole, kept)
  }

  private static func exact(_ value: Double) -> String {
    let text = value == 0 ? "0" : value.description
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  private static func evenTies(_ value: Double, _ digits: Int) -> String {
    if let text = quick(value, digits) { return text }
    let above = general(value * (1 + 1e-12), digits), below = general(value * (1 - 1e-12), digits)
    if above == below { return above }
    let mantissa = above.split(separator: "e").first ?? ""
    return mantissa.last.flatMap(\.wholeNumberValue).map { $0 % 2 == 0 } == true ? above : below
  }

  private static func printed(_ format: String, _ digits: Int, _ value: Double) -> String {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: 400) { buffer in
      guard let base = buffer.baseAddress else { return "" }
      let count = withVaList([CInt(digits), value]) { vsnprintf(base, 400, format, $0) }
      return String(
        decoding: UnsafeRawBufferPointer(start: base, count: Int(min(max(count, 0), 399))),
        as: UTF8.self)
    }
  }
}
