import Diagnostics
import Knowledge

/// Nodes and edges as KGX's tables have them: tab-separated, with a header, lists by "|".
public enum KGXFile {
  /// Columns of an edges table that are read; the first three have to be there.
  public static let edgeColumns = [
    "subject", "predicate", "object", "primary_knowledge_source", "publications", "sign",
    "object_direction_qualifier", "strength", "strength_low", "strength_high", "subject_category",
    "object_category",
  ]

  /// Reads a nodes table: id and category, a name where there is one. Of several categories, the
  /// first counts.
  public static func nodes(_ bytes: [UInt8], file: String) throws(Problems) -> [GraphNode] {
    let table = try PlainTable(bytes, file: file)
    var problems = Problems()
    let id = table.require(ColumnRole("id", [], "a node's CURIE"), .none, &problems)
    let category = table.require(ColumnRole("category", [], "its Biolink class"), .none, &problems)
    try problems.throwIfAny()
    guard let id, let category else { return [] }
    let names = try table.index(of: ColumnRole("name", [], "")).map { index throws(Problems) in
      try table.words(index)
    }
    let ids = try table.words(id), categories = try table.words(category)
    for row in ids.indices where ids[row].isEmpty && problems.items.count < 20 {
      problems.error(at: table.place(row: row), "a node without an id")
    }
    try problems.throwIfAny()
    return ids.indices.map { row in
      let first = categories[row].split(separator: "|").first.map(String.init) ?? ""
      return GraphNode(id: ids[row], name: names?[row] ?? "", category: Predicate.bare(first))
    }
  }
}
