/// Terms of the Human Phenotype Ontology by number, with what each is a kind of.
public struct PhenotypeOntology: Sendable {
  /// A term as the file has it.
  public struct Term: Sendable, Hashable {
    public let id: String
    public let name: String
    public let parents: [String]
    /// Ids of terms that were merged into this one.
    public let alternatives: [String]

    public init(id: String, name: String, parents: [String], alternatives: [String] = []) {
      (self.id, self.name) = (id, name)
      (self.parents, self.alternatives) = (parents, alternatives)
    }
  }

  /// As the file names it; nil where it does not.
  public let version: String?
  public let ids: [String]
  public let names: [String]
  /// By term: itself and all above it, sorted.
  public let ancestors: [[Int32]]
  private let numbers: [String: Int]

  /// Parents that no term has are left out; a term that would be above itself counts once.
  public init(_ terms: [Term], version: String? = nil) {
    self.version = version
    ids = terms.map(\.id)
    names = terms.map(\.name)
    var numbers: [String: Int] = [:]
    for (index, term) in terms.enumerated() {
      for id in term.alternatives where numbers[id] == nil { numbers[id] = index }
    }
    for (index, term) in terms.enumerated() { numbers[term.id] = index }
    self.numbers = numbers
    let parents = terms.map { $0.parents.compactMap { numbers[$0] } }
    ancestors = terms.indices.map { Self.above($0, parents) }
  }

  public var count: Int { ids.count }

  /// The number of a term, also by an id that was merged into it.
  public func term(_ id: String) -> Int? { numbers[id] }

  private static func above(_ term: Int, _ parents: [[Int]]) -> [Int32] {
    var seen: Set<Int> = [term]
    var open = [term]
    while let next = open.popLast() {
      for parent in parents[next] where seen.insert(parent).inserted { open.append(parent) }
    }
    return seen.map { Int32($0) }.sorted()
  }
}

/// A disease with the phenotypic terms that its annotations state.
public struct AnnotatedDisease: Sendable, Hashable {
  public let id: String
  public let name: String
  /// Terms of the ontology, sorted, each once.
  public let terms: [Int]

  public init(id: String, name: String, terms: [Int]) {
    (self.id, self.name, self.terms) = (id, name, terms)
  }
}
