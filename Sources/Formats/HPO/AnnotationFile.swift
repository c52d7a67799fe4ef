import Diagnostics
import Knowledge

/// Annotations of diseases with phenotypic terms: `phenotype.hpoa`.
public enum AnnotationFile {
  /// What was read, and rows that were not used.
  public struct Annotations: Sendable {
    /// In the order of the file.
    public let diseases: [AnnotatedDisease]
    /// Rows that say a disease does not have a term.
    public let negatedCount: Int
    /// Rows of other aspects: inheritance, onset, modifiers.
    public let otherAspectCount: Int
    /// Rows whose term the ontology does not have.
    public let unknownCount: Int
  }

  private static let columns = ["database_id", "disease_name", "qualifier", "hpo_id", "aspect"]

  /// Reads rows of aspect P without NOT; a merged term counts as the one it became. Throws for a
  /// missing column and lines of another length.
  public static func annotations(
    _ bytes: [UInt8], file: String, ontology: PhenotypeOntology
  ) throws(Problems) -> Annotations {
    var rows = Rows(ontology)
    var problems = Problems()
    var places: [Int]?
    var width = 0
    for (index, raw) in bytes.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated()
    where !raw.isEmpty && problems.items.count < 20 {
      let line = raw.last == 0x0D ? raw.dropLast() : raw
      // "#description: …" stands before the header; old files have "#DatabaseID" as the header.
      if line.first == 0x23 { continue }
      let fields = line.split(separator: 0x09, omittingEmptySubsequences: false)
      guard let known = places else {
        let names = fields.map { String(decoding: $0, as: UTF8.self) }
        for name in columns where !names.contains(name) {
          problems.error(
            at: Place(file, line: index + 1), "no column '\(name)'",
            hint: "annotations are phenotype.hpoa, of 2023 or later")
        }
        try problems.throwIfAny()
        places = columns.compactMap { names.firstIndex(of: $0) }
        width = names.count
        continue
      }
      guard fields.count == width else {
        problems.error(
          at: Place(file, line: index + 1), "\(fields.count) fields where the header has \(width)")
        continue
      }
      rows.take(known.map { fields[$0] })
    }
    if places == nil { problems.error(at: Place(file), "no header line") }
    try problems.throwIfAny()
    return rows.annotations
  }

  private struct Rows {
    let ontology: PhenotypeOntology
    private var order: [String] = []
    private var names: [String: String] = [:]
    private var terms: [String: Set<Int>] = [:]
    private var negated = 0, others = 0, unknown = 0

    init(_ ontology: PhenotypeOntology) { self.ontology = ontology }

    var annotations: Annotations {
      Annotations(
        diseases: order.map {
          AnnotatedDisease(id: $0, name: names[$0] ?? "", terms: (terms[$0] ?? []).sorted())
        }, negatedCount: negated, otherAspectCount: others, unknownCount: unknown)
    }

    mutating func take(_ fields: [ArraySlice<UInt8>]) {
      guard fields[4].elementsEqual("P".utf8) else { return others += 1 }
      guard !fields[2].elementsEqual("NOT".utf8) else { return negated += 1 }
      guard let term = ontology.term(String(decoding: fields[3], as: UTF8.self)) else {
        return unknown += 1
      }
      let id = String(decoding: fields[0], as: UTF8.self)
      if terms[id] == nil {
        order.append(id)
        names[id] = String(decoding: fields[1], as: UTF8.self)
      }
      terms[id, default: []].insert(term)
    }
  }
}
