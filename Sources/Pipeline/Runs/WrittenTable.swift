import Tables

/// A table that a run may write, from the same columns that are written: what the help prints.
public struct WrittenTable: Sendable {
  /// What stands between PREFIX and .tsv.
  public let name: String
  /// What a row is, and when the table is written.
  public let about: String
  /// A name in parentheses stands for columns whose names the input gives.
  public let columns: [Column]

  init(_ name: String, _ about: String, _ columns: [Column]) {
    (self.name, self.about, self.columns) = (name, about, columns)
  }

  /// Columns whose number and names the input gives.
  static func varying(_ name: String, _ meaning: String) -> Column {
    Column("(\(name))", name, meaning)
  }

  /// The file and its columns, in lines of 76 characters at most.
  var help: String {
    let widest = min(columns.map(\.name.count).max() ?? 0, 16)
    let lines = columns.map { column in
      let gap = String(repeating: " ", count: max(1, widest + 2 - column.name.count))
      return Self.wrapped("    \(column.name)\(gap)", column.meaning)
    }
    return ([Self.wrapped("  PREFIX.\(name).tsv: ", about)] + lines).joined(separator: "\n")
  }

  /// A head, then words; lines that follow begin two characters further in than the head.
  static func wrapped(_ head: String, _ words: String) -> String {
    let indent = String(repeating: " ", count: head.prefix { $0 == " " }.count + 2)
    var lines: [String] = []
    var line = head
    var isFresh = true
    for word in words.split(separator: " ") {
      if line.count + 1 + word.count > 76, !isFresh {
        lines.append(line)
        (line, isFresh) = (indent, true)
      }
      line += (isFresh ? "" : " ") + word
      isFresh = false
    }
    return (lines + [line]).joined(separator: "\n")
  }
}

/// An analysis of `casebook run` that says what it writes.
public protocol WritingRun: Sendable {
  static var written: [WrittenTable] { get }
}

extension WritingRun {
  /// The section of the help.
  public static var writes: String {
    "Writes:\n" + written.map(\.help).joined(separator: "\n")
  }
}
