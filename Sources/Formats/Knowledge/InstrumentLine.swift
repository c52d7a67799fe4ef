import Diagnostics
import Knowledge

/// A line of `instruments.tsv`.
struct InstrumentLine {
  let line: KnowledgeLine

  func instrument(_ problems: inout Problems) -> TargetInstrument? {
    guard let gene = line.required("gene", &problems),
      let name = line.required("instrument", &problems)
    else { return nil }
    line.checkPMIDs(&problems)
    for column in ["effect_allele", "other_allele"] {
      let allele = line[column].uppercased()
      if !allele.allSatisfy({ "ACGT".contains($0) }) {
        problems.error(
          at: line.place(column), "not an allele in '\(column)'", hint: "letters A, C, G and T")
      }
    }
    return TargetInstrument(
      gene: gene, name: name, effect: line.optional("effect_allele")?.uppercased(),
      other: line.optional("other_allele")?.uppercased(), targetSign: targetSign(&problems),
      measure: line["measure"], basis: basis(&problems), outcome: outcome(&problems),
      pmids: line.pmids, confidence: line["confidence"], note: line["note"])
  }

  private func targetSign(_ problems: inout Problems) -> Int? {
    switch line["target_effect"] {
    case "+": return 1
    case "-": return -1
    case "": return nil
    default:
      problems.error(
        at: line.place("target_effect"), "not a direction in 'target_effect'",
        hint:
          "+, - or nothing: does the effect allele mean more of the product's activity, or less?")
      return nil
    }
  }

  private func basis(_ problems: inout Problems) -> TargetInstrument.Basis {
    if let known = TargetInstrument.Basis(rawValue: line["basis"]) { return known }
    problems.error(
      at: line.place("basis"), "unknown basis '\(line["basis"])'",
      hint: Suggestion.hint(
        for: line["basis"], among: TargetInstrument.Basis.allCases.map(\.rawValue)))
    return .none
  }

  /// "+", "-" or a number other than zero.
  private func outcome(_ problems: inout Problems) -> TargetInstrument.Outcome? {
    guard let trait = line.optional("outcome") else { return nil }
    let words = line["effect"]
    let number = words == "+" || words == "-" ? nil : line.number("effect", &problems)
    guard words == "+" || words == "-" || (number ?? 0) != 0 else {
      problems.error(
        at: line.place("effect"), "no effect on the outcome",
        hint: "a number, or + or - where only the direction is known")
      return nil
    }
    let isUp = number.map { $0 > 0 } ?? (words == "+")
    let error = line.number("se", &problems)
    if let error, error <= 0 {
      problems.error(at: line.place("se"), "a standard error is above 0")
    }
    return TargetInstrument.Outcome(
      trait: trait, sign: isUp ? 1 : -1, effect: number, standardError: error, unit: line["unit"])
  }

  /// Outcomes that name no trait.
  static func faults(_ book: KnowledgeBook, folder: String) -> Problems {
    var problems = Problems()
    for instrument in book.instruments {
      guard let trait = instrument.outcome?.trait, book.trait(trait) == nil else { continue }
      problems.error(
        at: Place(folder + "/instruments.tsv"), "\(instrument.name): unknown outcome '\(trait)'",
        hint: Suggestion.hint(for: trait, among: book.traits.map(\.id)))
    }
    return problems
  }
}
