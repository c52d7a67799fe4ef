import CKernels

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Non-negative factors V ≈ W H with automatic relevance: components that explain little die out
/// (Tan and Févotte 2013; as Udler 2018 clusters variants by traits).
public struct BayesianNMF: Sendable {
  /// Parameters, by the names of the method's paper.
  public struct Settings: Sendable, Equatable {
    /// Components to start from.
    public var factors = 20
    /// Components that are expected: it scales the prior of their relevance.
    public var expected = 10
    /// The shape of that prior.
    public var a0 = 10.0
    /// The largest relative change of a relevance at which a run ends.
    public var tolerance = 1e-7
    /// Times the variance of V: how strongly components are shrunk.
    public var phi = 1.0
    public var maximumSweeps = 10_000

    public init() {}
  }

  /// The end of one run.
  public struct Fit: Sendable, Equatable {
    /// Components that stayed active.
    public let active: Int
    /// W, rows × active, and H transposed, columns × active, row-major; below 1e-10 is 0. The
    /// components with the largest relevance come first.
    public let weights: [Double]
    public let loadings: [Double]
    /// Relevance of every component, active or not, in the order of the start.
    public let relevance: [Double]
    /// ½‖V − WH‖²: smaller is better.
    public let likelihood: Double
    /// The likelihood with the prior's terms.
    public let evidence: Double
    public let sweeps: Int
    public let hasConverged: Bool
  }

  public let matrix: NonnegativeMatrix
  public let settings: Settings

  public init(_ matrix: NonnegativeMatrix, _ settings: Settings = Settings()) {
    precondition(settings.factors > 0 && settings.expected > 0, "there is a component")
    precondition(matrix.largest > 0, "a matrix of zeros has no factors")
    (self.matrix, self.settings) = (matrix, settings)
  }

  /// A relevance of a component that explains nothing.
  public var relevanceFloor: Double { b0 / c }

  var c: Double { Double(matrix.rows + matrix.columns) / 2 + settings.a0 + 1 }
  var b0: Double { 3.14 * (settings.a0 - 1) * matrix.mean / (2 * Double(settings.expected)) }
  var shrinkage: Double { matrix.variance * settings.phi }

  /// The start of a run: W row by row, then H row by row, uniform up to the largest entry of V.
  public func start(_ random: inout Random) -> Factors {
    let count = settings.factors
    var factors = Factors(rows: matrix.rows, columns: matrix.columns, components: count)
    for row in 0..<matrix.rows {
      for k in 0..<count {
        factors.w[row * factors.width + k] = random.uniform() * matrix.largest
      }
    }
    for k in 0..<count {
      for column in 0..<matrix.columns {
        factors.h[column * factors.width + k] = random.uniform() * matrix.largest
      }
    }
    factors.refreshGram()
    factors.relevance = (0..<count).map { relevance(factors, $0) }
    return factors
  }

  /// One sweep: H, then W, then the relevances. Gives the largest relative change of a relevance.
  public func sweep(_ factors: inout Factors) -> Double {
    let penalty = (0..<factors.width).map {
      $0 < factors.relevance.count ? shrinkage / factors.relevance[$0] : 0
    }
    factors.update(matrix, penalty)
    var change = 0.0
    for k in factors.relevance.indices {
      let next = relevance(factors, k)
      change = max(change, abs(next - factors.relevance[k]) / factors.relevance[k])
      factors.relevance[k] = next
    }
    return change
  }

  /// A whole run from a seed.
  public func fit(_ random: Random) -> Fit {
    var random = random
    var factors = start(&random)
    var sweeps = 0, change = Double.infinity
    while change >= settings.tolerance, sweeps < settings.maximumSweeps {
      change = sweep(&factors)
      sweeps += 1
      if sweeps % 8 == 0 { factors.dropDead() }
    }
    return finish(factors, sweeps: sweeps, hasConverged: change < settings.tolerance)
  }

  /// ½‖V − WH‖² of a state.
  public func likelihood(_ factors: Factors) -> Double {
    matrix.halfSquaredError(factors.w, factors.h, width: factors.width)
  }
}

// MARK: - The end of a run
extension BayesianNMF {
  private func relevance(_ factors: Factors, _ k: Int) -> Double {
    (0.5 * factors.gramW[k * factors.width + k] + 0.5 * factors.gramH[k * factors.width + k] + b0)
      / c
  }

  private func finish(_ factors: Factors, sweeps: Int, hasConverged: Bool) -> Fit {
    var relevances = [Double](repeating: relevanceFloor, count: settings.factors)
    for (k, origin) in factors.origins.enumerated() { relevances[origin] = factors.relevance[k] }
    let active = factors.relevance.indices.filter { factors.relevance[$0] >= 1.5 * relevanceFloor }
      .sorted {
        let (a, b) = (factors.relevance[$0], factors.relevance[$1])
        return a == b ? $0 < $1 : a > b
      }
    func columns(_ values: [Double], _ rows: Int) -> [Double] {
      (0..<rows).flatMap { row in
        active.map { k in
          let value = values[row * factors.width + k]
          return value < 1e-10 ? 0 : value
        }
      }
    }
    let likelihood = likelihood(factors)
    let prior = relevances.reduce(0) { $0 + c + c * log($1) }
    return Fit(
      active: active.count, weights: columns(factors.w, matrix.rows),
      loadings: columns(factors.h, matrix.columns), relevance: relevances,
      likelihood: likelihood, evidence: likelihood + shrinkage * prior, sweeps: sweeps,
      hasConverged: hasConverged)
  }
}

/// The state of a run: W and H transposed, padded to whole lanes of four components.
public struct Factors: Sendable {
  /// Components with the padding.
  public private(set) var width: Int
  public fileprivate(set) var w: [Double]
  public fileprivate(set) var h: [Double]
  public fileprivate(set) var relevance: [Double] = []
  /// Which components of the start are left.
  fileprivate var origins: [Int]
  fileprivate var gramW: [Double] = []
  fileprivate var gramH: [Double] = []
  private let rows: Int
  private let columns: Int

  fileprivate init(rows: Int, columns: Int, components: Int) {
    (self.rows, self.columns) = (rows, columns)
    width = Self.padded(components)
    w = Array(repeating: 0, count: rows * width)
    h = Array(repeating: 0, count: columns * width)
    origins = Array(0..<components)
  }

  private static func padded(_ components: Int) -> Int { max(1, (components + 3) / 4) * 4 }

  fileprivate mutating func refreshGram() {
    gramW = Array(repeating: 0, count: width * width)
    gramH = gramW
    ck_gram(w, rows, width, &gramW)
    ck_gram(h, columns, width, &gramH)
  }

  fileprivate mutating func update(_ matrix: NonnegativeMatrix, _ penalty: [Double]) {
    var scratch = [Double](repeating: 0, count: (max(rows, columns) + 3) * width + 8)
    let (lines, across) = (matrix.byColumn, matrix.byRow)
    ck_factor_update(
      &h, columns, lines.starts, lines.index, lines.value, w, rows, gramW, penalty, width, &scratch)
    ck_gram(h, columns, width, &gramH)
    ck_factor_update(
      &w, rows, across.starts, across.index, across.value, h, columns, gramH, penalty, width,
      &scratch)
    ck_gram(w, rows, width, &gramW)
  }

  /// Takes components away that are 0 everywhere: they stay so, and add nothing to any sum.
  fileprivate mutating func dropDead() {
    let alive = relevance.indices.filter {
      gramW[$0 * width + $0] > 0 || gramH[$0 * width + $0] > 0
    }
    let next = Self.padded(alive.count)
    guard next < width else { return }
    func kept(_ values: [Double], _ rows: Int) -> [Double] {
      var out = [Double](repeating: 0, count: rows * next)
      for row in 0..<rows {
        for (place, k) in alive.enumerated() { out[row * next + place] = values[row * width + k] }
      }
      return out
    }
    (w, h) = (kept(w, rows), kept(h, columns))
    (relevance, origins) = (alive.map { relevance[$0] }, alive.map { origins[$0] })
    width = next
    refreshGram()
  }
}
