/// Comma-separated text as RFC 4180 has it, for spreadsheets.
public enum CSV {
  public static func line(_ fields: some Sequence<String>) -> String {
    fields.map(field).joined(separator: ",") + "\r\n"
  }

  public static func text(_ table: TextTable) -> String {
    line(table.header) + table.rows.map { line($0.map(String.init)) }.joined()
  }

  /// Words that a spreadsheet would take for a formula get an apostrophe before them.
  private static func field(_ text: String) -> String {
    var text = text
    if let first = text.first, "=+-@\t".contains(first), Shown(field: text).number == nil {
      text = "'" + text
    }
    guard text.contains(where: { ",\"\n\r".contains($0) }) else { return text }
    return "\"" + text.replacing("\"", with: "\"\"") + "\""
  }
}
