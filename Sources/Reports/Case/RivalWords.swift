import Ethics
import Knowledge
import Markup
import Tables

/// How far a person's places depend on which score of a trait was chosen.
enum RivalWords {
  static let file = "../reports/data/case-rivals.tsv"

  static func write(_ text: inout MarkdownText, _ input: CaseInput) {
    let placed = rows(input)
    guard !placed.isEmpty else { return }
    let names = placed.map { name(input, $0) }.uniqued()
    let turned = placed.filter { input.rivals[$0, "sides"].prose == "other side" }
    let equal =
      names.contains(ScoreDefinition.equalWeightsName)
      ? " Equal weights count each copy of the same variants alike; the intervals above do not hold the choice of a score."
      : ""
    let verdict =
      turned.isEmpty
      ? "None is on the other side of the [90th percentile](../reports/methods.md#parameters).\(farthest(input, placed))"
      : "**Scores disagree** about the [90th percentile](../reports/methods.md#parameters) for \(turned.map { trait(input, $0) }.uniqued().joined(separator: ", ")): where they do, the place says as much of the score as of the person."
    text.paragraph(
      "**Other scores of the same traits:** \(places(input, placed)). \(verdict)\(equal)")
  }

  /// Where another score of a trait puts a person who stands above the threshold.
  static func disputed(_ input: CaseInput, _ trait: String) -> String {
    let row = rows(input).first {
      input.rivals[$0, "id"].prose == trait && input.rivals[$0, "sides"].prose == "other side"
    }
    return row.map { row in
      "Adding the same trait up in another way gives the [\(place(input, row))](\(file)) percentile, below the threshold: this place is unsure."
    } ?? ""
  }

  /// Places of a trait by its own score and by another that lies thirty places or more from it; nil
  /// where none does, and where the disagreement is about the threshold and said already.
  static func wide(_ input: CaseInput, _ trait: String) -> String? {
    let own = input.scoreRows.first { input.scores[$0, "id"].prose == trait }
      .flatMap { input.scores[$0, "percentile"].number }
    guard let own, !(own > 90 && disagrees(input, trait)) else { return nil }
    return rows(input).first { row in
      input.rivals[row, "id"].prose == trait
        && abs((input.rivals[row, "percentile"].number ?? own) - own) >= 30
    }.map { "\(Digits.ordinal(Int(own))) and [\(place(input, $0))](\(file)) percentile" }
  }

  /// Traits whose other scores stand on the other side of the threshold.
  static func disagrees(_ input: CaseInput, _ trait: String) -> Bool {
    rows(input).contains {
      input.rivals[$0, "id"].prose == trait && input.rivals[$0, "sides"].prose == "other side"
    }
  }

  private static func rows(_ input: CaseInput) -> [Int] {
    (0..<input.rivals.rowCount).filter {
      input.rivals[$0, "percentile"].number != nil && input.rivals[$0, "sides"] != .missing
    }
  }

  private static func places(_ input: CaseInput, _ rows: [Int]) -> String {
    let rivals = input.rivals
    return rows.map { name(input, $0) }.uniqued().map { name in
      let own = rows.filter { self.name(input, $0) == name }.map { row in
        "\(trait(input, row)) [\(place(input, row))](\(file))"
      }
      return "with \(MarkdownText.escaped(name)) \(own.joined(separator: ", "))"
    }.joined(separator: "; ")
  }

  private static func place(_ input: CaseInput, _ row: Int) -> String {
    Digits.ordinal(Int(input.rivals[row, "percentile"].number ?? 50))
  }

  /// The largest distance between a score shown and another of its trait.
  private static func farthest(_ input: CaseInput, _ rows: [Int]) -> String {
    let distances = rows.compactMap { row -> (row: Int, own: Int, distance: Int)? in
      let trait = input.rivals[row, "id"].prose
      guard let score = input.scoreRows.first(where: { input.scores[$0, "id"].prose == trait }),
        let own = input.scores[score, "percentile"].number,
        let other = input.rivals[row, "percentile"].number
      else { return nil }
      return (row, Int(own), abs(Int(own) - Int(other)))
    }
    guard let most = distances.max(by: { $0.distance < $1.distance }), most.distance > 0 else {
      return ""
    }
    return
      " They differ most for \(trait(input, most.row)): \(Digits.ordinal(most.own)) here, [\(place(input, most.row))](\(file)) there."
  }

  private static func name(_ input: CaseInput, _ row: Int) -> String {
    input.rivals[row, "score"].prose
  }

  private static func trait(_ input: CaseInput, _ row: Int) -> String {
    MarkdownText.escaped(input.rivals[row, "trait"].prose.lowercasedFirst)
  }
}
