import Diagnostics

/// The options that captions and cells have: a slip in one would pass unseen.
enum KnownOptions {
  /// What a value may be; nil for any words.
  private typealias Values = [String]?

  private static let flags: Values = ["yes", "no"]
  private static let number: Values = []
  private static let known: [String: [String: Values]] = [
    "caption": ["as": nil, "data": nil, "shown": nil, "sort": flags],
    "figure": ["kind": nil, "files": flags],
    "sql": ["title": nil, "rows": number, "empty": ["ok"], "show": flags],
    "table": ["data": nil, "title": nil, "rows": number],
  ]

  /// Reports what `kind` does not have; a kind of cell that there is not is reported elsewhere.
  static func check(
    _ options: Options, of kind: String, at place: Place, _ problems: inout Problems
  ) {
    guard let own = known[kind] else { return }
    for (key, value) in options.values.sorted(by: { $0.key < $1.key }) {
      guard let values = own[key] else {
        problems.error(
          at: place, "a \(kind == "caption" ? "caption" : "cell '\(kind)'") has no option '\(key)'",
          hint: Suggestion.hint(for: key, among: own.keys))
        continue
      }
      guard let values else { continue }
      let holds = values.isEmpty ? (Int(value) ?? 0) > 0 : values.contains(value)
      if !holds {
        problems.error(
          at: place, "'\(key)' cannot be '\(value)'",
          hint: values.isEmpty ? "a number above 0" : values.joined(separator: " or "))
      }
    }
  }
}
