import Diagnostics
import Knowledge

/// A line of `mechanisms.tsv`.
struct MechanismLine {
  let line: KnowledgeLine

  func step(_ problems: inout Problems) -> MechanismStep? {
    let names = ["disease", "hallmark", "from", "from_kind", "to", "to_kind"].map {
      line.required($0, &problems)
    }
    let sign = sign(&problems), evidence = evidence(&problems)
    line.checkPMIDs(&problems)
    if line.pmids.isEmpty, line["source"].isEmpty {
      problems.error(
        at: line.place("pmids"), "a step without a source",
        hint: "a PubMed id in 'pmids', or words in 'source'")
    }
    let known = names.compactMap { $0 }
    guard known.count == names.count, let sign, let evidence else { return nil }
    return MechanismStep(
      trait: known[0], hallmark: known[1], from: known[2], fromLayer: known[3], to: known[4],
      toLayer: known[5], sign: sign, evidence: evidence, pmids: line.pmids,
      source: line["source"], note: line["note"])
  }

  private func sign(_ problems: inout Problems) -> Int? {
    switch line["sign"] {
    case "+": return 1
    case "-": return -1
    default:
      problems.error(
        at: line.place("sign"), "not a direction in 'sign'", hint: "+ raises, - lowers")
      return nil
    }
  }

  private func evidence(_ problems: inout Problems) -> MechanismStep.Evidence? {
    if let known = MechanismStep.Evidence(rawValue: line["evidence"]) { return known }
    problems.error(
      at: line.place("evidence"), "unknown evidence '\(line["evidence"])'",
      hint: Suggestion.hint(
        for: line["evidence"], among: MechanismStep.Evidence.allCases.map(\.rawValue)))
    return nil
  }

  /// Steps of hallmarks that are not there.
  static func faults(_ book: KnowledgeBook, folder: String) -> Problems {
    var problems = Problems()
    for (index, step) in book.mechanisms.enumerated()
    where !book.hallmarks(of: step.trait).contains(where: { $0.id == step.hallmark }) {
      problems.error(
        at: Place(folder + "/mechanisms.tsv", line: index + 2),
        "no hallmark '\(step.hallmark)' of '\(step.trait)'",
        hint: Suggestion.hint(
          for: step.hallmark, among: book.hallmarks(of: step.trait).map(\.id)))
    }
    return problems
  }
}
