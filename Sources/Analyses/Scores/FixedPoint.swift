#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Scores in units of 1e-15: each row's weight × dosage is rounded once, and sums
/// are exact in any order, so that parts add up to the whole.
public enum FixedPoint {
  public static let unit = 1e-15

  /// `weight × dosage` in units, rounded half away from zero.
  public static func product(_ weight: Double, _ dosage: Double) -> Int128 {
    Int128((weight * dosage * 1e15).rounded())
  }

  public static func value(_ units: Int128) -> Double { Double(units) * unit }
}
