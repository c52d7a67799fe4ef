#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Seeded random numbers, the same on every machine: splitmix64 (Steele 2014).
public struct Random: RandomNumberGenerator, Sendable {
  private var state: UInt64

  public init(seed: UInt64) { state = seed }

  /// A stream of its own for a named purpose, so that drawing more of one thing does
  /// not move another.
  public init(seed: UInt64, stream: String) {
    var mixed = Random(seed: seed)
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in stream.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    state = mixed.next() ^ hash
  }

  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
    return z ^ z >> 31
  }

  /// In [0, 1).
  public mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

  public mutating func normal() -> Double {
    Normal.quantile((Double(next() >> 11) + 0.5) * 0x1p-53)
  }

  public mutating func integer(below limit: Int) -> Int { Int(uniform() * Double(limit)) }

  /// Successes in two trials.
  public mutating func dosage(frequency: Double) -> UInt8 {
    (uniform() < frequency ? 1 : 0) + (uniform() < frequency ? 1 : 0)
  }

  /// Gamma(shape, 1): Marsaglia and Tsang 2000.
  public mutating func gamma(_ shape: Double) -> Double {
    if shape < 1 { return gamma(shape + 1) * pow(max(uniform(), 1e-300), 1 / shape) }
    let d = shape - 1.0 / 3
    let c = 1 / sqrt(9 * d)
    while true {
      let x = normal()
      let v = pow(1 + c * x, 3)
      if v > 0, log(max(uniform(), 1e-300)) < 0.5 * x * x + d - d * v + d * log(v) { return d * v }
    }
  }

  public mutating func beta(_ a: Double, _ b: Double) -> Double {
    let x = gamma(a)
    let y = gamma(b)
    return x + y > 0 ? x / (x + y) : 0.5
  }

  /// A group's allele frequency around an ancestral one (Balding and Nichols 1995).
  public mutating func baldingNichols(_ frequency: Double, fst: Double) -> Double {
    let scale = (1 - fst) / fst
    return beta(frequency * scale, (1 - frequency) * scale)
  }
}
