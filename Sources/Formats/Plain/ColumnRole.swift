import Diagnostics

/// What an analysis reads from a table: one column, by the names that programs give it.
public struct ColumnRole: Sendable, Hashable {
  /// The name that `--column name=header` uses.
  public let name: String
  /// Headers of other programs, compared without case, blanks, dots, hyphens and underscores.
  public let aliases: [String]
  /// One line for the help.
  public let meaning: String

  public init(_ name: String, _ aliases: [String] = [], _ meaning: String) {
    (self.name, self.aliases, self.meaning) = (name, aliases, meaning)
  }

  /// "name (also: a, b)  meaning".
  public var help: String {
    let also = aliases.isEmpty ? "" : " (also: \(aliases.joined(separator: ", ")))"
    return "\(name)\(also): \(meaning)"
  }

  /// Headers that are spelt alike.
  static func folded(_ header: String) -> String {
    header.lowercased().filter { !" ._-#".contains($0) }
  }
}

/// Headers that a user names on the command line: `--column beta=b`, again for another table's.
public struct ColumnNames: Sendable {
  /// By role: tables with different headers each have one of them.
  private let chosen: [String: [String]]

  public static let none = ColumnNames(chosen: [:])

  private init(chosen: [String: [String]]) { self.chosen = chosen }

  /// Reads `role=header` texts; a role that the analysis does not have is an error.
  public init(_ texts: [String], roles: [ColumnRole]) throws(Problems) {
    var problems = Problems()
    var chosen: [String: [String]] = [:]
    for text in texts {
      let pair = text.split(separator: "=", maxSplits: 1).map(String.init)
      guard pair.count == 2 else {
        problems.error(
          at: Place("--column \(text)"), "not of the form role=header",
          hint: "--column beta=b reads the column 'b' as beta", exit: .usage)
        continue
      }
      guard roles.contains(where: { $0.name == pair[0] }) else {
        problems.error(
          at: Place("--column \(text)"), "the analysis has no column '\(pair[0])'",
          hint: Suggestion.hint(for: pair[0], among: roles.map(\.name)), exit: .usage)
        continue
      }
      chosen[pair[0], default: []].append(pair[1])
    }
    try problems.throwIfAny()
    self.chosen = chosen
  }

  /// Headers that the user named for a role, in their order.
  public func headers(of role: ColumnRole) -> [String] { chosen[role.name] ?? [] }

  /// A header that no input has is an error.
  public func check(_ headers: [[String]]) throws(Problems) {
    var problems = Problems()
    let named = chosen.sorted { $0.key < $1.key }.flatMap { role, own in own.map { (role, $0) } }
    for (role, header) in named
    where !headers.contains(where: { $0.contains(header) }) {
      problems.error(
        at: Place("--column \(role)=\(header)"), "no input has a column '\(header)'",
        hint: Suggestion.hint(for: header, among: Set(headers.joined())), exit: .usage)
    }
    try problems.throwIfAny()
  }
}
