import Knowledge
import Numerics
import Tables

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The reference as hexagons by density, for drawing: made from centroids and
/// covariances, so it shows nobody.
public enum ReferenceMap {
  public static let columns = [
    Column("plane", "Plane", format: .integer, "first component of the plane"),
    Column("x", "First component", format: .significant(5), "centre of the hexagon"),
    Column("y", "Second component", format: .significant(5), "centre of the hexagon"),
    Column("level", "Level", format: .integer, "1 sparse to 4 dense; 0 marks a label"),
    Column("label", "Group", "name of a group at its centre"),
  ]

  public static func table(_ reference: SimilarityReference) -> Table {
    var table = Table("reference-map", "The similarity reference as density", columns)
    let centres = centroids(reference)
    for plane in stride(from: 0, to: reference.components - 1, by: 2) {
      for hexagon in hexagons(reference, centres, plane) {
        table.add([
          .number(Double(plane + 1)), .number(hexagon.x), .number(hexagon.y),
          .number(Double(hexagon.level)), .missing,
        ])
      }
      for (group, centre) in centres.enumerated() {
        table.add([
          .number(Double(plane + 1)), .number(centre[plane]), .number(centre[plane + 1]),
          .number(0), .text(reference.groups[group] + "-like"),
        ])
      }
    }
    return table
  }

  /// Group means of the projected people.
  static func centroids(_ reference: SimilarityReference) -> [[Double]] {
    let count = Double(reference.panel.count)
    return reference.groupFrequency.map { group in
      reference.loadings.map { loading in
        reference.panel.indices.reduce(0) { sum, v in
          let f = reference.frequency[v]
          return sum + loading[v] * 2 * (group[v] - f) / sqrt(2 * f * (1 - f))
        } / count
      }
    }
  }

  private static func hexagons(
    _ reference: SimilarityReference, _ centres: [[Double]], _ plane: Int
  ) -> [(x: Double, y: Double, level: Int)] {
    let shapes = centres.indices.map { g in
      Ellipse(centres[g], reference.covariances[g], reference.components, plane)
    }
    let xs = ends(shapes.map { ($0.x, $0.spreadX) }), ys = ends(shapes.map { ($0.y, $0.spreadY) })
    var found: [(x: Double, y: Double, level: Int)] = []
    for row in 0..<28 {
      for column in 0..<30 {
        let shift = row % 2 == 0 ? 0.0 : 0.5
        let x = xs.low + (xs.high - xs.low) * (Double(column) + shift) / 29.5
        let y = ys.low + (ys.high - ys.low) * Double(row) / 27
        let height = shapes.map { $0.height(x, y) }.max() ?? 0
        let level = [0.02, 0.14, 0.4, 0.75].count { height > $0 }
        if level > 0 { found.append((x, y, level)) }
      }
    }
    return found
  }

  private static func ends(_ spans: [(Double, Double)]) -> (low: Double, high: Double) {
    let low = spans.map { $0.0 - 3 * $0.1 }.min() ?? -1
    let high = spans.map { $0.0 + 3 * $0.1 }.max() ?? 1
    return (low, high)
  }

  /// A group's Gaussian in one plane; its height is relative to its peak.
  private struct Ellipse {
    let x, y, spreadX, spreadY, correlation: Double

    init(_ centre: [Double], _ covariance: [Double], _ size: Int, _ plane: Int) {
      (x, y) = (centre[plane], centre[plane + 1])
      spreadX = sqrt(max(covariance[plane * size + plane], 1e-12))
      spreadY = sqrt(max(covariance[(plane + 1) * size + plane + 1], 1e-12))
      correlation = covariance[plane * size + plane + 1] / (spreadX * spreadY)
    }

    func height(_ px: Double, _ py: Double) -> Double {
      let a = (px - x) / spreadX, b = (py - y) / spreadY
      let r = min(max(correlation, -0.99), 0.99)
      return exp(-(a * a - 2 * r * a * b + b * b) / (2 * (1 - r * r)))
    }
  }
}
