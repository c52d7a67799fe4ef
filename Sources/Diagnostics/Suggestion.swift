/// The nearest known word to a misspelt one, for "did you mean".
public enum Suggestion {
  /// The candidate with the smallest edit distance, if that is at most a third of
  /// the word; ties break by name.
  public static func nearest(to word: String, among candidates: some Sequence<String>) -> String? {
    let limit = word.count <= 3 ? 1 : max(2, word.count / 3)
    return candidates.map { (distance(word, $0), $0) }.filter { $0.0 <= limit }
      .min { $0 < $1 }?.1
  }

  /// A ready hint: "did you mean 'x'?", else the list of what is known.
  public static func hint(for word: String, among candidates: some Sequence<String>) -> String {
    let known = candidates.sorted()
    guard !known.isEmpty else { return "there is none" }
    if let near = nearest(to: word, among: known) { return "did you mean '\(near)'?" }
    let shown = known.prefix(12).joined(separator: ", ")
    return "known: \(shown)" + (known.count > 12 ? ", …" : "")
  }

  private static func distance(_ a: String, _ b: String) -> Int {
    let (a, b) = (Array(a.lowercased().unicodeScalars), Array(b.lowercased().unicodeScalars))
    var row = Array(0...b.count)
    for i in a.indices {
      var diagonal = row[0]
      row[0] = i + 1
      for j in b.indices {
        let replaced = diagonal + (a[i] == b[j] ? 0 : 1)
        diagonal = row[j + 1]
        row[j + 1] = min(replaced, row[j] + 1, diagonal + 1)
      }
    }
    return row[b.count]
  }
}
