/// How two sets of terms are compared.
public enum ProfileMeasure: Sendable, Hashable {
  /// The mean over terms of the best match in the other set: of the query's terms, or of both
  /// sides.
  case best(TermMeasure, bothWays: Bool)
  /// Information of common ancestors over that of all (Pesquita 2008).
  case simGIC
}

extension TermInformation {
  /// Compares a query with a profile; 0 where one of them has no term.
  public func similarity(_ query: [Int], _ profile: [Int], _ measure: ProfileMeasure) -> Double {
    guard !query.isEmpty, !profile.isEmpty else { return 0 }
    switch measure {
    case .simGIC: return simGIC(closure(query), closure(profile))
    case .best(let term, let bothWays):
      let forward = mean(query, profile, term)
      return bothWays ? (forward + mean(profile, query, term)) / 2 : forward
    }
  }

  private func mean(_ from: [Int], _ to: [Int], _ measure: TermMeasure) -> Double {
    let best = from.map { a in to.map { similarity(a, $0, measure) }.max() ?? 0 }
    return best.reduce(0, +) / Double(from.count)
  }
}

/// Profiles made ready to be compared with many queries: similarities of terms are looked up.
public struct ProfileIndex: Sendable {
  public let information: TermInformation
  public let profiles: [[Int]]
  public let measure: ProfileMeasure
  /// Terms that profiles have, and by term its column.
  public let terms: [Int]
  private let columns: [Int: Int]
  /// By profile: columns of its terms; or ranks of all their ancestors.
  private let places: [[Int32]]

  public init(_ information: TermInformation, profiles: [[Int]], _ measure: ProfileMeasure) {
    (self.information, self.profiles, self.measure) = (information, profiles, measure)
    let terms = Set(profiles.joined()).sorted()
    let columns = Dictionary(uniqueKeysWithValues: terms.enumerated().map { ($1, $0) })
    (self.terms, self.columns) = (terms, columns)
    places =
      measure == .simGIC
      ? profiles.map(information.closure)
      : profiles.map { $0.map { Int32(columns[$0] ?? 0) } }
  }

  /// Similarities of a term with all terms of the profiles: a row that queries share. Empty where
  /// the measure needs none.
  public func row(_ term: Int) -> [Double] {
    guard case .best(let measure, _) = measure else { return [] }
    return terms.map { information.similarity(term, $0, measure) }
  }

  /// Scores of a query against all profiles, or some; `rows` holds the query's terms.
  public func scores(
    _ query: [Int], rows: [Int: [Double]], of chosen: [Int]? = nil
  ) -> [Double] {
    let chosen = chosen ?? Array(profiles.indices)
    guard !query.isEmpty else { return chosen.map { _ in 0 } }
    guard case .best(_, let bothWays) = measure else {
      let own = information.closure(query)
      return chosen.map { profiles[$0].isEmpty ? 0 : information.simGIC(own, places[$0]) }
    }
    let rows = query.compactMap { rows[$0] }
    precondition(rows.count == query.count, "a row for each term of the query")
    return chosen.map { profile in
      let places = places[profile]
      guard !places.isEmpty else { return 0 }
      return Self.score(rows, places, bothWays: bothWays)
    }
  }

  /// Sorted scores of random queries of one size against chosen profiles. `rows` holds every term
  /// of the pool.
  public func null(
    size: Int, queries count: Int, seed: UInt64, pool: [Int], rows: [Int: [Double]],
    of chosen: [Int]
  ) -> [Int: [Double]] {
    let queries = CaseRanking.randomQueries(size: size, count: count, from: pool, seed: seed)
    let drawn = queries.map { scores($0, rows: rows, of: chosen) }
    return Dictionary(
      uniqueKeysWithValues: chosen.enumerated().map { place, target in
        (target, drawn.map { $0[place] }.sorted())
      })
  }

  private static func score(_ rows: [[Double]], _ places: [Int32], bothWays: Bool) -> Double {
    var backward = [Double](repeating: 0, count: places.count)
    var forward = 0.0
    for row in rows {
      var best = 0.0
      row.withUnsafeBufferPointer { row in
        for (index, place) in places.enumerated() {
          let value = row[Int(place)]
          if value > best { best = value }
          if value > backward[index] { backward[index] = value }
        }
      }
      forward += best
    }
    forward /= Double(rows.count)
    guard bothWays else { return forward }
    return (forward + backward.reduce(0, +) / Double(places.count)) / 2
  }
}
