/// A score as a PGS Catalog file gives it.
public struct PublishedScore: Sendable, Hashable {
  /// One usable row, with its line in the file.
  public struct Row: Sendable, Hashable {
    public let line: Int
    public let id: String?
    public let chromosome: String?
    public let position: Int?
    public let effect: String
    public let other: String?
    public let weight: Double

    public init(
      line: Int, id: String?, chromosome: String?, position: Int?, effect: String,
      other: String?, weight: Double
    ) {
      (self.line, self.id, self.chromosome, self.position) = (line, id, chromosome, position)
      (self.effect, self.other, self.weight) = (effect, other, weight)
    }
  }

  /// One row that no additive score can use, and why.
  public struct Dropped: Sendable, Hashable {
    public let line: Int
    public let reason: String

    public init(line: Int, reason: String) { (self.line, self.reason) = (line, reason) }
  }

  public let id: String
  public let name: String
  public let trait: String
  public let build: String?
  public let citation: String
  public let license: String
  public let rows: [Row]
  public let dropped: [Dropped]

  public init(
    id: String, name: String, trait: String, build: String?, citation: String, license: String,
    rows: [Row], dropped: [Dropped]
  ) {
    (self.id, self.name, self.trait, self.build) = (id, name, trait, build)
    (self.citation, self.license, self.rows, self.dropped) = (citation, license, rows, dropped)
  }
}
