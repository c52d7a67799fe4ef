import Diagnostics
import Tables

/// Colours, type and logo that a project chooses in casebook.yaml.
public struct Theme: Sendable, Equatable {
  /// What may be chosen, and the custom property of the style sheet that it sets.
  public static let variables = [
    "accent": "--brand", "link": "--link", "care": "--care", "paper": "--paper", "ink": "--ink",
    "font": "--sans", "mono": "--mono",
  ]

  public let values: [String: String]
  /// A picture below `content/`, as `files/logo.svg`.
  public let logo: String?

  public init(values: [String: String] = [:], logo: String? = nil) {
    (self.values, self.logo) = (values, logo)
  }

  var text: String {
    values.keys.sorted().map { "\($0)=\(values[$0] ?? "")" }.joined(separator: ";")
      + ";logo=\(logo ?? "")"
  }

  /// `assets/theme.css`; empty where nothing was chosen.
  var styleSheet: String {
    let lines = values.keys.sorted().compactMap { name in
      Self.variables[name].map { "\($0): \(values[name] ?? "");" }
    }
    return lines.isEmpty ? "" : ":root {\n  \(lines.joined(separator: "\n  "))\n}\n"
  }

  /// Whether a value can stand in a style sheet and do nothing but what its name says.
  public static func isSafe(_ value: String) -> Bool {
    !value.isEmpty && value.utf8.count <= 200
      && value.wholeMatch(of: /[A-Za-z0-9#%.,'\-() ]+/) != nil && !value.contains("url(")
  }
}
