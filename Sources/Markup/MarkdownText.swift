/// Writes Markdown that reads well as a plain file and diffs line by line.
public struct MarkdownText: Sendable {
  public private(set) var text: String = ""

  public init() {}

  /// Front matter in the order given.
  public mutating func front(_ pairs: [(String, String)]) {
    text += "---\n" + pairs.map { "\($0.0): \(Self.yaml($0.1))\n" }.joined() + "---\n"
  }

  /// A heading; the words are text, nothing in them is markup.
  public mutating func heading(_ level: Int, _ words: String) {
    block(String(repeating: "#", count: level) + " " + Self.escaped(words))
  }

  /// A paragraph; the words are Markdown already.
  public mutating func paragraph(_ words: String) { block(words) }

  public mutating func list(_ items: [String]) {
    guard !items.isEmpty else { return }
    block(items.map { "- " + $0 }.joined(separator: "\n"))
  }

  /// An inset; `kind` as in GitHub's alerts: note, important, caution.
  public mutating func inset(_ kind: String, _ words: String) {
    block("> [!\(kind.uppercased())]\n> " + words)
  }

  /// A pipe table with its caption before it. `alignRight` says which columns are numbers.
  public mutating func table(
    _ caption: String, options: String, header: [String], alignRight: [Bool], rows: [[String]]
  ) {
    var lines = ["| " + header.joined(separator: " | ") + " |"]
    lines.append("|" + alignRight.map { $0 ? "---:" : "---" }.joined(separator: "|") + "|")
    for row in rows {
      lines.append("| " + row.map(Self.cell).joined(separator: " | ") + " |")
    }
    block("Table: \(caption) {\(options)}")
    block(lines.joined(separator: "\n"))
  }

  /// A fenced cell: the first word is the kind, braces hold id and options.
  public mutating func cell(_ info: String, _ body: String) {
    block("```\(info)\n\(body)```")
  }

  /// Text as Markdown: nothing in it is markup.
  public static func escaped(_ words: String) -> String {
    // Most words hold nothing to escape; a look at the bytes is cheap.
    guard words.utf8.contains(where: { markupBytes.contains($0) || $0 < 0x20 }) else {
      return words.contains("www.") ? words.replacing("www.", with: "www\\.") : words
    }
    var out = ""
    for character in words {
      // Two braces would be a value to fill in: a word joiner keeps them text.
      if character == "{", out.last == "{" { out.append("\u{2060}") }
      if "\\`*_{}[]<>#|~!$&@".contains(character) { out.append("\\") }
      out.append(character.isNewline ? " " : character)
    }
    // An address in data is a word, no link.
    return out.replacing("://", with: "\\://").replacing("www.", with: "www\\.")
  }

  private static let markupBytes = Set("\\`*_{}[]<>#|~!$&@:".utf8)

  private mutating func block(_ words: String) {
    text += (text.isEmpty ? "" : "\n") + words + "\n"
  }

  /// A bar inside a cell would end it.
  private static func cell(_ words: String) -> String {
    words.replacing("\\|", with: "|").replacing("|", with: "\\|")
  }

  /// A scalar of YAML: quoted where YAML would read it as something else than text.
  public static func yaml(_ value: String) -> String {
    let plain = value.utf8.allSatisfy {
      (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0)
        || [0x20, 0x2D, 0x2E, 0x2F, 0x5F].contains($0)
    }
    let isWord =
      plain && value.first?.isLetter == true
      && !["true", "false", "yes", "no", "null"].contains(value)
    if isWord { return value }
    // Control characters have no spelling between quotes that every reader of YAML knows.
    let clean = String(
      String.UnicodeScalarView(
        value.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? " " : $0 }))
    return "\""
      + clean.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }
}
