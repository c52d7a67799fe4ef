/// What a drug does to a target's activity, from the words of interaction databases.
public enum InteractionType {
  /// -1: less activity; +1: more; 0: the word does not say. After DGIdb's own classes, but that
  /// cofactors and vaccines, which it calls activating, say nothing of a drug's action here.
  private static let signs: [String: Int] = [
    "inhibitor": -1, "antagonist": -1, "antibody": -1, "blocker": -1, "antisense": -1,
    "antisense oligonucleotide": -1, "sirna": -1, "negative modulator": -1, "inverse agonist": -1,
    "suppressor": -1, "partial antagonist": -1, "cleavage": -1, "channel blocker": -1,
    "gating inhibitor": -1, "allosteric inhibitor": -1, "allosteric antagonist": -1,
    "inhibitory allosteric modulator": -1, "negative allosteric modulator": -1, "degrader": -1,
    "inhibitory": -1, "agonist": 1, "activator": 1, "potentiator": 1, "inducer": 1,
    "partial agonist": 1, "positive allosteric modulator": 1, "positive modulator": 1,
    "stimulator": 1, "opener": 1, "channel opener": 1, "chaperone": 1, "binder": 0, "cofactor": 0,
    "modulator": 0, "allosteric modulator": 0, "product of": 0, "ligand": 0, "vaccine": 0,
    "multitarget": 0, "immunotherapy": 0, "adduct": 0, "competitive": 0, "other/unknown": 0,
    "n/a": 0,
  ]

  /// All words that are known, sorted.
  public static var known: [String] { signs.keys.sorted() }

  /// The sign of a list of words; 0 where none states one, or two contradict each other. `unknown`
  /// are words that the table does not have.
  public static func sign(_ text: String) -> (sign: Int, unknown: [String]) {
    let words = text.split { $0 == "," || $0 == "|" || $0 == ";" }.map {
      $0.lowercased().split(separator: " ").joined(separator: " ")
    }.filter { !$0.isEmpty }
    let stated = Set(words.compactMap { signs[$0] }.filter { $0 != 0 })
    return (stated.count == 1 ? stated.first ?? 0 : 0, words.filter { signs[$0] == nil })
  }
}
