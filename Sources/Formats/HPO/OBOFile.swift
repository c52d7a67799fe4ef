import Diagnostics
import Knowledge

/// Terms of an ontology in OBO format 1.2: the version in its head; id, name, alt_id and is_a of
/// each [Term] that is not obsolete.
public enum OBOFile {
  /// Reads `hp.obo`. Throws where the text has no term, or a term no id.
  public static func ontology(_ bytes: [UInt8], file: String) throws(Problems) -> PhenotypeOntology
  {
    var terms: [PhenotypeOntology.Term] = []
    var problems = Problems()
    var stanza = Stanza(line: 0)
    var isTerm = false
    var version: String?
    func close() {
      guard isTerm, !stanza.isObsolete else { return }
      if stanza.id.isEmpty {
        problems.error(at: Place(file, line: stanza.line), "a term without an id")
      } else {
        terms.append(stanza.term)
      }
    }
    for (index, raw) in bytes.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated()
    {
      let line = raw.last == 0x0D ? raw.dropLast() : raw
      if line.first == 0x5B {
        close()
        isTerm = line.elementsEqual("[Term]".utf8)
        stanza = Stanza(line: index + 1)
      } else if isTerm {
        stanza.take(line)
      } else if stanza.line == 0, version == nil, line.starts(with: "data-version:".utf8) {
        let words = line.dropFirst(13).drop { $0 == 0x20 }
        version = String(decoding: words, as: UTF8.self)
      }
    }
    close()
    if terms.isEmpty {
      problems.error(
        at: Place(file), "no term", hint: "the ontology is hp.obo, plain or gzip, of hpo.jax.org")
    }
    try problems.throwIfAny()
    return PhenotypeOntology(terms, version: version)
  }

  private struct Stanza {
    let line: Int
    var id = ""
    private var name = ""
    private var parents: [String] = []
    private var alternatives: [String] = []
    private(set) var isObsolete = false

    init(line: Int) { self.line = line }

    var term: PhenotypeOntology.Term {
      .init(id: id, name: name, parents: parents, alternatives: alternatives)
    }

    mutating func take(_ line: ArraySlice<UInt8>) {
      // Tags that are read begin with a, i or n: most lines are others.
      guard let colon = line.firstIndex(of: 0x3A), let first = line.first,
        first == 0x61 || first == 0x69 || first == 0x6E
      else { return }
      let value = line[(colon + 1)...].drop { $0 == 0x20 }
      switch String(decoding: line[..<colon], as: UTF8.self) {
      case "id": id = Self.word(value)
      case "name": name = String(decoding: value, as: UTF8.self)
      case "alt_id": alternatives.append(Self.word(value))
      case "is_a": parents.append(Self.word(value))
      case "is_obsolete": isObsolete = value.starts(with: "true".utf8)
      default: break
      }
    }

    /// Up to a blank: what follows are comments and qualifiers.
    private static func word(_ value: ArraySlice<UInt8>) -> String {
      String(decoding: value.prefix { $0 != 0x20 }, as: UTF8.self)
    }
  }
}
