import Diagnostics
import Knowledge

/// Gene sets as MSigDB, Reactome, WikiPathways and Enrichr give them: a line a set, tabs between
/// its name, its description and its genes.
public enum GMT {
  /// Reads the sets. Empty fields and a gene's repetitions are left out, and so is a number after a
  /// comma (Enrichr's weights). Throws for a set without genes, a repeated name, and no set at all.
  public static func read(_ bytes: [UInt8], file: String) throws(Problems) -> [GeneSet] {
    var problems = Problems()
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Problems([Diagnostic(at: Place(file), "not UTF-8")])
    }
    var sets: [GeneSet] = []
    var lines: [String: Int] = [:]
    for (index, line) in Place.lines(text).enumerated() {
      let words = Substring(line.last == 0x0D ? line.dropLast() : line)
      if words.isEmpty || words.hasPrefix("#") { continue }
      let place = Place(file, line: index + 1)
      guard let set = geneSet(words, place, &problems) else { continue }
      if let earlier = lines.updateValue(index + 1, forKey: set.name) {
        problems.error(at: place, "a set of the name in line \(earlier)", hint: "rename one")
      }
      sets.append(set)
    }
    if sets.isEmpty, problems.items.isEmpty {
      problems.error(at: Place(file), "no gene set", hint: formHint)
    }
    try problems.throwIfAny()
    return sets
  }

  private static let formHint = "a line a set: name, description, genes, with tabs between them"

  private static func geneSet(
    _ line: Substring, _ place: Place, _ problems: inout Problems
  ) -> GeneSet? {
    let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
    var seen: Set<Substring> = []
    let genes = fields.dropFirst(2).compactMap { field -> String? in
      let gene = field.withoutWeight
      guard !gene.isEmpty, seen.insert(gene).inserted else { return nil }
      return gene.trimmingBlanks
    }
    guard let name = fields.first, !name.isEmpty, !genes.isEmpty else {
      if problems.items.count < 20 {
        problems.error(at: place, "a set without a name or genes", hint: formHint)
      }
      return nil
    }
    return GeneSet(name: String(name), description: String(fields[1]), genes: genes)
  }
}

extension Substring {
  /// Enrichr's "GENE,1.0" without the number; names with a comma stay.
  fileprivate var withoutWeight: Substring {
    guard let comma = lastIndex(of: ","), Double(self[index(after: comma)...]) != nil else {
      return self
    }
    return self[..<comma]
  }

  fileprivate var trimmingBlanks: String {
    var slice = self
    while slice.last == " " { slice.removeLast() }
    while slice.first == " " { slice.removeFirst() }
    return String(slice)
  }
}
