import Diagnostics
import Markup
import Store
import Tables

/// A publication of the edition's `references.tsv`.
struct Reference: Sendable, Equatable {
  /// Column name and field.
  let fields: [String: String]

  subscript(_ name: String) -> String { fields[name] ?? "" }

  var digest: Digest {
    Digest(of: fields.keys.sorted().map { "\($0)=\(self[$0])" }.joined(separator: "\u{1F}"))
  }

  /// The entry of a bibliography. A title that was not recorded is not made up.
  func markup(_ words: Words) -> HTML {
    var out: HTML = ""
    let author = self["first_author"]
    if !author.isEmpty { out += "\(author)" }
    if !self["year"].isEmpty {
      out += " (\(self["year"])). "
    } else {
      out += author.isEmpty ? "" : ". "
    }
    out += self["title"].isEmpty ? "<i>\(words["no_title"])</i>. " : "\(self["title"]). "
    if !self["journal"].isEmpty { out += "<i>\(self["journal"])</i>. " }
    if !self["pmid"].isEmpty {
      out +=
        "<a class=\"id\" href=\"https://pubmed.ncbi.nlm.nih.gov/\(self["pmid"])/\" rel=\"noreferrer\">PMID \(self["pmid"])</a>"
    } else if !self["doi"].isEmpty {
      out +=
        "<a class=\"id\" href=\"https://doi.org/\(self["doi"])\" rel=\"noreferrer\">\(self["doi"])</a>"
    }
    return out
  }
}

extension EditionTables {
  static let referencesPath = "reports/data/references.tsv"

  /// The publication that `pmid:…` or `doi:…` names.
  func reference(_ key: String) -> Reference? {
    guard has(Self.referencesPath), let table = try? table(Self.referencesPath),
      let (column, value) = Self.parts(key), let index = table.index(of: column),
      let row = table.rows.first(where: { $0[index].lowercased() == value.lowercased() })
    else { return nil }
    return Reference(
      fields: Dictionary(
        zip(table.header, row.map(String.init)), uniquingKeysWith: { first, _ in first }))
  }

  /// Keys of all publications, for "did you mean".
  var referenceKeys: [String] {
    guard has(Self.referencesPath), let table = try? table(Self.referencesPath),
      let index = table.index(of: "pmid")
    else { return [] }
    return table.rows.filter { !$0[index].isEmpty }.map { "pmid:" + $0[index] }
  }

  private static func parts(_ key: String) -> (column: String, value: String)? {
    let lower = key.lowercased()
    if lower.hasPrefix("pmid:") { return ("pmid", String(key.dropFirst(5))) }
    if lower.hasPrefix("doi:") { return ("doi", String(key.dropFirst(4))) }
    if key.hasPrefix("10.") { return ("doi", key) }
    return key.allSatisfy(\.isNumber) ? ("pmid", key) : nil
  }
}

/// The publications that one page cites, numbered in the order of their first citation.
struct Bibliography {
  private(set) var entries: [Reference] = []
  private var numbers: [[String: String]: Int] = [:]

  /// The number of a publication on this page.
  mutating func number(_ reference: Reference) -> Int {
    if let known = numbers[reference.fields] { return known }
    entries.append(reference)
    numbers[reference.fields] = entries.count
    return entries.count
  }

  /// The section at the end of the page; nothing where nothing is cited.
  func markup(_ words: Words) -> HTML {
    guard !entries.isEmpty else { return "" }
    let items = entries.enumerated().map { index, reference -> HTML in
      "<li id=\"ref-\(index + 1)\">\(reference.markup(words))</li>\n"
    }
    return """
      <section class="bibliography" aria-labelledby="references"><h2 id="references">\(words["references"])</h2>
      <ol>
      \(HTML.joined(items))</ol></section>

      """
  }
}
