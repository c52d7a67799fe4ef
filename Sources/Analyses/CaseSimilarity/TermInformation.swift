import Knowledge

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// How two terms are compared.
public enum TermMeasure: String, Sendable, CaseIterable {
  /// Information of the most informative common ancestor (Resnik 1995).
  case resnik
  /// Twice that, over the information of both terms (Lin 1998).
  case lin
  /// Root of the Jaccard index of the ancestors times it (PhenoDigm: Smedley 2013).
  case phenodigm
}

/// Information content of terms: IC(t) = -ln(n_t / N), n_t the profiles that a term or one below
/// it annotates.
public struct TermInformation: Sendable {
  public let ontology: PhenotypeOntology
  /// By term; a term that annotates nothing counts as if it annotated one profile.
  public let content: [Double]
  /// By term: its ancestors by rank, most informative first; the first that two terms share is
  /// their most informative common ancestor.
  private let ranked: [[Int32]]
  /// By rank.
  private let contentByRank: [Double]
  private let termByRank: [Int]

  public init(_ ontology: PhenotypeOntology, profiles: [[Int]]) {
    self.ontology = ontology
    var counts = [Int](repeating: 0, count: ontology.count)
    for profile in profiles {
      for term in Set(profile.flatMap { ontology.ancestors[$0] }) { counts[Int(term)] += 1 }
    }
    let total = Double(max(profiles.count, 1))
    let content = counts.map { log(total / Double(max($0, 1))) }
    self.content = content
    let order = content.indices.sorted {
      content[$0] == content[$1] ? $0 < $1 : content[$0] > content[$1]
    }
    var rank = [Int32](repeating: 0, count: order.count)
    for (place, term) in order.enumerated() { rank[term] = Int32(place) }
    contentByRank = order.map { content[$0] }
    termByRank = order
    ranked = ontology.ancestors.map { $0.map { rank[Int($0)] }.sorted() }
  }

  /// Information of the most informative common ancestor; 0 where there is none.
  public func shared(_ a: Int, _ b: Int) -> Double {
    ranked[a].withUnsafeBufferPointer { a in
      ranked[b].withUnsafeBufferPointer { b in
        var (i, j) = (0, 0)
        while i < a.count, j < b.count {
          if a[i] == b[j] { return contentByRank[Int(a[i])] }
          if a[i] < b[j] { i += 1 } else { j += 1 }
        }
        return 0
      }
    }
  }

  /// The most informative common ancestor; nil where there is none.
  public func commonAncestor(_ a: Int, _ b: Int) -> Int? {
    Self.common(ranked[a], ranked[b]).first.map { termByRank[Int($0)] }
  }

  public func similarity(_ a: Int, _ b: Int, _ measure: TermMeasure) -> Double {
    let shared = shared(a, b)
    switch measure {
    case .resnik: return shared
    case .lin:
      let sum = content[a] + content[b]
      return sum > 0 ? 2 * shared / sum : a == b ? 1 : 0
    case .phenodigm: return (jaccard(a, b) * shared).squareRoot()
    }
  }

  private func jaccard(_ a: Int, _ b: Int) -> Double {
    let common = Self.common(ranked[a], ranked[b]).count
    return Double(common) / Double(ranked[a].count + ranked[b].count - common)
  }

  /// Ranks of all ancestors of a profile, sorted.
  func closure(_ profile: [Int]) -> [Int32] { Set(profile.flatMap { ranked[$0] }).sorted() }

  /// Sum of information over the terms that both closures hold, over that of either's.
  func simGIC(_ a: [Int32], _ b: [Int32]) -> Double {
    var (i, j) = (0, 0)
    var both = 0.0, either = 0.0
    while i < a.count || j < b.count {
      let x = i < a.count ? a[i] : .max, y = j < b.count ? b[j] : .max
      let content = contentByRank[Int(min(x, y))]
      either += content
      if x == y { both += content }
      if x <= y { i += 1 }
      if y <= x { j += 1 }
    }
    return either > 0 ? both / either : 0
  }

  private static func common(_ a: [Int32], _ b: [Int32]) -> [Int32] {
    var (i, j) = (0, 0)
    var found: [Int32] = []
    while i < a.count, j < b.count {
      if a[i] == b[j] {
        found.append(a[i])
        i += 1
        j += 1
      } else if a[i] < b[j] {
        i += 1
      } else {
        j += 1
      }
    }
    return found
  }
}
